/** A store that fails under a running server: an internal error to the client, and everything as before afterwards. */
import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { statSync } from 'node:fs';
import { connect, createServer, type Server, type Socket } from 'node:net';
import { once } from 'node:events';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { after, before, describe, test } from 'node:test';
import { setTimeout as pause } from 'node:timers/promises';
import { CreateKeyCommand, DecryptCommand, EncryptCommand, type KMSClient, TagResourceCommand } from '@aws-sdk/client-kms';
import { Client } from 'pg';
import { boot, refusal } from '../support/boot.ts';
import { startPostgres, type TestPostgres } from '../support/postgres.ts';
import { serve } from '../support/served.ts';
import { temporaryDirectory } from '../support/temporary.ts';
import { missing } from '../support/tools.ts';
import { keyIds, observe } from './key-state.ts';

const createKey = async (client: KMSClient): Promise<string> => (await client.send(new CreateKeyCommand({}))).KeyMetadata!.KeyId!;
const tag = (client: KMSClient, KeyId: string, TagValue: string) => client.send(new TagResourceCommand({ KeyId, Tags: [{ TagKey: 'a', TagValue }] }));

/** What AWS answers when KMS itself fails: retried by every SDK, without a word about the cause. */
async function internalError(call: Promise<unknown>): Promise<void> {
  const { name, status, message } = await refusal(call);
  assert.deepEqual([name, status], ['KMSInternalException', 500]);
  assert.doesNotMatch(message, /sqlite|disk|postgres|connection|ECONN/i);
}

async function roundTrip(client: KMSClient, KeyId: string): Promise<void> {
  const { CiphertextBlob } = await client.send(new EncryptCommand({ KeyId, Plaintext: Buffer.from('a') }));
  await client.send(new DecryptCommand({ CiphertextBlob }));
}

interface Outage {
  begin(): unknown;
  /** What becomes of requests that change nothing. */
  others(): Promise<unknown>;
  end(): unknown;
}

/** Changes fail, and nothing of what failed is there. */
async function changesFail(client: KMSClient, KeyId: string, outage: Outage): Promise<void> {
  const before = [await observe(client, KeyId), await keyIds(client)];
  await outage.begin();
  await internalError(tag(client, KeyId, 'lost'));
  await internalError(createKey(client));
  await Promise.all([1, 2, 3, 4].map(() => internalError(createKey(client))));
  await outage.others();
  await outage.end();
  assert.deepEqual([await observe(client, KeyId), await keyIds(client)], before);
  await tag(client, KeyId, 'kept');
  const another = await createKey(client);
  await roundTrip(client, another);
  assert.deepEqual((await observe(client, KeyId)).tags, { a: 'kept' });
  assert.equal((await keyIds(client)).length, (before[1] as string[]).length + 1);
}

const onlyLinux = process.platform === 'linux' ? false : 'file size limits of another process are set by prlimit, which is of Linux';

/** By itself, within a moment. */
async function succeeds(call: () => Promise<unknown>): Promise<void> {
  const until = performance.now() + 10_000;
  for (;;) {
    try {
      return void (await call());
    } catch (error) {
      if (performance.now() > until) throw error;
    }
    await pause(20);
  }
}

test('a disk that takes no more', { skip: onlyLinux || missing('prlimit', ['prlimit', '--version']) }, async (t) => {
  const data = join(temporaryDirectory(t), 'data');
  await using served = await serve(['--data', data]);
  const client = served.client();
  const KeyId = await createKey(client);
  // Writes beyond the limit fail with EFBIG, in the middle of a commit.
  const limit = (bytes: number | string): unknown => execFileSync('prlimit', ['--pid', `${served.child.pid}`, `--fsize=${bytes}:unlimited`]);
  await changesFail(client, KeyId, {
    begin: () => limit(4_096),
    // What cannot be recorded is not done either.
    others: () => internalError(roundTrip(client, KeyId)),
    end: () => (limit('unlimited'), succeeds(() => roundTrip(client, KeyId))),
  });
  assert.match(served.output(), /trent: TrailUnavailable: .* EFBIG[^]*the audit trail can be written again/, 'the operator learns why');
  assert.equal(await served.end('SIGTERM'), 0);
  await using again = await serve(['--data', data]);
  assert.deepEqual((await observe(again.client(), KeyId)).tags, { a: 'kept' });
});

test('a full disk after a while of writing: what was answered is there', { skip: onlyLinux || missing('prlimit', ['prlimit', '--version']) }, async (t) => {
  const data = join(temporaryDirectory(t), 'data');
  await using served = await serve(['--data', data]);
  const client = served.client();
  const room = statSync(join(data, 'trent.db')).size + 600_000;
  execFileSync('prlimit', ['--pid', `${served.child.pid}`, `--fsize=${room}:unlimited`]);
  const answered: string[] = [];
  const writers = [1, 2, 3, 4].map(async () => {
    for (;;) answered.push(await createKey(client));
  });
  await Promise.all(writers.map(internalError));
  assert.ok(answered.length > 10, `${answered.length} keys before the disk was full`);
  served.child.kill('SIGKILL');
  await served.ended;
  await using again = await serve(['--data', data]);
  const present = new Set(await keyIds(again.client()));
  assert.deepEqual(answered.filter((id) => !present.has(id)), []);
  for (const id of answered.slice(-5)) await roundTrip(again.client(), id);
});

