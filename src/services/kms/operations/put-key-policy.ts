import * as faults from '../faults.ts';
import type { KeyRecord } from '../key-record.ts';
import type { Kms, Op } from '../kms.ts';
import { checkKeyPolicy, DEFAULT_POLICY_NAME } from '../policy.ts';
import { resolveKeyById } from '../resources.ts';

/** Stored as given; a key has exactly one policy, named `default`. */
export const putKeyPolicy = (kms: Kms): Op<'PutKeyPolicy', KeyRecord> => ({
  resolve: resolveKeyById(kms, 'PutKeyPolicy'),
  run(input, { target: key, unit }) {
    const { PolicyName = DEFAULT_POLICY_NAME } = input;
    if (PolicyName !== DEFAULT_POLICY_NAME) throw faults.policyNotFound();
    kms.changes.update(unit, key, { policy: checkKeyPolicy(input.Policy) });
  },
});
