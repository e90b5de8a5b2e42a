import * as faults from '../faults.ts';
import type { KeyRecord } from '../key-record.ts';
import type { Kms, Op } from '../kms.ts';
import { DEFAULT_POLICY_NAME } from '../policy.ts';
import { resolveKeyById } from '../resources.ts';

export const getKeyPolicy = (kms: Kms): Op<'GetKeyPolicy', KeyRecord> => ({
  resolve: resolveKeyById(kms, 'GetKeyPolicy'),
  async run(input, { target: key }) {
    const { PolicyName = DEFAULT_POLICY_NAME } = input;
    if (PolicyName !== DEFAULT_POLICY_NAME) throw faults.policyNotFound();
    return { Policy: await kms.guard.shown(key.policy.text), PolicyName };
  },
});
