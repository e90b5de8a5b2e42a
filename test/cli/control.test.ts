import assert from 'node:assert/strict';
import { chmodSync, lstatSync, mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { connect, createServer } from 'node:net';
import { once } from 'node:events';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test, type TestContext } from 'node:test';
import fc from 'fast-check';
import { UsageError } from '../../src/base/errors.ts';
import { askControl, NoServer } from '../../src/cli/control-client.ts';
import { carryOut } from '../../src/cli/control-commands.ts';
import { controlDirectory, controlPath, isPrivate, makeControlDirectory } from '../../src/cli/control-path.ts';
import { ALIVE_EVERY_MS, parseRequest } from '../../src/cli/control-protocol.ts';
import { serveControl } from '../../src/cli/control-server.ts';
import { readServerFile, removeServerFile, writeServerFile } from '../../src/cli/server-file.ts';
import type { Trent } from '../../src/config.ts';

/** A runtime directory of the test's own; the control directory lies in it. */
function runtimeDirectory(t: TestContext): string {
  const directory = mkdtempSync(join(tmpdir(), 'trent-control-'));
  const before = process.env['XDG_RUNTIME_DIR'];
  process.env['XDG_RUNTIME_DIR'] = directory;
  t.after(() => {
    if (before === undefined) delete process.env['XDG_RUNTIME_DIR'];
    else process.env['XDG_RUNTIME_DIR'] = before;
    rmSync(directory, { recursive: true, force: true });
  });
  return directory;
}

const nothingFails = (error: unknown): never => assert.fail(String(error));

/** What a server has to say to a raw line, or '' when it hangs up. */
async function say(path: string, bytes: string): Promise<string> {
  const socket = connect(path);
  let said = '';
  socket.on('data', (piece) => (said += String(piece)));
  socket.on('error', () => undefined);
  socket.end(bytes);
  await once(socket, 'close');
  return said;
}

test('a question and its answer, over a socket of the user alone', async (t) => {
  const directory = runtimeDirectory(t);
  const control = await serveControl(18_001, async (request) => ({ ...request, now: 7 }), nothingFails);
  t.after(() => control.close());
  assert.equal(control.path, join(directory, 'trent', '18001.sock'));
  assert.equal(lstatSync(control.path).mode & 0o777, 0o600);
  assert.equal(lstatSync(join(directory, 'trent')).mode & 0o777, 0o700);
  assert.equal((await askControl(control.path, { command: 'advance-clock', milliseconds: 5 })).now, 7);
});

test('while an answer takes its time the server says that it is alive; it may be long', async (t) => {
  runtimeDirectory(t);
  t.mock.timers.enable({ apis: ['setInterval'] });
  const begun = Promise.withResolvers<void>();
  const done = Promise.withResolvers<object>();
  const handle = (): Promise<object> => (begun.resolve(), done.promise);
  const control = await serveControl(18_013, handle, nothingFails);
  t.after(() => control.close());
  const socket = connect(control.path);
  t.after(() => socket.destroy());
  socket.write('{"command":"reset"}\n');
  await begun.promise;
  t.mock.timers.tick(ALIVE_EVERY_MS);
  assert.equal(String((await once(socket, 'data'))[0]), ' ');
  const asked = askControl(control.path, { command: 'reset' });
  done.resolve({ text: 'x'.repeat(200_000) });
  assert.equal((await asked as { text: string }).text.length, 200_000);
});

test('a UsageError reaches the asker with its hint, a defect stays with the server', async (t) => {
  runtimeDirectory(t);
  const seen: unknown[] = [];
  const handle = async (request: { command: string }): Promise<object> => {
    throw request.command === 'reset' ? new UsageError('no reset', 'try dev') : new Error('inner detail');
  };
  const control = await serveControl(18_002, handle, (error) => seen.push(error));
  t.after(() => control.close());
  await assert.rejects(askControl(control.path, { command: 'reset' }), { name: 'UsageError', message: 'no reset', hint: 'try dev' });
  await assert.rejects(askControl(control.path, { command: 'credentials' }), (error: UsageError) => !`${error.message}${error.hint}`.includes('detail'));
  assert.equal((seen[0] as Error).message, 'inner detail');
});

