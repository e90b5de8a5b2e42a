/** What happens to the store when PostgreSQL, or the way to it, goes away and comes back. */
import assert from 'node:assert/strict';
import { once } from 'node:events';
import { connect, createServer, type Server, type Socket } from 'node:net';
import { after, test } from 'node:test';
import { Client } from 'pg';
import { UsageError, WriteConflict } from '../../src/base/errors.ts';
import { StoreUnavailable } from '../../src/store/errors.ts';
import { openStore } from '../../src/store/open.ts';
import { startPostgres } from '../support/postgres.ts';
import { idsOf, inserting, migrations, type Tables, type TestStore, thing, updating } from './tables.ts';

const postgres = await startPostgres();
after(() => postgres.stop());

const open = async (databaseUrl: string): Promise<TestStore> =>
  (await openStore({ databaseUrl }, migrations)).tables<Tables>();

async function asAdministrator(url: string, sql: string): Promise<void> {
  const client = new Client({ connectionString: url });
  await client.connect();
  await client.query(sql).finally(() => client.end());
}

/** The way to the database, which can be cut and mended. */
class Way {
  readonly url: string;
  readonly #server: Server;
  readonly #target: number;
  readonly #sockets = new Set<Socket>();
  #cut = false;

  constructor(server: Server, url: URL) {
    const address = server.address();
    this.#server = server.on('connection', (socket) => this.#join(socket));
    this.#target = Number(url.port);
    url.port = String(typeof address === 'object' ? address?.port : undefined);
    this.url = url.href;
  }

  static async to(databaseUrl: string): Promise<Way> {
    const server = createServer().listen(0, '127.0.0.1');
    await once(server, 'listening');
    return new Way(server, new URL(databaseUrl));
  }

  cut(): void {
    this.#cut = true;
    for (const socket of this.#sockets) socket.resetAndDestroy();
  }

  mend(): void {
    this.#cut = false;
  }

  close(): void {
    this.cut();
    this.#server.close();
  }

  #join(socket: Socket): void {
    if (this.#cut) {
      socket.resetAndDestroy();
      return;
    }
    const other = connect(this.#target, '127.0.0.1');
    for (const [from, to] of [[socket, other], [other, socket]] as const) {
      this.#sockets.add(from);
      from.on('error', () => undefined).on('close', () => this.#sockets.delete(from) && to.destroy());
      from.pipe(to);
    }
  }
}

test('a lost connection makes commits unavailable and reads fail; both work again afterwards', async () => {
  const way = await Way.to(await postgres.fresh());
  const store = await open(way.url);
  await store.commit(inserting(store, thing('a')));
  await idsOf(store);
  way.cut();
  await assert.rejects(store.commit(inserting(store, thing('b'))), StoreUnavailable);
  await assert.rejects(idsOf(store));
  await assert.rejects(store.commit(inserting(store, thing('b'))), StoreUnavailable);
  way.mend();
  await commitOnceBack(store, 'c');
  assert.deepEqual(await idsOf(store), ['a', 'c']);
  await store.close();
  way.close();
});

/** The server side may take a moment to see that the connection with the lock is gone. */
async function commitOnceBack(store: TestStore, id: string): Promise<void> {
  for (let tries = 1; ; tries++) {
    try {
      await store.commit(inserting(store, thing(id)));
      return;
    } catch (error) {
      assert.ok(error instanceof StoreUnavailable, String(error));
      assert.ok(tries < 2_000, 'the store did not come back');
    }
  }
}

test('a connection that is lost in the midst of a commit: unavailable, and the unit is whole or not there', async () => {
  const url = await postgres.fresh();
  const way = await Way.to(url);
  const store = await open(way.url);
  await store.commit(inserting(store, thing('a')));
  const blocker = new Client({ connectionString: url });
  await blocker.connect();
  await blocker.query('begin');
  await blocker.query('lock table parts in access exclusive mode');
  const unit = inserting(store, thing('b'));
  unit.write(store.db.insertInto('parts').values({ id: 'p', thing: 'b' }), 1);
  let told = 0;
  unit.afterCommit(() => told++);
  const commit = assert.rejects(store.commit(unit), StoreUnavailable);
  await blockedBy(blocker);
  way.cut();
  await commit;
  assert.equal(told, 1, 'caches forget what may have changed');
  await blocker.query('rollback');
  await blocker.end();
  way.mend();
  await commitOnceBack(store, 'c');
  assert.deepEqual((await idsOf(store)).filter((id) => id !== 'b'), ['a', 'c']);
  const parts = await store.db.selectFrom('parts').select('thing').execute();
  assert.deepEqual(parts.map((part) => part.thing), (await idsOf(store)).filter((id) => id === 'b'));
  await store.close();
  way.close();
});

async function blockedBy(client: Client): Promise<void> {
  for (let waiting = 0; waiting === 0; ) {
    const { rows } = await client.query('select count(*)::int as waiting from pg_locks where not granted');
    waiting = rows[0].waiting as number;
  }
}

test('a row held for long by somebody else is a conflict', async () => {
  const url = await postgres.fresh();
  const store = await open(url);
  await store.commit(inserting(store, thing('a')));
  const holder = new Client({ connectionString: url });
  await holder.connect();
  await holder.query('begin');
  await holder.query(`update things set version = 7 where id = 'a'`);
  await assert.rejects(store.commit(updating(store, 'a', 1, 'x')), WriteConflict);
  await holder.query('rollback');
  await holder.end();
  await store.commit(updating(store, 'a', 1, 'x'));
  await store.close();
});

test('sessions ended by the administrator, all at once', async () => {
  const url = await postgres.fresh();
  const store = await open(url);
  await Promise.all(Array.from({ length: 8 }, (_, i) => store.commit(inserting(store, thing(`t${i}`)))));
  await asAdministrator(
    url,
    `select pg_terminate_backend(pid, 5000) from pg_stat_activity
     where pid <> pg_backend_pid() and datname = current_database()`,
  );
  await commitOnceBack(store, 'u');
  assert.equal((await idsOf(store)).length, 9);
  await store.close();
});

test('when the lock is lost to another Trent, nothing is committed any more, not even when that one is gone', async () => {
  const url = await postgres.fresh();
  const way = await Way.to(url);
  const first = await open(way.url);
  way.cut();
  const second = await openWhenFree(url);
  way.mend();
  await assert.rejects(first.commit(inserting(first, thing('a'))), StoreUnavailable);
  await second.commit(inserting(second, thing('b')));
  assert.deepEqual(await idsOf(second), ['b']);
  await second.close();
  await assert.rejects(first.commit(inserting(first, thing('c'))), StoreUnavailable);
  await first.close();
  const third = await openWhenFree(url);
  assert.deepEqual(await idsOf(third), ['b']);
  await third.close();
  way.close();
});

async function openWhenFree(url: string): Promise<TestStore> {
  for (let tries = 1; ; tries++) {
    try {
      return await open(url);
    } catch (error) {
      assert.ok(error instanceof UsageError, String(error));
      assert.ok(tries < 1_000, 'the lock was not given up');
    }
  }
}

test('a database that cannot be reached or entered is told without the password', async () => {
  const password = 'hunter2-hunter2';
  const missing = `${postgres.url.replace('trent@', `trent:${password}@`)}_missing`;
  for (const url of [`postgres://trent:${password}@127.0.0.1:1/postgres`, missing]) {
    await assert.rejects(open(url), (error) => {
      assert.ok(error instanceof UsageError && error.hint !== undefined, String(error));
      return !`${error.message}${error.hint}${error.stack}`.includes(password);
    });
  }
});
