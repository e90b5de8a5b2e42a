/** Managed policies on users, groups and roles. */
import type { Operation } from '../../../base/operation.ts';
import { resolveEntity } from '../asks.ts';
import { type Entity, nameKey, requireEntity } from '../entities.ts';
import * as faults from '../faults.ts';
import type { Family, Iam, Op } from '../iam.ts';
import type { ManagedPolicy } from '../managed-policies.ts';
import { BY_GROUP, BY_ROLE, BY_USER, type NamedBy } from '../named-by.ts';
import { requirePolicy, resolvePolicy } from '../policy-asks.ts';
import { entityKey, listEntities } from '../policy-usage.ts';
import { MANAGED_POLICIES_PER_ENTITY } from '../quotas.ts';
import type { EntityKind } from '../tables.ts';
import type { EntityType, ListAttachedUserPoliciesResponse, Operations } from '../types.ts';

type AttachmentsOperations =
  | 'AttachUserPolicy'
  | 'DetachUserPolicy'
  | 'AttachGroupPolicy'
  | 'DetachGroupPolicy'
  | 'AttachRolePolicy'
  | 'DetachRolePolicy'
  | 'ListAttachedUserPolicies'
  | 'ListAttachedGroupPolicies'
  | 'ListAttachedRolePolicies'
  | 'ListEntitiesForPolicy';

/** As texts call the quotas. */
const QUOTAS: { readonly [Kind in EntityKind]: string } = {
  user: 'PoliciesPerUser',
  group: 'PoliciesPerGroup',
  role: 'PoliciesPerRole',
};

interface PolicyArn {
  readonly PolicyArn: string;
}
interface Listing {
  readonly PathPrefix?: string | undefined;
  readonly Marker?: string | undefined;
  readonly MaxItems?: number | undefined;
}
type On<Input, Output> = Operation<Input, Output, Entity | undefined>;

async function attachedTo(iam: Iam, { id }: Entity): Promise<string[]> {
  const rows = await iam.store.db.selectFrom('iam_attachments').select('policy_arn').where('entity_id', '=', id).execute();
  return rows.map((row) => row.policy_arn);
}

/** A policy of the account or of AWS. @throws Fault NoSuchEntityException */
async function requireAttachable(iam: Iam, account: string, arn: string): Promise<ManagedPolicy> {
  requirePolicyArn(iam, arn);
  const policy = await iam.managed.lookup(arn);
  if (!policy || (policy.row && policy.row.account !== account)) throw faults.policyNotAttachable(arn);
  return policy;
}

/** @throws Fault InvalidInputException */
function requirePolicyArn(iam: Iam, arn: string): void {
  if (iam.managed.ownerOf(arn) === undefined) throw faults.invalidArn(arn);
}

const attach = <Name>(iam: Iam, operation: keyof Operations, by: NamedBy<Name>): On<Name & PolicyArn, void> => ({
  resolve: (input, context) => resolveEntity(iam, operation, by.kind, by.nameIn(input), input, context),
  async run(input, { target, unit }) {
    const entity = requireEntity(target, by.kind, by.nameIn(input));
    const policy = await requireAttachable(iam, entity.account, input.PolicyArn);
    const attached = await attachedTo(iam, entity);
    if (attached.includes(policy.arn)) return;
    if (attached.length >= MANAGED_POLICIES_PER_ENTITY) throw faults.overQuota(QUOTAS[by.kind], MANAGED_POLICIES_PER_ENTITY);
    unit.write(iam.store.db.insertInto('iam_attachments').values({ entity_id: entity.id, policy_arn: policy.arn }), 1);
    if (policy.row) iam.managed.change(unit, policy.row);
    iam.entities.change(unit, entity);
  },
});

const detach = <Name>(iam: Iam, operation: keyof Operations, by: NamedBy<Name>): On<Name & PolicyArn, void> => ({
  resolve: (input, context) => resolveEntity(iam, operation, by.kind, by.nameIn(input), input, context),
  async run(input, { target, unit }) {
    const entity = requireEntity(target, by.kind, by.nameIn(input));
    const { PolicyArn: arn } = input;
    if (!(await attachedTo(iam, entity)).includes(arn)) {
      requirePolicyArn(iam, arn);
      throw faults.policyNotFound(arn);
    }
    const ofEntity = iam.store.db.deleteFrom('iam_attachments').where('entity_id', '=', entity.id);
    unit.write(ofEntity.where('policy_arn', '=', arn), 1);
    iam.entities.change(unit, entity);
  },
});

