import assert from 'node:assert/strict';
import { once } from 'node:events';
import { type AddressInfo, type Server, type Socket, connect, createServer } from 'node:net';
import { describe, test } from 'node:test';
import type { RawRequest, RawResponse } from '../../src/base/http-message.ts';
import { HTTP_LIMITS } from '../../src/http/limits.ts';
import { type Adopt, isSafe, leaveAsAccepted, sharedReads } from '../../src/http/shared-reads.ts';
import { Client, nextTurn, parseAnswers, rig } from './harness.ts';

const get = (target: string, padding = 0): string => `GET ${target} HTTP/1.1\r\nHost: a\r\nX: ${'v'.repeat(padding)}\r\n\r\n`;
const post = (body: string): string => `POST / HTTP/1.1\r\nHost: a\r\nContent-Length: ${body.length}\r\n\r\n${body}`;
const plain = (body: string): RawResponse => ({ status: 200, contentType: '', body });
const bodyOf = (request: RawRequest): RawResponse => plain(request.body.toString('latin1'));

/** Answers when it is told to. */
function patient(): { handle: (request: RawRequest) => Promise<RawResponse>; waiting: RawRequest[]; answerAll: () => void } {
  const waiting: RawRequest[] = [];
  const ready: (() => void)[] = [];
  const handle = (request: RawRequest): Promise<RawResponse> => {
    waiting.push(request);
    return new Promise((resolve) => ready.push(() => resolve(bodyOf(request))));
  };
  return { handle, waiting, answerAll: () => ready.splice(0).forEach((answer) => answer()) };
}

/** A way to adopt that keeps what it gave. */
async function watched(adopt: Adopt | undefined): Promise<{ adopt: Adopt; sockets: Socket[] }> {
  const sockets: Socket[] = [];
  const way = adopt ?? (await sharedReads());
  const keep: Adopt = (accepted) => {
    const socket = way(accepted);
    sockets.push(socket);
    return socket;
  };
  return { adopt: keep, sockets };
}

for (const [how, way] of [['into shared memory', undefined], ['as accepted', leaveAsAccepted]] as const) {
  describe(`connections that are read ${how}`, () => {
    test('keep the body of a request that is answered later, whatever others send meanwhile', async (t) => {
      const { handle, waiting, answerAll } = patient();
      const { server } = await rig(t, { adopt: way, handle });
      const clients = await Promise.all(Array.from({ length: 20 }, () => Client.open(server.port)));
      const bodies = clients.map((_, i) => String.fromCharCode(97 + i).repeat(1 + i * 300));
      for (const [i, client] of clients.entries()) {
        client.send(post(bodies[i] as string));
        while (waiting.length <= i) await nextTurn();
      }
      answerAll();
      for (const [i, client] of clients.entries()) {
        assert.equal((await client.answers(1))[0]?.body, bodies[i]);
        client.socket.end();
      }
    });

    test('keep heads and bodies that come in pieces, in turn with those of others', async (t) => {
      const { server } = await rig(t, { adopt: way, handle: bodyOf });
      const clients = await Promise.all(Array.from({ length: 8 }, () => Client.open(server.port)));
      const bodies = clients.map((_, i) => `${i}`.repeat(i === 7 ? 200_000 : 90));
      const texts = bodies.map(post);
      for (let step = 0; step < 10; step += 1) {
        for (const [i, client] of clients.entries()) {
          const text = texts[i] as string;
          const at = (cut: number): number => Math.floor((text.length * cut) / 10);
          client.send(text.slice(at(step), at(step + 1)));
          await nextTurn();
        }
      }
      for (const [i, client] of clients.entries()) {
        assert.equal((await client.answers(1))[0]?.body, bodies[i]);
        client.socket.end();
      }
    });

    test('answer pipelined requests in order', async (t) => {
      const { server } = await rig(t, { adopt: way, handle: (request) => plain(request.target) });
      const clients = [await Client.open(server.port), await Client.open(server.port)];
      const targets = clients.map((_, i) => Array.from({ length: 200 }, (_value, k) => `/${i}/${k}`));
      for (const [i, client] of clients.entries()) client.send((targets[i] as string[]).map((target) => get(target, 700)).join(''));
      for (const [i, client] of clients.entries()) {
        assert.deepEqual((await client.answers(200)).map((answer) => answer.body), targets[i]);
        client.socket.end();
      }
    });

    test('are not read while too much waits behind a request, and are afterwards', async (t) => {
      const { handle, waiting, answerAll } = patient();
      const { adopt, sockets } = await watched(way);
      const { server } = await rig(t, { adopt, handle: (request) => (request.target === '/first' ? handle(request) : plain('')) });
      const client = await Client.open(server.port);
      client.send(get('/first'));
      client.send(get('/then', 10_000).repeat(200));
      const [socket] = sockets as [Socket];
      while (waiting.length === 0 || !socket.isPaused()) await nextTurn();
      for (let turn = 0; turn < 50; turn += 1) await nextTurn();
      // As accepted, Node goes on until its own buffer is full, too.
      assert.ok(socket.bytesRead <= HTTP_LIMITS.pipelinedBytes + 4 * 65_536, String(socket.bytesRead));
      answerAll();
      assert.equal((await client.answers(201)).length, 201);
      client.socket.end();
    });

    test('may be half-open, and end with their answer', async (t) => {
      const { handle, waiting, answerAll } = patient();
      const { adopt, sockets } = await watched(way);
      const { server } = await rig(t, { adopt, handle });
      const client = await Client.open(server.port);
      client.socket.end(post('the last words'));
      while (waiting.length === 0 || !(sockets[0] as Socket).readableEnded) await nextTurn();
      answerAll();
      const [answer] = parseAnswers(await client.rest());
      assert.deepEqual([answer?.body, answer?.headers['Connection']], ['the last words', 'close']);
      await client.until((it) => it.closed);
    });

    test('may be reset at any time, and are counted until they are closed', async (t) => {
      const { adopt, sockets } = await watched(way);
      const { server, errors } = await rig(t, { adopt, handle: bodyOf, limits: { connectionCount: 3 } });
      for (const part of ['', 'GET', post('x').slice(0, -1), post('x'), get('/', 70_000), get('/').repeat(3)]) {
        const client = await Client.open(server.port);
        client.send(part);
        await nextTurn();
        client.socket.resetAndDestroy();
        while (!sockets.every((socket) => socket.destroyed)) await nextTurn();
      }
      const held = [await Client.open(server.port), await Client.open(server.port), await Client.open(server.port)];
      while (sockets.filter((socket) => !socket.destroyed).length < held.length) await nextTurn();
      const excess = await Client.open(server.port);
      await excess.until((it) => it.closed || it.ended);
      (held[0] as Client).socket.end();
      while (sockets.filter((socket) => !socket.destroyed).length === held.length) await nextTurn();
      const next = await Client.open(server.port);
      next.send(post('room again'));
      assert.equal((await next.answers(1))[0]?.body, 'room again');
      for (const client of [...held, next]) client.socket.end();
      assert.deepEqual(errors, []);
    });

    test('hold up a drain until they are closed', async (t) => {
      const { handle, waiting, answerAll } = patient();
      const { server } = await rig(t, { adopt: way, handle });
      const [idle, busy] = [await Client.open(server.port), await Client.open(server.port)];
      busy.send(post('still at work'));
      while (waiting.length === 0) await nextTurn();
      let drained = false;
      const drain = server.drain().then(() => (drained = true));
      await idle.rest();
      await idle.until((it) => it.closed);
      for (let turn = 0; turn < 20; turn += 1) await nextTurn();
      assert.equal(drained, false);
      answerAll();
      assert.equal(parseAnswers(await busy.rest())[0]?.body, 'still at work');
      await drain;
    });

    test('know who is at the other end, and stay open when that ends', async (t) => {
      const { adopt, sockets } = await watched(way);
      const { server } = await rig(t, { adopt, handle: bodyOf });
      const client = await Client.open(server.port);
      client.send(post(''));
      await client.answers(1);
      const { allowHalfOpen, remoteAddress, remotePort } = sockets[0] as Socket;
      assert.deepEqual([allowHalfOpen, remoteAddress, remotePort], [true, '127.0.0.1', client.socket.localPort]);
      client.socket.end();
    });
  });
}

