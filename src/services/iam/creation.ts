/** What the creation of users, groups and roles has in common. */
import type { Call, RequestContext, Resolved } from '../../base/operation.ts';
import { iamAsk } from './asks.ts';
import { claimBoundary } from './boundary.ts';
import { type Entity, nameKey } from './entities.ts';
import * as faults from './faults.ts';
import type { Iam } from './iam.ts';
import { newEntityId } from './ids.ts';
import { GROUPS_PER_ACCOUNT, ROLES_PER_ACCOUNT, USERS_PER_ACCOUNT } from './quotas.ts';
import type { EntityKind, EntityRow } from './tables.ts';
import { checkTags, insertTags } from './tags.ts';
import type { Operations, Tag } from './types.ts';

/** Members that the requests share; groups have neither tags nor boundary. */
interface CreationInput {
  readonly Path?: string | undefined;
  readonly Tags?: readonly Tag[] | undefined;
  readonly PermissionsBoundary?: string | undefined;
}

/** What a new entity is, besides what `CreationInput` says. */
type NewEntity = Pick<EntityRow, 'kind' | 'name'> &
  Partial<Pick<EntityRow, 'trust_policy' | 'description' | 'max_session_seconds'>>;

const QUOTAS: { readonly [Kind in EntityKind]: readonly [string, number] } = {
  user: ['UsersPerAccount', USERS_PER_ACCOUNT],
  group: ['GroupsPerAccount', GROUPS_PER_ACCOUNT],
  role: ['RolesPerAccount', ROLES_PER_ACCOUNT],
};

/** Whoever creates with tags must be allowed to tag, too. */
export function resolveCreation(
  iam: Iam,
  operation: keyof Operations,
  tagging: 'TagUser' | 'TagRole' | undefined,
  { kind, name }: Pick<EntityRow, 'kind' | 'name'>,
  input: CreationInput,
  context: RequestContext,
): Resolved<undefined> {
  const arn = iam.entities.arnOf({ account: context.caller.account, kind, path: input.Path ?? '/', name });
  const asks = [iamAsk(iam, operation, { arn }, input, context)];
  if (tagging && input.Tags?.length) asks.push(iamAsk(iam, tagging, { arn }, input, context));
  return { asks, target: undefined };
}

/** @throws Fault InvalidInputException, EntityAlreadyExistsException, LimitExceededException, NoSuchEntityException */
export async function createEntity(iam: Iam, call: Call<unknown>, wanted: NewEntity, input: CreationInput): Promise<Entity> {
  const { unit, now, caller } = call;
  const { account } = caller;
  const { kind, name } = wanted;
  checkTags(input.Tags);
  if (await iam.entities.named(account, kind, name)) throw faults.entityExists(kind, name);
  const [quota, most] = QUOTAS[kind];
  if ((await iam.entities.count(account, kind)) >= most) throw faults.overQuota(quota, most);
  if (input.PermissionsBoundary !== undefined) await claimBoundary(iam, unit, account, input.PermissionsBoundary);
  const entity: Entity = {
    id: newEntityId(kind),
    account,
    name_key: nameKey(name),
    path: input.Path ?? '/',
    created_at: now,
    version: 1,
    boundary: input.PermissionsBoundary ?? null,
    trust_policy: null,
    description: null,
    max_session_seconds: null,
    ...wanted,
  };
  iam.entities.insert(unit, entity);
  insertTags(iam, unit, entity.id, input.Tags);
  return entity;
}
