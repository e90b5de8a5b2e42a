import { currentKey, refuseDryRun, requireAlgorithm, requireUse, resolveKey } from '../cryptography.ts';
import type { KeyRecord } from '../key-record.ts';
import type { Kms, Op } from '../kms.ts';

export const generateMac = (kms: Kms): Op<'GenerateMac', KeyRecord> => ({
  resolve: resolveKey(kms, 'GenerateMac'),
  run(input, call) {
    const key = call.target;
    requireUse(key, 'GenerateMac', 'GENERATE_VERIFY_MAC');
    requireAlgorithm(key, input.MacAlgorithm);
    refuseDryRun(input.DryRun);
    const Mac = key.spec.mac!(currentKey(kms, key, call.now), input.Message);
    kms.lastUsage.record(key, 'GenerateMac', call);
    return { Mac, MacAlgorithm: input.MacAlgorithm, KeyId: key.arn };
  },
});
