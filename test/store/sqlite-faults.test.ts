/** What SQLite in a directory does beyond the conformance suite: failing disks, dying processes, deleted bytes. */
import assert from 'node:assert/strict';
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { chmodSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, test } from 'node:test';
import { setTimeout as pause } from 'node:timers/promises';
import { Worker } from 'node:worker_threads';
import { CompiledQuery } from 'kysely';
import { UsageError, WriteConflict } from '../../src/base/errors.ts';
import { Unit } from '../../src/base/unit.ts';
import { storeOf } from '../../src/store/engine.ts';
import { openSqlite } from '../../src/store/engines/sqlite.ts';
import { StoreUnavailable } from '../../src/store/errors.ts';
import { openStore } from '../../src/store/open.ts';
import { deleting, idsOf, inserting, migrations, readThing, type Tables, type TestStore, thing, updating } from './tables.ts';

const root = mkdtempSync(join(tmpdir(), 'trent-store-'));
after(() => rmSync(root, { recursive: true }));
let count = 0;
const newDirectory = (): string => join(root, `data-${++count}`);
const open = async (data: string): Promise<TestStore> => (await openStore({ data }, migrations)).tables<Tables>();

function raw(sqlText: string): Unit {
  const unit = new Unit();
  unit.write({ compile: () => CompiledQuery.raw(sqlText) });
  return unit;
}

const filesHold = (directory: string, bytes: Buffer): string[] =>
  readdirSync(directory).filter((name) => readFileSync(join(directory, name)).includes(bytes));

test('a full disk makes the store unavailable, and it works again when there is room', async () => {
  const store = await open(newDirectory());
  const large = thing('large', { blob: Buffer.alloc(400_000, 1) });
  await store.commit(raw('pragma max_page_count = 40'));
  await assert.rejects(store.commit(inserting(store, thing('small'), large)), StoreUnavailable);
  assert.deepEqual(await idsOf(store), []);
  await store.commit(raw('pragma max_page_count = 100000'));
  await store.commit(inserting(store, thing('small'), large));
  assert.deepEqual(await idsOf(store), ['large', 'small']);
  await store.close();
});

test('a unit that was not even tried, as the database is locked, is not in doubt', async () => {
  const directory = newDirectory();
  const store = await open(directory);
  const { DatabaseSync } = await import('node:sqlite');
  const intruder = new DatabaseSync(join(directory, 'trent.db'));
  intruder.exec('begin immediate');
  const unit = inserting(store, thing('a'));
  let told = false;
  unit.afterCommit(() => (told = true));
  await assert.rejects(store.commit(unit), StoreUnavailable);
  intruder.exec('rollback');
  intruder.close();
  assert.deepEqual([told, await idsOf(store)], [false, []]);
  await store.close();
});

test('a unit that fills the disk does not hurt those committed with it', async () => {
  const store = await open(newDirectory());
  const pages = Number((await readPragma(store, 'page_count')) ?? 0);
  const sizes = Array.from({ length: 20 }, (_, i) => (i === 7 ? 2_000_000 : 10));
  const units = sizes.map((size, i) => inserting(store, thing(`t${i}`, { blob: Buffer.alloc(size, 1) })));
  // Sent together with the limit, so that they are one group.
  const limit = store.commit(raw(`pragma max_page_count = ${pages + 50}`));
  const results = await Promise.allSettled(units.map((unit) => store.commit(unit)));
  await limit;
  assert.deepEqual(
    results.flatMap((result, i) => (result.status === 'rejected' ? [[i, result.reason.constructor]] : [])),
    [[7, StoreUnavailable]],
  );
  assert.equal((await idsOf(store)).length, 19);
  await store.close();
});

async function readPragma(store: TestStore, name: string): Promise<unknown> {
  const { rows } = await store.db.executeQuery<Record<string, unknown>>(CompiledQuery.raw(`pragma ${name}`));
  return rows[0]?.[name];
}

test('the writing thread dies and is replaced', async (context) => {
  const store = await open(newDirectory());
  await store.commit(inserting(store, thing('a')));
  const dying = context.mock.method(Worker.prototype, 'postMessage', function (this: Worker) {
    void this.terminate();
  });
  const units = [inserting(store, thing('x')), inserting(store, thing('y'))];
  let told = 0;
  for (const unit of units) unit.afterCommit(() => told++);
  for (const commit of units.map((unit) => store.commit(unit))) await assert.rejects(commit, StoreUnavailable);
  assert.equal(told, units.length, 'caches forget what may have changed');
  dying.mock.restore();
  await store.commit(inserting(store, thing('b')));
  assert.deepEqual(await idsOf(store), ['a', 'b']);
  await store.close();
});

