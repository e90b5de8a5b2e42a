/** Roles, and whom they trust. */
import type { Family, Iam } from '../iam.ts';
import { later } from './later.ts';

type RolesOperations =
  | 'CreateRole'
  | 'GetRole'
  | 'ListRoles'
  | 'UpdateRole'
  | 'UpdateRoleDescription'
  | 'UpdateAssumeRolePolicy'
  | 'DeleteRole';

export const roles = (iam: Iam): Family<RolesOperations> => ({
  CreateRole: later(iam, 'CreateRole'),
  GetRole: later(iam, 'GetRole'),
  ListRoles: later(iam, 'ListRoles'),
  UpdateRole: later(iam, 'UpdateRole'),
  UpdateRoleDescription: later(iam, 'UpdateRoleDescription'),
  UpdateAssumeRolePolicy: later(iam, 'UpdateAssumeRolePolicy'),
  DeleteRole: later(iam, 'DeleteRole'),
});
