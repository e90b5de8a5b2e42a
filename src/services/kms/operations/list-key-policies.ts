import type { KeyRecord } from '../key-record.ts';
import type { Kms, Op } from '../kms.ts';
import { DEFAULT_POLICY_NAME } from '../policy.ts';
import { resolveKeyById } from '../resources.ts';

/** Always one name on one page, so a marker has no meaning; the model has no exception for one either. */
export const listKeyPolicies = (kms: Kms): Op<'ListKeyPolicies', KeyRecord> => ({
  resolve: resolveKeyById(kms, 'ListKeyPolicies'),
  run: () => ({ PolicyNames: [DEFAULT_POLICY_NAME], Truncated: false }),
});
