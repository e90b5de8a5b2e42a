/** Managed policies and their versions. */
import type { Family, Iam } from '../iam.ts';
import { later } from './later.ts';

type PoliciesOperations =
  | 'CreatePolicy'
  | 'GetPolicy'
  | 'ListPolicies'
  | 'DeletePolicy'
  | 'CreatePolicyVersion'
  | 'GetPolicyVersion'
  | 'ListPolicyVersions'
  | 'DeletePolicyVersion'
  | 'SetDefaultPolicyVersion';

export const policies = (iam: Iam): Family<PoliciesOperations> => ({
  CreatePolicy: later(iam, 'CreatePolicy'),
  GetPolicy: later(iam, 'GetPolicy'),
  ListPolicies: later(iam, 'ListPolicies'),
  DeletePolicy: later(iam, 'DeletePolicy'),
  CreatePolicyVersion: later(iam, 'CreatePolicyVersion'),
  GetPolicyVersion: later(iam, 'GetPolicyVersion'),
  ListPolicyVersions: later(iam, 'ListPolicyVersions'),
  DeletePolicyVersion: later(iam, 'DeletePolicyVersion'),
  SetDefaultPolicyVersion: later(iam, 'SetDefaultPolicyVersion'),
});
