/** Where managed policies are in use in an account: on whom they are, and whose permissions boundary they are. */
import { sql } from 'kysely';
import type { Entity } from './entities.ts';
import type { Iam } from './iam.ts';
import type { ManagedPolicy, Policy } from './managed-policies.ts';
import type { EntityKind } from './tables.ts';
import type { PolicyUsageType } from './types.ts';

/** How many users, groups and roles of the account have the policy. */
export interface Usage {
  readonly attachments: number;
  readonly boundaries: number;
}

const UNUSED: Usage = { attachments: 0, boundaries: 0 };

/** By ARN. */
export async function usageOf(
  iam: Iam,
  account: string,
  policies: readonly ManagedPolicy[],
): Promise<(arn: string) => Usage> {
  const arns = policies.map(({ arn }) => arn);
  const usages = new Map<string, Usage>();
  if (arns.length === 0) return () => UNUSED;
  const attachments = await iam.store.db
    .selectFrom('iam_attachments')
    .innerJoin('iam_entities', 'iam_entities.id', 'iam_attachments.entity_id')
    .select((select) => ['policy_arn', select.fn.countAll<number>().as('count')])
    .where('account', '=', account)
    .where('policy_arn', 'in', arns)
    .groupBy('policy_arn')
    .execute();
  const boundaries = await iam.store.db
    .selectFrom('iam_entities')
    .select((select) => ['boundary', select.fn.countAll<number>().as('count')])
    .where('account', '=', account)
    .where('boundary', 'in', arns)
    .groupBy('boundary')
    .execute();
  for (const { policy_arn, count } of attachments) usages.set(policy_arn, { ...UNUSED, attachments: Number(count) });
  for (const { boundary, count } of boundaries) {
    usages.set(boundary!, { ...(usages.get(boundary!) ?? UNUSED), boundaries: Number(count) });
  }
  return (arn) => usages.get(arn) ?? UNUSED;
}

/** Customers' policies in order of `name_key`, after `after`; with a use, those alone that are used so. */
export async function listPolicies(
  iam: Iam,
  account: string,
  { pathPrefix, use }: { readonly pathPrefix: string; readonly use: PolicyUsageType | undefined },
  after: string,
  count: number,
): Promise<Policy[]> {
  const start = iam.managed.arnOf({ account, path: '', name: '' });
  const arn = sql<string>`cast(${start} as text) || iam_policies.path || iam_policies.name`;
  const policies = iam.store.db
    .selectFrom('iam_policies')
    .selectAll()
    .where('account', '=', account)
    .where('name_key', '>', after)
    .where('path', '>=', pathPrefix)
    .where('path', '<', `${pathPrefix}\u{10ffff}`)
    .$if(use === 'PermissionsPolicy', (query) =>
      query.where(({ exists, selectFrom }) =>
        exists(selectFrom('iam_attachments').select('entity_id').where('policy_arn', '=', arn)),
      ),
    )
    .$if(use === 'PermissionsBoundary', (query) =>
      query.where(({ exists, selectFrom }) => exists(selectFrom('iam_entities').select('id').where('boundary', '=', arn))),
    );
  return policies.orderBy('name_key').limit(count).execute();
}

export interface UserFilter {
  readonly kind: EntityKind | undefined;
  readonly pathPrefix: string;
  /** Either when there is none. */
  readonly use: PolicyUsageType | undefined;
}

/** The place of an entity in lists of all kinds. */
export const entityKey = ({ kind, name_key }: Entity): string => `${kind}/${name_key}`;

/** Users, groups and roles of the account that have the policy, in order of `entityKey`, after `after`. */
export async function listEntities(
  iam: Iam,
  account: string,
  arn: string,
  { kind, pathPrefix, use }: UserFilter,
  after: string,
  count: number,
): Promise<Entity[]> {
  const lastKind = after.split('/', 1)[0]!;
  const lastName = after.slice(lastKind.length + 1);
  const entities = iam.store.db
    .selectFrom('iam_entities')
    .selectAll()
    .where('account', '=', account)
    .where('path', '>=', pathPrefix)
    .where('path', '<', `${pathPrefix}\u{10ffff}`)
    .$if(kind !== undefined, (query) => query.where('kind', '=', kind!))
    .where(({ eb, or, and }) => {
      const sameKind = and([eb('kind', '=', lastKind as EntityKind), eb('name_key', '>', lastName)]);
      return or([eb('kind', '>', lastKind as EntityKind), sameKind]);
    })
    .where(({ eb, or, exists, selectFrom }) => {
      const attachment = selectFrom('iam_attachments')
        .select('entity_id')
        .where('policy_arn', '=', arn)
        .whereRef('entity_id', '=', 'iam_entities.id');
      const uses = { PermissionsPolicy: exists(attachment), PermissionsBoundary: eb('boundary', '=', arn) };
      return use === undefined ? or(Object.values(uses)) : uses[use];
    });
  return entities.orderBy('kind').orderBy('name_key').limit(count).execute();
}
