/**
 * Finding parameters. The latest version of a parameter is kept ready in a bounded cache, with its value as it is stored,
 * never in clear. The cache is right because this process is the only writer, and every write of a parameter forgets it
 * before the answer leaves.
 */
import type { CompiledQuery, Kysely } from 'kysely';
import { LruMap } from '../../base/lru.ts';
import type { Store } from '../../store/contract.ts';
import { parameterArn, type Selector } from './names.ts';
import type { ParameterCoordinates, ParameterRow, SsmTables, VersionRow } from './tables.ts';

/** About 2 KB each. */
const CACHED_MAX = 20_000;
/** Parameters with longer values, bytes as stored, are read each time: all of them could not be kept. */
const CACHED_VALUE_MAX = 1_024;

/** A parameter and one of its versions: the latest, unless it was asked for another. */
export interface Parameter extends Readonly<Omit<VersionRow, 'value'>>, Readonly<Pick<ParameterRow, 'name' | 'parent' | 'type' | 'revision' | 'due_at'>> {
  readonly arn: string;
  readonly value: Buffer;
  /** The encryption context of its values. */
  readonly context: { readonly PARAMETER_ARN: string };
}

type JoinedRow = Omit<Parameter, 'arn' | 'value' | 'context'> & Readonly<Pick<VersionRow, 'value'>>;

/** What is due to a parameter: it is gone when this resolves. */
export type Expire = (parameter: Parameter) => Promise<void>;

export class Parameters {
  readonly #store: Store<SsmTables>;
  readonly #latest = new LruMap<Parameter>(CACHED_MAX);
  #expire: Expire = async () => undefined;
  /** Counts the forgotten: what was read before a change must not enter the cache after it. */
  #changes = 0;

  /** Made once: building it costs more than the answer does. */
  readonly #byName: CompiledQuery<JoinedRow>;

  constructor(store: Store<SsmTables>) {
    this.#store = store;
    this.#byName = joined(store.db)
      .where((where) => where.and({ 'p.account': '', 'p.region': '', 'p.path': '' }))
      .compile();
  }

  /** Set once, by the expiry. */
  expireWith(expire: Expire): void {
    this.#expire = expire;
  }

  /** The latest version; `undefined` when there is no such parameter, or not any longer. */
  get(name: ParameterCoordinates, now: number): Promise<Parameter | undefined> | Parameter {
    const known = this.#latest.get(parameterKey(name), now);
    return known && !isExpired(known, now) ? known : this.#settled(known ?? this.#load(name, now), now);
  }

  /** Another version of a parameter; `undefined` when it is not kept, or no version has the label. */
  async version(latest: Parameter, selector: Selector): Promise<Parameter | undefined> {
    const version = 'version' in selector ? selector.version : await this.#labelled(latest, selector.label);
    if (version === latest.version) return latest;
    if (version === undefined) return undefined;
    const row = await this.#store.db
      .selectFrom('ssm_versions')
      .selectAll()
      .where((where) => where.and(ofParameter(latest)))
      .where('version', '=', version)
      .executeTakeFirst();
    return row && inVersion(latest, row);
  }

  /** As the store has it now. */
  async read(name: ParameterCoordinates): Promise<Parameter | undefined> {
    const query = { ...this.#byName, parameters: [name.account, name.region, name.path] };
    const [row] = (await this.#store.db.executeQuery<JoinedRow>(query)).rows;
    return row && parameterOf(row);
  }

  forget(name: ParameterCoordinates): void {
    this.#changes++;
    this.#latest.delete(parameterKey(name));
  }

  clear(): void {
    this.#changes++;
    this.#latest.clear();
  }

  async #settled(found: Promise<Parameter | undefined> | Parameter, now: number): Promise<Parameter | undefined> {
    const parameter = await found;
    if (!isExpired(parameter, now)) return parameter;
    await this.#expire(parameter!);
    return undefined;
  }

  async #load(name: ParameterCoordinates, now: number): Promise<Parameter | undefined> {
    const changes = this.#changes;
    const found = await this.read(name);
    const keep = found && found.value.length <= CACHED_VALUE_MAX && changes === this.#changes;
    if (keep) this.#latest.set(parameterKey(found), found, now);
    return found;
  }

  async #labelled(name: ParameterCoordinates, label: string): Promise<number | undefined> {
    const row = await this.#store.db
      .selectFrom('ssm_labels')
      .select('version')
      .where((where) => where.and(ofParameter(name)))
      .where('label', '=', label)
      .executeTakeFirst();
    return row?.version;
  }
}

const VERSION_COLUMNS = [
  'v.version', 'v.tier', 'v.value', 'v.key_id', 'v.key_arn', 'v.description', 'v.allowed_pattern', 'v.data_type', 'v.policies',
  'v.modified_at', 'v.modified_by',
] as const;
const PARAMETER_COLUMNS = ['p.account', 'p.region', 'p.path', 'p.name', 'p.parent', 'p.type', 'p.revision', 'p.due_at'] as const;

/** Parameters, each with its latest version, in one statement: between two, a commit of another request could come. */
export const joined = (db: Kysely<SsmTables>) =>
  db
    .selectFrom('ssm_parameters as p')
    .innerJoin('ssm_versions as v', (join) =>
      join
        .onRef('v.account', '=', 'p.account')
        .onRef('v.region', '=', 'p.region')
        .onRef('v.path', '=', 'p.path')
        .onRef('v.version', '=', 'p.version'),
    )
    .select([...PARAMETER_COLUMNS, ...VERSION_COLUMNS]);

export function parameterOf(row: JoinedRow): Parameter {
  const arn = parameterArn(row);
  return { ...row, arn, value: Buffer.from(row.value), context: { PARAMETER_ARN: arn } };
}

/** The parameter as it was, or is, in another of its versions. */
export const inVersion = (latest: Parameter, row: VersionRow): Parameter => ({ ...latest, ...row, value: Buffer.from(row.value) });

export const isExpired = (parameter: Parameter | undefined, now: number): boolean =>
  parameter?.due_at != null && parameter.due_at <= now;

/** For `where.and(…)`. */
export const ofParameter = ({ account, region, path }: ParameterCoordinates): ParameterCoordinates => ({ account, region, path });

const parameterKey = ({ account, region, path }: ParameterCoordinates): string => `${account}/${region}${path}`;
