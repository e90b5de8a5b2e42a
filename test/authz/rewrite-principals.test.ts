/** Principals of a policy are replaced where they stand, and not a byte besides. */
import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import fc from 'fast-check';
import { rewritePrincipals } from '../../src/authz/rewrite-principals.ts';

type Json = { readonly [member: string]: unknown };

const ODD = ['AWS', 'Principal', 'NotPrincipal', 'Statement', '*', 'a"b', '\\', '[{,:}]', '\u00e9', '', 'Statement/Principal'];
const text = fc.oneof(fc.constantFrom(...ODD), fc.string());
/** JSON.parse of Node.js 26 may take a name of one character that is written as an escape for a backslash. */
const name = text.filter((of) => of !== '__proto__' && !/^["\\]$/.test(of));
/** Anything, with the names that matter in places where they do not. */
const anything = fc.letrec<{ json: unknown }>((tie) => ({
  json: fc.oneof(
    { maxDepth: 3, withCrossShrink: true },
    fc.oneof(text, fc.double({ noNaN: true, noDefaultInfinity: true }), fc.boolean(), fc.constant(null)),
    fc.array(tie('json'), { maxLength: 3 }),
    fc.dictionary(name, tie('json'), { maxKeys: 3 }),
  ),
})).json;
const oneOrMore = <T>(one: fc.Arbitrary<T>) => fc.oneof(one, fc.array(one, { minLength: 1, maxLength: 3 }));
const named = fc.oneof(fc.constant('*'), fc.record({ AWS: oneOrMore(text), Service: oneOrMore(text), Federated: text }, { requiredKeys: [] }));
const statement = fc.record(
  { Sid: text, Condition: anything, Principal: named, NotPrincipal: named, Resource: oneOrMore(text), AWS: text },
  { requiredKeys: [] },
);
const policies = fc.record(
  { Version: text, Principal: fc.record({ AWS: text }), Id: anything, Statement: oneOrMore(statement), AWS: text },
  { requiredKeys: ['Statement'] },
);

/** JSON with white space anywhere, and characters written as escapes. */
function written(value: unknown, next: () => number): string {
  const space = (): string => [' ', '', '\n\t', '\r\n', ''][next() % 5]!;
  const quoted = (of: string): string =>
    `"${[...of].map((c) => (of.length > 1 && next() % 4 === 0 ? escaped(c) : JSON.stringify(c).slice(1, -1))).join('')}"`;
  if (typeof value === 'string') return space() + quoted(value) + space();
  if (Array.isArray(value)) return `${space()}[${value.map((item) => written(item, next)).join(',') || space()}]`;
  if (typeof value !== 'object' || value === null) return space() + JSON.stringify(value);
  const members = Object.entries(value).map(([name, of]) => `${space()}${quoted(name)}${space()}:${written(of, next)}`);
  return `${space()}{${members.join(',')}${space()}}${space()}`;
}

const escaped = (character: string): string =>
  Array.from({ length: character.length }, (_none, at) => `\\u${character.charCodeAt(at).toString(16).padStart(4, '0')}`).join('');

function expected(policy: Json, replace: (principal: string) => string): Json {
  const each = <T>(value: T | readonly T[], change: (one: T) => unknown): unknown =>
    Array.isArray(value) ? value.map(change) : change(value as T);
  const inElement = (element: unknown): unknown => {
    if (typeof element !== 'object' || element === null || !('AWS' in element)) return element;
    return { ...element, AWS: each(element.AWS as string, replace) };
  };
  const inStatement = (given: Json): Json =>
    Object.fromEntries(Object.entries(given).map(([name, of]) => [name, /^(?:Not)?Principal$/.test(name) ? inElement(of) : of]));
  return { ...policy, Statement: each(policy['Statement'] as Json, inStatement) };
}

describe('rewritePrincipals', () => {
  const cases = fc.tuple(policies, fc.array(fc.nat(), { minLength: 1, maxLength: 40 })).map(([policy, numbers]) => {
    let at = 0;
    return { policy: JSON.parse(JSON.stringify(policy)) as Json, document: written(policy, () => numbers[at++ % numbers.length]!) };
  });

  test('changes what stands in AWS of Principal and NotPrincipal, and nothing else', () => {
    const replace = (principal: string): string => (principal.length % 2 === 0 ? `"${principal}\n\u20ac` : principal);
    fc.assert(
      fc.property(cases, ({ policy, document }) => {
        assert.deepEqual(JSON.parse(document), policy);
        assert.deepEqual(JSON.parse(rewritePrincipals(document, replace)), expected(policy, replace));
      }),
      { numRuns: 1_000 },
    );
  });

  test('leaves the text as it is where nothing is replaced', () => {
    fc.assert(fc.property(cases, ({ document }) => assert.equal(rewritePrincipals(document, (principal) => principal), document)));
  });

  test('keeps white space and escapes around what it replaces', () => {
    const before = '{ "Id":"a\\u0062" ,\r\n"Statement":{"Sid" : "x","Princip\\u0061l":{\t"AWS" :[ "\\u0061" , "b"]}} }\n';
    const after = '{ "Id":"a\\u0062" ,\r\n"Statement":{"Sid" : "x","Princip\\u0061l":{\t"AWS" :[ "A!" , "b"]}} }\n';
    assert.equal(rewritePrincipals(before, (principal) => (principal === 'a' ? 'A!' : principal)), after);
  });
});
