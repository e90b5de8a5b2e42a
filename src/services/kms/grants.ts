/**
 * The grants of keys: finding, making and ending them, and the question of authorization, whether one of them allows
 * a request. Grants are effective as soon as they are made, so a grant token adds nothing but its own check.
 */
import type { Unit } from '../../base/unit.ts';
import type { EncryptionContext } from '../../crypto/contract.ts';
import type { Keyring } from '../../keyring/contract.ts';
import type { Store } from '../../store/contract.ts';
import { type GrantCoordinates, openGrantToken, sealGrantToken } from './grant-token.ts';
import { GrantCache, MANY, type OfGrantee } from './grants-cache.ts';
import { type ConstrainedRequest, constraintsHold, pairsOf, selectorsFor } from './grants-constraints.ts';
import { normalPrincipal } from './grants-principals.ts';
import { type GrantRecord, grantRecord } from './grants-record.ts';
import { type KeyCoordinates, type KeyRecord, keyName, ofKey } from './key-record.ts';
import { LruMap } from '../../base/lru.ts';
import type { GrantRow, KmsTables } from './tables.ts';

/** One request, as grants see it. */
export interface GrantFacts {
  /** All names of the caller: its ARN, the unique id of user or role, the root ARN or 12 digits of its account. */
  readonly principals: readonly string[];
  /** `Encrypt`, `ReEncryptFrom`, … */
  readonly operation: string;
  readonly context?: EncryptionContext | undefined;
  /** The `aws:SourceArn` of the request. */
  readonly sourceArn?: string | undefined;
  readonly tokens?: readonly string[] | undefined;
}

/** Grants of one key, or of one grantee on it, that are kept ready. */
const FEW = 32;
/** Rows that are read at once where there are more. */
const BATCH = 200;
const COUNTS_MAX = 10_000;

export class Grants {
  readonly #store: Store<KmsTables>;
  readonly #keyring: Keyring;
  readonly #cache = new GrantCache();
  readonly #counts = new LruMap<number>(COUNTS_MAX);

  constructor(store: Store<KmsTables>, keyring: Keyring) {
    this.#store = store;
    this.#keyring = keyring;
  }

  /** Whether a grant on the key allows the request. At once where the grants are in memory. */
  granted(key: KeyRecord, facts: GrantFacts, now: number): Promise<boolean> | boolean {
    const found = this.#inMemory(key, facts, now);
    if (found === undefined) return this.find(key, facts, now).then((grant) => grant !== undefined);
    return found !== null;
  }

  /** The first grant that allows the request and that `suits` accepts, if there is one. */
  async find(
    key: KeyRecord,
    facts: GrantFacts,
    now: number,
    suits: (grant: GrantRecord) => boolean = () => true,
  ): Promise<GrantRecord | undefined> {
    const request = requestOf(facts);
    const names = namesOf(key, facts);
    await this.#load(key, names, now);
    for (const name of names) {
      const grants = this.#cache.get(key.name, name, now) ?? MANY;
      const allows = (grant: GrantRecord): boolean => allowsRequest(grant, request) && suits(grant);
      const found = grants === MANY ? await this.#search(key, name, request, allows) : grants.find(allows);
      if (found) return found;
    }
    return undefined;
  }