test('units handed over before closing are committed', async () => {
  const directory = newDirectory();
  const store = await open(directory);
  const commits = Array.from({ length: 10 }, (_, i) => store.commit(inserting(store, thing(`t${i}`))));
  await store.close();
  await Promise.all(commits);
  const again = await open(directory);
  assert.equal((await idsOf(again)).length, 10);
  await again.close();
});

test('the directory and its files are the owner\'s alone', { skip: process.platform === 'win32' }, async () => {
  const directory = newDirectory();
  const store = await open(directory);
  await store.commit(inserting(store, thing('a')));
  assert.equal(statSync(directory).mode & 0o777, 0o700);
  for (const name of readdirSync(directory)) assert.equal(statSync(join(directory, name)).mode & 0o777, 0o600, name);
  assert.ok(readdirSync(directory).includes('trent.db-wal'));
  await store.close();
});

test('deleted and overwritten bytes are in no file once the store is closed', async () => {
  const directory = newDirectory();
  const store = await open(directory);
  const secret = Buffer.from('0f1e2d3c4b5a69788796a5b4c3d2e1f0'.repeat(3), 'hex');
  const large = Buffer.concat(Array.from({ length: 400 }, () => secret));
  await store.commit(inserting(store, thing('a', { blob: secret }), thing('b', { blob: large }), thing('c', { blob: secret })));
  const cleared = new Unit();
  cleared.write(store.db.updateTable('things').set({ blob: null }).where('id', '=', 'c'), 1);
  await store.commit(cleared);
  await store.commit(deleting(store, 'a'));
  await store.commit(deleting(store, 'b'));
  await store.close();
  assert.deepEqual(filesHold(directory, secret), []);
});

test('the write-ahead log is cleared soon after a commit, without closing', async () => {
  const directory = newDirectory();
  const engine = await openSqlite(directory, migrations, 0);
  const store = storeOf<Tables>(engine);
  await store.commit(inserting(store, thing('a', { blob: Buffer.from('to be forgotten') })));
  await store.commit(deleting(store, 'a'));
  const log = join(directory, 'trent.db-wal');
  for (let tries = 0; statSync(log).size > 0; tries++) {
    assert.ok(tries < 500, 'the log was not cleared');
    await pause(10);
  }
  await store.close();
  assert.deepEqual(filesHold(directory, Buffer.from('to be forgotten')), []);
});

test('a directory that cannot be used is told', { skip: process.platform === 'win32' }, async () => {
  const file = join(root, 'a-file');
  writeFileSync(file, '');
  await assert.rejects(open(join(file, 'data')), UsageError);
  const directory = newDirectory();
  await (await open(directory)).close();
  writeFileSync(join(directory, 'trent.db'), 'this is not a database, but long enough to be taken for one'.repeat(20));
  chmodSync(join(directory, 'trent.db'), 0o600);
  await assert.rejects(open(directory), UsageError);
});

const holder = `
  import { openStore } from ${JSON.stringify(new URL('../../src/store/open.ts', import.meta.url).href)};
  import * as t from ${JSON.stringify(new URL('./tables.ts', import.meta.url).href)};
  const store = await openStore({ data: process.argv[1] }, t.migrations);
  for (let i = 0; ; i++) {
    await store.commit(t.inserting(store, t.thing('t' + i)));
    process.stdout.write(i + '\\n');
  }
`;

function startHolder(directory: string): ChildProcess {
  return spawn(process.execPath, ['--input-type=module', '-e', holder, directory], { stdio: ['ignore', 'pipe', 'inherit'] });
}

test('a process killed in the midst of commits loses none that it told of, and frees the directory', async () => {
  const directory = newDirectory();
  const child = startHolder(directory);
  let output = '';
  child.stdout!.setEncoding('utf8').on('data', (text: string) => (output += text));
  while (!output.includes('50\n')) await once(child.stdout!, 'data');
  writeFileSync(join(directory, 'trent.pid'), JSON.stringify({ pid: child.pid }));
  await assert.rejects(open(directory), (error: Error) => error instanceof UsageError && error.message.includes(`${child.pid}`));
  const closed = once(child, 'close');
  child.kill('SIGKILL');
  await closed;
  const told = output.trim().split('\n').length;
  const store = await open(directory);
  const found = (await idsOf(store)).length;
  assert.ok(found === told || found === told + 1, `${told} told, ${found} found`);
  await store.commit(updating(store, 't0', 1, 'still writable'));
  assert.equal((await readThing(store, 't0'))?.label, 'still writable');
  await assert.rejects(store.commit(updating(store, 't0', 1, 'again')), WriteConflict);
  await store.close();
});
