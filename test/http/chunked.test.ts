import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { ChunkedBody } from '../../src/http/chunked.ts';
import type { HttpProblem } from '../../src/http/problem.ts';

interface Outcome {
  body: string | undefined;
  problem: HttpProblem | undefined;
  /** Octets left for the next request. */
  rest: number;
}

/** Feeds the pieces as they come, as a connection would. */
function decode(pieces: readonly Buffer[], bytesMax = 1_000): Outcome {
  const reader = new ChunkedBody(bytesMax);
  let rest = 0;
  for (const piece of pieces) {
    const taken = reader.done ? 0 : reader.read(piece);
    if (typeof taken === 'string') return { body: undefined, problem: taken, rest: 0 };
    rest += piece.length - taken;
  }
  return { body: reader.done ? reader.take().toString('latin1') : undefined, problem: undefined, rest };
}

const decodeText = (text: string, bytesMax?: number): Outcome => decode([Buffer.from(text, 'latin1')], bytesMax);

const LEGAL = '5\r\nhello\r\n06;a=b;c="d e"\r\n world\r\n1 ;x\r\n!\r\n0;last\r\nX-Trailer: v\r\nContent-Length: 9\r\n\r\n';

test('chunks become one body; extensions and trailers are dropped; what follows is left', () => {
  assert.deepEqual(decodeText(LEGAL), { body: 'hello world!', problem: undefined, rest: 0 });
  assert.deepEqual(decodeText(`${LEGAL}GET /`), { body: 'hello world!', problem: undefined, rest: 5 });
  assert.deepEqual(decodeText('0\r\n\r\n'), { body: '', problem: undefined, rest: 0 });
  assert.equal(decodeText('A\r\n0123456789\r\n0\r\n\r\n').body, '0123456789');
  assert.equal(decodeText('a\r\n0123456789\r\n000\r\n\r\n').body, '0123456789');
});

test('two pieces, split anywhere, and single bytes give the same', () => {
  const bytes = Buffer.from(LEGAL, 'latin1');
  for (let at = 0; at <= bytes.length; at += 1) {
    assert.equal(decode([bytes.subarray(0, at), bytes.subarray(at)]).body, 'hello world!', `split at ${at}`);
  }
  assert.equal(decode(Array.from(bytes, (octet) => Buffer.from([octet]))).body, 'hello world!');
});

const REFUSED: [string, string][] = [
  ['bare LF after the size', '5\nhello\r\n0\r\n\r\n'],
  ['bare CR after the size', '5\rhello\r\n0\r\n\r\n'],
  ['bare LF after the data', '5\r\nhello\n0\r\n\r\n'],
  ['data longer than its size', '4\r\nhello\r\n0\r\n\r\n'],
  ['data shorter than its size', '6\r\nhello\r\n0\r\n\r\n'],
  ['no size', '\r\nhello\r\n0\r\n\r\n'],
  ['size with 0x', '0x5\r\nhello\r\n0\r\n\r\n'],
  ['negative size', '-5\r\nhello\r\n0\r\n\r\n'],
  ['plus', '+5\r\nhello\r\n0\r\n\r\n'],
  ['blank before the size', ' 5\r\nhello\r\n0\r\n\r\n'],
  ['blank after the size', '5 \r\nhello\r\n0\r\n\r\n'],
  ['underscore', '0_5\r\nhello\r\n0\r\n\r\n'],
  ['nine digits', '000000005\r\nhello\r\n0\r\n\r\n'],
  ['bare LF in an extension', '5;a\nb\r\nhello\r\n0\r\n\r\n'],
  ['bare CR in an extension', '5;a\rb\r\nhello\r\n0\r\n\r\n'],
  ['NUL in an extension', '5;\0\r\nhello\r\n0\r\n\r\n'],
  ['trailer without colon', '0\r\nX\r\n\r\n'],
  ['trailer with blank before the colon', '0\r\nX : a\r\n\r\n'],
  ['folded trailer', '0\r\nX: a\r\n b\r\n\r\n'],
  ['bare LF in the trailers', '0\r\nX: a\nY: b\r\n\r\n'],
  ['bare LF at the end', '0\r\n\n'],
  ['a size line without end', `5;${'x'.repeat(300)}`],
  ['a trailer without end', `0\r\nX: ${'x'.repeat(9_000)}`],
  ['many long extensions', `1;${'x'.repeat(200)}\r\na\r\n`.repeat(30)],
  ['many trailers', `0\r\n${'X: 1234567890\r\n'.repeat(600)}\r\n`],
];

for (const [what, text] of REFUSED) {
  test(`refused: ${what}`, () => {
    assert.equal(decodeText(text).problem, 'Malformed');
    const single = Array.from(Buffer.from(text, 'latin1'), (octet) => Buffer.from([octet]));
    assert.equal(decode(single).problem, 'Malformed', 'byte by byte');
  });
}

test('the bound holds for the sum of all chunks, and is told before the data comes', () => {
  assert.equal(decodeText('3\r\nabc\r\n2\r\nde\r\n0\r\n\r\n', 5).body, 'abcde');
  assert.equal(decodeText('3\r\nabc\r\n3\r\n', 5).problem, 'BodyTooLarge');
  assert.equal(decodeText('ffffffff\r\n', 5).problem, 'BodyTooLarge');
});

test('decoding undoes any chunking, however it is delivered', () => {
  const piece = fc.uint8Array({ minLength: 1, maxLength: 60 }).map((bytes) => Buffer.from(bytes));
  fc.assert(
    fc.property(fc.array(piece, { maxLength: 12 }), fc.integer({ min: 1, max: 50 }), (chunks, step) => {
      const coded = Buffer.concat([
        ...chunks.map((chunk) => Buffer.concat([Buffer.from(`${chunk.length.toString(16)}\r\n`), chunk, Buffer.from('\r\n')])),
        Buffer.from('0\r\n\r\n'),
      ]);
      const delivered: Buffer[] = [];
      for (let at = 0; at < coded.length; at += step) delivered.push(coded.subarray(at, at + step));
      assert.equal(decode(delivered).body, Buffer.concat(chunks).toString('latin1'));
    }),
    { numRuns: 300 },
  );
});

test('any bytes give a body, a problem or a wait, never an exception', () => {
  const part = fc.oneof(fc.constantFrom('\r\n', '0', '5', 'a', ';', ':', '\n', 'hello'), fc.string({ maxLength: 4 }));
  fc.assert(
    fc.property(fc.array(part, { maxLength: 40 }), (parts) => {
      const { problem } = decodeText(parts.join(''), 50);
      assert.ok(problem === undefined || problem === 'Malformed' || problem === 'BodyTooLarge');
    }),
    { numRuns: 2_000 },
  );
});
