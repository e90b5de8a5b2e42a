import assert from 'node:assert/strict';
import { cpSync, lstatSync, readFileSync, symlinkSync, writeFileSync } from 'node:fs';
import { spawn } from 'node:child_process';
import { connect, createServer, type AddressInfo } from 'node:net';
import { once } from 'node:events';
import { join } from 'node:path';
import { test } from 'node:test';
import { CreateKeyCommand, DescribeKeyCommand, KMSClient, ListKeysCommand, ScheduleKeyDeletionCommand } from '@aws-sdk/client-kms';
import { exported, ROOT, Sandbox, served, type Result } from './support.ts';

const ACCOUNT = '111122223333';
const KEY = '1234abcd-12ab-34cd-56ef-1234567890ab';

function clientOf(variables: Record<string, string>): KMSClient {
  return new KMSClient({
    endpoint: variables['AWS_ENDPOINT_URL']!,
    region: variables['AWS_REGION']!,
    credentials: { accessKeyId: variables['AWS_ACCESS_KEY_ID']!, secretAccessKey: variables['AWS_SECRET_ACCESS_KEY']! },
    maxAttempts: 1,
  });
}

const succeeded = (result: Result): Result => {
  assert.equal(result.code, 0, result.stderr);
  return result;
};

test('a first start, env, one more account, a second start: the lines work, and stay the same', async (t) => {
  const sandbox = new Sandbox(t);
  const first = await served(sandbox.start(['serve', '--port', '0', '--region', 'eu-west-1']));
  assert.match(first.said, /ready on http:\/\/127\.0\.0\.1:\d+, keeping data in trent-data/);
  assert.equal(first.variables['AWS_REGION'], 'eu-west-1');
  assert.equal(lstatSync(sandbox.path('trent-data')).mode & 0o777, 0o700);
  const { KeyMetadata } = await clientOf(first.variables).send(new CreateKeyCommand({}));
  assert.equal(KeyMetadata!.AWSAccountId, '000000000000');

  const again = succeeded(await sandbox.trent(['env']));
  assert.deepEqual([exported(again.stdout), again.stderr], [first.variables, '']);
  assert.deepEqual(exported((await sandbox.trent(['env', '--port', first.port, '--data', 'other'])).stdout), first.variables);

  const created = succeeded(await sandbox.trent(['account', 'create', ACCOUNT]));
  assert.deepEqual((await clientOf(exported(created.stdout)).send(new ListKeysCommand({}))).Keys, []);
  assert.equal(succeeded(await sandbox.trent(['env', '--account', ACCOUNT])).stdout, created.stdout);
  const twice = await sandbox.trent(['account', 'create', ACCOUNT]);
  assert.deepEqual([twice.code, twice.stdout], [1, '']);
  assert.equal((await first.stop()).code, 0);

  const offline = succeeded(await sandbox.trent(['env', '--region', 'eu-west-1']));
  assert.deepEqual(exported(offline.stdout), { ...first.variables, AWS_ENDPOINT_URL: 'http://127.0.0.1:8736' });
  assert.match(offline.stderr, /no server is running/);
  const offlineAccount = succeeded(await sandbox.trent(['account', 'create', '222233334444']));

  const second = await served(sandbox.start(['serve', '--port', '0']));
  assert.equal(second.variables['AWS_SECRET_ACCESS_KEY'], first.variables['AWS_SECRET_ACCESS_KEY']);
  const keys = await clientOf({ ...second.variables, AWS_REGION: 'eu-west-1' }).send(new ListKeysCommand({}));
  assert.deepEqual(keys.Keys!.map(({ KeyId }) => KeyId), [KeyMetadata!.KeyId]);
  await clientOf({ ...exported(offlineAccount.stdout), AWS_ENDPOINT_URL: second.url }).send(new ListKeysCommand({}));
  assert.equal((await second.stop('SIGINT')).code, 0);
});

