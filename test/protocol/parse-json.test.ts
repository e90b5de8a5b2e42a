/** `parseJson` reads what `JSON.parse` should, also where Node 26.10's does not. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { KMS } from '@aws-sdk/client-kms';
import fc from 'fast-check';
import { parseJson } from '../../src/base/parse-json.ts';
import { boot } from '../support/boot.ts';

/** Every character of all strings as an escape of its own. */
const escaped = (json: string): string =>
  json.replaceAll(/"(?:[^"\\]|\\.)*"/g, (string) => `"${[...Array(JSON.parse(string).length).keys()].map((at) => `\\u${(JSON.parse(string) as string).charCodeAt(at).toString(16).padStart(4, '0')}`).join('')}"`);

test('any value, with and without escapes', () => {
  fc.assert(
    fc.property(fc.jsonValue(), (value) => {
      const text = JSON.stringify(value);
      const plain = structuredClone(value);
      assert.equal(JSON.stringify(parseJson(text)), text);
      assert.deepEqual(parseJson(escaped(text)), parseJson(JSON.stringify(plain)));
      assert.equal(JSON.stringify(parseJson(` [ ${escaped(text)} , "\\n" ] `)), `[${text},"\\n"]`);
    }),
    { numRuns: 500 },
  );
});

test('texts that are no JSON', () => {
  for (const text of ['\\', '"\\', '"\\"', '{"a\\u0020":}', '["\\x"]', '["\\u00"]', '{"\\n" 1}', '["\\n",]', '[1 "\\n"]', '{"\\n":1}}', "{'\\n':1}", '["\\n"', '{"\\n":01}', '"a\nb\\n"', '']) {
    assert.throws(() => parseJson(text), SyntaxError, text);
  }
  assert.throws(() => parseJson(`${'['.repeat(100_000)}"\\n"`), SyntaxError);
});

test('members are own ones, the last of equal ones counts', () => {
  const value = parseJson('{"__proto__":{"a":1},"b":"\\n","b":2}') as Record<string, unknown>;
  assert.deepEqual(Object.entries(value), [['__proto__', { a: 1 }], ['b', 2]]);
  assert.equal(Object.getPrototypeOf(value), Object.prototype);
});

test('one request does not change how the names of another are read', async () => {
  await using booted = await boot();
  const kms = new KMS({ endpoint: booted.trent.url, region: 'us-east-1', credentials: booted.credentials, maxAttempts: 1 });
  const { KeyMetadata } = await kms.createKey({});
  const KeyId = KeyMetadata!.KeyId!;
  const escape = (text: string): string => text.replaceAll(/[^\x20-\x7e]/g, (sign) => `\\u${sign.charCodeAt(0).toString(16).padStart(4, '0')}`);
  // As boto3 does: what is not ASCII is escaped.
  kms.middlewareStack.add((next) => (args) => {
    const request = args.request as { body: string | Uint8Array };
    request.body = escape(Buffer.from(request.body).toString());
    return next(args);
  }, { step: 'build', priority: 'high' });
  for (const name of ['\\', '\\u', 'é', '\n', '"', '\\u00', 'éa', '\u2028']) {
    const EncryptionContext = { x: '1', [name]: '2' };
    const { CiphertextBlob } = await kms.encrypt({ KeyId, Plaintext: Buffer.from('x'), EncryptionContext });
    for (const other of ['\\', 'é', '\n', '"'].filter((text) => text !== name)) {
      await assert.rejects(kms.decrypt({ CiphertextBlob, EncryptionContext: { x: '1', [other]: '2' } }), { name: 'InvalidCiphertextException' }, `${name} and ${other}`);
    }
    await kms.decrypt({ CiphertextBlob, EncryptionContext });
  }
  kms.destroy();
});
