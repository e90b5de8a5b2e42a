/** Messages of the AWS Encryption SDK: what goes in comes out, and any change is found. (Real clients: test/ssm/secure.test.ts.) */
import assert from 'node:assert/strict';
import { randomBytes } from 'node:crypto';
import { describe, test } from 'node:test';
import fc from 'fast-check';
import { openMessage, readMessage, sealMessage } from '../../src/crypto/encryption-sdk-message.ts';

const WRAPPED = { keyArn: 'arn:aws:kms:us-east-1:000000000000:key/1234abcd-12ab-34cd-56ef-1234567890ab', ciphertext: randomBytes(180) };
const CONTEXT = { PARAMETER_ARN: 'arn:aws:ssm:us-east-1:000000000000:parameter/a', ä: 'ß' };

/** `undefined` whatever the reason. */
function opened(key: Buffer, message: Buffer): Buffer | undefined {
  try {
    return openMessage(key, readMessage(message));
  } catch (error) {
    assert.ok(error instanceof RangeError, String(error));
    return undefined;
  }
}

describe('messages of the Encryption SDK', () => {
  const key = randomBytes(32);

  test('any plaintext and context come back', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 9_000 }), fc.dictionary(fc.string({ unit: 'grapheme', maxLength: 20 }), fc.string({ unit: 'grapheme', maxLength: 50 }), { maxKeys: 4 }), (bytes, context) => {
        const message = sealMessage(key, WRAPPED, context, Buffer.from(bytes));
        const parts = readMessage(message);
        assert.deepEqual([Object.fromEntries(Object.entries(parts.context)), parts.wrapped], [{ ...context }, WRAPPED]);
        assert.deepEqual(openMessage(key, parts), Buffer.from(bytes));
      }),
      { numRuns: 50 },
    );
  });

  test('no two messages are alike', () => {
    const [one, other] = [1, 2].map(() => sealMessage(key, WRAPPED, CONTEXT, Buffer.from('secret')));
    assert.notDeepEqual(one, other);
  });

  test('another key, any changed byte, anything cut off or added is found', () => {
    const message = sealMessage(key, WRAPPED, CONTEXT, Buffer.from('secret'));
    assert.deepEqual(opened(key, message), Buffer.from('secret'));
    assert.equal(opened(randomBytes(32), message), undefined);
    for (let at = 0; at < message.length; at++) {
      const changed = Buffer.from(message);
      changed[at]! ^= 1 << at % 8;
      assert.equal(opened(key, changed), undefined, `byte ${at}`);
      assert.equal(opened(key, message.subarray(0, at)), undefined, `${at} bytes`);
    }
    assert.equal(opened(key, Buffer.concat([message, Buffer.of(0)])), undefined);
  });

  test('any bytes are refused', () => {
    fc.assert(fc.property(fc.uint8Array({ maxLength: 300 }), (bytes) => assert.equal(opened(key, Buffer.from(bytes)), undefined)));
  });
});
