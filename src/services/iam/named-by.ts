/** Operations that come three times, for users, groups and roles, differ in the member that names the entity. */
import type { EntityKind } from './tables.ts';

export interface NamedBy<Member> {
  readonly kind: EntityKind;
  /** The name that a request gives. */
  readonly nameIn: (input: Member) => string;
  /** The same member of an answer. */
  readonly member: (name: string) => Member;
}

export const BY_USER: NamedBy<{ UserName: string }> = {
  kind: 'user',
  nameIn: ({ UserName }) => UserName,
  member: (UserName) => ({ UserName }),
};

export const BY_GROUP: NamedBy<{ GroupName: string }> = {
  kind: 'group',
  nameIn: ({ GroupName }) => GroupName,
  member: (GroupName) => ({ GroupName }),
};

export const BY_ROLE: NamedBy<{ RoleName: string }> = {
  kind: 'role',
  nameIn: ({ RoleName }) => RoleName,
  member: (RoleName) => ({ RoleName }),
};
