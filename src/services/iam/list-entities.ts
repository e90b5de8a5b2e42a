/** Lists of the users, groups or roles of an account, by path. */
import type { RequestContext, Resolved } from '../../base/operation.ts';
import { resolveAccount } from './asks.ts';
import type { Entity } from './entities.ts';
import type { Iam } from './iam.ts';
import type { Paged, PageRequest } from './pages.ts';
import type { EntityKind } from './tables.ts';

interface ListInput extends PageRequest {
  readonly PathPrefix?: string | undefined;
}

/** Asks for `arn:aws:iam::111122223333:user/`, or with the path prefix at its end. */
export const resolveList = (
  iam: Iam,
  operation: 'ListUsers' | 'ListGroups' | 'ListRoles',
  kind: EntityKind,
  input: ListInput,
  context: RequestContext,
): Resolved<undefined> => {
  const resource = { account: context.caller.account, kind, path: input.PathPrefix ?? '/', name: '' };
  return resolveAccount(iam, operation, input, context, iam.entities.arnOf(resource));
};

export function listEntities(iam: Iam, account: string, kind: EntityKind, input: ListInput): Promise<Paged<Entity>> {
  const prefix = input.PathPrefix ?? '/';
  const fetch = (lastKey: string, count: number): Promise<Entity[]> =>
    iam.entities.list(account, kind, prefix, lastKey, count);
  return iam.pages.list(input, ['entities', account, kind, prefix], (entity) => entity.name_key, fetch);
}
