/**
 * Accounts and their administrators. An account is made by the `trent` command, with one IAM user `administrator` and
 * its access key; more users, roles and policies are IAM's, which will get this room.
 */
import { partitionOf } from '../../base/arn.ts';
import type { Credential, CredentialSource } from '../../authn/contract.ts';
import type { Principal } from '../../base/caller.ts';
import { UsageError, WriteConflict } from '../../base/errors.ts';
import type { PolicyText } from '../../base/operation.ts';
import { Unit } from '../../base/unit.ts';
import { randomBytes } from '../../crypto/random.ts';
import type { Keyring, SealedFor } from '../../keyring/contract.ts';
import type { Store } from '../../store/contract.ts';
import type { AccessKeyRow, IamTables } from './tables.ts';

const ADMINISTRATOR = 'administrator';
/** AWS's managed policy of that name. */
const ADMINISTRATOR_POLICIES = {
  identity: [
    {
      name: 'arn:aws:iam::aws:policy/AdministratorAccess',
      text: '{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Action":"*","Resource":"*"}]}',
    },
  ],
};
const NO_POLICIES = { identity: [] };
/** IAM's model. What a stranger sends as anything else is no question to the database, which may not even hold it. */
const ACCESS_KEY_ID = /^\w{1,128}$/;
/** Credentials that are kept ready. */
const CACHED_MAX = 10_000;

export interface AdministratorCredentials {
  readonly accessKeyId: string;
  readonly secretAccessKey: string;
}

export class Accounts implements CredentialSource {
  readonly #store: Store<IamTables>;
  readonly #keyring: Keyring;
  readonly #region: string;
  readonly #cache = new Map<string, Credential>();

  /** @param region of the deployment: it decides the partition of ARNs */
  constructor(store: Store<IamTables>, keyring: Keyring, region: string) {
    this.#store = store;
    this.#keyring = keyring;
    this.#region = region;
  }

  find(accessKeyId: string): Credential | Promise<Credential | undefined> | undefined {
    return this.#cache.get(accessKeyId) ?? (ACCESS_KEY_ID.test(accessKeyId) ? this.#load(accessKeyId) : undefined);
  }

  /** @throws UsageError when the account exists */
  async create(account: string, now: number, chosen?: AdministratorCredentials): Promise<AdministratorCredentials> {
    const credentials = chosen ?? { accessKeyId: newId('AKIA'), secretAccessKey: randomBytes(30).toString('base64') };
    const { accessKeyId } = credentials;
    const unit = new Unit();
    unit.write(this.#store.db.insertInto('iam_accounts').values({ account, created_at: now }));
    unit.write(
      this.#store.db.insertInto('iam_access_keys').values({
        access_key_id: accessKeyId,
        account,
        user_name: ADMINISTRATOR,
        user_id: newId('AIDA'),
        sealed_secret: this.#keyring.seal(ownerOf(account, accessKeyId), Buffer.from(credentials.secretAccessKey)),
        created_at: now,
      }),
    );
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

  /** The administrator's credentials. @throws UsageError for an account that is not here */
  async administrator(account: string): Promise<AdministratorCredentials> {
    const row = await this.#store.db
      .selectFrom('iam_access_keys')
      .selectAll()
      .where('account', '=', account)
      .where('user_name', '=', ADMINISTRATOR)
      .executeTakeFirst();
    if (!row) throw new UsageError(`there is no account ${account} here`, `make it with: trent account create ${account}`);
    return { accessKeyId: row.access_key_id, secretAccessKey: this.#credentialOf(row).secretAccessKey };
  }

  /** What is attached to a principal: the administrator may do everything, as far as resources let him. */
  policiesOf(principal: Principal): { readonly identity: readonly PolicyText[] } {
    return principal.type === 'user' ? ADMINISTRATOR_POLICIES : NO_POLICIES;
  }

  clear(): void {
    this.#cache.clear();
  }

  async #load(accessKeyId: string): Promise<Credential | undefined> {
    const row = await this.#store.db
      .selectFrom('iam_access_keys')
      .selectAll()
      .where('access_key_id', '=', accessKeyId)
      .executeTakeFirst();
    if (!row) return undefined;
    const credential = this.#credentialOf(row);
    if (this.#cache.size >= CACHED_MAX) this.#cache.clear();
    this.#cache.set(accessKeyId, credential);
    return credential;
  }

  #credentialOf(row: AccessKeyRow): Credential {
    const { account, access_key_id: accessKeyId, user_name } = row;
    const secret = this.#keyring.open(ownerOf(account, accessKeyId), Buffer.from(row.sealed_secret));
    const arn = `arn:${partitionOf(this.#region)}:iam::${account}:user/${user_name}`;
    const principal = { type: 'user' as const, account, arn, principalId: row.user_id };
    return { accessKeyId, secretAccessKey: secret.toString(), principal };
  }
}

const ownerOf = (account: string, accessKeyId: string): SealedFor => ({
  purpose: 'access-key-secret',
  names: [account, accessKeyId],
});

const ALPHABET = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ234567';

/** IAM's unique ids: a prefix for the kind, and 16 characters of base 32 (RFC 4648). */
const newId = (prefix: string): string => prefix + Array.from(randomBytes(16), (byte) => ALPHABET[byte % 32]).join('');