  /** `null`: no grant allows it; `undefined`: memory does not tell. */
  #inMemory(key: KeyRecord, facts: GrantFacts, now: number): GrantRecord | null | undefined {
    const request = requestOf(facts);
    let known = true;
    for (const name of namesOf(key, facts)) {
      const grants = this.#cache.get(key.name, name, now);
      const found = grants !== undefined && grants !== MANY && grants.find((grant) => allowsRequest(grant, request));
      if (found) return found;
      known &&= grants !== undefined && grants !== MANY;
    }
    return known ? null : undefined;
  }

  /** @throws Fault InvalidGrantTokenException when one of them was not made here */
  checkTokens(tokens: readonly string[] | undefined): void {
    for (const token of tokens ?? []) this.parseToken(token);
  }

  /** @throws Fault InvalidGrantTokenException */
  parseToken(token: string): GrantCoordinates {
    return openGrantToken(this.#keyring, token);
  }

  newToken(grant: GrantCoordinates): string {
    return sealGrantToken(this.#keyring, grant);
  }

  async get(key: KeyCoordinates, grantId: string): Promise<GrantRecord | undefined> {
    const row = await this.#rowsOf(key).where('grant_id', '=', grantId).executeTakeFirst();
    return row && grantRecord(row);
  }

  /** The grant that the same request made before, under the same name. */
  async repeated(key: KeyCoordinates, name: string, fingerprint: string): Promise<GrantRow | undefined> {
    return this.#rowsOf(key).where('name', '=', name).where('fingerprint', '=', fingerprint).executeTakeFirst();
  }

  /** How many grants the key has. Those that others make at the same moment are not in it. */
  async count(key: KeyRecord, now: number): Promise<number> {
    const known = this.#counts.get(key.name, now);
    if (known !== undefined) return known;
    const { changes } = this.#cache;
    const counted = await this.#store.db
      .selectFrom('kms_grants')
      .select(({ fn }) => fn.countAll().as('count'))
      .where((where) => where.and(ofKey(key.row)))
      .executeTakeFirstOrThrow();
    const count = Number(counted.count);
    if (changes === this.#cache.changes) this.#counts.set(key.name, count, now);
    return count;
  }

  /** The key must still be as it was read: a key that goes at the same moment leaves no grant behind. */
  insert(unit: Unit, key: KeyRecord, row: GrantRow, now: number): void {
    const { version } = key.row;
    const asRead = { ...ofKey(key.row), version };
    unit.write(this.#store.db.updateTable('kms_keys').set({ version }).where((where) => where.and(asRead)), 1);
    unit.write(this.#store.db.insertInto('kms_grants').values(row));
    this.#changeAfter(unit, key.row, 1, now);
  }

  remove(unit: Unit, { row }: GrantRecord, now: number): void {
    const { account, region, key_id, grant_id } = row;
    const ofThis = { account, region, key_id, grant_id };
    unit.write(this.#store.db.deleteFrom('kms_grants').where((where) => where.and(ofThis)), 1);
    this.#changeAfter(unit, row, -1, now);
  }

  /** Must follow the end of a key. */
  forget(key: KeyCoordinates): void {
    this.#counts.delete(keyName(key));
    this.#cache.forget(keyName(key));
  }

  clear(): void {
    this.#counts.clear();
    this.#cache.clear();
  }

  #changeAfter(unit: Unit, key: KeyCoordinates, difference: 1 | -1, now: number): void {
    unit.afterCommit(() => {
      const name = keyName(key);
      const count = this.#counts.peek(name);
      if (count !== undefined) this.#counts.set(name, count + difference, now);
      this.#cache.forget(name);
    });
  }

  #rowsOf(key: KeyCoordinates) {
    return this.#store.db
      .selectFrom('kms_grants')
      .selectAll()
      .where((where) => where.and(ofKey(key)));
  }

  /** Brings what is missing into memory: all grants of the key where they are few, else those of these grantees. */
  async #load(key: KeyRecord, names: readonly string[], now: number): Promise<void> {
    const { changes } = this.#cache;
    if (!this.#cache.has(key.name)) {
      const rows = await this.#rowsOf(key.row).limit(FEW + 1).execute();
      if (changes !== this.#cache.changes) return;
      this.#cache.setKey(key.name, rows.length > FEW ? undefined : rows.map(grantRecord), now);
    }
    for (const name of names) {
      if (this.#cache.get(key.name, name, now) !== undefined) continue;
      const rows = await this.#rowsOf(key.row).where('grantee', '=', name).limit(FEW + 1).execute();
      if (changes !== this.#cache.changes) return;
      const grants: OfGrantee = rows.length > FEW ? MANY : rows.map(grantRecord);
      this.#cache.setGrantee(key.name, name, grants);
    }
  }

  /** Among the many grants of one grantee: those alone that are filed under the pairs of the request. */
  async #search(
    key: KeyRecord,
    grantee: string,
    request: ConstrainedRequest,
    allows: (grant: GrantRecord) => boolean,
  ): Promise<GrantRecord | undefined> {
    const candidates = this.#rowsOf(key.row).where('grantee', '=', grantee).where('operations', 'like', `%,${request.operation},%`);
    for (const selector of selectorsFor(request) ?? [undefined]) {
      const filed = selector === undefined ? candidates : candidates.where('selector', '=', selector);
      for (let last = ''; ; ) {
        const rows = await filed.where('grant_id', '>', last).orderBy('grant_id').limit(BATCH).execute();
        const found = rows.map(grantRecord).find(allows);
        if (found) return found;
        if (rows.length < BATCH) break;
        last = rows[rows.length - 1]!.grant_id;
      }
    }
    return undefined;
  }
}

const requestOf = ({ operation, context, sourceArn }: GrantFacts): ConstrainedRequest => ({
  operation,
  pairs: pairsOf(context),
  sourceArn,
});

const namesOf = (key: KeyRecord, { principals }: GrantFacts): readonly string[] => [
  ...new Set(principals.map((name) => normalPrincipal(name, key.row.region))),
];

const allowsRequest = ({ operations, constraints }: GrantRecord, request: ConstrainedRequest): boolean =>
  (operations as readonly string[]).includes(request.operation) && constraintsHold(constraints, request);
