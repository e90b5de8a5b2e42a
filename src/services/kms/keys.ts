/**
 * Finding keys. A `KeyId` is resolved to a record: from a bounded cache, else by index from the store. The cache is
 * right because this process is the only writer and every write of a key forgets it before the answer leaves.
 */
import { ACCOUNT_ID, aliasArn, type Arn, keyArn, parseArn, partitionOf } from '../../base/arn.ts';
import type { RequestContext } from '../../base/operation.ts';
import type { Store } from '../../store/contract.ts';
import * as faults from './faults.ts';
import { type KeyCoordinates, type KeyRecord, keyName, keyRecord } from './key-record.ts';
import { LruMap } from '../../base/lru.ts';
import { recall } from '../../base/recall.ts';
import { whenThere } from '../../base/when-there.ts';
import { readKey } from './read-key.ts';
import type { KmsTables } from './tables.ts';

/** Records and alias targets that are kept ready; about 2 KB each. */
const CACHED_KEYS_MAX = 20_000;
const CACHED_ALIASES_MAX = 20_000;

const KEY_ID = /^(?:[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}|mrk-[0-9a-f]{32})$/;
/** Only such names can be of an alias; others are not worth a question to the store, or not fit for one. */
const ALIAS_NAME = /^alias\/[a-zA-Z0-9/_-]{1,250}$/;

/** A service's key that is not there yet, where the action makes it; it is kept by who uses it. */
export type Make = (alias: string, action: string, context: RequestContext) => Promise<KeyRecord | undefined>;

/** Does what is due to the key by now; the record as it is afterwards, or nothing when it was deleted. */
export type Settle = (key: KeyRecord, now: number) => Promise<KeyRecord | undefined>;

type Found = KeyRecord | undefined;

export class Keys {
  readonly #store: Store<KmsTables>;
  readonly #records = new LruMap<KeyRecord>(CACHED_KEYS_MAX);
  readonly #aliases = new LruMap<string>(CACHED_ALIASES_MAX);
  #settle: Settle = async (key) => key;
  #make: Make = async () => undefined;
  /** Counts the forgotten: what was read before a change must not enter the cache after it. */
  #changes = 0;

  constructor(store: Store<KmsTables>) {
    this.#store = store;
  }

  /** Set once, by the lifecycle. */
  settleWith(settle: Settle): void {
    this.#settle = settle;
  }

  /** Set once, by the AWS managed keys. */
  makeWith(make: Make): void {
    this.#make = make;
  }

  /** `undefined` when there is no such key in that account and region. */
  get(name: KeyCoordinates, now: number): Found | Promise<Found> {
    const cached = this.#records.get(keyName(name), now);
    return whenThere(cached ?? this.#load(name, now), (key) => key && this.#settled(key, now));
  }

  #settled(key: KeyRecord, now: number): Found | Promise<Found> {
    const { due_at: dueAt } = key.row;
    return dueAt !== null && dueAt <= now ? this.#settle(key, now) : key;
  }

  /**
   * The key that an identifier names.
   * @param identifier key id or key ARN; with `aliases` also alias name or alias ARN
   * @param action for refusals: `kms:Encrypt`
   * @throws Fault NotFoundException, InvalidArnException; AccessDeniedException for what is not in another account
   */
  find(identifier: string, action: string, context: RequestContext, aliases: boolean): KeyRecord | Promise<KeyRecord> {
    const { account, region } = context.caller;
    if (identifier.startsWith('arn:')) return this.#findByArn(identifier, action, context, aliases);
    if (identifier.startsWith('alias/')) {
      if (!aliases) throw faults.aliasNotSupported(identifier, action);
      return this.#findOwn(identifier, action, context);
    }
    if (!KEY_ID.test(identifier)) throw faults.invalidKeyId(identifier);
    return whenThere(this.get({ account, region, key_id: identifier }, context.now), (key) => {
      if (!key) throw faults.keyNotFound(keyArn(region, account, identifier));
      return key;
    });
  }

  /** Whether this very record is the one that the cache holds. */
  holds(key: KeyRecord): boolean {
    return this.#records.peek(key.name) === key;
  }

