/** GetAccountAuthorizationDetails: users, groups, roles and managed policies of an account, in this order, whole. */
import { describeGiven, describeGroup, describeRole, describeUser } from './describe.ts';
import { encodeDocument } from './documents.ts';
import type { Entity } from './entities.ts';
import type { Iam } from './iam.ts';
import type { ManagedPolicy } from './managed-policies.ts';
import { describePolicy, describeVersion } from './describe-policy.ts';
import { describeRoleUse } from './last-used.ts';
import { listPolicies, type Usage, usageOf } from './policy-usage.ts';
import type { AttachedPolicy, GroupDetail, ManagedPolicyDetail, PolicyDetail, RoleDetail, Tag, UserDetail } from './types.ts';

/** In the order of their lists. */
const KINDS = ['User', 'Group', 'Role', 'LocalManagedPolicy', 'AWSManagedPolicy'] as const;

export type DetailKind = (typeof KINDS)[number];

export interface Item {
  /** The place of its kind, then its own name. */
  readonly key: string;
  readonly entity?: Entity;
  readonly policy?: ManagedPolicy;
}

/** In order of `key`, after `after`. Of AWS's policies, those that are in use in the account. */
export async function listItems(
  iam: Iam,
  account: string,
  wanted: readonly DetailKind[],
  after: string,
  count: number,
): Promise<Item[]> {
  const items: Item[] = [];
  for (const [place, kind] of KINDS.entries()) {
    const first = after === '' ? 0 : Number(after.charAt(0));
    if (!wanted.includes(kind) || place < first || items.length >= count) continue;
    const name = after !== '' && place === first ? after.slice(1) : '';
    const found = await listKind(iam, account, kind, name, count - items.length);
    items.push(...found.map((item) => ({ ...item, key: `${place}${item.key}` })));
  }
  return items;
}

async function listKind(iam: Iam, account: string, kind: DetailKind, after: string, count: number): Promise<Item[]> {
  if (kind === 'LocalManagedPolicy') {
    const rows = await listPolicies(iam, account, { pathPrefix: '/', use: undefined }, after, count);
    return rows.map((row) => ({ key: row.name_key, policy: iam.managed.ofRow(row) }));
  }
  if (kind === 'AWSManagedPolicy') {
    const policies = iam.managed.listAwsManaged('/', after);
    const usage = await usageOf(iam, account, policies);
    const used = policies.filter(({ arn }) => usage(arn).attachments + usage(arn).boundaries > 0);
    return used.slice(0, count).map((policy) => ({ key: policy.name_key, policy }));
  }
  const entities = await iam.entities.list(account, kind.toLowerCase() as Entity['kind'], '/', after, count);
  return entities.map((entity) => ({ key: entity.name_key, entity }));
}

export interface Details {
  readonly UserDetailList: readonly UserDetail[];
  readonly GroupDetailList: readonly GroupDetail[];
  readonly RoleDetailList: readonly RoleDetail[];
  readonly Policies: readonly ManagedPolicyDetail[];
}

export async function describeItems(iam: Iam, account: string, items: readonly Item[]): Promise<Details> {
  const entities = items.flatMap(({ entity }) => entity ?? []);
  const of = (kind: Entity['kind']): Entity[] => entities.filter((entity) => entity.kind === kind);
  const hangings = await readHangings(iam, entities.map(({ id }) => id));
  return {
    UserDetailList: of('user').map((user) => userDetail(iam, user, hangings)),
    GroupDetailList: of('group').map((group) => groupDetail(iam, group, hangings)),
    RoleDetailList: await Promise.all(of('role').map((role) => roleDetail(iam, role, hangings))),
    Policies: await policyDetails(iam, account, items.flatMap(({ policy }) => policy ?? [])),
  };
}

/** What hangs on users, groups and roles, by their ids. */
interface Hangings {
  readonly inline: ReadonlyMap<string, PolicyDetail[]>;
  readonly attached: ReadonlyMap<string, AttachedPolicy[]>;
  readonly groups: ReadonlyMap<string, string[]>;
  readonly tags: ReadonlyMap<string, Tag[]>;
}