test('a database that another program has locked', async (t) => {
  const data = join(temporaryDirectory(t), 'data');
  await using booted = await boot({ location: { data } });
  const client = booted.client();
  const KeyId = await createKey(client);
  const intruder = new DatabaseSync(join(data, 'trent.db'));
  intruder.exec('begin immediate');
  await Promise.all([tag(client, KeyId, 'lost'), createKey(client), createKey(client), createKey(client)].map(internalError));
  await roundTrip(client, KeyId);
  intruder.exec('rollback');
  intruder.close();
  await tag(client, KeyId, 'kept');
  assert.deepEqual((await observe(client, KeyId)).tags, { a: 'kept' });
  assert.equal((await keyIds(client)).length, 1);
});

/** Between Trent and PostgreSQL, to be cut. */
class Cable {
  readonly #server: Server;
  readonly #sockets = new Set<Socket>();
  #cut = false;

  constructor(port: number) {
    this.#server = createServer((near) => {
      if (this.#cut) return void near.destroy();
      const far = connect({ port, host: '127.0.0.1' });
      for (const socket of [near, far]) {
        this.#sockets.add(socket);
        socket.on('error', () => undefined);
        socket.on('close', () => this.#sockets.delete(socket));
      }
      near.on('close', () => far.destroy());
      far.on('close', () => near.destroy());
      near.pipe(far).pipe(near);
    });
  }

  async plug(): Promise<number> {
    this.#server.listen(0, '127.0.0.1');
    await once(this.#server, 'listening');
    return (this.#server.address() as { port: number }).port;
  }

  cut(): void {
    this.#cut = true;
    for (const socket of this.#sockets) socket.destroy();
  }

  mend(): void {
    this.#cut = false;
  }

  close(): void {
    this.cut();
    this.#server.close();
  }
}

describe('PostgreSQL', () => {
  let postgres: TestPostgres;
  before(async () => void (postgres = await startPostgres()));
  after(() => postgres.stop());

  test('is cut off and comes back', async (t) => {
    const url = new URL(await postgres.fresh());
    const cable = new Cable(Number(url.port));
    url.port = `${await cable.plug()}`;
    t.after(() => cable.close());
    await using booted = await boot({ location: { databaseUrl: url.href }, rootKey: `file:${join(temporaryDirectory(t), 'root.key')}` });
    const client = booted.client();
    const KeyId = await createKey(client);
    await roundTrip(client, KeyId);
    cable.cut();
    await internalError(tag(client, KeyId, 'lost'));
    await internalError(createKey(client));
    await roundTrip(client, KeyId);
    cable.mend();
    await tag(client, KeyId, 'kept');
    assert.deepEqual((await observe(client, KeyId)).tags, { a: 'kept' });
    assert.equal((await keyIds(client)).length, 1);
  });

  test('crashes while there is writing: what was answered is there, and writing goes on', async (t) => {
    const databaseUrl = await postgres.fresh();
    await using booted = await boot({ location: { databaseUrl }, rootKey: `file:${join(temporaryDirectory(t), 'root.key')}` });
    const client = booted.client();
    const answered: string[] = [];
    let refused = 0;
    let writing = true;
    const writers = [1, 2, 3, 4].map(async () => {
      while (writing) await createKey(client).then((id) => answered.push(id), (error: Error) => (assert.equal(error.name, 'KMSInternalException'), refused++));
    });
    await reached(() => answered.length >= 20);
    await crash(databaseUrl);
    await reached(() => refused > 0);
    const untilThen = answered.length;
    await reached(() => answered.length >= untilThen + 20);
    writing = false;
    await Promise.all(writers);
    const present = new Set(await keyIds(client));
    assert.deepEqual(answered.filter((id) => !present.has(id)), []);
    // Of an unanswered creation it is not known whether it is in; each that is in is whole.
    assert.ok(present.size <= answered.length + refused);
    for (const id of present) await roundTrip(client, id);
  });
});

/** One of its processes dies: the server ends all others, recovers from its log, and takes connections again. */
async function crash(databaseUrl: string): Promise<void> {
  const client = new Client({ connectionString: databaseUrl });
  client.on('error', () => undefined);
  await client.connect();
  const { rows } = await client.query<{ pid: number }>('select pg_backend_pid() as pid');
  process.kill(rows[0]!.pid, 'SIGKILL');
  await client.end().catch(() => undefined);
}

async function reached(condition: () => boolean): Promise<void> {
  while (!condition()) await new Promise((resolve) => setImmediate(resolve));
}
