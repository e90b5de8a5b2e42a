/** The JSON of policies against the engine's own parser, and where it is stricter. */
import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import fc from 'fast-check';
import { PolicyError } from '../../src/authz/contract.ts';
import { type Json, JsonNumber, parseStrictJson } from '../../src/authz/strict-json.ts';

function plain(node: Json): unknown {
  if (node instanceof JsonNumber) return Number(node.text);
  if (node instanceof Map) return Object.fromEntries([...node].map(([name, value]) => [name, plain(value)]));
  return Array.isArray(node) ? node.map(plain) : node;
}

/** What a parser makes of a text; `undefined` for a refusal. */
function outcome(parse: () => unknown, refusal: typeof PolicyError | typeof SyntaxError): { value: unknown } | undefined {
  try {
    return { value: parse() };
  } catch (error) {
    assert.ok(error instanceof refusal, String(error));
    return undefined;
  }
}

const same = (text: string): void =>
  assert.deepEqual(outcome(() => plain(parseStrictJson(text)), PolicyError), outcome(() => JSON.parse(text), SyntaxError), text);

describe('strict JSON', () => {
  test('reads what JSON.stringify writes', () => {
    const document = fc.json({ maxDepth: 4 }).filter((text) => !text.includes('__proto__'));
    fc.assert(fc.property(document, fc.constantFrom(0, 2), (text, spaces) => same(JSON.stringify(JSON.parse(text), null, spaces))), { numRuns: 300 });
  });

  test('agrees with JSON.parse on texts that are nearly JSON', () => {
    const piece = fc.constantFrom('{', '}', '[', ']', ',', ':', '"a"', '"b"', '"', '\\', '\\u00e9', '1', '-', '0', '.5', 'e3', 'true', 'null', ' ', '\n', '\u00a0', '\u0001');
    const texts = fc.array(piece, { maxLength: 9 }).map((pieces) => pieces.join(''));
    fc.assert(fc.property(texts.filter((text) => !/("[ab]").*\1/s.test(text)), same), { numRuns: 3_000 });
  });

  for (const text of ['', ' ', '01', '1.', '+1', 'tru', 'truex', '[1,]', '{"a":1,}', '{a:1}', "{'a':1}", '"\t"', '"\\x"', '"\\', '"a', '[1 2]', '{"a" 1}', '{} {}', '\ufeff{}', 'NaN']) {
    test(`refuses ${JSON.stringify(text)}`, () => assert.throws(() => parseStrictJson(text), PolicyError));
  }

  test('a name may stand once in an object, however it is written', () => {
    const message = 'This policy contains invalid Json: "Effect" stands twice in one object (line 2, column 14)';
    assert.throws(() => parseStrictJson('{"Effect":1,\n "Sid":2 ,   "\\u0045ffect":3}'), { name: 'PolicyError', message });
    assert.doesNotThrow(() => parseStrictJson('{"a":{"a":1},"b":[{"a":1},{"a":2}]}'));
  });

  test('numbers keep their digits', () => {
    assert.deepEqual(parseStrictJson('[1.0, -0, 12345678901234567890, 1e3]'), ['1.0', '-0', '12345678901234567890', '1e3'].map((text) => new JsonNumber(text)));
  });

  test('deep nesting is refused, not followed', () => {
    for (const open of ['[', '{"a":']) assert.throws(() => parseStrictJson(open.repeat(50_000)), { message: /nested too deeply/ });
  });
});
