/** Policies that belong to one user, group or role. */
import type { Family, Iam } from '../iam.ts';
import { later } from './later.ts';

type InlinePoliciesOperations =
  | 'PutUserPolicy'
  | 'GetUserPolicy'
  | 'DeleteUserPolicy'
  | 'ListUserPolicies'
  | 'PutGroupPolicy'
  | 'GetGroupPolicy'
  | 'DeleteGroupPolicy'
  | 'ListGroupPolicies'
  | 'PutRolePolicy'
  | 'GetRolePolicy'
  | 'DeleteRolePolicy'
  | 'ListRolePolicies';

export const inlinePolicies = (iam: Iam): Family<InlinePoliciesOperations> => ({
  PutUserPolicy: later(iam, 'PutUserPolicy'),
  GetUserPolicy: later(iam, 'GetUserPolicy'),
  DeleteUserPolicy: later(iam, 'DeleteUserPolicy'),
  ListUserPolicies: later(iam, 'ListUserPolicies'),
  PutGroupPolicy: later(iam, 'PutGroupPolicy'),
  GetGroupPolicy: later(iam, 'GetGroupPolicy'),
  DeleteGroupPolicy: later(iam, 'DeleteGroupPolicy'),
  ListGroupPolicies: later(iam, 'ListGroupPolicies'),
  PutRolePolicy: later(iam, 'PutRolePolicy'),
  GetRolePolicy: later(iam, 'GetRolePolicy'),
  DeleteRolePolicy: later(iam, 'DeleteRolePolicy'),
  ListRolePolicies: later(iam, 'ListRolePolicies'),
});
