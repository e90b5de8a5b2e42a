/**
 * Accounts and their administrators. An account is made by the `trent` command, with one IAM user `administrator`, its
 * access key, and AWS's policy AdministratorAccess; from then on it is a user like others.
 */
import { UsageError, WriteConflict } from '../../base/errors.ts';
import { Unit } from '../../base/unit.ts';
import type { Store } from '../../store/contract.ts';
import type { AccessKeys, NewAccessKey } from './access-keys.ts';
import type { Entities } from './entities.ts';
import { newEntityId } from './ids.ts';
import type { IamTables } from './tables.ts';

export const ADMINISTRATOR = 'administrator';

export class Accounts {
  readonly #store: Store<IamTables>;
  readonly #entities: Entities;
  readonly #keys: AccessKeys;
  readonly #partition: string;

  constructor(store: Store<IamTables>, entities: Entities, keys: AccessKeys, partition: string) {
    this.#store = store;
    this.#entities = entities;
    this.#keys = keys;
    this.#partition = partition;
  }

  /** @throws UsageError when the account exists */
  async create(account: string, now: number, chosen?: NewAccessKey): Promise<NewAccessKey> {
    const unit = new Unit();
    unit.write(this.#store.db.insertInto('iam_accounts').values({ account, created_at: now, alias: null }));
    const id = newEntityId('user');
    const nothing = { boundary: null, trust_policy: null, description: null, max_session_seconds: null };
    this.#entities.insert(unit, { id, account, kind: 'user', name: ADMINISTRATOR, path: '/', created_at: now, ...nothing });
    const policy_arn = `arn:${this.#partition}:iam::aws:policy/AdministratorAccess`;
    unit.write(this.#store.db.insertInto('iam_attachments').values({ entity_id: id, policy_arn }));
    const credentials = this.#keys.insert(unit, { id, account }, now, chosen);
    try {
      await this.#store.commit(unit);
    } catch (error) {
      if (error instanceof WriteConflict) throw new UsageError(`account ${account} or its access key exists already`);
      throw error;
    }
    return credentials;
  }

  async exists(account: string): Promise<boolean> {
    const row = await this.#store.db
      .selectFrom('iam_accounts')
      .select('account')
      .where('account', '=', account)
      .executeTakeFirst();
    return row !== undefined;
  }

  /** The account that has this alias. */
  async byAlias(alias: string): Promise<string | undefined> {
    const rows = this.#store.db.selectFrom('iam_accounts').select('account').where('alias', '=', alias);
    return (await rows.executeTakeFirst())?.account;
  }

  async aliasOf(account: string): Promise<string | undefined> {
    const rows = this.#store.db.selectFrom('iam_accounts').select('alias').where('account', '=', account);
    return (await rows.executeTakeFirst())?.alias ?? undefined;
  }

  /** An alias that is taken by then makes the unit a `WriteConflict`. An emulator's accounts need not have been made. */
  setAlias(unit: Unit, account: string, alias: string | null, now: number): void {
    const row = this.#store.db.insertInto('iam_accounts').values({ account, created_at: now, alias });
    unit.write(row.onConflict((conflict) => conflict.column('account').doUpdateSet({ alias })), 1);
  }

  /** The account made first: the server's own. @throws UsageError when there is none yet */
  async oldest(): Promise<string> {
    const row = await this.#store.db
      .selectFrom('iam_accounts')
      .select('account')
      .orderBy('created_at')
      .limit(1)
      .executeTakeFirst();
    if (!row) throw new UsageError('there is no account here yet', 'start the server once: trent serve');
    return row.account;
  }

  /**
   * The administrator's credentials: those of its first access key that is active.
   * @throws UsageError for an account that is not here, or whose administrator was deleted or has no such key
   */
  async administrator(account: string): Promise<NewAccessKey> {
    if (!(await this.exists(account))) {
      throw new UsageError(`there is no account ${account} here`, `make it with: trent account create ${account}`);
    }
    const user = await this.#entities.find(account, 'user', ADMINISTRATOR);
    const rows = user ? await this.#keys.ofUser(user) : [];
    const row = rows.sort((a, b) => a.created_at - b.created_at).find(({ active }) => active === 1);
    if (!row) throw new UsageError(`account ${account} has no user ${ADMINISTRATOR} with an active access key any more`);
    return { accessKeyId: row.access_key_id, secretAccessKey: this.#keys.secretOf(row) };
  }
}