test('a data directory has one server, and so has a port', async (t) => {
  const sandbox = new Sandbox(t);
  const server = await served(sandbox.start(['serve', '--port', '0']));
  for (const [args, message] of [
    [['serve', '--port', '0'], /trent-data|in use|locked/],
    [['serve', '--port', server.port, '--data', 'other'], /in use already/],
  ] as const) {
    const { code, stdout, stderr } = await sandbox.trent(args);
    assert.deepEqual([code, stdout], [1, ''], stderr);
    assert.match(stderr, message);
    assert.match(stderr, /^trent: [^\n]+\nhint: [^\n]+\n$/);
  }
  assert.equal((await server.stop()).code, 0);
});

test('what a killed server left behind does not matter', async (t) => {
  const sandbox = new Sandbox(t);
  const killed = await served(sandbox.start(['serve', '--port', '0']));
  // The launcher may be another process than the server, and a launcher that is killed cannot pass that on.
  const { pid } = JSON.parse(readFileSync(sandbox.path('trent-data/server.json'), 'utf8')) as { pid: number };
  process.kill(pid, 'SIGKILL');
  await once(killed.child, 'exit');
  const offline = succeeded(await sandbox.trent(['env']));
  assert.equal(exported(offline.stdout)['AWS_ACCESS_KEY_ID'], killed.variables['AWS_ACCESS_KEY_ID']);
  const next = await served(sandbox.start(['serve', '--port', killed.port]));
  assert.deepEqual(exported(succeeded(await sandbox.trent(['env'])).stdout), killed.variables);
  assert.equal((await next.stop()).code, 0);
});

test('SIGTERM waits for the request in flight', async (t) => {
  const sandbox = new Sandbox(t);
  const server = await served(sandbox.start(['dev', '--port', '0']));
  const body = '{}';
  const socket = connect(Number(server.port), '127.0.0.1');
  let answer = '';
  socket.on('data', (piece) => (answer += String(piece)));
  socket.write(`POST / HTTP/1.1\r\nHost: x\r\nX-Amz-Target: TrentService.ListKeys\r\nContent-Type: application/x-amz-json-1.1\r\nContent-Length: ${body.length}\r\nExpect: 100-continue\r\n\r\n`);
  // "100 Continue" proves that the server has the head: the request has begun.
  await once(socket, 'data');
  assert.match(answer, /^HTTP\/1\.1 100/);
  const stopped = server.stop();
  socket.write(body);
  await once(socket, 'close');
  assert.match(answer, /HTTP\/1\.1 200[\s\S]*"Keys":\[\]/);
  assert.equal((await stopped).code, 0);
});

test('the emulator mode warns in a box, takes any credentials, keeps its own time, and can be reset', async (t) => {
  const sandbox = new Sandbox(t);
  writeFileSync(sandbox.path('seed.yaml'), `keys:\n  - id: ${KEY}\n    aliases: [alias/orders]\n`);
  const server = await served(sandbox.start(['dev', '--port', '0', '--clock', 'manual', '--seed', 'seed.yaml']));
  assert.match(server.said, /^┌─+┐\n│ EMULATOR MODE[^\n]*│\n[\s\S]*└─+┘\n/);
  const client = clientOf({ ...server.variables, AWS_ACCESS_KEY_ID: 'anything', AWS_SECRET_ACCESS_KEY: 'at-all' });
  assert.equal((await client.send(new DescribeKeyCommand({ KeyId: 'alias/orders' }))).KeyMetadata!.KeyId, KEY);
  await client.send(new ScheduleKeyDeletionCommand({ KeyId: KEY, PendingWindowInDays: 7 }));
  const { KeyMetadata } = await client.send(new CreateKeyCommand({}));

  const before = succeeded(await sandbox.trent(['clock', 'advance', '6d', '--port', server.port])).stdout;
  assert.equal((await client.send(new DescribeKeyCommand({ KeyId: KEY }))).KeyMetadata!.KeyState, 'PendingDeletion');
  const after = succeeded(await sandbox.trent(['clock', 'advance', '1d1s', '--port', server.port])).stdout;
  assert.equal(Date.parse(after.trim()) - Date.parse(before.trim()), 86_401_000);
  await assert.rejects(client.send(new DescribeKeyCommand({ KeyId: KEY })), { name: 'NotFoundException' });

  succeeded(await sandbox.trent(['reset', '--port', server.port]));
  await assert.rejects(client.send(new DescribeKeyCommand({ KeyId: KeyMetadata!.KeyId! })), { name: 'NotFoundException' });
  assert.equal((await client.send(new DescribeKeyCommand({ KeyId: KEY }))).KeyMetadata!.KeyState, 'Enabled');
  assert.equal((await server.stop()).code, 0);
});

