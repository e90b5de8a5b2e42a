import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { parseDuration } from '../../src/cli/duration.ts';
import { FlagError } from '../../src/cli/output.ts';

test('spans of time', () => {
  for (const [text, milliseconds] of [['30d', 2_592_000_000], ['1d12h', 129_600_000], ['90s', 90_000], ['5m', 300_000], ['1d1h1m1s', 90_061_000], ['0s', 0]] as const)
    assert.equal(parseDuration(text), milliseconds, text);
});

test('what is no span is refused with an example', () => {
  for (const text of ['', 'd', '30', '-1d', '1.5d', '12h1d', '1h1h', '1w', ' 1d', '1d ', '1D', '36526d', '999999999h'])
    assert.throws(() => parseDuration(text), FlagError, text);
});

test('any text gives whole milliseconds or a FlagError', () => {
  fc.assert(
    fc.property(fc.stringMatching(/^[0-9dhms .-]{0,12}$/), (text) => {
      try {
        assert.ok(Number.isSafeInteger(parseDuration(text)));
      } catch (error) {
        assert.ok(error instanceof FlagError);
      }
    }),
  );
});
