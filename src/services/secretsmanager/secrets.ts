/**
 * Finding secrets. A `SecretId` is resolved to a record: from a bounded cache, else by index from the store. The cache is
 * right because this process is the only writer and every write of a secret forgets it before the answer leaves.
 */
import { ACCOUNT_ID, parseArn, partitionOf } from '../../base/arn.ts';
import type { Caller } from '../../base/caller.ts';
import type { Sealer } from '../../base/integrated-service.ts';
import { LruMap } from '../../base/lru.ts';
import type { Store } from '../../store/contract.ts';
import * as faults from './faults.ts';
import {
  isDeleted,
  ofSecret,
  secretArn,
  type SecretCoordinates,
  type SecretRecord,
  secretRecord,
  type VersionRecord,
  versionRecord,
} from './secret-record.ts';
import type { SecretTables } from './tables.ts';

/** What an identifier named, whether or not there is such a secret. */
export interface Found {
  readonly secret: SecretRecord | undefined;
  /** Of the secret; else as far as it is known. */
  readonly arn: string;
  readonly account: string;
}

/** Records that are kept ready, and versions with them, when they are small. */
const CACHED_SECRETS_MAX = 10_000;
const CACHED_VERSIONS_MAX = 3;
const CACHED_VERSION_BYTES_MAX = 4_096;

export const NAME = /^[A-Za-z0-9/_+=.@!-]{1,512}$/;
/** With the suffix of an ARN. */
const ID = /^[A-Za-z0-9/_+=.@!-]{1,519}$/;
const SUFFIXED = /-[A-Za-z0-9]{6}$/;

/** Does what is due to the secret by now. @returns whether it is still there */
export type Settle = (secret: SecretRecord, now: number) => Promise<boolean>;

export class Secrets {
  readonly #store: Store<SecretTables>;
  readonly #sealer: Sealer;
  /** By ARN. */
  readonly #records = new LruMap<SecretRecord>(CACHED_SECRETS_MAX);
  /** `account/region/name` -> ARN. */
  readonly #arns = new LruMap<string>(CACHED_SECRETS_MAX);
  /** Counts the forgotten: what was read before a change must not enter the cache after it. */
  #changes = 0;
  #settle: Settle = async () => true;

  constructor(store: Store<SecretTables>, sealer: Sealer) {
    this.#store = store;
    this.#sealer = sealer;
  }

  /** Set once, by the lifecycle. */
  settleWith(settle: Settle): void {
    this.#settle = settle;
  }

  /**
   * @param identifier a name, an ARN, or an ARN without its suffix
   * @throws Fault ValidationException for what cannot be one
   */
  find(identifier: string, caller: Caller, now: number): Promise<Found> | Found {
    const { account, region } = caller;
    const isArn = identifier.startsWith('arn:');
    const known = isArn ? this.#ready(identifier, now) : this.#readyByName(account, region, identifier, now);
    if (known?.row.region === region) return { secret: known, account: known.row.account, arn: known.arn };
    return isArn ? this.#findByArn(identifier, region, now) : this.#findByName(identifier, account, region, now);
  }

