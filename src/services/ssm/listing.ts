/**
 * Lists go by path, a page at a time, along one index: by the hierarchy for one level, by the range of paths for all
 * below. Where filters leave out rows, so many are read for one page and no more, and the page may be short: the cost
 * of a request does not grow with the number of parameters.
 */
import type { SelectQueryBuilder } from 'kysely';
import type { Bounds, Filter, FilteredRow } from './filters.ts';
import { isExpired, joined, type Parameter, parameterOf } from './parameters.ts';
import type { ParameterStore } from './parameter-store.ts';

/** Rows after which a page with filters ends, full or not. */
const SCAN_MAX = 500;

export interface ListRequest {
  readonly scope: string;
  readonly token: string | undefined;
  readonly limit: number;
  readonly account: string;
  readonly region: string;
  readonly filters: readonly Filter[];
  readonly now: number;
}

export interface Listed {
  readonly parameters: readonly Parameter[];
  readonly NextToken?: string | undefined;
}

/** @throws Fault InvalidNextToken */
export async function list(store: ParameterStore, request: ListRequest): Promise<Listed> {
  const { scope, token, limit, now } = request;
  const matching: Parameter[] = [];
  let last = store.pages.lastKey(scope, token);
  let more = true;
  let scanned = 0;
  // One more than the page shows whether there is another. Few rows are read at first: mostly, filters leave out few.
  for (let count = limit + 1; more && matching.length <= limit && count > 0; ) {
    const rows = await read(store, request, last, count);
    more = rows.length === count;
    scanned += rows.length;
    last = rows.at(-1)?.path ?? last;
    count = Math.min(2 * count, SCAN_MAX - scanned);
    matching.push(...(await matchingOf(store, request, rows.filter((row) => !isExpired(row, now)))));
  }
  const parameters = matching.slice(0, limit);
  // The next page begins after the last row that this one answered for.
  if (matching.length > limit) return { parameters, NextToken: store.pages.token(scope, parameters.at(-1)!.path) };
  return more ? { parameters, NextToken: store.pages.token(scope, last) } : { parameters };
}

async function read(store: ParameterStore, request: ListRequest, after: string, count: number): Promise<Parameter[]> {
  const { account, region, filters } = request;
  let query = joined(store.store.db).where((where) => where.and({ 'p.account': account, 'p.region': region }));
  // One lower bound alone: of two, the database may seek the other, and read all pages before this one again.
  const starts = filters.map(({ bounds }) => bounds?.from ?? '');
  const from = starts.reduce((highest, start) => (start > highest ? start : highest), '');
  if (after !== '' && after >= from) query = query.where('p.path', '>', after);
  else if (from !== '') query = query.where('p.path', '>=', from);
  for (const { bounds } of filters) if (bounds) query = within(query, bounds);
  const rows = await query.orderBy('p.path').limit(count).execute();
  return rows.map(parameterOf);
}

type Joined = ReturnType<typeof joined>;
type Bounded<Query> = Query extends SelectQueryBuilder<infer DB, infer TB, infer O> ? SelectQueryBuilder<DB, TB, O> : never;

function within(query: Bounded<Joined>, { parent, to, paths }: Bounds): Bounded<Joined> {
  let bounded = query;
  if (parent !== undefined) bounded = bounded.where('p.parent', '=', parent);
  if (to !== undefined) bounded = bounded.where('p.path', '<', to);
  if (paths !== undefined) bounded = bounded.where('p.path', 'in', paths);
  return bounded;
}

/** In the order of `rows`; where a label was asked for, the version that has it. */
async function matchingOf(store: ParameterStore, request: ListRequest, rows: readonly Parameter[]): Promise<Parameter[]> {
  let matching = rows.filter((row) => request.filters.every(({ test }) => test?.(row satisfies FilteredRow) ?? true));
  for (const { tag, labels } of request.filters) {
    if (tag) matching = await withTag(store, request, matching, tag);
    if (labels) matching = await withLabel(store, request, matching, labels);
  }
  return matching;
}

type TagFilter = NonNullable<Filter['tag']>;

async function withTag(store: ParameterStore, request: ListRequest, rows: readonly Parameter[], tag: TagFilter): Promise<Parameter[]> {
  if (rows.length === 0) return [];
  const found = await store.store.db
    .selectFrom('ssm_tags')
    .select(['path', 'tag_value'])
    .where((where) => where.and({ account: request.account, region: request.region, tag_key: tag.key }))
    .where('path', '>=', rows[0]!.path)
    .where('path', '<=', rows[rows.length - 1]!.path)
    .execute();
  const holds = (value: string): boolean =>
    tag.values?.some((wanted) => (tag.prefix ? value.startsWith(wanted) : value === wanted)) ?? true;
  const paths = new Set(found.filter((row) => holds(row.tag_value)).map((row) => row.path));
  return rows.filter((row) => paths.has(row.path));
}

async function withLabel(
  store: ParameterStore,
  request: ListRequest,
  rows: readonly Parameter[],
  labels: readonly string[],
): Promise<Parameter[]> {
  if (rows.length === 0) return [];
  const found = await store.store.db
    .selectFrom('ssm_labels')
    .select(['path', 'version'])
    .where((where) => where.and({ account: request.account, region: request.region }))
    .where('label', 'in', labels)
    .where('path', '>=', rows[0]!.path)
    .where('path', '<=', rows[rows.length - 1]!.path)
    .execute();
  const versions = new Map(found.map((row) => [row.path, row.version]));
  const labelled = rows.filter((row) => versions.has(row.path));
  const inVersion = (row: Parameter) => store.parameters.version(row, { version: versions.get(row.path)!, text: '' });
  return (await Promise.all(labelled.map(inVersion))).filter((parameter) => parameter !== undefined);
}