test('a server that checks signatures cannot be reset, nor its clock moved', async (t) => {
  const sandbox = new Sandbox(t);
  const server = await served(sandbox.start(['serve', '--port', '0', '--data', ':memory:']));
  assert.doesNotMatch(server.said, /EMULATOR/);
  for (const args of [['reset'], ['clock', 'advance', '1d']]) {
    const { code, stderr } = await sandbox.trent([...args, '--port', server.port]);
    assert.equal(code, 1);
    assert.match(stderr, /emulator mode alone/);
  }
  const wrong = clientOf({ ...server.variables, AWS_SECRET_ACCESS_KEY: 'x'.repeat(40) });
  await assert.rejects(wrong.send(new ListKeysCommand({})), { name: 'InvalidSignatureException' });
  await server.stop();
});

test('the root key is rotated under a running server, and offline', async (t) => {
  const sandbox = new Sandbox(t);
  writeFileSync(sandbox.path('two.key'), Buffer.alloc(32, 2).toString('base64'), { mode: 0o600 });
  const variables = { THREE: Buffer.alloc(32, 3).toString('base64') };
  const server = await served(sandbox.start(['serve', '--port', '0']));
  succeeded(await sandbox.trent(['rotate-root-key', '--to', 'file:two.key']));
  await clientOf(server.variables).send(new CreateKeyCommand({}));
  await server.stop();
  assert.equal((await sandbox.trent(['env'])).code, 1, 'the old root key opens nothing now');
  const before = succeeded(await sandbox.trent(['env', '--root-key', 'file:two.key'])).stdout;
  succeeded(await sandbox.trent(['rotate-root-key', '--root-key', 'file:two.key', '--to', 'env:THREE'], variables));
  assert.equal(succeeded(await sandbox.trent(['env', '--root-key', 'env:THREE'], variables)).stdout, before);
});

test('a control directory of somebody else costs the commands, not the service', async (t) => {
  const sandbox = new Sandbox(t);
  symlinkSync('/', sandbox.path(`trent-${process.getuid!()}`));
  const server = await served(sandbox.start(['dev', '--port', '0']));
  assert.match(server.said, /no control channel/);
  await clientOf(server.variables).send(new ListKeysCommand({}));
  assert.equal((await server.stop()).code, 0);
});

test('npm start serves from a warm install, and ends with it', { timeout: 60_000 }, async (t) => {
  const sandbox = new Sandbox(t);
  const tree = sandbox.path('tree');
  for (const part of ['bin', 'scripts', 'src', 'package.json', 'package-lock.json']) cpSync(join(ROOT, part), join(tree, part), { recursive: true });
  symlinkSync(join(ROOT, 'node_modules'), join(tree, 'node_modules'));
  const port = await freePort();
  const environment = { ...process.env, TRENT_PORT: String(port), TMPDIR: sandbox.directory };
  const child = spawn('npm', ['start'], { cwd: tree, env: environment, stdio: ['ignore', 'pipe', 'pipe'], detached: true });
  let closed = false;
  child.on('close', () => (closed = true));
  // The whole group: npm, its shell and the server.
  t.after(() => closed || process.kill(-child.pid!, 'SIGKILL'));
  const server = await served(child);
  t.diagnostic(`npm start: ready after ${Math.round(server.readyAfterMs)} ms`);
  await clientOf(server.variables).send(new ListKeysCommand({}));
  await server.stop();
  await assert.rejects(fetch(server.url), 'nobody listens any more');
});

/** Free a moment ago. TRENT_PORT=0 would do for the server; a fixed one also shows that the variable reaches it through npm. */
async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  server.close();
  await once(server, 'close');
  return port;
}
