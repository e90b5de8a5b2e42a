/**
 * PostgreSQL: a pool for reading, whose sessions refuse changes, and a pool for commits. Units commit under READ
 * COMMITTED: a write waits for the other writer of its row, then sees that the version it names is gone (13.2.1).
 */
import { CompiledQuery, Kysely, PostgresDialect } from 'kysely';
import { DatabaseError, Pool, type PoolClient, type PoolConfig, types } from 'pg';
import { UsageError, WriteConflict } from '../../base/errors.ts';
import type { Unit, Write } from '../../base/unit.ts';
import type { Engine } from '../engine.ts';
import { StoreUnavailable } from '../errors.ts';
import { type Migrations, migrate } from '../migrate.ts';
import { toCommitError } from './postgres-errors.ts';
import { NodeLock } from './postgres-lock.ts';

/** Type id of bigint. */
const INT8 = 20;

/** Connections a pool. Reads take about a millisecond, so ten serve thousands a second. */
const POOL_MAX = 10;
/** A database that does not answer makes requests fail after this time, milliseconds, rather than pile up. */
const CONNECT_TIMEOUT_MS = 5_000;
/** Whoever holds a row for long is about to change the version that the waiting unit names: better read again. */
const LOCK_TIMEOUT_MS = 300;
const STATEMENT_TIMEOUT_MS = 20_000;
/** For a connection that is dead without having been closed; longer, so that a living server speaks first. */
const QUERY_TIMEOUT_MS = 30_000;

const TIMEOUTS: PoolConfig = {
  lock_timeout: LOCK_TIMEOUT_MS,
  statement_timeout: STATEMENT_TIMEOUT_MS,
  query_timeout: QUERY_TIMEOUT_MS,
};

/** @throws UsageError when the database cannot be reached or another Trent runs on it */
export async function openPostgres(databaseUrl: string, migrations: Migrations): Promise<Engine> {
  const config = configOf(databaseUrl);
  const lock = new NodeLock(config);
  try {
    await lock.hold();
    await migrateDatabase(config, migrations);
  } catch (error) {
    await lock.release();
    if (!(error instanceof StoreUnavailable)) throw error;
    const hint = 'check the database URL, and that PostgreSQL runs';
    throw new UsageError(`the database cannot be used: ${error.message}`, hint);
  }
  return engineOn({ ...config, ...TIMEOUTS }, lock);
}

/**
 * A further engine on a database that this process has opened: for another thread. The tables are there, and the lock is
 * the first one's: what is written through this one must not depend on it.
 */
export const openPostgresBeside = (databaseUrl: string): Engine => engineOn({ ...configOf(databaseUrl), ...TIMEOUTS }, NO_LOCK);

const NO_LOCK: Pick<NodeLock, 'hold' | 'release'> = { hold: async () => undefined, release: async () => undefined };

/** On a connection without time limits: a migration may have many rows to go through. */
async function migrateDatabase(config: PoolConfig, migrations: Migrations): Promise<void> {
  const pool = newPool({ ...config, max: 1 });
  try {
    await migrate(new Kysely<unknown>({ dialect: new PostgresDialect({ pool }) }), migrations);
  } finally {
    await pool.end();
  }
}

function engineOn(config: PoolConfig, lock: Pick<NodeLock, 'hold' | 'release'>): Engine {
  const writing = newPool(config);
  const reading = newPool(config);
  let closing: Promise<void> | undefined;
  const close = async (): Promise<void> => {
    await Promise.all([reading.end(), writing.end()]);
    await lock.release();
  };
  return {
    db: new Kysely<unknown>({ dialect: readingDialect(reading) }),
    async commit(unit) {
      if (closing !== undefined) throw new StoreUnavailable('the store is closed');
      await holdOrWait(lock);
      await commitOn(writing, unit);
    },
    close: () => (closing ??= close()),
  };
}

/** Once the server runs, another Trent on the database is an outage like any other, not a mistake at the command line. */
async function holdOrWait(lock: Pick<NodeLock, 'hold'>): Promise<void> {
  try {
    await lock.hold();
  } catch (error) {
    throw error instanceof UsageError ? new StoreUnavailable(error.message) : error;
  }
}

async function commitOn(pool: Pool, unit: Unit): Promise<void> {
  let client: PoolClient;
  try {
    client = await pool.connect();
  } catch (error) {
    throw toCommitError(error);
  }
  try {
    await inTransaction(client, unit.writes);
  } catch (error) {
    client.release(!(await rollBack(client, error)));
    const failure = toCommitError(error);
    if (failure instanceof StoreUnavailable) unit.inDoubt();
    throw failure;
  }
  client.release();
  unit.committed();
}

async function inTransaction(client: PoolClient, writes: readonly Write[]): Promise<void> {
  await client.query('begin');
  for (const { query, rows } of writes) {
    const { rowCount } = await client.query(query.sql, [...query.parameters]);
    if (rows !== undefined && rowCount !== rows) throw new WriteConflict(`changed ${rowCount} rows instead of ${rows}`);
  }
  await client.query('commit');
}

/** @returns whether the connection is fit for further use. One that failed on the way is not even asked. */
async function rollBack(client: PoolClient, error: unknown): Promise<boolean> {
  if (!(error instanceof DatabaseError || error instanceof WriteConflict)) return false;
  return client.query('rollback').then(
    () => true,
    () => false,
  );
}

/** Kysely's own setting up runs before a connection's first query; all of its later ones inherit it. */
const readingDialect = (pool: Pool): PostgresDialect =>
  new PostgresDialect({
    pool,
    onCreateConnection: async (connection) => {
      await connection.executeQuery(CompiledQuery.raw('set default_transaction_read_only = on'));
    },
  });

function newPool(config: PoolConfig): Pool {
  const pool = new Pool(config);
  // A lost connection is dropped by the pool, which opens another when one is asked for; whoever was using it has the
  // error from the query. Without a listener the event would end the process.
  pool.on('error', () => undefined);
  pool.on('connect', (client) => client.on('error', () => undefined));
  return pool;
}

const configOf = (databaseUrl: string): PoolConfig => ({
  connectionString: databaseUrl,
  application_name: 'trent',
  max: POOL_MAX,
  connectionTimeoutMillis: CONNECT_TIMEOUT_MS,
  keepAlive: true,
  types: { getTypeParser },
});

/** All integers of the store are below 2^53. Bytes come as `Buffer` by themselves. */
const getTypeParser: typeof types.getTypeParser = (type: number, format?: 'text' | 'binary') =>
  type === INT8 ? Number : format === 'binary' ? types.getTypeParser(type, 'binary') : types.getTypeParser(type, 'text');
