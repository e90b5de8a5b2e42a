/** Users, groups and roles as answers show them. Lists show less: neither tags nor boundaries. */
import { describeBoundary } from './boundary.ts';
import { encodeDocument } from './documents.ts';
import type { Entity } from './entities.ts';
import type { Iam } from './iam.ts';
import { tagsOf } from './tags.ts';
import type { CreateUserRequest, Group, Role, User } from './types.ts';

export const describeUser = (iam: Iam, user: Entity): User => ({
  Path: user.path,
  UserName: user.name,
  UserId: user.id,
  Arn: iam.entities.arnOf(user),
  CreateDate: user.created_at,
});

export const describeGroup = (iam: Iam, group: Entity): Group => ({
  Path: group.path,
  GroupName: group.name,
  GroupId: group.id,
  Arn: iam.entities.arnOf(group),
  CreateDate: group.created_at,
});

export const describeRole = async (iam: Iam, role: Entity): Promise<Role> => ({
  Path: role.path,
  RoleName: role.name,
  RoleId: role.id,
  Arn: iam.entities.arnOf(role),
  CreateDate: role.created_at,
  AssumeRolePolicyDocument: encodeDocument(await iam.principals.shown(role.trust_policy!)),
  Description: role.description ?? undefined,
  MaxSessionDuration: role.max_session_seconds!,
});

type Extras = Pick<User, 'PermissionsBoundary' | 'Tags'>;
type Given = Pick<CreateUserRequest, 'PermissionsBoundary' | 'Tags'>;

/** What hangs on a user or role that is being made. */
export const describeGiven = ({ PermissionsBoundary: boundary, Tags }: Given): Extras => ({
  PermissionsBoundary: boundary === undefined ? undefined : describeBoundary(boundary),
  Tags: Tags?.length ? Tags : undefined,
});

/** What hangs on a user or role. */
export const describeExtras = async (iam: Iam, { id, boundary }: Entity): Promise<Extras> =>
  describeGiven({ PermissionsBoundary: boundary ?? undefined, Tags: await tagsOf(iam, id) });