/** One statement for each kind of thing, however many there are to be described. */
async function readHangings({ store: { db } }: Iam, ids: readonly string[]): Promise<Hangings> {
  if (ids.length === 0) return { inline: new Map(), attached: new Map(), groups: new Map(), tags: new Map() };
  const inline = db.selectFrom('iam_inline_policies').selectAll().where('entity_id', 'in', ids).orderBy('name');
  const attached = db.selectFrom('iam_attachments').selectAll().where('entity_id', 'in', ids).orderBy('policy_arn');
  const groups = db
    .selectFrom('iam_memberships')
    .innerJoin('iam_entities', 'iam_entities.id', 'iam_memberships.group_id')
    .select(['user_id', 'name'])
    .where('user_id', 'in', ids)
    .orderBy('name_key');
  const tags = db.selectFrom('iam_tags').selectAll().where('resource_id', 'in', ids).orderBy('tag_key');
  return {
    inline: grouped(await inline.execute(), 'entity_id', ({ name, document }) => ({
      PolicyName: name,
      PolicyDocument: encodeDocument(document),
    })),
    attached: grouped(await attached.execute(), 'entity_id', ({ policy_arn }) => ({
      PolicyName: policy_arn.slice(policy_arn.lastIndexOf('/') + 1),
      PolicyArn: policy_arn,
    })),
    groups: grouped(await groups.execute(), 'user_id', ({ name }) => name),
    tags: grouped(await tags.execute(), 'resource_id', ({ name, value }) => ({ Key: name, Value: value })),
  };
}

function grouped<Column extends string, Row extends { readonly [C in Column]: string }, Shown>(
  rows: readonly Row[],
  column: Column,
  shown: (row: Row) => Shown,
): Map<string, Shown[]> {
  const groups = new Map<string, Shown[]>();
  for (const row of rows) {
    const group = groups.get(row[column]);
    if (group) group.push(shown(row));
    else groups.set(row[column], [shown(row)]);
  }
  return groups;
}

/** Tags and boundary, of users and roles. */
const extras = ({ id, boundary }: Entity, { tags }: Hangings) =>
  describeGiven({ PermissionsBoundary: boundary ?? undefined, Tags: tags.get(id) });

const userDetail = (iam: Iam, user: Entity, hangings: Hangings): UserDetail => ({
  ...describeUser(iam, user),
  UserPolicyList: hangings.inline.get(user.id) ?? [],
  GroupList: hangings.groups.get(user.id) ?? [],
  AttachedManagedPolicies: hangings.attached.get(user.id) ?? [],
  ...extras(user, hangings),
});

const groupDetail = (iam: Iam, group: Entity, { inline, attached }: Hangings): GroupDetail => ({
  ...describeGroup(iam, group),
  GroupPolicyList: inline.get(group.id) ?? [],
  AttachedManagedPolicies: attached.get(group.id) ?? [],
});

async function roleDetail(iam: Iam, role: Entity, hangings: Hangings): Promise<RoleDetail> {
  return {
    ...(await describeRole(iam, role)),
    InstanceProfileList: [],
    RolePolicyList: hangings.inline.get(role.id) ?? [],
    AttachedManagedPolicies: hangings.attached.get(role.id) ?? [],
    ...extras(role, hangings),
    RoleLastUsed: describeRoleUse(await iam.lastUsed.of(role.id)),
  };
}

async function policyDetails(iam: Iam, account: string, policies: readonly ManagedPolicy[]): Promise<ManagedPolicyDetail[]> {
  const usage = await usageOf(iam, account, policies);
  return Promise.all(policies.map((policy) => policyDetail(iam, policy, usage(policy.arn))));
}

async function policyDetail(iam: Iam, policy: ManagedPolicy, usage: Usage): Promise<ManagedPolicyDetail> {
  const versions = await iam.managed.versions(policy);
  return {
    ...describePolicy(policy, usage),
    Description: policy.description,
    PolicyVersionList: versions.map((version) => ({
      ...describeVersion(policy, version),
      Document: encodeDocument(version.document),
    })),
  };
}
