import { currentKey, inAwsWords, refuseDryRun, refuseRecipient, requireAlgorithm, requireUse, resolveKey } from '../cryptography.ts';
import type { KeyRecord } from '../key-record.ts';
import type { Kms, Op } from '../kms.ts';

export const deriveSharedSecret = (kms: Kms): Op<'DeriveSharedSecret', KeyRecord> => ({
  resolve: resolveKey(kms, 'DeriveSharedSecret'),
  async run(input, call) {
    const key = call.target;
    const { KeyAgreementAlgorithm } = input;
    refuseRecipient(input.Recipient);
    requireUse(key, 'DeriveSharedSecret', 'KEY_AGREEMENT');
    requireAlgorithm(key, KeyAgreementAlgorithm);
    const work = () => key.spec.agree!(currentKey(kms, key, call.now), input.PublicKey);
    const SharedSecret = await inAwsWords(key, KeyAgreementAlgorithm, work);
    refuseDryRun(input.DryRun);
    kms.lastUsage.record(key, 'DeriveSharedSecret', call);
    return { KeyId: key.arn, SharedSecret, KeyAgreementAlgorithm, KeyOrigin: key.row.origin };
  },
});
