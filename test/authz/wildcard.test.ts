/** Patterns against regular expressions of the same meaning, and how long they can take. */
import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import fc from 'fast-check';
import { compileTokens, matchTokens, type Meter, ONE, ONE_IN_FIELD, patternTokens, RUN, RUN_IN_FIELD } from '../../src/authz/wildcard.ts';

const REGEX_OF = new Map([[RUN, '[^]*'], [ONE, '[^]'], [RUN_IN_FIELD, '[^:]*'], [ONE_IN_FIELD, '[^:]']]);
const regex = (tokens: readonly number[]): RegExp => new RegExp(`^${tokens.map((token) => REGEX_OF.get(token) ?? String.fromCharCode(token)).join('')}$`);

const units = ['a', 'b', ':'].map((unit) => unit.charCodeAt(0));
const text = fc.string({ unit: fc.constantFrom('a', 'b', ':'), maxLength: 12 });
const tokensOf = (...wild: number[]): fc.Arbitrary<number[]> => fc.array(fc.constantFrom(...units, ...wild), { maxLength: 9 });

describe('patterns', () => {
  for (const [what, tokens] of Object.entries({
    'text and runs': tokensOf(RUN),
    'text, runs and single characters': tokensOf(RUN, ONE),
    'both kinds of wildcards': tokensOf(RUN, ONE, RUN_IN_FIELD, ONE_IN_FIELD),
  })) {
    test(`match what a regular expression matches: ${what}`, () => {
      fc.assert(
        fc.property(tokens, text, (pattern, subject) => {
          const expected = regex(pattern).test(subject);
          assert.equal(matchTokens(pattern, subject), expected);
          assert.equal(compileTokens(pattern)(subject), expected);
        }),
        { numRuns: 3_000 },
      );
    });
  }

  test('are compared by UTF-16 code units', () => {
    assert.deepEqual(patternTokens('a*é?'), [97, RUN, 233, ONE]);
    assert.equal(compileTokens(patternTokens('😀*'))('😀 yes'), true);
  });
});

describe('a pattern made to be slow', () => {
  const LENGTH = 2_000;
  const SUBJECT = 'a'.repeat(LENGTH);

  for (const [what, tokens] of Object.entries({
    'a*a*…b': [...patternTokens('a*'.repeat(400)), 98],
    '*a?*a?…b': [...patternTokens('*a?'.repeat(300)), 98],
    'runs of both kinds': [...Array.from({ length: 200 }, () => [97, RUN_IN_FIELD, 97, RUN]).flat(), 98],
  })) {
    test(`takes no more steps than length times length: ${what}`, () => {
      const meter: Meter = { steps: 0 };
      assert.equal(matchTokens(tokens, SUBJECT, meter), false);
      assert.ok(meter.steps > 0 && meter.steps <= (tokens.length + 1) * (LENGTH + 1), `${meter.steps} steps`);
      assert.equal(compileTokens(tokens)(SUBJECT), false);
      assert.equal(compileTokens(tokens.slice(0, -1))(SUBJECT), true);
    });
  }
});
