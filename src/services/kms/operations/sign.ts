import { currentKey, inAwsWords, refuseDryRun, requireAlgorithm, requireUse, resolveKey } from '../cryptography.ts';
import type { KeyRecord } from '../key-record.ts';
import type { Kms, Op } from '../kms.ts';

export const sign = (kms: Kms): Op<'Sign', KeyRecord> => ({
  resolve: resolveKey(kms, 'Sign'),
  async run(input, call) {
    const key = call.target;
    const { SigningAlgorithm, MessageType = 'RAW', Message } = input;
    requireUse(key, 'Sign', 'SIGN_VERIFY');
    requireAlgorithm(key, SigningAlgorithm);
    const work = () => key.spec.sign!(currentKey(kms, key, call.now), SigningAlgorithm, MessageType, Message);
    const Signature = await inAwsWords(key, SigningAlgorithm, work, MessageType);
    refuseDryRun(input.DryRun);
    kms.lastUsage.record(key, 'Sign', call);
    return { KeyId: key.arn, Signature, SigningAlgorithm };
  },
});
