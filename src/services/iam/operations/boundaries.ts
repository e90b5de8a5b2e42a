/** Permissions boundaries of users and roles. */
import type { Family, Iam } from '../iam.ts';
import { later } from './later.ts';

type BoundariesOperations =
  | 'PutUserPermissionsBoundary'
  | 'DeleteUserPermissionsBoundary'
  | 'PutRolePermissionsBoundary'
  | 'DeleteRolePermissionsBoundary';

export const boundaries = (iam: Iam): Family<BoundariesOperations> => ({
  PutUserPermissionsBoundary: later(iam, 'PutUserPermissionsBoundary'),
  DeleteUserPermissionsBoundary: later(iam, 'DeleteUserPermissionsBoundary'),
  PutRolePermissionsBoundary: later(iam, 'PutRolePermissionsBoundary'),
  DeleteRolePermissionsBoundary: later(iam, 'DeleteRolePermissionsBoundary'),
});
