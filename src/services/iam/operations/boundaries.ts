/** Permissions boundaries of users and roles. */
import type { Operation } from '../../../base/operation.ts';
import { resolveEntity } from '../asks.ts';
import { claimBoundary } from '../boundary.ts';
import { type Entity, requireEntity } from '../entities.ts';
import type { Family, Iam } from '../iam.ts';
import { BY_ROLE, BY_USER, type NamedBy } from '../named-by.ts';

type BoundariesOperations =
  | 'PutUserPermissionsBoundary'
  | 'DeleteUserPermissionsBoundary'
  | 'PutRolePermissionsBoundary'
  | 'DeleteRolePermissionsBoundary';

export const boundaries = (iam: Iam): Family<BoundariesOperations> => ({
  PutUserPermissionsBoundary: put(iam, 'PutUserPermissionsBoundary', BY_USER),
  DeleteUserPermissionsBoundary: remove(iam, 'DeleteUserPermissionsBoundary', BY_USER),
  PutRolePermissionsBoundary: put(iam, 'PutRolePermissionsBoundary', BY_ROLE),
  DeleteRolePermissionsBoundary: remove(iam, 'DeleteRolePermissionsBoundary', BY_ROLE),
});

const put = <Member extends object>(
  iam: Iam,
  operation: BoundariesOperations,
  { kind, nameIn }: NamedBy<Member>,
): Operation<Member & { PermissionsBoundary: string }, void, Entity | undefined> => ({
  resolve: (input, context) => resolveEntity(iam, operation, kind, nameIn(input), input, context),
  async run(input, { target, unit }) {
    const entity = requireEntity(target, kind, nameIn(input));
    await claimBoundary(iam, unit, entity.account, input.PermissionsBoundary);
    iam.entities.change(unit, entity, { boundary: input.PermissionsBoundary });
  },
});

/** Without a boundary there is nothing to do. */
const remove = <Member extends object>(
  iam: Iam,
  operation: BoundariesOperations,
  { kind, nameIn }: NamedBy<Member>,
): Operation<Member, void, Entity | undefined> => ({
  resolve: (input, context) => resolveEntity(iam, operation, kind, nameIn(input), input, context),
  run(input, { target, unit }) {
    const entity = requireEntity(target, kind, nameIn(input));
    if (entity.boundary !== null) iam.entities.change(unit, entity, { boundary: null });
  },
});
