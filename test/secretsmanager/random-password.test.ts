/** GetRandomPassword. */
import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import fc from 'fast-check';
import { randomBelow } from '../../src/crypto/random.ts';
import { randomPassword } from '../../src/services/secretsmanager/random-password.ts';

const TYPES = { ExcludeLowercase: /[a-z]/, ExcludeUppercase: /[A-Z]/, ExcludeNumbers: /[0-9]/, ExcludePunctuation: /[!-/:-@[-`{-~]/ };

describe('a random password', () => {
  test('has 32 characters, of each type at least one', () => {
    for (let i = 0; i < 200; i++) {
      const password = randomPassword({});
      assert.match(password, /^[!-~]{32}$/);
      for (const type of Object.values(TYPES)) assert.match(password, type);
    }
  });

  test('has what is asked for and nothing else', () => {
    const request = fc.record({
      PasswordLength: fc.integer({ min: 4, max: 60 }),
      ExcludeLowercase: fc.boolean(),
      ExcludeUppercase: fc.boolean(),
      ExcludeNumbers: fc.boolean(),
      ExcludePunctuation: fc.boolean(),
      ExcludeCharacters: fc.string({ maxLength: 30 }),
      IncludeSpace: fc.boolean(),
      RequireEachIncludedType: fc.boolean(),
    });
    fc.assert(
      fc.property(request, (input) => {
        let password: string;
        try {
          password = randomPassword(input);
        } catch (error) {
          assert.match((error as Error).message, /^All characters (of the desired type )?have been excluded/);
          return;
        }
        assert.equal(password.length, input.PasswordLength);
        for (const character of input.ExcludeCharacters) assert.ok(!password.includes(character));
        if (!input.IncludeSpace) assert.ok(!password.includes(' '));
        for (const [name, type] of Object.entries(TYPES)) {
          const excluded = input[name as keyof typeof TYPES];
          if (excluded) assert.doesNotMatch(password, type);
          else if (input.RequireEachIncludedType) assert.match(password, type);
        }
      }),
      { numRuns: 500 },
    );
  });

  test('is refused with AWS’s words', () => {
    assert.throws(() => randomPassword({ PasswordLength: 3 }), /^Fault: Password length is too short based on the required types$/);
    assert.throws(() => randomPassword({ ExcludeCharacters: '0123456789' }), /^Fault: All characters of the desired type have been excluded$/);
    const all = { ExcludeLowercase: true, ExcludeUppercase: true, ExcludeNumbers: true, ExcludePunctuation: true };
    assert.throws(() => randomPassword(all), /^Fault: All characters have been excluded from selection$/);
    assert.equal(randomPassword({ ...all, IncludeSpace: true, PasswordLength: 3 }), '   ');
  });

  test('chooses uniformly', () => {
    const counts = new Array<number>(7).fill(0);
    const draws = 70_000;
    for (let i = 0; i < draws; i++) counts[randomBelow(counts.length)]!++;
    const expected = draws / counts.length;
    const chiSquared = counts.reduce((sum, count) => sum + (count - expected) ** 2 / expected, 0);
    // 6 degrees of freedom: above this once in a billion runs.
    assert.ok(chiSquared < 54, String(counts));
  });
});
