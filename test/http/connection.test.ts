import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import type { RawResponse } from '../../src/base/http-message.ts';
import { HTTP_LIMITS } from '../../src/http/limits.ts';
import { JSON_TYPE, SIGNED_POST, bench, nextTurn, parseAnswers } from './harness.ts';

const CHUNKED_POST = 'POST /c HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n3\r\nabc\r\n2\r\nde\r\n0\r\n\r\n';
const GET = 'GET /g HTTP/1.1\r\nHost: a\r\n\r\n';

for (const [what, text, body] of [
  ['with a length', SIGNED_POST, '{"KeyId":"alias/orders"}'],
  ['in chunks', CHUNKED_POST, 'abcde'],
  ['without a body', GET, ''],
] as const) {
  test(`a request ${what} is the same request at every split point`, () => {
    const whole = bench();
    whole.socket.deliver(text);
    for (let at = 1; at < text.length; at += 1) {
      const { socket, requests } = bench();
      socket.deliver(text.slice(0, at));
      assert.equal(requests.length, 0, `split at ${at}: too early`);
      socket.deliver(text.slice(at));
      assert.deepEqual(requests, whole.requests, `split at ${at}`);
      assert.equal(requests[0]?.body.toString(), body);
      assert.equal(socket.written, whole.socket.written);
    }
  });

  test(`a request ${what} may come byte by byte`, () => {
    const { socket, requests } = bench();
    for (const octet of text) socket.deliver(octet);
    assert.equal(requests.length, 1);
    assert.equal(requests[0]?.body.toString(), body);
  });
}

test('a request tells where it came from and how, and carries the id of its answer', () => {
  const { socket, requests } = bench({ secure: true });
  socket.deliver(SIGNED_POST);
  const { remoteAddress, secure, requestId } = requests[0] as (typeof requests)[0];
  assert.deepEqual({ remoteAddress, secure, requestId }, { remoteAddress: '192.0.2.1', secure: true, requestId: 'an-id' });
  assert.equal(parseAnswers(socket.written)[0]?.headers['x-amzn-RequestId'], 'an-id');
});

test('a short request is found after a long one that came in two pieces', () => {
  const { socket, requests } = bench();
  socket.deliver(SIGNED_POST.slice(0, 300));
  socket.deliver(SIGNED_POST.slice(300));
  socket.deliver(GET);
  assert.deepEqual(requests.map((request) => request.target), ['/', '/g']);
});

test('pipelined requests are handled one after the other, and answered in order', async () => {
  const waiting: ((response: RawResponse) => void)[] = [];
  const { socket, requests } = bench({ handle: () => new Promise((resolve) => waiting.push(resolve)) });
  socket.deliver(`${SIGNED_POST}${CHUNKED_POST}${GET}`);
  for (const [index, target] of ['/', '/c', '/g'].entries()) {
    assert.equal(requests.length, index + 1);
    assert.equal(requests[index]?.target, target);
    waiting[index]?.({ status: 200, contentType: JSON_TYPE, body: target });
    await nextTurn();
    await nextTurn();
  }
  assert.deepEqual(parseAnswers(socket.written).map((answer) => answer.body), ['/', '/c', '/g']);
});

test('reading stops while too much waits behind a request, and goes on afterwards', async () => {
  let answer: (response: RawResponse) => void = () => undefined;
  const { socket } = bench({ handle: () => new Promise((resolve) => (answer = resolve)) });
  socket.deliver(GET);
  socket.deliver(Buffer.alloc(HTTP_LIMITS.pipelinedBytes, 'a'));
  assert.equal(socket.isPaused(), false);
  socket.deliver('a');
  assert.equal(socket.isPaused(), true);
  answer({ status: 200, contentType: '', body: '' });
  await nextTurn();
  await nextTurn();
  assert.equal(socket.isPaused(), false);
});

test('a connection that ends with its answer reads on, so that unread input causes no reset', async () => {
  let answer: (response: RawResponse) => void = () => undefined;
  const { socket, requests } = bench({ handle: () => new Promise((resolve) => (answer = resolve)) });
  socket.deliver('GET / HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n');
  socket.deliver(GET.repeat(4_000));
  assert.equal(socket.isPaused(), true);
  answer({ status: 200, contentType: '', body: '' });
  await nextTurn();
  assert.deepEqual([socket.ended, socket.isPaused(), requests.length], [true, false, 1]);
});

test('no further request is handled until the last answer has been read', async () => {
  const { socket, requests } = bench();
  socket.deliver(GET);
  socket.writableLength = 1_000;
  socket.deliver(GET);
  await nextTurn();
  assert.equal(requests.length, 1);
  socket.drainNow();
  await nextTurn();
  await nextTurn();
  assert.equal(requests.length, 2);
});

