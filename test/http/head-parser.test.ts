import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { CHUNKED } from '../../src/http/framing.ts';
import type { ParsedHead } from '../../src/http/head-parser.ts';
import { headLength, isHopeless, parseHead } from '../../src/http/head-parser.ts';
import type { HttpProblem } from '../../src/http/problem.ts';
import { SIGNED_POST } from './harness.ts';

function parse(text: string, countMax = 100): ParsedHead | HttpProblem | 'incomplete' {
  const bytes = Buffer.from(text, 'latin1');
  const length = headLength(bytes, 0);
  return length < 0 ? 'incomplete' : parseHead(bytes, length, countMax);
}

function parsed(text: string): ParsedHead {
  const result = parse(text);
  assert.ok(typeof result === 'object', `${JSON.stringify(text)} gave ${String(result)}`);
  return result;
}

const get = (...lines: string[]): string => ['GET / HTTP/1.1', 'Host: a', ...lines, '', ''].join('\r\n');

test('a signed request gives its parts, names in lower case and values without outer blanks', () => {
  const { head, framing } = parsed(SIGNED_POST);
  assert.equal(head.method, 'POST');
  assert.equal(head.target, '/');
  assert.deepEqual(head.headers.slice(0, 4), ['host', 'kms.us-east-1.amazonaws.com', 'content-type', 'application/x-amz-json-1.1']);
  assert.equal(head.headers[head.headers.indexOf('user-agent') + 1], 'aws-sdk-js/3');
  assert.deepEqual(framing, { bodyLength: 24, persistent: true, expectsContinue: false });
});

test('order and repetition of headers are kept, and bytes above ASCII stay one character each', () => {
  const { head } = parsed(get('X-A: 1', 'x-b:2', 'X-a: \xe9\xff', 'X-Empty:', 'X-Blank: \t '));
  assert.deepEqual(head.headers.slice(2), ['x-a', '1', 'x-b', '2', 'x-a', '\xe9\xff', 'x-empty', '', 'x-blank', '']);
});

test('every spelling of a known name is one name', () => {
  for (const name of ['X-Amz-Target', 'x-amz-target', 'X-AMZ-TARGET', 'x-Amz-tArget']) {
    assert.equal(parsed(get(`${name}: v`)).head.headers[2], 'x-amz-target');
  }
});

test('framing of what is legal', () => {
  const cases: [string, ParsedHead['framing']][] = [
    [get(), { bodyLength: 0, persistent: true, expectsContinue: false }],
    [get('Content-Length: 0012'), { bodyLength: 12, persistent: true, expectsContinue: false }],
    [get('Transfer-Encoding: Chunked'), { bodyLength: CHUNKED, persistent: true, expectsContinue: false }],
    [get('Connection: Close'), { bodyLength: 0, persistent: false, expectsContinue: false }],
    [get('Connection: foo , close'), { bodyLength: 0, persistent: false, expectsContinue: false }],
    [get('Connection: keep-alive'), { bodyLength: 0, persistent: true, expectsContinue: false }],
    [get('Expect: 100-Continue'), { bodyLength: 0, persistent: true, expectsContinue: true }],
    ['GET / HTTP/1.0\r\n\r\n', { bodyLength: 0, persistent: false, expectsContinue: false }],
    ['GET / HTTP/1.0\r\nConnection: keep-alive\r\n\r\n', { bodyLength: 0, persistent: false, expectsContinue: false }],
    ['GET / HTTP/1.0\r\nExpect: 100-continue\r\n\r\n', { bodyLength: 0, persistent: false, expectsContinue: false }],
  ];
  for (const [text, framing] of cases) assert.deepEqual(parsed(text).framing, framing, text);
});

