/**
 * One Trent a PostgreSQL database, for as long as several nodes are not supported: a session-level advisory lock
 * (PostgreSQL 13.3.5) on a connection of its own. When that connection is lost the lock is too, so nothing is committed
 * until it is held again. If another Trent has had the lock in between, what this one remembers of the tables may be
 * out of date, and it stays without: every opening takes the next number, so the last one taken tells. The number lies in
 * a table: a sequence runs up to 32 numbers ahead when PostgreSQL recovers from a crash (CREATE SEQUENCE, notes).
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
  /** The number that this Trent drew when it opened the database. */
  #opening: string | undefined;

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
    await asking(client, () => this.#lockOn(client));
    this.#client = client;
  }

  async #lockOn(client: Client): Promise<void> {
    await client.connect();
    const { rows } = await client.query<{ locked: boolean }>('select pg_try_advisory_lock($1) as locked', [LOCK_ID]);
    if (rows[0]?.locked !== true) throw inUse();
    if (this.#opening === undefined) this.#opening = await drawNumber(client);
    else if (this.#opening !== (await lastNumber(client))) throw overtaken();
  }
}

/** Ends the connection when what is asked of it fails. */
async function asking(client: Client, ask: () => Promise<void>): Promise<void> {
  try {
    await ask();
  } catch (error) {
    await client.end().catch(() => undefined);
    throw error instanceof UsageError || error instanceof StoreUnavailable ? error : toUnavailable(error);
  }
}

/** The lock is held, so nobody else counts at the same time. */
async function drawNumber(client: Client): Promise<string | undefined> {
  await client.query('create table if not exists store_openings (id bigint primary key, number bigint not null)');
  const { rows } = await client.query<{ number: string }>(
    'insert into store_openings (id, number) values (1, 1) on conflict (id) ' +
      'do update set number = store_openings.number + 1 returning number::text as number',
  );
  return rows[0]?.number;
}

async function lastNumber(client: Client): Promise<string | undefined> {
  const { rows } = await client.query<{ number: string }>('select number::text as number from store_openings');
  return rows[0]?.number;
}

const inUse = (): UsageError =>
  new UsageError(
    'another Trent is running on this database',
    'stop it first: several nodes on one database are not supported yet',
  );

const overtaken = (): StoreUnavailable =>
  new StoreUnavailable('another Trent has used this database meanwhile: start this one again');