test('an empty line before a request is forgiven once', () => {
  for (const pieces of [[`\r\n${GET}`], ['\r', '\n', GET], ['\r\n', GET], ['\r', `\n${GET}`]]) {
    const { socket, requests } = bench();
    socket.deliver(GET);
    for (const piece of pieces) socket.deliver(piece);
    assert.equal(requests.length, 2, JSON.stringify(pieces));
  }
  const often = bench();
  for (let i = 0; i < 3; i += 1) often.socket.deliver(`\r\n${GET}`);
  assert.equal(often.requests.length, 3);
  const { socket, requests } = bench();
  socket.deliver(`\r\n\r\n${GET}`);
  assert.equal(requests.length, 0);
  assert.equal(parseAnswers(socket.written)[0]?.body, 'Malformed');
});

test('an empty line after a body leaves the connection idle, not half way into a request', () => {
  const { socket, pass } = bench();
  socket.deliver(`${SIGNED_POST}`);
  socket.deliver('\r\n');
  pass(HTTP_LIMITS.headMs + 1);
  assert.equal(parseAnswers(socket.written).length, 1);
  assert.equal(socket.ended, false);
});

test('Expect: 100-continue is answered when the body has not come', () => {
  const head = 'POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 3\r\nExpect: 100-continue\r\n\r\n';
  const waiting = bench();
  waiting.socket.deliver(head);
  assert.equal(waiting.socket.written, 'HTTP/1.1 100 Continue\r\n\r\n');
  waiting.socket.deliver('abc');
  assert.deepEqual(parseAnswers(waiting.socket.written).map((answer) => answer.status), [100, 200]);
  const eager = bench();
  eager.socket.deliver(`${head}abc`);
  assert.deepEqual(parseAnswers(eager.socket.written).map((answer) => answer.status), [200]);
  const begun = bench();
  begun.socket.deliver(`${head}a`);
  assert.equal(begun.socket.written, '');
  const large = bench({ bodyLimit: () => 2 });
  large.socket.deliver(head);
  assert.deepEqual(parseAnswers(large.socket.written).map((answer) => answer.body), ['BodyTooLarge']);
});

test('a body over the limit of its head is refused before it is read, and the connection ends', () => {
  const asked: string[] = [];
  const { socket, requests } = bench({
    bodyLimit: (head) => {
      asked.push(head.target);
      return 23;
    },
  });
  socket.deliver(SIGNED_POST.slice(0, -10));
  const [answer] = parseAnswers(socket.written);
  assert.deepEqual([asked, requests.length, answer?.body, answer?.headers['Connection'], socket.ended], [['/'], 0, 'BodyTooLarge', 'close', true]);
  const chunked = bench({ bodyLimit: () => 4 });
  chunked.socket.deliver(CHUNKED_POST);
  assert.equal(parseAnswers(chunked.socket.written)[0]?.body, 'BodyTooLarge');
  const exact = bench({ bodyLimit: () => 5 });
  exact.socket.deliver(CHUNKED_POST);
  assert.equal(exact.requests.length, 1);
});

test('a length beyond all numbers is too large', () => {
  const { socket } = bench();
  socket.deliver(`POST / HTTP/1.1\r\nHost: a\r\nContent-Length: ${'9'.repeat(400)}\r\n\r\n`);
  assert.equal(parseAnswers(socket.written)[0]?.body, 'BodyTooLarge');
});

test('a head may have its limit and not a byte more, in one piece or in many', () => {
  const head = (length: number): string => {
    const start = 'GET / HTTP/1.1\r\nHost: a\r\nX: ';
    return `${start}${'v'.repeat(length - start.length - 4)}\r\n\r\n`;
  };
  for (const step of [100_000, 1_000]) {
    for (const [length, body] of [[HTTP_LIMITS.headBytes, undefined], [HTTP_LIMITS.headBytes + 1, 'HeadTooLarge']] as const) {
      const { socket, requests } = bench();
      const text = head(length);
      for (let at = 0; at < text.length; at += step) socket.deliver(text.slice(at, at + step));
      assert.equal(requests.length, body === undefined ? 1 : 0);
      if (body !== undefined) assert.equal(parseAnswers(socket.written)[0]?.body, body);
    }
  }
  const endless = bench();
  endless.socket.deliver('v'.repeat(HTTP_LIMITS.headBytes));
  assert.equal(parseAnswers(endless.socket.written)[0]?.body, 'HeadTooLarge');
});

test('after a refusal nothing more is taken for a request', () => {
  const { socket, requests } = bench();
  socket.deliver('GET / HTTP/1.1\r\nHost : a\r\n\r\n');
  socket.deliver(GET);
  assert.equal(requests.length, 0);
  assert.equal(parseAnswers(socket.written).length, 1);
});