/** Each could be read in two ways by two servers in a row, or is no HTTP at all. */
const REFUSED: [string, string, HttpProblem][] = [
  ['length and coding', get('Content-Length: 5', 'Transfer-Encoding: chunked'), 'Malformed'],
  ['coding and length', get('Transfer-Encoding: chunked', 'Content-Length: 5'), 'Malformed'],
  ['two lengths', get('Content-Length: 5', 'Content-Length: 6'), 'Malformed'],
  ['two equal lengths', get('Content-Length: 5', 'Content-Length: 5'), 'Malformed'],
  ['a list of lengths', get('Content-Length: 5, 5'), 'Malformed'],
  ['negative length', get('Content-Length: -5'), 'Malformed'],
  ['length with plus', get('Content-Length: +5'), 'Malformed'],
  ['hex length', get('Content-Length: 0x5'), 'Malformed'],
  ['hex digits', get('Content-Length: a'), 'Malformed'],
  ['empty length', get('Content-Length:'), 'Malformed'],
  ['fraction', get('Content-Length: 5.0'), 'Malformed'],
  ['exponent', get('Content-Length: 1e1'), 'Malformed'],
  ['inner blank', get('Content-Length: 5 5'), 'Malformed'],
  ['underscore', get('Content-Length: 1_0'), 'Malformed'],
  ['digit beyond ASCII', get('Content-Length: \xb2'), 'Malformed'],
  ['xchunked', get('Transfer-Encoding: xchunked'), 'Unsupported'],
  ['identity', get('Transfer-Encoding: identity'), 'Unsupported'],
  ['gzip, chunked', get('Transfer-Encoding: gzip, chunked'), 'Unsupported'],
  ['gzip and chunked in two lines', get('Transfer-Encoding: gzip', 'Transfer-Encoding: chunked'), 'Unsupported'],
  ['chunked, identity', get('Transfer-Encoding: chunked, identity'), 'Malformed'],
  ['chunked twice', get('Transfer-Encoding: chunked, chunked'), 'Malformed'],
  ['chunked in two lines', get('Transfer-Encoding: chunked', 'Transfer-Encoding: chunked'), 'Malformed'],
  ['empty coding', get('Transfer-Encoding:'), 'Malformed'],
  ['coding list with a gap', get('Transfer-Encoding: ,chunked'), 'Malformed'],
  ['quoted coding', get('Transfer-Encoding: "chunked"'), 'Unsupported'],
  ['vertical tab before coding', get('Transfer-Encoding: \x0bchunked'), 'Malformed'],
  ['coding in 1.0', 'GET / HTTP/1.0\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n', 'Malformed'],
  ['space before colon', get('Transfer-Encoding : chunked'), 'Malformed'],
  ['tab before colon', get('Content-Length\t: 5'), 'Malformed'],
  ['folded line', get('X-A: 1', ' more'), 'Malformed'],
  ['folded line by tab', get('X-A: 1', '\tmore'), 'Malformed'],
  ['blank before first header', 'GET / HTTP/1.1\r\n Host: a\r\n\r\n', 'Malformed'],
  ['no colon', get('X-A'), 'Malformed'],
  ['empty name', get(': v'), 'Malformed'],
  ['name with a slash', get('X/A: v'), 'Malformed'],
  ['name beyond ASCII', get('X-\xe9: v'), 'Malformed'],
  ['NUL in a name', get('X\0A: v'), 'Malformed'],
  ['NUL in a value', get('X-A: a\0b'), 'Malformed'],
  ['DEL in a value', get('X-A: a\x7fb'), 'Malformed'],
  ['bare CR in a value', get('X-A: a\rTransfer-Encoding: chunked'), 'Malformed'],
  ['bare LF in a value', get('X-A: a\nTransfer-Encoding: chunked'), 'Malformed'],
  ['bare LF after the request line', 'GET / HTTP/1.1\nHost: a\r\n\r\n', 'Malformed'],
  ['CR CR LF', get('X-A: a\r'), 'Malformed'],
  ['no host', 'GET / HTTP/1.1\r\n\r\n', 'Malformed'],
  ['two hosts', get('Host: b'), 'Malformed'],
  ['two equal hosts', get('Host: a'), 'Malformed'],
  ['host with a path', 'GET / HTTP/1.1\r\nHost: a/b\r\n\r\n', 'Malformed'],
  ['host with user', 'GET / HTTP/1.1\r\nHost: u@a\r\n\r\n', 'Malformed'],
  ['host with blank', 'GET / HTTP/1.1\r\nHost: a b\r\n\r\n', 'Malformed'],
  ['two hosts in 1.0', 'GET / HTTP/1.0\r\nHost: a\r\nHost: a\r\n\r\n', 'Malformed'],
  ['absolute form', 'GET http://a/ HTTP/1.1\r\nHost: a\r\n\r\n', 'Malformed'],
  ['asterisk form', 'OPTIONS * HTTP/1.1\r\nHost: a\r\n\r\n', 'Malformed'],
  ['authority form', 'CONNECT a:443 HTTP/1.1\r\nHost: a\r\n\r\n', 'Malformed'],
  ['no target', 'GET  HTTP/1.1\r\nHost: a\r\n\r\n', 'Malformed'],
  ['two blanks', 'GET  / HTTP/1.1\r\nHost: a\r\n\r\n', 'Malformed'],
  ['tab for blank', 'GET\t/ HTTP/1.1\r\nHost: a\r\n\r\n', 'Malformed'],
  ['blank in target', 'GET /a b HTTP/1.1\r\nHost: a\r\n\r\n', 'Malformed'],
  ['fragment', 'GET /#a HTTP/1.1\r\nHost: a\r\n\r\n', 'Malformed'],
  ['target beyond ASCII', 'GET /\xe9 HTTP/1.1\r\nHost: a\r\n\r\n', 'Malformed'],
  ['NUL in target', 'GET /\0 HTTP/1.1\r\nHost: a\r\n\r\n', 'Malformed'],
  ['method with colon', 'G:T / HTTP/1.1\r\nHost: a\r\n\r\n', 'Malformed'],
  ['0.9', 'GET /\r\nHost: a\r\n\r\n', 'Malformed'],
  ['lower-case version', 'GET / http/1.1\r\nHost: a\r\n\r\n', 'Malformed'],
  ['long version', 'GET / HTTP/1.10\r\nHost: a\r\n\r\n', 'Malformed'],
  ['blank after version', 'GET / HTTP/1.1 \r\nHost: a\r\n\r\n', 'Malformed'],
  ['no version number', 'GET / HTTP/\r\nHost: a\r\n\r\n', 'Malformed'],
  ['version 2', 'PRI / HTTP/2.0\r\nHost: a\r\n\r\n', 'Unsupported'],
  ['version 1.2', 'GET / HTTP/1.2\r\nHost: a\r\n\r\n', 'Unsupported'],
  ['no request line', '\r\n\r\n', 'Malformed'],
];

