/** Access keys of users: where authentication finds their secrets. */
import type { Credential, CredentialSource } from '../../authn/contract.ts';
import type { SealedOwner, Sealer } from '../../base/integrated-service.ts';
import { LruMap } from '../../base/lru.ts';
import type { Unit } from '../../base/unit.ts';
import type { Store } from '../../store/contract.ts';
import type { Entities, Entity } from './entities.ts';
import { newAccessKeyId, newSecretAccessKey } from './ids.ts';
import type { LastUsed } from './last-used.ts';
import type { AccessKeyRow, IamTables } from './tables.ts';

/** IAM's model. What a stranger sends as anything else is no question to the database, which may not even hold it. */
const ACCESS_KEY_ID = /^\w{1,128}$/;
/** Credentials that are kept ready. */
const CACHED_MAX = 20_000;

/** Shown once. */
export interface NewAccessKey {
  readonly accessKeyId: string;
  readonly secretAccessKey: string;
}

type Forgotten = (accessKeyId: string) => void;

export class AccessKeys implements CredentialSource {
  readonly #store: Store<IamTables>;
  readonly #sealer: Sealer;
  readonly #entities: Entities;
  readonly #lastUsed: LastUsed;
  readonly #cache = new LruMap<Credential>(CACHED_MAX);
  #changes = 0;
  #forgotten: Forgotten = () => undefined;

  constructor(store: Store<IamTables>, sealer: Sealer, entities: Entities, lastUsed: LastUsed) {
    this.#store = store;
    this.#sealer = sealer;
    this.#entities = entities;
    this.#lastUsed = lastUsed;
  }

  /** Set once, by the wiring: authentication keeps keys of its own that must go, too. */
  whenForgotten(action: Forgotten): void {
    this.#forgotten = action;
  }

  find(accessKeyId: string): Credential | Promise<Credential | undefined> | undefined {
    return this.#cache.get(accessKeyId, 0) ?? (ACCESS_KEY_ID.test(accessKeyId) ? this.#load(accessKeyId) : undefined);
  }

  /** The row as it is stored. */
  async row(accessKeyId: string): Promise<AccessKeyRow | undefined> {
    if (!ACCESS_KEY_ID.test(accessKeyId)) return undefined;
    return this.#store.db.selectFrom('iam_access_keys').selectAll().where('access_key_id', '=', accessKeyId).executeTakeFirst();
  }

  /** In order of their ids. */
  async ofUser(user: Pick<Entity, 'id'>): Promise<AccessKeyRow[]> {
    const rows = this.#store.db.selectFrom('iam_access_keys').selectAll().where('user_id', '=', user.id);
    return rows.orderBy('access_key_id').execute();
  }

  /** @param chosen by a seed; else made at random. The entity must be written in the same unit, or `change`d. */
  insert(unit: Unit, user: Pick<Entity, 'id' | 'account'>, now: number, chosen?: NewAccessKey): NewAccessKey {
    const key = chosen ?? { accessKeyId: newAccessKeyId(), secretAccessKey: newSecretAccessKey() };
    const row: AccessKeyRow = {
      access_key_id: key.accessKeyId,
      account: user.account,
      user_id: user.id,
      active: 1,
      sealed_secret: this.#sealer.seal(ownerOf(user.account, key.accessKeyId), Buffer.from(key.secretAccessKey)),
      created_at: now,
    };
    unit.write(this.#store.db.insertInto('iam_access_keys').values(row), 1);
    unit.afterCommit(() => this.forget(key.accessKeyId));
    return key;
  }

  setActive(unit: Unit, accessKeyId: string, active: boolean): void {
    const update = this.#store.db.updateTable('iam_access_keys').set({ active: active ? 1 : 0 });
    unit.write(update.where('access_key_id', '=', accessKeyId), 1);
    unit.afterCommit(() => this.forget(accessKeyId));
  }

  remove(unit: Unit, accessKeyId: string): void {
    unit.write(this.#store.db.deleteFrom('iam_access_keys').where('access_key_id', '=', accessKeyId), 1);
    unit.write(this.#store.db.deleteFrom('iam_last_used').where('id', '=', accessKeyId));
    unit.afterCommit(() => {
      this.forget(accessKeyId);
      this.#lastUsed.forget(accessKeyId);
    });
  }

  secretOf({ account, access_key_id, sealed_secret }: AccessKeyRow): string {
    return this.#sealer.open(ownerOf(account, access_key_id), Buffer.from(sealed_secret)).toString();
  }

  /** Works from the next request on. */
  forget(accessKeyId: string): void {
    this.#changes++;
    this.#cache.delete(accessKeyId);
    this.#forgotten(accessKeyId);
  }

  /** Must follow every change of a user's name or path: credentials show the ARN. */
  clear(): void {
    this.#changes++;
    this.#cache.clear();
  }

  async #load(accessKeyId: string): Promise<Credential | undefined> {
    const changes = this.#changes;
    const row = await this.row(accessKeyId);
    const user = row && (await this.#entities.byId(row.user_id));
    if (!row || !user) return undefined;
    const arn = this.#entities.arnOf(user);
    const credential: Credential = {
      accessKeyId,
      secretAccessKey: this.secretOf(row),
      principal: { type: 'user', account: row.account, arn, principalId: user.id, origin: { arn, id: user.id } },
      inactive: row.active === 0,
    };
    if (changes === this.#changes) this.#cache.set(accessKeyId, credential, 0);
    return credential;
  }
}

const ownerOf = (account: string, accessKeyId: string): SealedOwner => ({
  purpose: 'access-key-secret',
  names: [account, accessKeyId],
});
