import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import type { IncomingMessage } from 'node:http';
import { Agent, request as httpsRequest } from 'node:https';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, test } from 'node:test';
import { connect } from 'node:tls';
import type { TLSSocket } from 'node:tls';
import { HTTP_LIMITS } from '../../src/http/limits.ts';
import { startServer } from '../../src/http/server.ts';
import { Client, SIGNED_POST, nextTurn, rig } from './harness.ts';

const folder = mkdtempSync(join(tmpdir(), 'trent-tls-'));
after(() => rmSync(folder, { recursive: true }));
const [keyFile, certFile] = [join(folder, 'key.pem'), join(folder, 'cert.pem')];
const subject = ['-subj', '/CN=localhost', '-addext', 'subjectAltName=DNS:localhost,IP:127.0.0.1'];
execFileSync(
  'openssl',
  ['req', '-x509', '-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:P-256', '-nodes', '-days', '2', '-keyout', keyFile, '-out', certFile, ...subject],
  { stdio: 'pipe' },
);
const tls = { key: readFileSync(keyFile, 'utf8'), cert: readFileSync(certFile, 'utf8') };

async function dial(port: number): Promise<Client> {
  const options = { port, host: '127.0.0.1', ca: tls.cert, allowHalfOpen: true };
  const socket = connect(options);
  await once(socket, 'secureConnect');
  return new Client(socket);
}

test('node:https trusts the certificate, keeps the connection, and the request is secure', async (t) => {
  const { server, requests } = await rig(t, { tls });
  assert.match(server.url, /^https:/);
  const agent = new Agent({ keepAlive: true, maxSockets: 1, ca: tls.cert });
  t.after(() => agent.destroy());
  for (const size of [3, 200_000]) {
    const request = httpsRequest(server.url, { agent, method: 'POST' });
    request.end('b'.repeat(size));
    const [message] = (await once(request, 'response')) as [IncomingMessage];
    let length = 0;
    for await (const part of message) length += (part as Buffer).length;
    assert.ok(length > size);
    assert.equal(request.reusedSocket, size !== 3);
    assert.equal(requests.at(-1)?.body.length, size);
    assert.equal(requests.at(-1)?.secure, true);
    assert.deepEqual(requests.at(-1)?.tls, { version: 'TLSv1.3', cipherSuite: 'TLS_AES_256_GCM_SHA384' });
  }
});

test('pipelining, half-closed clients and large answers work over TLS', async (t) => {
  const { server } = await rig(t, { tls, handle: (request) => ({ status: 200, contentType: '', body: request.target.repeat(100_000) }) });
  const client = await dial(server.port);
  const targets = ['/a', '/b', '/c', '/d'];
  client.send(targets.map((target) => `GET ${target} HTTP/1.1\r\nHost: a\r\n\r\n`).join(''));
  const answers = await client.answers(4);
  assert.deepEqual(answers.map((answer) => answer.body.slice(0, 2)), targets);
  client.socket.end();
  await client.until((it) => it.closed);
});

test('TLS 1.1 is refused, plain HTTP gets nothing, and the server goes on', async (t) => {
  const { server, requests } = await rig(t, { tls });
  const old = connect({ port: server.port, host: '127.0.0.1', ca: tls.cert, minVersion: 'TLSv1.1', maxVersion: 'TLSv1.1', ciphers: 'DEFAULT@SECLEVEL=0' });
  const [error] = (await once(old, 'error')) as [NodeJS.ErrnoException];
  assert.match(String(error.code), /^(ERR_SSL|ECONNRESET)/);
  const plain = await Client.open(server.port);
  plain.send(SIGNED_POST);
  await plain.until((it) => it.closed || it.ended);
  assert.equal(plain.received.includes('HTTP/1.1'), false);
  const good = await dial(server.port);
  good.send(SIGNED_POST);
  assert.equal((await good.answers(1))[0]?.status, 200);
  good.socket.end();
  assert.equal(requests.length, 1);
  assert.match(String((good.socket as TLSSocket).getProtocol()), /^TLSv1\.[23]$/);
});

test('drain abandons handshakes and ends idle TLS connections', async (t) => {
  const { server } = await rig(t, { tls });
  const silent = await Client.open(server.port);
  const idle = await dial(server.port);
  idle.send(SIGNED_POST);
  await idle.answers(1);
  const drained = server.drain();
  await idle.rest();
  await silent.until((it) => it.closed || it.ended);
  await drained;
});

test('a handshake that stalls is cut off', async (t) => {
  const { server } = await rig(t, { tls, limits: { handshakeMs: 20 } });
  const silent = await Client.open(server.port);
  await silent.until((it) => it.closed || it.ended);
  assert.equal(silent.received, '');
});

test('a connection that stands idle on TLS is ended by the sweep', async (t) => {
  const { server, pass } = await rig(t, { tls });
  const idle = await dial(server.port);
  idle.send(SIGNED_POST);
  await idle.answers(1);
  await nextTurn();
  pass(HTTP_LIMITS.idleMs + 1);
  await idle.until((it) => it.ended);
  idle.socket.end();
});

test('a bad key is told to the caller', async () => {
  const reject = (): { status: number; contentType: string; body: string } => ({ status: 400, contentType: '', body: '' });
  const options = { host: '127.0.0.1', port: 0, clock: { now: () => 0 }, newRequestId: () => '', reject, handle: reject };
  await assert.rejects(startServer({ ...options, tls: { key: 'no key', cert: tls.cert } }));
});