  async byName(account: string, region: string, name: string, now: number): Promise<SecretRecord | undefined> {
    const known = this.#readyByName(account, region, name, now);
    if (known) return known;
    const changes = this.#changes;
    const id = await this.#idOf(account, region, name);
    if (id === undefined) return undefined;
    const arn = secretArn(account, region, id);
    if (changes === this.#changes) this.#arns.set(cacheNameOf(account, region, name), arn, now);
    return this.get({ account, region, secret_id: id }, now);
  }

  async get(place: SecretCoordinates, now: number): Promise<SecretRecord | undefined> {
    const record = this.#records.get(arnOf(place), now) ?? (await this.#load(place, now));
    if (!record || !isDeleted(record, now)) return record;
    return (await this.#settle(record, now)) ? this.read(place) : undefined;
  }

  /** A version of the secret as the record has it. */
  version(secret: SecretRecord, versionId: string): Promise<VersionRecord | undefined> | VersionRecord {
    return secret.versions.get(versionId) ?? this.#loadVersion(secret, versionId);
  }

  async #loadVersion(secret: SecretRecord, versionId: string): Promise<VersionRecord | undefined> {
    if (!isVersionId(versionId)) return undefined;
    const row = await this.#store.db
      .selectFrom('secrets_versions')
      .selectAll()
      .where((where) => where.and(ofSecret(secret.row)))
      .where('version_id', '=', versionId)
      .executeTakeFirst();
    if (!row) return undefined;
    const version = versionRecord(row);
    const small = (version.ciphertext?.length ?? 0) <= CACHED_VERSION_BYTES_MAX;
    if (small && secret.versions.size < CACHED_VERSIONS_MAX) secret.versions.set(versionId, version);
    return version;
  }

  /** From the store, past the cache. */
  async read(place: SecretCoordinates): Promise<SecretRecord | undefined> {
    const row = await this.#store.db
      .selectFrom('secrets')
      .selectAll()
      .where((where) => where.and(ofSecret(place)))
      .executeTakeFirst();
    return row && secretRecord(this.#sealer, row);
  }

  /** Must follow every committed change of a secret or of its versions. */
  forget(place: SecretCoordinates, name: string): void {
    this.#changes++;
    this.#records.delete(arnOf(place));
    this.#arns.delete(cacheNameOf(place.account, place.region, name));
  }

  clear(): void {
    this.#changes++;
    this.#records.clear();
    this.#arns.clear();
  }

  /** In memory, and nothing is due to it. */
  #ready(arn: string, now: number): SecretRecord | undefined {
    const known = this.#records.get(arn, now);
    return known && !isDeleted(known, now) ? known : undefined;
  }

  #readyByName(account: string, region: string, name: string, now: number): SecretRecord | undefined {
    const arn = this.#arns.get(cacheNameOf(account, region, name), now);
    return arn === undefined ? undefined : this.#ready(arn, now);
  }

  async #findByName(name: string, account: string, region: string, now: number): Promise<Found> {
    if (!NAME.test(name)) throw faults.invalidName();
    const secret = await this.byName(account, region, name, now);
    return { secret, account, arn: secret?.arn ?? secretArn(account, region, name) };
  }

  async #findByArn(text: string, region: string, now: number): Promise<Found> {
    const arn = parseArn(text);
    const id = arn?.resource.startsWith('secret:') ? arn.resource.slice('secret:'.length) : '';
    const valid = arn?.service === 'secretsmanager' && ACCOUNT_ID.test(arn.account) && arn.partition === partitionOf(arn.region);
    if (!valid || !ID.test(id)) throw faults.invalidName();
    const { account } = arn;
    // Somewhere else there is nothing that could be found here.
    if (arn.region !== region) return { secret: undefined, account, arn: text };
    const whole = await this.get({ account, region, secret_id: id }, now);
    // A partial ARN whose name ends as a whole one does is taken for a whole one.
    const secret = whole ?? (SUFFIXED.test(id) ? undefined : await this.byName(account, region, id, now));
    return { secret, account, arn: secret?.arn ?? text };
  }

  async #load(place: SecretCoordinates, now: number): Promise<SecretRecord | undefined> {
    const changes = this.#changes;
    const record = await this.read(place);
    if (record && changes === this.#changes) this.#records.set(record.arn, record, now);
    return record;
  }

  async #idOf(account: string, region: string, name: string): Promise<string | undefined> {
    const row = await this.#store.db
      .selectFrom('secrets')
      .select('secret_id')
      .where((where) => where.and({ account, region, name }))
      .executeTakeFirst();
    return row?.secret_id;
  }
}

/** Databases cannot keep every text that the model takes for one. */
export const isVersionId = (text: string): boolean => text.isWellFormed() && !text.includes('\0');

const cacheNameOf = (account: string, region: string, name: string): string => `${account}/${region}/${name}`;

const arnOf = ({ account, region, secret_id }: SecretCoordinates): string => secretArn(account, region, secret_id);
