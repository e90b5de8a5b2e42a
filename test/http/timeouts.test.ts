import assert from 'node:assert/strict';
import { test } from 'node:test';
import { HTTP_LIMITS } from '../../src/http/limits.ts';
import { Client, SIGNED_POST, bench, parseAnswers, rig } from './harness.ts';

const { headMs, bodyMs, bodyBytesPerSecond, idleMs, unsentMs, lingerMs } = HTTP_LIMITS;
const GET = 'GET / HTTP/1.1\r\nHost: a\r\n\r\n';
const BODY_HEAD = 'POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 1000000\r\n\r\n';

test('a head has its time from its first byte, whatever trickles in', () => {
  const { socket, pass } = bench();
  pass(idleMs - 1);
  socket.deliver('GET');
  pass(headMs - 1);
  socket.deliver(' /');
  pass(1);
  assert.equal(socket.written, '');
  pass(1);
  assert.equal(parseAnswers(socket.written)[0]?.body, 'Timeout');
  assert.equal(socket.ended, true);
});

test('a body has its time from its head, and more for what has come', () => {
  const { socket, pass } = bench();
  socket.deliver(BODY_HEAD);
  pass(bodyMs);
  assert.equal(socket.written, '');
  socket.deliver(Buffer.alloc(10 * bodyBytesPerSecond));
  pass(10_000);
  assert.equal(socket.written, '');
  pass(1);
  assert.equal(parseAnswers(socket.written)[0]?.body, 'Timeout');
});

test('a body in chunks has the same limit', () => {
  const { socket, pass } = bench();
  socket.deliver('POST / HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n');
  pass(bodyMs - 1);
  socket.deliver('1\r\na\r\n');
  pass(2);
  assert.equal(parseAnswers(socket.written)[0]?.body, 'Timeout');
});

test('an idle connection ends without a word, new or used', () => {
  for (const used of [false, true]) {
    const { socket, pass } = bench();
    if (used) socket.deliver(GET);
    const { written } = socket;
    pass(idleMs);
    assert.equal(socket.ended, false);
    pass(1);
    assert.equal(socket.ended, true);
    assert.equal(socket.written, written);
  }
});

test('the time that the handler takes is nobody\'s fault here', () => {
  const { socket, pass } = bench({ handle: () => new Promise(() => undefined) });
  socket.deliver(GET);
  pass(1_000_000);
  assert.deepEqual([socket.ended, socket.destroyed], [false, false]);
});

test('an answer that is not read is cut off', () => {
  const { socket, pass } = bench();
  pass(idleMs - 1);
  socket.deliver(GET);
  socket.writableLength = 1;
  pass(unsentMs);
  assert.equal(socket.destroyed, false);
  pass(1);
  assert.equal(socket.destroyed, true);
});

test('after the last answer the client gets a while to end its side', () => {
  const { socket, pass } = bench();
  socket.deliver('nonsense\r\n\r\n');
  assert.equal(socket.ended, true);
  pass(lingerMs);
  socket.deliver('more');
  assert.equal(socket.destroyed, false);
  pass(1);
  assert.equal(socket.destroyed, true);
});

test('over the wire: a stalled request is answered and closed', async (t) => {
  const { server, pass } = await rig(t);
  const client = await Client.open(server.port);
  client.send(`${BODY_HEAD.replace('\r\n\r\n', '\r\nExpect: 100-continue\r\n\r\n')}`);
  await client.answers(1);
  pass(bodyMs + 1);
  const answers = parseAnswers(await client.rest());
  assert.deepEqual(answers.map((answer) => answer.body), ['', 'Timeout']);
});

test('over the wire: a reader that stops reading is cut off', async (t) => {
  const body = 'x'.repeat(30_000_000);
  let answered = (): void => undefined;
  const sent = new Promise<void>((resolve) => (answered = resolve));
  const handle = (): { status: number; contentType: string; body: string } => {
    // The answer leaves at the end of this turn; the next turn knows how much of it is stuck.
    setImmediate(() => setImmediate(answered));
    return { status: 200, contentType: '', body };
  };
  const { server, pass } = await rig(t, { handle });
  const client = await Client.open(server.port);
  client.socket.pause();
  client.send(SIGNED_POST);
  await sent;
  pass(unsentMs + 1);
  client.socket.resume();
  await client.until((it) => it.closed || it.ended);
  assert.ok(client.received.length < body.length);
});