for (const [what, text, problem] of REFUSED) {
  test(`refused: ${what}`, () => assert.equal(parse(text), problem));
}

test('the count of headers is bounded', () => {
  const many = (count: number): string => get(...Array.from({ length: count - 1 }, (_, i) => `X-${i}: v`));
  assert.equal((parse(many(100)) as ParsedHead).head.headers.length, 200);
  assert.equal(parse(many(101)), 'HeadTooLarge');
});

test('an unfinished head is hopeless when a line ends in a bare LF, or no method can start it', () => {
  const hopeless = (text: string, scanned = 0): boolean => isHopeless(Buffer.from(text, 'latin1'), scanned);
  assert.equal(hopeless('GET / HTTP/1.1\r\nHost: a\r\n'), false);
  assert.equal(hopeless('GET / HTTP/1.1\nHost: a'), true);
  assert.equal(hopeless('GET / HTTP/1.1\r\nHost: a\n', 20), true);
  assert.equal(hopeless('\x16\x03\x01'), true, 'a TLS hello');
  assert.equal(hopeless('\nGET'), true);
});

test('an end of head is found wherever the search was left off', () => {
  const bytes = Buffer.from('GET / HTTP/1.1\r\nHost: a\r\n\r\nbody', 'latin1');
  for (let scanned = 0; scanned <= 26; scanned += 1) assert.equal(headLength(bytes, scanned), 27, String(scanned));
});

const anyHead = fc
  .array(
    fc.oneof(
      { weight: 3, arbitrary: fc.constantFrom('GET', ' ', '/', 'HTTP/1.1', '\r\n', ':', 'Host', 'Content-Length', 'Transfer-Encoding', 'chunked', '1', ',') },
      { weight: 1, arbitrary: fc.uint8Array({ maxLength: 6 }).map((bytes) => Buffer.from(bytes).toString('latin1')) },
    ),
    { maxLength: 40 },
  )
  .map((parts) => parts.join(''));

test('any bytes give a head or a problem, never an exception', () => {
  const problems = new Set<unknown>(['Malformed', 'HeadTooLarge', 'Unsupported']);
  fc.assert(
    fc.property(fc.constantFrom('', 'GET / HTTP/1.1\r\nHost: a\r\n'), anyHead, (start, text) => {
      const result = parse(`${start}${text}\r\n\r\n`);
      assert.ok(typeof result === 'object' || problems.has(result));
    }),
    { numRuns: 3_000 },
  );
});

test('whatever is accepted says the same when written again: nothing was repaired', () => {
  let accepted = 0;
  fc.assert(
    fc.property(fc.constantFrom('', 'GET / HTTP/1.1\r\nHost: a\r\n'), anyHead, (start, text) => {
      const source = `${start}${text}\r\n\r\n`;
      const result = parse(source);
      if (typeof result !== 'object') return;
      accepted += 1;
      const { method, target, headers } = result.head;
      const lines = source.slice(0, source.indexOf('\r\n\r\n')).split('\r\n');
      assert.ok(lines[0] === `${method} ${target} HTTP/1.1` || lines[0] === `${method} ${target} HTTP/1.0`);
      const again = lines.slice(1).map((line) => {
        const colon = line.indexOf(':');
        return [line.slice(0, colon).toLowerCase(), line.slice(colon + 1).replace(/^[ \t]+|[ \t]+$/g, '')];
      });
      assert.deepEqual(headers, again.flat());
    }),
    { numRuns: 3_000 },
  );
  assert.ok(accepted > 100, `only ${accepted} accepted`);
});
