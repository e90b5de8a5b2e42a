/** What cannot be seen from outside: how secrets are compared, and what the room leans on. */
import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import { test } from 'node:test';

const room = new URL('../../src/authn/', import.meta.url);
const sources = readdirSync(room).map((name) => ({ name, text: readFileSync(new URL(name, room), 'utf8') }));
const textOf = (name: string): string => sources.find((source) => source.name === name)!.text;

test('signature and session token are compared in constant time, and in no other way', () => {
  const text = textOf('authenticate.ts');
  assert.match(text, /const signatures = new FixedLengthComparison\(64\);/);
  assert.match(text, /signatures\.equal\(signature, claim\.signature\)/);
  assert.match(text, /constantTimeEqual\(sha256\([^;]*sessionToken[^;]*sha256\([^;]*sent/);
  assert.doesNotMatch(text, /signature\s*[!=]==|[!=]==\s*(claim\.)?signature\b|\.equals\(|compare\(/);
});

test('the room imports itself, crypto and base, and Caller is minted in it', () => {
  assert.ok(sources.length > 10);
  for (const { name, text } of sources) {
    for (const [, path] of text.matchAll(/^import .* from '([^']+)';$/gm)) {
      assert.match(path!, /^(\.\/[a-z0-9-]+\.ts|\.\.\/(base|crypto)\/[a-z-]+\.ts)$/, `${name} imports ${path}`);
    }
    assert.doesNotMatch(text, /Date\.now\(|new Date\(\)/, name);
    assert.ok(text.split('\n').length <= 400, `${name} is too long`);
  }
  assert.deepEqual(sources.filter(({ text }) => text.includes('mintCaller(')).map(({ name }) => name), ['anonymous.ts', 'authenticate.ts', 'emulator.ts', 'service-principal.ts']);
});
