/**
 * One Trent a PostgreSQL database, for as long as several nodes are not supported: a session-level advisory lock
 * (PostgreSQL 13.3.5) on a connection of its own. When that connection is lost the lock is too, so nothing is committed
 * until it is held again.
 */
import { Client, type ClientConfig } from 'pg';
import { UsageError } from '../../base/errors.ts';
import { StoreUnavailable } from '../errors.ts';
import { toUnavailable } from './postgres-errors.ts';

/** Any number that other programs on the database are not likely to use: "trent" in ASCII. */
const LOCK_ID = 0x7472656e74;

export class NodeLock {
  readonly #config: ClientConfig;
  #client: Client | undefined;
  #taking: Promise<void> | undefined;
  #closed = false;

  constructor(config: ClientConfig) {
    this.#config = config;
  }

  /**
   * Resolves at once while the lock is held.
   * @throws UsageError when another session has it, StoreUnavailable when the database cannot be asked
   */
  async hold(): Promise<void> {
    if (this.#closed) throw new StoreUnavailable('the store is closed');
    if (this.#client !== undefined) return;
    this.#taking ??= this.#take().finally(() => {
      this.#taking = undefined;
    });
    await this.#taking;
  }

  async release(): Promise<void> {
    this.#closed = true;
    await this.#taking?.catch(() => undefined);
    const client = this.#client;
    this.#client = undefined;
    await client?.end();
  }

  async #take(): Promise<void> {
    const client = new Client({ ...this.#config, keepAlive: true });
    const lost = (): void => {
      if (this.#client === client) this.#client = undefined;
    };
    client.on('error', lost);
    client.on('end', lost);
    if (!(await tryLock(client))) {
      await client.end();
      throw new UsageError(
        'another Trent is running on this database',
        'stop it first: several nodes on one database are not supported yet',
      );
    }
    this.#client = client;
  }
}

async function tryLock(client: Client): Promise<boolean> {
  try {
    await client.connect();
    const { rows } = await client.query<{ locked: boolean }>('select pg_try_advisory_lock($1) as locked', [LOCK_ID]);
    return rows[0]?.locked === true;
  } catch (error) {
    await client.end().catch(() => undefined);
    throw toUnavailable(error);
  }
}