test('what the handler throws, or rejects with, is answered as internal, and the connection lives on', async () => {
  let failure: (() => Promise<RawResponse>) | undefined = () => {
    throw new Error('first');
  };
  const ok: RawResponse = { status: 200, contentType: '', body: 'ok' };
  const { socket, errors } = bench({ handle: () => (failure === undefined ? ok : failure()) });
  socket.deliver(GET);
  failure = () => Promise.reject(new Error('second'));
  socket.deliver(GET);
  await nextTurn();
  failure = () => Promise.resolve({ status: 99, contentType: '', body: '' });
  socket.deliver(GET);
  await nextTurn();
  failure = () => Promise.resolve(undefined as unknown as RawResponse);
  socket.deliver(GET);
  await nextTurn();
  failure = undefined;
  socket.deliver(GET);
  const bodies = parseAnswers(socket.written).map((answer) => answer.body);
  assert.deepEqual(bodies, ['Internal', 'Internal', 'Internal', 'Internal', 'ok']);
  assert.equal(errors.length, 4);
  assert.equal(socket.ended, false);
});

test('when even the refusal fails the connection is cut, and that is all', async () => {
  const boom = (): never => {
    throw new Error('boom');
  };
  for (const overrides of [
    { handle: boom, reject: boom },
    { handle: () => Promise.reject(new Error('late')), reject: boom },
    { newRequestId: boom },
    { bodyLimit: boom, reject: boom },
  ]) {
    const { socket, errors } = bench(overrides);
    socket.deliver(GET);
    await nextTurn();
    assert.equal(socket.destroyed, true);
    assert.ok(errors.length > 0);
  }
  const { socket } = bench({ bodyLimit: boom });
  socket.deliver(GET);
  assert.equal(parseAnswers(socket.written)[0]?.body, 'Internal');
});

test('an answer that comes after the client has gone is dropped', async () => {
  let answer: (response: RawResponse) => void = () => undefined;
  const { socket, errors } = bench({ handle: () => new Promise((resolve) => (answer = resolve)) });
  socket.deliver(`${GET}${GET}`);
  socket.destroy();
  answer({ status: 200, contentType: '', body: '' });
  await nextTurn();
  await nextTurn();
  assert.deepEqual([socket.written, errors], ['', []]);
});

test('HEAD gets the length of a body, and no body', () => {
  const { socket } = bench({ handle: () => ({ status: 200, contentType: '', body: 'four' }) });
  socket.deliver('HEAD / HTTP/1.1\r\nHost: a\r\n\r\n');
  assert.match(socket.written, /Content-Length: 4\r\n(?:.+\r\n)*\r\n$/);
});

test('a client that shuts its side gets the answers to what it sent in full', async () => {
  const { socket } = bench({ handle: async (request) => ({ status: 200, contentType: '', body: request.target }) });
  socket.deliver(`${GET}${GET}`);
  socket.emit('end');
  for (let turn = 0; turn < 4; turn += 1) await nextTurn();
  const answers = parseAnswers(socket.written);
  assert.deepEqual(answers.map((answer) => answer.headers['Connection']), [undefined, 'close']);
  assert.equal(socket.ended, true);
});

test('a client that shuts its side half way is refused; an idle one is let go', async () => {
  for (const part of [SIGNED_POST.slice(0, 40), SIGNED_POST.slice(0, -3)]) {
    const { socket } = bench();
    socket.deliver(part);
    socket.emit('end');
    assert.equal(parseAnswers(socket.written)[0]?.body, 'Malformed');
    const pipelined = bench();
    pipelined.socket.deliver(`${GET}${part}`);
    pipelined.socket.emit('end');
    await nextTurn();
    await nextTurn();
    assert.deepEqual(parseAnswers(pipelined.socket.written).map((answer) => answer.status), [200, 400]);
    assert.equal(pipelined.socket.ended, true);
  }
  const idle = bench();
  idle.socket.deliver(GET);
  idle.socket.emit('end');
  assert.equal(parseAnswers(idle.socket.written).length, 1);
  assert.equal(idle.socket.ended, true);
});

test('valid requests with a few changed bytes, in any pieces, never raise an exception', () => {
  const change = fc.tuple(fc.nat(SIGNED_POST.length - 1), fc.integer({ min: 0, max: 255 }));
  const source = fc.constantFrom(SIGNED_POST, CHUNKED_POST, GET, `${GET}${SIGNED_POST}`);
  fc.assert(
    fc.property(source, fc.array(change, { maxLength: 3 }), fc.nat(200), (text, changes, cut) => {
      const bytes = Buffer.from(text, 'latin1');
      for (const [at, octet] of changes) if (at < bytes.length) bytes[at] = octet;
      const { socket, errors } = bench();
      socket.deliver(bytes.subarray(0, cut));
      socket.deliver(bytes.subarray(cut));
      assert.deepEqual(errors, []);
      for (const { status } of parseAnswers(socket.written)) assert.ok(status === 200 || status === 400);
    }),
    { numRuns: 2_000 },
  );
});
