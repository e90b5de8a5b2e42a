import assert from 'node:assert/strict';
import { once } from 'node:events';
import { Agent, request as httpRequest } from 'node:http';
import type { IncomingMessage } from 'node:http';
import { test } from 'node:test';
import fc from 'fast-check';
import type { RawResponse } from '../../src/base/http-message.ts';
import { HTTP_LIMITS } from '../../src/http/limits.ts';
import { startServer } from '../../src/http/server.ts';
import { Client, JSON_TYPE, SIGNED_POST, nextTurn, parseAnswers, rig } from './harness.ts';

const GET = 'GET / HTTP/1.1\r\nHost: a\r\n\r\n';

async function textOf(message: IncomingMessage): Promise<string> {
  const parts: Buffer[] = [];
  for await (const part of message) parts.push(part as Buffer);
  return Buffer.concat(parts).toString('utf8');
}

test('fetch sends and gets what it should', async (t) => {
  const { server, requests } = await rig(t, { handle: () => ({ status: 400, contentType: JSON_TYPE, body: '{"é":"€"}' }) });
  const response = await fetch(`${server.url}/a?b=c`, { method: 'POST', body: '{"x":"ü"}', headers: { 'X-Amz-Target': 'T' } });
  assert.equal(response.status, 400);
  assert.equal(response.headers.get('content-type'), JSON_TYPE);
  assert.match(response.headers.get('x-amzn-requestid') ?? '', /^[0-9a-f-]{36}$/);
  assert.deepEqual(await response.json(), { 'é': '€' });
  const request = requests[0];
  assert.deepEqual([request?.method, request?.target, request?.body.toString('utf8')], ['POST', '/a?b=c', '{"x":"ü"}']);
  assert.equal(request?.requestId, response.headers.get('x-amzn-requestid'));
  assert.equal(request?.secure, false);
  assert.equal(request?.remoteAddress, '127.0.0.1');
});

test('a keep-alive agent of node:http uses one connection for many requests, sized and chunked', async (t) => {
  const { server, requests } = await rig(t);
  const agent = new Agent({ keepAlive: true, maxSockets: 1 });
  t.after(() => agent.destroy());
  const ports = new Set<number | undefined>();
  for (let i = 0; i < 10; i += 1) {
    const body = 'b'.repeat(i * 30_000);
    const headers = i % 2 === 0 ? { 'content-length': body.length } : { 'transfer-encoding': 'chunked' };
    const request = httpRequest(`${server.url}/${i}`, { agent, method: 'POST', headers });
    request.end(body);
    const [message] = (await once(request, 'response')) as [IncomingMessage];
    ports.add(message.socket.localPort);
    assert.equal((JSON.parse(await textOf(message)) as { body: string }).body, body);
  }
  assert.equal(ports.size, 1);
  assert.equal(requests.length, 10);
});

test('node:http waits for 100-continue and gets it', async (t) => {
  const { server, requests } = await rig(t);
  const request = httpRequest(server.url, { method: 'PUT', headers: { expect: '100-continue', 'content-length': 4 } });
  request.flushHeaders();
  await once(request, 'continue');
  assert.equal(requests.length, 0);
  request.end('four');
  const [message] = (await once(request, 'response')) as [IncomingMessage];
  await textOf(message);
  assert.equal(requests[0]?.body.toString(), 'four');
});

test('HEAD over node:http has no body', async (t) => {
  const { server } = await rig(t);
  const response = await fetch(server.url, { method: 'HEAD' });
  assert.equal(await response.text(), '');
  assert.ok(Number(response.headers.get('content-length')) > 0);
});

test('a request byte by byte over the wire', async (t) => {
  const { server, requests } = await rig(t);
  const client = await Client.open(server.port);
  for (const octet of SIGNED_POST) {
    client.send(octet);
    await nextTurn();
  }
  await client.answers(1);
  assert.equal(requests[0]?.body.toString(), '{"KeyId":"alias/orders"}');
  client.socket.end();
});

test('many pipelined requests are answered in order', async (t) => {
  const handle = async (request: { target: string }): Promise<RawResponse> => {
    if (request.target.endsWith('3')) await nextTurn();
    return { status: 200, contentType: '', body: request.target };
  };
  const { server } = await rig(t, { handle });
  const client = await Client.open(server.port);
  const targets = Array.from({ length: 300 }, (_, i) => `/${i}`);
  client.send(targets.map((target) => `GET ${target} HTTP/1.1\r\nHost: a\r\nX: ${'v'.repeat(1_000)}\r\n\r\n`).join(''));
  const answers = await client.answers(300);
  assert.deepEqual(answers.map((answer) => answer.body), targets);
  client.socket.end();
});

test('Connection: close and HTTP/1.0 end the connection after the answer', async (t) => {
  const { server } = await rig(t);
  for (const text of ['GET / HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n', 'GET / HTTP/1.0\r\n\r\n']) {
    const client = await Client.open(server.port);
    client.send(text);
    const [answer] = parseAnswers(await client.rest());
    assert.equal(answer?.status, 200);
    assert.equal(answer?.headers['Connection'], 'close');
  }
});

test('a client that has shut its sending side still gets an answer that takes a while', async (t) => {
  const { server } = await rig(t, {
    handle: async (request) => {
      for (let turn = 0; turn < 200; turn += 1) await nextTurn();
      return { status: 200, contentType: '', body: request.target };
    },
  });
  const client = await Client.open(server.port);
  client.socket.end(GET);
  assert.equal(parseAnswers(await client.rest())[0]?.body, '/');
});