  /** Must follow every committed change of a key or of its materials. */
  forget(name: KeyCoordinates): void {
    this.#changes++;
    this.#records.delete(keyName(name));
  }

  forgetAlias(account: string, region: string, alias: string): void {
    this.#changes++;
    this.#aliases.delete(`${account}/${region}/${alias}`);
  }

  clear(): void {
    this.#changes++;
    this.#records.clear();
    this.#aliases.clear();
  }

  async #findByArn(text: string, action: string, context: RequestContext, aliases: boolean): Promise<KeyRecord> {
    const arn = readArn(text);
    if (!arn || !isKmsArn(arn)) throw faults.invalidArn(text, action);
    const { caller, now } = context;
    if (arn.region !== caller.region) throw faults.foreignRegion(arn.region);
    if (arn.resource.startsWith('alias/')) {
      if (!aliases) throw faults.aliasNotSupported(text, action);
      if (arn.account === caller.account) return this.#findOwn(arn.resource, action, context);
      const key = await this.#findByAlias(arn.account, arn.region, arn.resource, now);
      if (!key) throw faults.foreignDenied(caller.principal.arn, action);
      return key;
    }
    const keyId = arn.resource.startsWith('key/') ? arn.resource.slice('key/'.length) : '';
    if (!KEY_ID.test(keyId)) throw faults.invalidArn(text, action);
    const key = await this.get({ account: arn.account, region: arn.region, key_id: keyId }, now);
    if (key) return key;
    // Of another account's keys a stranger does not even learn whether they exist.
    if (arn.account !== caller.account) throw faults.foreignDenied(caller.principal.arn, action);
    throw faults.keyNotFound(text);
  }

  /** By an alias of the caller's account. @throws Fault NotFoundException */
  async #findOwn(alias: string, action: string, context: RequestContext): Promise<KeyRecord> {
    const { account, region } = context.caller;
    const key = (await this.#findByAlias(account, region, alias, context.now)) ?? (await this.#make(alias, action, context));
    if (!key) throw faults.aliasNotFound(aliasArn(region, account, alias));
    return key;
  }

  async #findByAlias(account: string, region: string, alias: string, now: number): Promise<KeyRecord | undefined> {
    if (!ALIAS_NAME.test(alias)) return undefined;
    const name = `${account}/${region}/${alias}`;
    const changes = this.#changes;
    const cached = this.#aliases.get(name, now);
    const keyId = cached ?? (await this.aliasTarget(account, region, alias));
    if (keyId === undefined) return undefined;
    if (cached === undefined && changes === this.#changes) this.#aliases.set(name, keyId, now);
    return this.get({ account, region, key_id: keyId }, now);
  }

  async aliasTarget(account: string, region: string, alias: string): Promise<string | undefined> {
    const row = await this.#store.db
      .selectFrom('kms_aliases')
      .select('key_id')
      .where('account', '=', account)
      .where('region', '=', region)
      .where('alias_name', '=', alias)
      .executeTakeFirst();
    return row?.key_id;
  }

  async #load(name: KeyCoordinates, now: number): Promise<KeyRecord | undefined> {
    const changes = this.#changes;
    const record = await this.read(name);
    if (record && changes === this.#changes) this.#records.set(record.name, record, now);
    return record;
  }

  /** From the store, past the cache. */
  async read(name: KeyCoordinates): Promise<KeyRecord | undefined> {
    const stored = await readKey(this.#store.db, name);
    return stored && keyRecord(stored.row, stored.materials);
  }

  /** The regions of a multi-Region key's relatives, itself included. */
  async relatedRegions(key: KeyRecord): Promise<string[]> {
    const rows = await this.#store.db
      .selectFrom('kms_keys')
      .select('region')
      .where('account', '=', key.row.account)
      .where('key_id', '=', key.row.key_id)
      .orderBy('region')
      .execute();
    return rows.map((row) => row.region);
  }
}

/** Services and SDKs name keys by their ARNs, the same ones again and again. */
const readArn = recall(parseArn);

const isKmsArn = ({ service, partition, region, account }: Arn): boolean =>
  service === 'kms' && partition === partitionOf(region) && ACCOUNT_ID.test(account);
