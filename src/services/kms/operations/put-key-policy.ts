import * as faults from '../faults.ts';
import type { KeyRecord } from '../key-record.ts';
import type { Kms, Op } from '../kms.ts';
import { DEFAULT_POLICY_NAME, givenKeyPolicy } from '../policy.ts';
import { resolveKeyById } from '../resources.ts';

/** A key has exactly one policy, named `default`. */
export const putKeyPolicy = (kms: Kms): Op<'PutKeyPolicy', KeyRecord> => ({
  resolve: resolveKeyById(kms, 'PutKeyPolicy'),
  async run(input, { target: key, unit, ...context }) {
    const { PolicyName = DEFAULT_POLICY_NAME } = input;
    if (PolicyName !== DEFAULT_POLICY_NAME) throw faults.policyNotFound();
    const { account, region } = key.row;
    const policy = await givenKeyPolicy(kms.guard, input, { arn: key.arn, account, region }, context);
    kms.changes.update(unit, key, { policy });
  },
});