interface NamedPolicy {
  readonly arn: string;
  readonly path: string;
  readonly name: string;
}

/** Path and name of a policy, which its ARN ends with. */
function partsOf(arn: string): NamedPolicy {
  const resource = arn.slice(arn.indexOf('/'));
  const nameAt = resource.lastIndexOf('/') + 1;
  return { arn, path: resource.slice(0, nameAt), name: resource.slice(nameAt) };
}

type Attached = ListAttachedUserPoliciesResponse;

const list = <Name>(iam: Iam, operation: keyof Operations, by: NamedBy<Name>): On<Name & Listing, Attached> => ({
  resolve: (input, context) => resolveEntity(iam, operation, by.kind, by.nameIn(input), input, context),
  async run(input, { target }) {
    const entity = requireEntity(target, by.kind, by.nameIn(input));
    const { PathPrefix = '/' } = input;
    const policies = (await attachedTo(iam, entity)).map(partsOf).filter(({ path }) => path.startsWith(PathPrefix));
    // AWS and the account may have policies of the same name.
    const keyOf = ({ arn, name }: NamedPolicy) => `${nameKey(name)} ${iam.managed.ownerOf(arn)}`;
    const { items, ...rest } = await iam.pages.ofAll(input, [operation, entity.id, PathPrefix], keyOf, policies);
    return { AttachedPolicies: items.map(({ arn, name }) => ({ PolicyName: name, PolicyArn: arn })), ...rest };
  },
});

/** No entity is of the kinds that are left out. */
const KINDS: { readonly [Type in EntityType]?: EntityKind } = { User: 'user', Group: 'group', Role: 'role' };

const listEntitiesForPolicy = (iam: Iam): Op<'ListEntitiesForPolicy', ManagedPolicy | undefined> => ({
  resolve: (input, context) => resolvePolicy(iam, 'ListEntitiesForPolicy', input, context),
  async run(input, { target, caller: { account } }) {
    const { arn } = requirePolicy(target, input.PolicyArn);
    const { EntityFilter, PathPrefix: pathPrefix = '/', PolicyUsageFilter: use } = input;
    const kind = EntityFilter && KINDS[EntityFilter];
    const nobody = EntityFilter !== undefined && kind === undefined;
    const scope = ['ListEntitiesForPolicy', account, arn, EntityFilter ?? '', pathPrefix, use ?? ''];
    const fetch = async (last: string, count: number) =>
      nobody ? [] : listEntities(iam, account, arn, { kind, pathPrefix, use }, last, count);
    const { items, ...rest } = await iam.pages.list(input, scope, entityKey, fetch);
    const of = (wanted: EntityKind) => items.filter((entity) => entity.kind === wanted);
    return {
      PolicyGroups: of('group').map(({ name, id }) => ({ GroupName: name, GroupId: id })),
      PolicyUsers: of('user').map(({ name, id }) => ({ UserName: name, UserId: id })),
      PolicyRoles: of('role').map(({ name, id }) => ({ RoleName: name, RoleId: id })),
      ...rest,
    };
  },
});

export const attachments = (iam: Iam): Family<AttachmentsOperations> => ({
  AttachUserPolicy: attach(iam, 'AttachUserPolicy', BY_USER),
  DetachUserPolicy: detach(iam, 'DetachUserPolicy', BY_USER),
  AttachGroupPolicy: attach(iam, 'AttachGroupPolicy', BY_GROUP),
  DetachGroupPolicy: detach(iam, 'DetachGroupPolicy', BY_GROUP),
  AttachRolePolicy: attach(iam, 'AttachRolePolicy', BY_ROLE),
  DetachRolePolicy: detach(iam, 'DetachRolePolicy', BY_ROLE),
  ListAttachedUserPolicies: list(iam, 'ListAttachedUserPolicies', BY_USER),
  ListAttachedGroupPolicies: list(iam, 'ListAttachedGroupPolicies', BY_GROUP),
  ListAttachedRolePolicies: list(iam, 'ListAttachedRolePolicies', BY_ROLE),
  ListEntitiesForPolicy: listEntitiesForPolicy(iam),
});
