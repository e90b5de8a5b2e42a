import { constantTimeEqual } from '../../../crypto/hash.ts';
import { currentKey, refuseDryRun, requireAlgorithm, requireUse, resolveKey } from '../cryptography.ts';
import * as faults from '../faults.ts';
import type { KeyRecord } from '../key-record.ts';
import type { Kms, Op } from '../kms.ts';

/** Only whole MACs are accepted; one that does not match is a fault. */
export const verifyMac = (kms: Kms): Op<'VerifyMac', KeyRecord> => ({
  resolve: resolveKey(kms, 'VerifyMac'),
  run(input, call) {
    const key = call.target;
    requireUse(key, 'VerifyMac', 'GENERATE_VERIFY_MAC');
    requireAlgorithm(key, input.MacAlgorithm);
    const expected = key.spec.mac!(currentKey(kms, key, call.now), input.Message);
    if (!constantTimeEqual(expected, input.Mac)) throw faults.invalidMac();
    refuseDryRun(input.DryRun);
    kms.lastUsage.record(key, 'VerifyMac', call);
    return { KeyId: key.arn, MacValid: true, MacAlgorithm: input.MacAlgorithm };
  },
});
