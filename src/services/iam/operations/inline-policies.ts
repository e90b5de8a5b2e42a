/** Policies that belong to one user, group or role. */
import type { Operation } from '../../../base/operation.ts';
import { resolveEntity } from '../asks.ts';
import { documentSize, encodeDocument, requireDocument } from '../documents.ts';
import { type Entity, requireEntity } from '../entities.ts';
import * as faults from '../faults.ts';
import type { Family, Iam } from '../iam.ts';
import { BY_GROUP, BY_ROLE, BY_USER, type NamedBy } from '../named-by.ts';
import { INLINE_POLICIES_SIZE } from '../quotas.ts';
import type { InlinePolicyRow } from '../tables.ts';
import type { ListUserPoliciesResponse, Operations } from '../types.ts';

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

interface PolicyName {
  readonly PolicyName: string;
}
interface NewPolicy extends PolicyName {
  readonly PolicyDocument: string;
}
interface Listing {
  readonly Marker?: string | undefined;
  readonly MaxItems?: number | undefined;
}
type On<Input, Output> = Operation<Input, Output, Entity | undefined>;

const ofEntity = (iam: Iam, entity: Entity) =>
  iam.store.db.selectFrom('iam_inline_policies').selectAll().where('entity_id', '=', entity.id);

/** @throws Fault NoSuchEntityException */
async function requirePolicy(iam: Iam, entity: Entity, name: string): Promise<InlinePolicyRow> {
  const row = await ofEntity(iam, entity).where('name', '=', name).executeTakeFirst();
  if (!row) throw faults.notFound(`${entity.kind} policy`, name);
  return row;
}

/** @throws Fault LimitExceededException when the entity's policies would be too large with this one */
async function requireRoom(iam: Iam, entity: Entity, input: NewPolicy): Promise<void> {
  const { PolicyName: name, PolicyDocument: document } = input;
  const others = await ofEntity(iam, entity).where('name', '!=', name).execute();
  const size = others.reduce((sum, policy) => sum + documentSize(policy.document), documentSize(document));
  const most = INLINE_POLICIES_SIZE[entity.kind];
  if (size > most) throw faults.inlinePoliciesTooLarge(entity.kind, entity.name, most);
}

const put = <Name>(iam: Iam, operation: keyof Operations, by: NamedBy<Name>): On<Name & NewPolicy, void> => ({
  resolve: (input, context) => resolveEntity(iam, operation, by.kind, by.nameIn(input), input, context),
  async run(input, { target, unit }) {
    const entity = requireEntity(target, by.kind, by.nameIn(input));
    const { PolicyName: name, PolicyDocument: document } = input;
    requireDocument(iam, document);
    await requireRoom(iam, entity, input);
    const insert = iam.store.db.insertInto('iam_inline_policies').values({ entity_id: entity.id, name, document });
    unit.write(insert.onConflict((conflict) => conflict.columns(['entity_id', 'name']).doUpdateSet({ document })), 1);
    iam.entities.change(unit, entity);
  },
});

const get = <Name>(iam: Iam, operation: keyof Operations, by: NamedBy<Name>): On<Name & PolicyName, Name & NewPolicy> => ({
  resolve: (input, context) => resolveEntity(iam, operation, by.kind, by.nameIn(input), input, context),
  async run(input, { target }) {
    const entity = requireEntity(target, by.kind, by.nameIn(input));
    const { name, document } = await requirePolicy(iam, entity, input.PolicyName);
    return { ...by.member(entity.name), PolicyName: name, PolicyDocument: encodeDocument(document) };
  },
});

const remove = <Name>(iam: Iam, operation: keyof Operations, by: NamedBy<Name>): On<Name & PolicyName, void> => ({
  resolve: (input, context) => resolveEntity(iam, operation, by.kind, by.nameIn(input), input, context),
  async run(input, { target, unit }) {
    const entity = requireEntity(target, by.kind, by.nameIn(input));
    const { name } = await requirePolicy(iam, entity, input.PolicyName);
    const own = iam.store.db.deleteFrom('iam_inline_policies').where('entity_id', '=', entity.id);
    unit.write(own.where('name', '=', name), 1);
    iam.entities.change(unit, entity);
  },
});

type Names = ListUserPoliciesResponse;

const list = <Name>(iam: Iam, operation: keyof Operations, by: NamedBy<Name>): On<Name & Listing, Names> => ({
  resolve: (input, context) => resolveEntity(iam, operation, by.kind, by.nameIn(input), input, context),
  async run(input, { target }) {
    const entity = requireEntity(target, by.kind, by.nameIn(input));
    const fetch = (lastKey: string, count: number) =>
      ofEntity(iam, entity).where('name', '>', lastKey).orderBy('name').limit(count).execute();
    const { items, ...rest } = await iam.pages.list(input, [operation, entity.id], ({ name }) => name, fetch);
    return { PolicyNames: items.map(({ name }) => name), ...rest };
  },
});

export const inlinePolicies = (iam: Iam): Family<InlinePoliciesOperations> => ({
  PutUserPolicy: put(iam, 'PutUserPolicy', BY_USER),
  GetUserPolicy: get(iam, 'GetUserPolicy', BY_USER),
  DeleteUserPolicy: remove(iam, 'DeleteUserPolicy', BY_USER),
  ListUserPolicies: list(iam, 'ListUserPolicies', BY_USER),
  PutGroupPolicy: put(iam, 'PutGroupPolicy', BY_GROUP),
  GetGroupPolicy: get(iam, 'GetGroupPolicy', BY_GROUP),
  DeleteGroupPolicy: remove(iam, 'DeleteGroupPolicy', BY_GROUP),
  ListGroupPolicies: list(iam, 'ListGroupPolicies', BY_GROUP),
  PutRolePolicy: put(iam, 'PutRolePolicy', BY_ROLE),
  GetRolePolicy: get(iam, 'GetRolePolicy', BY_ROLE),
  DeleteRolePolicy: remove(iam, 'DeleteRolePolicy', BY_ROLE),
  ListRolePolicies: list(iam, 'ListRolePolicies', BY_ROLE),
});