test('the Node in use lets connections be read into shared memory', async () => {
  assert.equal((await sharedReads()) === leaveAsAccepted, process.platform === 'win32');
});

test('bytes that were read are overwritten by the next read of another connection', { skip: process.platform === 'win32' }, async () => {
  const adopt = await sharedReads();
  const heard: Buffer[] = [];
  const server = createServer((accepted) => adopt(accepted).on('data', (bytes: Buffer) => heard.push(bytes)));
  await once(server.listen(0, '127.0.0.1'), 'listening');
  const clients = ['first', 'other'].map(() => connect((server.address() as AddressInfo).port, '127.0.0.1'));
  for (const [i, client] of clients.entries()) {
    client.write(['first', 'other'][i] as string);
    while (heard.length <= i) await nextTurn();
  }
  assert.deepEqual(heard.map(String), ['other', 'other']);
  clients.forEach((client) => client.destroy());
  server.close();
});

describe('where Node is built otherwise, sockets stay as they were accepted:', () => {
  const insides = (socket: Socket): { _handle: unknown; _server: unknown } => socket as never;

  test('a socket without a handle, or without a server that counts it', async () => {
    const adopt = await sharedReads();
    for (const odd of [{}, { _handle: {} }, { _handle: null, _server: {} }]) assert.equal(adopt(odd as Socket), odd);
  });

  test('a trial in which nothing is adopted', async () => {
    assert.equal(await isSafe(leaveAsAccepted), false);
  });

  test('a trial in which a socket is counted no more', async () => {
    const adopt = await sharedReads();
    const uncounted: Adopt = (accepted) => {
      const { _server: server } = insides(accepted) as { _server: Server & { _connections: number } };
      server._connections -= 1;
      return adopt(accepted);
    };
    assert.equal(await isSafe(uncounted), false);
  });

  test('a trial in which the memory is not filled', async () => {
    const adopt = await sharedReads();
    const blank: Adopt = (accepted) => {
      const socket = adopt(accepted);
      return socket.prependListener('data', (bytes: Buffer) => bytes.fill(0));
    };
    assert.equal(await isSafe(blank), false);
  });

  test('a trial in which bytes are told of only after the next ones were read', async () => {
    const adopt = await sharedReads();
    const late: Adopt = (accepted) => {
      const socket = adopt(accepted);
      const emit = socket.emit.bind(socket) as (name: string | symbol, ...values: unknown[]) => boolean;
      const deferred = (name: string | symbol, ...values: unknown[]): boolean => Boolean(setImmediate(emit, name, ...values));
      return Object.assign(socket, { emit: deferred });
    };
    const trials: boolean[] = [];
    // It takes two reads in one turn.
    for (let i = 0; i < 10; i += 1) trials.push(await isSafe(late));
    assert.ok(trials.includes(false));
  });

  test('a trial in which adopting throws', async () => {
    const refusing: Adopt = () => {
      throw new TypeError('no handles, please');
    };
    assert.equal(await isSafe(refusing), false);
  });
});