test('a refusal is readable although the client goes on sending', async (t) => {
  const { server, requests } = await rig(t, { bodyLimit: () => 1_000 });
  const client = await Client.open(server.port);
  client.send('POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 5000000\r\n\r\n');
  for (let i = 0; i < 50; i += 1) {
    client.send('x'.repeat(100_000));
    await nextTurn();
  }
  assert.equal(parseAnswers(await client.rest())[0]?.body, 'BodyTooLarge');
  await client.until((it) => it.closed);
  assert.equal(requests.length, 0);
});

test('the connection over the count is closed at once; the others stay', async (t) => {
  const { server } = await rig(t, { limits: { connectionCount: 2 } });
  const kept = [await Client.open(server.port), await Client.open(server.port)];
  for (const client of kept) {
    client.send(GET);
    await client.answers(1);
  }
  const excess = await Client.open(server.port);
  await excess.until((it) => it.closed || it.ended);
  assert.equal(excess.received, '');
  for (const client of kept) {
    client.send(GET);
    await client.answers(2);
    client.socket.end();
  }
});

test('resets at any point do no harm', async (t) => {
  const { server, errors } = await rig(t, { handle: async () => ({ status: 200, contentType: '', body: 'x'.repeat(500_000) }) });
  for (const part of ['', 'GET', SIGNED_POST.slice(0, -3), SIGNED_POST, `${GET}${GET}${GET}`]) {
    const client = await Client.open(server.port);
    client.send(part);
    await nextTurn();
    client.socket.resetAndDestroy();
  }
  const response = await fetch(server.url);
  assert.equal((await response.text()).length, 500_000);
  assert.deepEqual(errors, []);
});

test('any bytes over the wire: the server still answers a good request', async (t) => {
  const { server, errors } = await rig(t);
  const noise = fc.oneof(
    fc.uint8Array({ minLength: 1, maxLength: 300 }).map((bytes) => Buffer.from(bytes).toString('latin1')),
    fc.tuple(fc.nat(SIGNED_POST.length), fc.string({ maxLength: 5 })).map(([at, text]) => SIGNED_POST.slice(0, at) + text + SIGNED_POST.slice(at)),
  );
  await fc.assert(
    fc.asyncProperty(noise, async (text) => {
      const client = await Client.open(server.port);
      client.socket.end(text, 'latin1');
      await client.until((it) => it.ended || it.closed);
      const good = await Client.open(server.port);
      good.send(SIGNED_POST);
      const [answer] = await good.answers(1);
      good.socket.end();
      assert.equal(answer?.status, 200);
    }),
    { numRuns: 150 },
  );
  assert.deepEqual(errors, []);
});

test('an address in use is told to the caller', async (t) => {
  const { server } = await rig(t);
  const options = { host: '127.0.0.1', clock: { now: () => 0 }, newRequestId: () => '', reject: () => ({ status: 400, contentType: '', body: '' }) };
  const handle = options.reject;
  await assert.rejects(startServer({ ...options, port: server.port, handle }), { code: 'EADDRINUSE' });
});

test('drain closes idle connections, finishes requests in flight, and takes no new ones', async (t) => {
  const waiting: ((response: RawResponse) => void)[] = [];
  const { server } = await rig(t, {
    handle: (request) =>
      request.target === '/slow' ? new Promise((resolve) => waiting.push(resolve)) : { status: 200, contentType: '', body: '' },
  });
  const idle = await Client.open(server.port);
  idle.send(GET);
  await idle.answers(1);
  const busy = await Client.open(server.port);
  busy.send('GET /slow HTTP/1.1\r\nHost: a\r\n\r\n');
  while (waiting.length === 0) await nextTurn();
  const drained = server.drain();
  assert.equal(server.drain(), drained);
  await idle.rest();
  await assert.rejects(Client.open(server.port), { code: 'ECONNREFUSED' });
  waiting[0]?.({ status: 200, contentType: '', body: 'done' });
  const [answer] = parseAnswers(await busy.rest());
  assert.equal(answer?.body, 'done');
  assert.equal(answer?.headers['Connection'], 'close');
  await drained;
});

test('drain does not wait for clients that have been idle for a while', async (t) => {
  const { server, pass } = await rig(t);
  const [silent, asked] = [await Client.open(server.port), await Client.open(server.port)];
  asked.send(GET);
  await asked.answers(1);
  pass(1_000);
  await server.drain();
  // Neither has ended its own side.
  for (const client of [silent, asked]) await client.until((it) => it.ended);
});

test('drain waits for a client that has just been answered', async (t) => {
  const { server, pass } = await rig(t);
  const client = await Client.open(server.port);
  client.send(GET);
  await client.answers(1);
  let closed = false;
  const drained = server.drain().then(() => (closed = true));
  await client.until((it) => it.ended);
  await nextTurn();
  assert.equal(closed, false);
  pass(HTTP_LIMITS.lingerMs + 1);
  await drained;
});

test('drain cuts off what outlasts its grace', async (t) => {
  const { server, requests, pass } = await rig(t, { handle: () => new Promise(() => undefined) });
  const stuck = await Client.open(server.port);
  stuck.send(GET);
  while (requests.length === 0) await nextTurn();
  const drained = server.drain();
  pass(HTTP_LIMITS.drainMs - 1);
  assert.equal(stuck.closed, false);
  pass(1);
  await stuck.until((it) => it.closed || it.ended);
  await drained;
});
