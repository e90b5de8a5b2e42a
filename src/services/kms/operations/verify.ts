import { currentKey, inAwsWords, refuseDryRun, requireAlgorithm, requireUse, resolveKey } from '../cryptography.ts';
import * as faults from '../faults.ts';
import type { KeyRecord } from '../key-record.ts';
import type { Kms, Op } from '../kms.ts';

/** A signature that does not match is a fault; `SignatureValid` is never false. */
export const verify = (kms: Kms): Op<'Verify', KeyRecord> => ({
  resolve: resolveKey(kms, 'Verify'),
  async run(input, call) {
    const key = call.target;
    const { SigningAlgorithm, MessageType = 'RAW', Message, Signature } = input;
    requireUse(key, 'Verify', 'SIGN_VERIFY');
    requireAlgorithm(key, SigningAlgorithm);
    const work = () => key.spec.verify!(currentKey(kms, key, call.now), SigningAlgorithm, MessageType, Message, Signature);
    const valid = await inAwsWords(key, SigningAlgorithm, work, MessageType);
    if (!valid) throw faults.invalidSignature();
    refuseDryRun(input.DryRun);
    kms.lastUsage.record(key, 'Verify', call);
    return { KeyId: key.arn, SignatureValid: true, SigningAlgorithm };
  },
});
