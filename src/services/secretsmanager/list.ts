/**
 * Secrets in order of one of their dates or of their names, by index. What filters ask for is sealed in the rows, so a
 * page looks at a bounded number of them: it may hold fewer secrets than asked for, or none, and still name the next one.
 */
import { setImmediate } from 'node:timers/promises';
import type { Caller } from '../../base/caller.ts';
import { testOf } from './filters.ts';
import { listedSecret, type SecretRecord, secretRecord } from './secret-record.ts';
import type { SecretsManager } from './secrets-manager.ts';
import type { SecretRow } from './tables.ts';
import type { Filter, SortByType, SortOrderType } from './types.ts';

export interface ListRequest {
  readonly IncludePlannedDeletion?: boolean | undefined;
  readonly MaxResults?: number | undefined;
  readonly NextToken?: string | undefined;
  readonly Filters?: readonly Filter[] | undefined;
  readonly SortBy?: SortByType | undefined;
  readonly SortOrder?: SortOrderType | undefined;
}

export interface Listed {
  readonly secret: SecretRecord;
  readonly accessedAt: number | undefined;
}

type Row = SecretRow & { readonly accessed_at: number };

const ORDERS = {
  'created-date': 'secrets.created_at',
  'last-changed-date': 'secrets.changed_at',
  'last-accessed-date': 'secrets_uses.accessed_at',
  name: 'secrets.name',
} as const;

const LOOKED_AT_MAX = 2_000;
/** Between two of them requests get their turn. */
const BATCH = 100;

/** @throws Fault InvalidNextTokenException, InvalidParameterException */
export async function listSecrets(
  sm: SecretsManager,
  operation: string,
  request: ListRequest,
  count: number,
  { account, region }: Caller,
): Promise<{ readonly listed: Listed[]; readonly NextToken?: string }> {
  const { Filters = [], SortBy = 'created-date', SortOrder = 'asc', IncludePlannedDeletion = false } = request;
  const fits = testOf(Filters);
  const scope = [operation, account, region, Filters, SortBy, SortOrder, IncludePlannedDeletion];
  const listed: Listed[] = [];
  let after = keyOf(sm.pages.after(scope, request.NextToken));
  for (let lookedAt = 0; lookedAt < LOOKED_AT_MAX; ) {
    const wanted = Filters.length === 0 ? count + 1 : BATCH;
    const rows = await rowsAfter(sm, { account, region }, { SortBy, SortOrder, IncludePlannedDeletion }, after, wanted);
    for (const row of rows) {
      if (fits(listedSecret(sm.sealer, row))) {
        if (listed.length === count) return { listed, NextToken: sm.pages.token(scope, JSON.stringify(after)) };
        listed.push({ secret: secretRecord(sm.sealer, row), accessedAt: row.accessed_at || undefined });
      }
      after = [row[columnOf(SortBy)], row.secret_id];
    }
    if (rows.length < wanted) return { listed };
    lookedAt += rows.length;
    await setImmediate();
  }
  return { listed, NextToken: sm.pages.token(scope, JSON.stringify(after)) };
}

type Position = readonly [value: string | number, id: string];

const keyOf = (key: string | undefined): Position | undefined => (key === undefined ? undefined : (JSON.parse(key) as Position));

const columnOf = (by: SortByType) => ORDERS[by].split('.')[1] as 'created_at' | 'changed_at' | 'accessed_at' | 'name';

interface Order {
  readonly SortBy: SortByType;
  readonly SortOrder: SortOrderType;
  readonly IncludePlannedDeletion: boolean;
}

function rowsAfter(
  { store }: SecretsManager,
  place: { readonly account: string; readonly region: string },
  { SortBy, SortOrder, IncludePlannedDeletion }: Order,
  after: Position | undefined,
  count: number,
): Promise<Row[]> {
  const column = ORDERS[SortBy];
  const table = SortBy === 'last-accessed-date' ? 'secrets_uses' : 'secrets';
  const id = `${table}.secret_id` as const;
  const beyond = SortOrder === 'asc' ? '>' : '<';
  let query = store.db
    .selectFrom('secrets')
    .innerJoin('secrets_uses', (join) =>
      join
        .onRef('secrets_uses.account', '=', 'secrets.account')
        .onRef('secrets_uses.region', '=', 'secrets.region')
        .onRef('secrets_uses.secret_id', '=', 'secrets.secret_id')
        .on('secrets_uses.version_id', '=', ''),
    )
    .selectAll('secrets')
    .select('secrets_uses.accessed_at')
    .where(`${table}.account`, '=', place.account)
    .where(`${table}.region`, '=', place.region);
  if (table === 'secrets_uses') query = query.where('secrets_uses.version_id', '=', '');
  if (!IncludePlannedDeletion) query = query.where('secrets.deletion_at', 'is', null);
  if (after) query = query.where(({ eb, refTuple, tuple }) => eb(refTuple(column, id), beyond, tuple(after[0], after[1]) as never));
  return query.orderBy(column, SortOrder).orderBy(id, SortOrder).limit(count).execute();
}
