/** What Trent does not do yet is refused in so many words, never done by half. */
import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import { type Emulator, newKey, refuses, startEmulator } from './support.ts';

const NAME = 'UnsupportedOperationException';
const KEY_STORES = 'Trent does not support custom key stores yet.';
const RECIPIENT = 'Trent does not support the Recipient parameter (attestation documents) yet.';
const Recipient = { KeyEncryptionAlgorithm: 'RSAES_OAEP_SHA_256', AttestationDocument: Buffer.from('document') } as const;

describe('not supported yet', () => {
  let emulator: Emulator;
  let symmetric: string;
  let agreement: string;
  let blob: Uint8Array;
  before(async () => {
    emulator = await startEmulator();
    symmetric = (await newKey(emulator.kms)).id;
    agreement = (await newKey(emulator.kms, { KeySpec: 'ECC_NIST_P256', KeyUsage: 'KEY_AGREEMENT' })).id;
    blob = (await emulator.kms.encrypt({ KeyId: symmetric, Plaintext: Buffer.from('x') })).CiphertextBlob!;
  });
  after(() => emulator.stop());

  test('custom key stores', async () => {
    const { kms } = emulator;
    const store = { CustomKeyStoreId: 'cks-1234567890abcdef0' };
    await refuses(kms.createCustomKeyStore({ CustomKeyStoreName: 'store' }), NAME, KEY_STORES);
    await refuses(kms.describeCustomKeyStores({}), NAME, KEY_STORES);
    await refuses(kms.connectCustomKeyStore(store), NAME, KEY_STORES);
    await refuses(kms.disconnectCustomKeyStore(store), NAME, KEY_STORES);
    await refuses(kms.updateCustomKeyStore(store), NAME, KEY_STORES);
    await refuses(kms.deleteCustomKeyStore(store), NAME, KEY_STORES);
    await refuses(kms.generateRandom({ ...store, NumberOfBytes: 8 }), NAME, KEY_STORES);
    await refuses(kms.createKey({ ...store, Origin: 'AWS_CLOUDHSM' }), NAME, KEY_STORES);
    await refuses(kms.createKey({ ...store, Origin: 'EXTERNAL_KEY_STORE', XksKeyId: 'x' }), NAME, KEY_STORES);
  });

  test('a Recipient: no plaintext comes back in its place', async () => {
    const { kms } = emulator;
    const { PublicKey } = await kms.getPublicKey({ KeyId: agreement });
    await refuses(kms.decrypt({ CiphertextBlob: blob, Recipient }), NAME, RECIPIENT);
    await refuses(kms.generateDataKey({ KeyId: symmetric, KeySpec: 'AES_256', Recipient }), NAME, RECIPIENT);
    await refuses(kms.generateDataKeyPair({ KeyId: symmetric, KeyPairSpec: 'ECC_NIST_P256', Recipient }), NAME, RECIPIENT);
    await refuses(kms.generateRandom({ NumberOfBytes: 8, Recipient }), NAME, RECIPIENT);
    const exchange = { KeyId: agreement, KeyAgreementAlgorithm: 'ECDH', PublicKey } as const;
    await refuses(kms.deriveSharedSecret({ ...exchange, Recipient }), NAME, RECIPIENT);
    assert.equal((await kms.deriveSharedSecret(exchange)).SharedSecret?.length, 32);
  });
});