test('whatever is sent, the server answers an error or hangs up, and goes on', async (t) => {
  runtimeDirectory(t);
  const control = await serveControl(18_003, async () => ({ now: 1 }), nothingFails);
  t.after(() => control.close());
  for (const line of ['\n', 'null\n', '[]\n', '{}\n', '{"command":"nope"}\n', '{"command":"create-account"}\n', '{"command":"advance-clock","milliseconds":"1"}\n', 'GET / HTTP/1.1\r\n\r\n'])
    assert.match(await say(control.path, line), /^\{"error":\{"message":"[^\n]*\}\n$/, line);
  assert.equal(await say(control.path, '{"command":"reset"}'), '', 'no line, no answer');
  assert.equal(await say(control.path, 'x'.repeat(100_000)), '', 'too long');
  assert.deepEqual(await askControl(control.path, { command: 'reset' }), { now: 1 });
});

test('any line gives a request or a UsageError', () => {
  fc.assert(
    fc.property(fc.oneof(fc.string(), fc.json()), (line) => {
      try {
        parseRequest(line);
      } catch (error) {
        assert.ok(error instanceof UsageError);
      }
    }),
  );
});

test('closing lets the answer that is being made go out', async (t) => {
  runtimeDirectory(t);
  const started = Promise.withResolvers<void>();
  const proceed = Promise.withResolvers<void>();
  const handle = async (): Promise<object> => {
    started.resolve();
    await proceed.promise;
    return { now: 3 };
  };
  const control = await serveControl(18_004, handle, nothingFails);
  const answer = askControl(control.path, { command: 'advance-clock', milliseconds: 0 });
  await started.promise;
  const closed = control.close();
  proceed.resolve();
  assert.deepEqual(await answer, { now: 3 });
  await closed;
  await assert.rejects(askControl(control.path, { command: 'reset' }), NoServer);
});

test('a socket left by a killed server is replaced, that of a living one is not', async (t) => {
  runtimeDirectory(t);
  makeControlDirectory();
  writeFileSync(controlPath(18_005), '');
  const first = await serveControl(18_005, async () => ({ who: 1 }), nothingFails);
  const second = await serveControl(18_005, async () => ({ who: 2 }), nothingFails);
  t.after(() => Promise.all([first.close(), second.close()]));
  assert.deepEqual(await askControl(first.path, { command: 'reset' }), { who: 1 });
  assert.deepEqual(await askControl(second.path, { command: 'reset' }), { who: 2 });
});

test('a directory that others can enter, or a link to one, is not used', (t) => {
  const runtime = runtimeDirectory(t);
  const directory = controlDirectory();
  mkdirSync(directory);
  chmodSync(directory, 0o755);
  assert.throws(() => makeControlDirectory(), UsageError);
  rmSync(directory, { recursive: true });
  mkdirSync(join(runtime, 'elsewhere'), { mode: 0o700 });
  symlinkSync(join(runtime, 'elsewhere'), directory);
  assert.throws(() => makeControlDirectory(), UsageError);
  assert.equal(isPrivate(join(runtime, 'elsewhere')), true);
  assert.equal(isPrivate(join(runtime, 'nothing')), false);
});

test('the path of a socket stays within what a socket address holds', (t) => {
  const deep = join(runtimeDirectory(t), 'd'.repeat(90));
  mkdirSync(deep, { mode: 0o700 });
  assert.throws(() => controlPath(8736, '', { XDG_RUNTIME_DIR: deep }), /too long/);
  assert.ok(!controlPath(8736, '', { XDG_RUNTIME_DIR: '/does/not/exist' }).startsWith('/does'));
});

test('server.json comes and goes, and what is no such file is none', (t) => {
  const directory = runtimeDirectory(t);
  const server = { pid: 4711, url: 'http://127.0.0.1:8736', control: '/s' };
  assert.equal(readServerFile(directory), undefined);
  writeServerFile(directory, server);
  assert.deepEqual(readServerFile(directory), server);
  assert.equal(lstatSync(join(directory, 'server.json')).mode & 0o777, 0o600);
  removeServerFile(directory, 4712);
  assert.deepEqual(readServerFile(directory), server, 'that of another process stays');
  removeServerFile(directory, 4711);
  assert.equal(readServerFile(directory), undefined);
  for (const text of ['', '{', 'null', '{"pid":1}']) {
    writeFileSync(join(directory, 'server.json'), text);
    assert.equal(readServerFile(directory), undefined, text);
  }
});

test('reset and clock are for emulators, the clock for manual ones', async () => {
  const done: string[] = [];
  const trent = (auth: 'off' | 'sigv4', clock: 'real' | 'manual') =>
    ({ config: { auth, clock }, reset: async () => void done.push('reset'), advanceClock: async (ms: number) => (done.push('advance'), ms) }) as unknown as Trent;
  await assert.rejects(carryOut(trent('sigv4', 'real'), { command: 'reset' }), /emulator/);
  await assert.rejects(carryOut(trent('sigv4', 'manual'), { command: 'advance-clock', milliseconds: 1 }), /emulator/);
  await assert.rejects(carryOut(trent('off', 'real'), { command: 'advance-clock', milliseconds: 1 }), /real one/);
  await assert.rejects(carryOut(trent('off', 'manual'), { command: 'advance-clock', milliseconds: -1 }), /forward/);
  assert.deepEqual(done, []);
  assert.deepEqual(await carryOut(trent('off', 'manual'), { command: 'advance-clock', milliseconds: 1 }), { now: 1 });
  await carryOut(trent('off', 'real'), { command: 'reset' });
  assert.deepEqual(done, ['advance', 'reset']);
});

test('a server that answers nonsense is an error, not a crash', async (t) => {
  const directory = runtimeDirectory(t);
  const path = join(directory, 's');
  const server = createServer((socket) => socket.end('hello\n')).listen(path);
  await once(server, 'listening');
  t.after(() => server.close());
  await assert.rejects(askControl(path, { command: 'reset' }), UsageError);
});
