import type { KeyRecord } from '../key-record.ts';
import type { Kms, Op } from '../kms.ts';
import { DEFAULT_POLICY_NAME } from '../policy.ts';
import { resolveKeyById } from '../resources.ts';

export const listKeyPolicies = (kms: Kms): Op<'ListKeyPolicies', KeyRecord> => ({
  resolve: resolveKeyById(kms, 'ListKeyPolicies'),
  async run(input, { target: key }) {
    const rules = { scope: `ListKeyPolicies ${key.arn}`, defaultLimit: 100, limitMax: 1_000 };
    const fetch = (lastKey: string) => [DEFAULT_POLICY_NAME].filter((name) => name > lastKey);
    const { items, ...rest } = await kms.pages.list(input, rules, (name) => name, fetch);
    return { PolicyNames: items, ...rest };
  },
});
