/** The encryption context: what was given to Encrypt must be given to Decrypt, pair by pair; asymmetric keys have none. */
import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import type { KMS } from '@aws-sdk/client-kms';
import fc from 'fast-check';
import { assertRefused, bytes, type Emulator, newKey, refuses, startEmulator } from './support.ts';

type Context = Record<string, string>;
const PLAINTEXT = bytes('the plaintext');

describe('encryption context', () => {
  let emulator: Emulator;
  let kms: KMS;
  let KeyId: string;
  before(async () => {
    emulator = await startEmulator();
    kms = emulator.kms;
    KeyId = (await newKey(kms)).id;
  });
  after(() => emulator.stop());

  /** As JSON text, for what an object of the SDK cannot carry. */
  const seal = async (context: string | undefined): Promise<string> => {
    const rest = context === undefined ? '' : `,"EncryptionContext":${context}`;
    const { body, text } = await emulator.post('Encrypt', `{"KeyId":"${KeyId}","Plaintext":"AAAA"${rest}}`);
    assert.ok(body['CiphertextBlob'], text);
    return String(body['CiphertextBlob']);
  };
  const open = (blob: string, context: string | undefined) =>
    emulator.post('Decrypt', `{"CiphertextBlob":"${blob}"${context === undefined ? '' : `,"EncryptionContext":${context}`}}`);

  const DIFFERENT: readonly (readonly [sealed: string | undefined, opened: string | undefined])[] = [
    ['{"a":"bc"}', '{"ab":"c"}'],
    ['{"a":"b"}', undefined],
    [undefined, '{"a":"b"}'],
    ['{"a":"b"}', '{"a":"b","c":"d"}'],
    ['{"a":"b","c":"d"}', '{"a":"b"}'],
    ['{"a":"b"}', '{"A":"b"}'],
    ['{"a":"b"}', '{"a":"B"}'],
    ['{"a":""}', '{}'],
    ['{"a":"b "}', '{"a":"b"}'],
    ['{"a":"b","c":"d"}', '{"a":"d","c":"b"}'],
    ['{"a":"bc","d":"e"}', '{"a":"b","cd":"e"}'],
    ['{"\\u00e9":"x"}', '{"e\\u0301":"x"}'],
    ['{"a":"\\ud800"}', '{"a":"\\ufffd"}'],
    ['{"a":"\\ud800"}', '{"a":"\\ud801"}'],
    ['{"a":"b\\u0000"}', '{"a":"b"}'],
    ['{"__proto__":"x"}', '{}'],
    ['{"__proto__":"x"}', '{"__proto__":"y"}'],
    ['{"constructor":"x"}', '{}'],
  ];
  for (const [sealed, opened] of DIFFERENT) {
    test(`${sealed ?? 'none'} is not ${opened ?? 'none'}`, async () => {
      const blob = await seal(sealed);
      assert.equal((await open(blob, sealed)).status, 200);
      const { text, status } = await open(blob, opened);
      assert.deepEqual([status, text], [400, '{"__type":"InvalidCiphertextException"}']);
    });
  }

  const SAME: readonly (readonly [sealed: string | undefined, opened: string | undefined])[] = [
    [undefined, '{}'],
    ['{}', undefined],
    ['{"a":"b","c":"d"}', '{"c":"d","a":"b"}'],
    ['{"2":"b","10":"d"}', '{"10":"d","2":"b"}'],
    ['{"a":"b"}', '{"\\u0061":"\\u0062"}'],
    ['null', '{}'],
  ];
  for (const [sealed, opened] of SAME) {
    test(`${sealed ?? 'none'} is the same as ${opened ?? 'none'}`, async () => {
      assert.equal((await open(await seal(sealed), opened)).status, 200);
    });
  }

  test('any context, in any order, opens; any other does not', async () => {
    const context = fc.dictionary(fc.string({ maxLength: 6, unit: 'binary' }), fc.string({ maxLength: 6, unit: 'binary' }), { maxKeys: 4 });
    await fc.assert(
      fc.asyncProperty(context, context, async (one, two) => {
        const blob = await seal(JSON.stringify(one));
        const reversed = Object.fromEntries(Object.entries(one).reverse());
        assert.equal((await open(blob, JSON.stringify(reversed))).status, 200);
        const equal = sorted(one) === sorted(two);
        assert.equal((await open(blob, JSON.stringify(two))).status, equal ? 200 : 400);
      }),
      { numRuns: 60 },
    );
  });

  test('data keys are bound to it, too', async () => {
    const EncryptionContext: Context = { purpose: 'disk' };
    const sealed = [
      (await kms.generateDataKey({ KeyId, KeySpec: 'AES_256', EncryptionContext })).CiphertextBlob,
      (await kms.generateDataKeyWithoutPlaintext({ KeyId, KeySpec: 'AES_256', EncryptionContext })).CiphertextBlob,
      (await kms.generateDataKeyPair({ KeyId, KeyPairSpec: 'ECC_NIST_P256', EncryptionContext })).PrivateKeyCiphertextBlob,
      (await kms.generateDataKeyPairWithoutPlaintext({ KeyId, KeyPairSpec: 'ECC_NIST_P256', EncryptionContext })).PrivateKeyCiphertextBlob,
    ];
    for (const CiphertextBlob of sealed) {
      assert.ok((await kms.decrypt({ CiphertextBlob, EncryptionContext })).Plaintext);
      await refuses(kms.decrypt({ CiphertextBlob }), 'InvalidCiphertextException');
    }
  });

  test('ReEncrypt changes it', async () => {
    const source = (await kms.encrypt({ KeyId, Plaintext: PLAINTEXT, EncryptionContext: { a: '1' } })).CiphertextBlob;
    const there = { CiphertextBlob: source, DestinationKeyId: KeyId, DestinationEncryptionContext: { b: '2' } };
    await refuses(kms.reEncrypt(there), 'InvalidCiphertextException');
    const { CiphertextBlob } = await kms.reEncrypt({ ...there, SourceEncryptionContext: { a: '1' } });
    await refuses(kms.decrypt({ CiphertextBlob, EncryptionContext: { a: '1' } }), 'InvalidCiphertextException');
    const { Plaintext } = await kms.decrypt({ CiphertextBlob, EncryptionContext: { b: '2' } });
    assert.deepEqual(Buffer.from(Plaintext!), PLAINTEXT);
  });

  test('asymmetric keys take none', async () => {
    const rsa = (await newKey(kms, { KeySpec: 'RSA_2048', KeyUsage: 'ENCRYPT_DECRYPT' })).id;
    const call = { KeyId: rsa, EncryptionAlgorithm: 'RSAES_OAEP_SHA_256' } as const;
    const { CiphertextBlob } = await kms.encrypt({ ...call, Plaintext: PLAINTEXT });
    const EncryptionContext = { a: 'b' };
    await refuses(kms.encrypt({ ...call, Plaintext: PLAINTEXT, EncryptionContext }), 'ValidationException');
    await refuses(kms.decrypt({ ...call, CiphertextBlob, EncryptionContext }), 'ValidationException');
  });

  test('values must be strings', async () => {
    for (const context of ['{"a":1}', '{"a":null}', '{"a":{}}', '["a"]', '"a"']) {
      const body = `{"KeyId":"${KeyId}","Plaintext":"AAAA","EncryptionContext":${context}}`;
      assertRefused(await emulator.post('Encrypt', body), 'SerializationException', /./);
    }
  });
});

const sorted = (context: Context): string => JSON.stringify(Object.entries(context).sort(([a], [b]) => (a < b ? -1 : 1)));
