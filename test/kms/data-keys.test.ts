/** Data keys, data key pairs and random bytes; and DryRun, which does nothing wherever it can be asked for. */
import assert from 'node:assert/strict';
import { createPrivateKey, createPublicKey } from 'node:crypto';
import { after, before, describe, test } from 'node:test';
import type { DataKeyPairSpec, KMS } from '@aws-sdk/client-kms';
import { ml_kem1024, ml_kem512, ml_kem768 } from '@noble/post-quantum/ml-kem.js';
import { bytes, type Emulator, newKey, refuses, startEmulator } from './support.ts';

const PAIR_SPECS: readonly (readonly [spec: DataKeyPairSpec, publicKeyBytes: number])[] = [
  ['RSA_2048', 294], ['RSA_3072', 422], ['RSA_4096', 550],
  ['ECC_NIST_P256', 91], ['ECC_NIST_P384', 120], ['ECC_NIST_P521', 158], ['ECC_SECG_P256K1', 88],
  ['ECC_NIST_EDWARDS25519', 44],
  ['ML_KEM_512', 822], ['ML_KEM_768', 1206], ['ML_KEM_1024', 1590],
];
const KEMS: Record<string, typeof ml_kem512> = { ML_KEM_512: ml_kem512, ML_KEM_768: ml_kem768, ML_KEM_1024: ml_kem1024 };
const EncryptionContext = { purpose: 'test' };
const DRY_RUN = 'The request would have succeeded, but the DryRun option is set.';

describe('data keys', () => {
  let emulator: Emulator;
  let kms: KMS;
  let KeyId: string;
  let arn: string;
  let materialId: string;
  before(async () => {
    emulator = await startEmulator();
    kms = emulator.kms;
    ({ id: KeyId, arn } = await newKey(kms));
    materialId = (await kms.describeKey({ KeyId })).KeyMetadata!.CurrentKeyMaterialId!;
  });
  after(() => emulator.stop());

  const open = async (CiphertextBlob: Uint8Array): Promise<Buffer> =>
    Buffer.from((await kms.decrypt({ CiphertextBlob, EncryptionContext })).Plaintext!);

  for (const [input, length] of [
    [{ KeySpec: 'AES_128' }, 16],
    [{ KeySpec: 'AES_256' }, 32],
    [{ NumberOfBytes: 1 }, 1],
    [{ NumberOfBytes: 1_024 }, 1_024],
  ] as const) {
    test(`GenerateDataKey and GenerateDataKeyWithoutPlaintext ${JSON.stringify(input)}`, async () => {
      const { Plaintext, CiphertextBlob, $metadata: _m, ...rest } = await kms.generateDataKey({ KeyId, EncryptionContext, ...input });
      assert.equal(Plaintext!.length, length);
      assert.deepEqual(await open(CiphertextBlob!), Buffer.from(Plaintext!));
      assert.deepEqual(rest, { KeyId: arn, KeyMaterialId: materialId });
      const { $metadata: _n, ...without } = await kms.generateDataKeyWithoutPlaintext({ KeyId, EncryptionContext, ...input });
      assert.deepEqual(Object.keys(without).sort(), ['CiphertextBlob', 'KeyId', 'KeyMaterialId']);
      assert.equal((await open(without.CiphertextBlob!)).length, length);
    });
  }

  test('exactly one of KeySpec and NumberOfBytes', async () => {
    for (const input of [{}, { KeySpec: 'AES_256', NumberOfBytes: 32 } as const]) {
      const text = 'Please specify either number of bytes or key spec.';
      await refuses(kms.generateDataKey({ KeyId, ...input }), 'ValidationException', text);
      await refuses(kms.generateDataKeyWithoutPlaintext({ KeyId, ...input }), 'ValidationException', text);
    }
  });

  test('sizes beyond the bounds', async () => {
    const low = "1 validation error detected: Value '0' at 'numberOfBytes' failed to satisfy constraint: Member must have value greater than or equal to 1";
    const high = "1 validation error detected: Value '1025' at 'numberOfBytes' failed to satisfy constraint: Member must have value less than or equal to 1024";
    for (const [NumberOfBytes, text] of [[0, low], [1_025, high]] as const) {
      await refuses(kms.generateDataKey({ KeyId, NumberOfBytes }), 'ValidationException', text);
      await refuses(kms.generateRandom({ NumberOfBytes }), 'ValidationException', text);
    }
  });

  test('GenerateRandom', async () => {
    for (const NumberOfBytes of [1, 32, 1_024]) {
      assert.equal((await kms.generateRandom({ NumberOfBytes })).Plaintext!.length, NumberOfBytes);
    }
    const [a, b] = [await kms.generateRandom({ NumberOfBytes: 32 }), await kms.generateRandom({ NumberOfBytes: 32 })];
    assert.notDeepEqual(a.Plaintext, b.Plaintext);
    await refuses(kms.generateRandom({}), 'ValidationException', 'NumberOfBytes is required.');
  });

  for (const [KeyPairSpec, publicKeyBytes] of PAIR_SPECS) {
    test(`GenerateDataKeyPair ${KeyPairSpec}`, async () => {
      const pair = await kms.generateDataKeyPair({ KeyId, KeyPairSpec, EncryptionContext });
      assert.deepEqual([pair.KeyId, pair.KeyPairSpec, pair.KeyMaterialId], [arn, KeyPairSpec, materialId]);
      assert.equal(pair.PublicKey!.length, publicKeyBytes);
      assert.deepEqual(await open(pair.PrivateKeyCiphertextBlob!), Buffer.from(pair.PrivateKeyPlaintext!));
      assertPair(KeyPairSpec, pair.PrivateKeyPlaintext!, pair.PublicKey!);
    });
  }

  test('GenerateDataKeyPairWithoutPlaintext: the private key is in the ciphertext alone', async () => {
    const pair = await kms.generateDataKeyPairWithoutPlaintext({ KeyId, KeyPairSpec: 'ECC_NIST_P256', EncryptionContext });
    const { $metadata: _m, PrivateKeyCiphertextBlob, PublicKey, ...rest } = pair;
    assert.deepEqual(rest, { KeyId: arn, KeyPairSpec: 'ECC_NIST_P256', KeyMaterialId: materialId });
    assertPair('ECC_NIST_P256', await open(PrivateKeyCiphertextBlob!), PublicKey!);
  });

  test('SM2 pairs are China\'s', async () => {
    await refuses(kms.generateDataKeyPair({ KeyId, KeyPairSpec: 'SM2' }), 'UnsupportedOperationException', /SM2/);
  });

  test('only symmetric encryption keys wrap data keys', async () => {
    const rsa = await newKey(kms, { KeySpec: 'RSA_2048', KeyUsage: 'ENCRYPT_DECRYPT' });
    const hmac = await newKey(kms, { KeySpec: 'HMAC_256', KeyUsage: 'GENERATE_VERIFY_MAC' });
    const call = (id: string) => [
      ['GenerateDataKey', kms.generateDataKey({ KeyId: id, KeySpec: 'AES_256' })],
      ['GenerateDataKeyWithoutPlaintext', kms.generateDataKeyWithoutPlaintext({ KeyId: id, KeySpec: 'AES_256' })],
      ['GenerateDataKeyPair', kms.generateDataKeyPair({ KeyId: id, KeyPairSpec: 'ECC_NIST_P256' })],
      ['GenerateDataKeyPairWithoutPlaintext', kms.generateDataKeyPairWithoutPlaintext({ KeyId: id, KeyPairSpec: 'ECC_NIST_P256' })],
    ] as const;
    const text = (operation: string) => `${hmac.arn} key usage is GENERATE_VERIFY_MAC which is not valid for ${operation}.`;
    await Promise.all(call(hmac.id).map(([operation, answer]) => refuses(answer, 'InvalidKeyUsageException', text(operation))));
    await Promise.all(call(rsa.id).map(([, answer]) => refuses(answer, 'InvalidKeyUsageException')));
  });
});

/** PKCS#8 and SPKI of one pair, as Node's OpenSSL reads them; noble for ML-KEM, whose seed ends the PKCS#8 (RFC 9935). */
function assertPair(spec: string, pkcs8: Uint8Array, spki: Uint8Array): void {
  const kem = KEMS[spec];
  if (kem) {
    assert.equal(pkcs8.length, 86, 'the seed form has one length for all');
    const { publicKey } = kem.keygen(pkcs8.subarray(-64));
    assert.deepEqual(Buffer.from(spki.subarray(-kem.lengths.publicKey!)), Buffer.from(publicKey));
    return;
  }
  const derived = createPublicKey(createPrivateKey({ key: Buffer.from(pkcs8), format: 'der', type: 'pkcs8' }));
  assert.deepEqual(derived.export({ format: 'der', type: 'spki' }), Buffer.from(spki));
}

describe('DryRun', () => {
  let emulator: Emulator;
  let kms: KMS;
  before(async () => {
    emulator = await startEmulator();
    kms = emulator.kms;
  });
  after(() => emulator.stop());

  /** Each operation that has the option, with a request that would succeed. */
  async function requests(): Promise<readonly (readonly [name: string, input: Record<string, unknown>])[]> {
    const symmetric = (await newKey(kms)).id;
    const signer = (await newKey(kms, { KeySpec: 'ECC_NIST_P256', KeyUsage: 'SIGN_VERIFY' })).id;
    const mac = (await newKey(kms, { KeySpec: 'HMAC_256', KeyUsage: 'GENERATE_VERIFY_MAC' })).id;
    const agreement = (await newKey(kms, { KeySpec: 'ECC_NIST_P256', KeyUsage: 'KEY_AGREEMENT' })).id;
    const kem = (await newKey(kms, { KeySpec: 'ML_KEM_512', KeyUsage: 'ENCAPSULATE_DECAPSULATE' })).id;
    const Message = Buffer.from('m').toString('base64');
    const b64 = (data: Uint8Array | undefined) => Buffer.from(data!).toString('base64');
    const CiphertextBlob = b64((await kms.encrypt({ KeyId: symmetric, Plaintext: bytes('p') })).CiphertextBlob);
    const Signature = b64((await kms.sign({ KeyId: signer, Message: bytes('m'), SigningAlgorithm: 'ECDSA_SHA_256' })).Signature);
    const Mac = b64((await kms.generateMac({ KeyId: mac, Message: bytes('m'), MacAlgorithm: 'HMAC_SHA_256' })).Mac);
    const PublicKey = b64((await kms.getPublicKey({ KeyId: agreement })).PublicKey);
    const capsule = await kms.encapsulate({ KeyId: kem, EncapsulationAlgorithm: 'ML_KEM' });
    const SharedSecretCiphertextBlob = b64(capsule.SharedSecretCiphertextBlob);
    return [
      ['Encrypt', { KeyId: symmetric, Plaintext: Message }],
      ['Decrypt', { CiphertextBlob }],
      ['ReEncrypt', { CiphertextBlob, DestinationKeyId: symmetric }],
      ['GenerateDataKey', { KeyId: symmetric, KeySpec: 'AES_256' }],
      ['GenerateDataKeyWithoutPlaintext', { KeyId: symmetric, KeySpec: 'AES_256' }],
      ['GenerateDataKeyPair', { KeyId: symmetric, KeyPairSpec: 'ECC_NIST_P256' }],
      ['GenerateDataKeyPairWithoutPlaintext', { KeyId: symmetric, KeyPairSpec: 'ECC_NIST_P256' }],
      ['Sign', { KeyId: signer, Message, SigningAlgorithm: 'ECDSA_SHA_256' }],
      ['Verify', { KeyId: signer, Message, Signature, SigningAlgorithm: 'ECDSA_SHA_256' }],
      ['GenerateMac', { KeyId: mac, Message, MacAlgorithm: 'HMAC_SHA_256' }],
      ['VerifyMac', { KeyId: mac, Message, Mac, MacAlgorithm: 'HMAC_SHA_256' }],
      ['DeriveSharedSecret', { KeyId: agreement, KeyAgreementAlgorithm: 'ECDH', PublicKey }],
      ['Encapsulate', { KeyId: kem, EncapsulationAlgorithm: 'ML_KEM' }],
      ['Decapsulate', { KeyId: kem, EncapsulationAlgorithm: 'ML_KEM', SharedSecretCiphertextBlob }],
      // The permission alone is asked for: any blob, or none.
      ['Decrypt', { KeyId: symmetric, DryRunModifiers: ['IGNORE_CIPHERTEXT'] }],
      ['Decrypt', { KeyId: symmetric, CiphertextBlob: Message, DryRunModifiers: ['IGNORE_CIPHERTEXT'] }],
      ['ReEncrypt', { SourceKeyId: symmetric, DestinationKeyId: symmetric, DryRunModifiers: ['IGNORE_CIPHERTEXT'] }],
    ];
  }

  test('is always an exception, and leaves no use behind', async () => {
    const all = await requests();
    const keyIds = [...new Set(all.map(([, input]) => String(input['KeyId'] ?? all[0]![1]['KeyId'])))];
    const uses = () => Promise.all(keyIds.map(async (KeyId) => (await emulator.post('GetKeyLastUsage', { KeyId })).text));
    const earlier = await uses();
    for (const [name, input] of all) {
      const { status, body } = await emulator.post(name, { ...input, DryRun: true });
      assert.deepEqual([status, body], [400, { __type: 'DryRunOperationException', message: DRY_RUN }], name);
    }
    assert.deepEqual(await uses(), earlier);
  });

  test('false is as if absent', async () => {
    for (const [name, input] of await requests()) {
      const { status, text } = await emulator.post(name, { ...input, DryRun: false });
      if (input['DryRunModifiers'] === undefined) assert.equal(status, 200, `${name} ${text}`);
      else assert.equal(status, 400, 'the modifier is for DryRun alone');
    }
  });

  test('what would have been refused is refused for its own reason', async () => {
    const DryRun = true;
    const { id: KeyId, arn } = await newKey(kms);
    await refuses(kms.decrypt({ CiphertextBlob: bytes('garbage'), DryRun }), 'InvalidCiphertextException');
    const hmac = await newKey(kms, { KeySpec: 'HMAC_256', KeyUsage: 'GENERATE_VERIFY_MAC' });
    const mac = { KeyId: hmac.id, Message: bytes('m'), MacAlgorithm: 'HMAC_SHA_256', DryRun } as const;
    await refuses(kms.verifyMac({ ...mac, Mac: bytes('no') }), 'KMSInvalidMacException');
    const rsa = await newKey(kms, { KeySpec: 'RSA_2048', KeyUsage: 'ENCRYPT_DECRYPT' });
    const long = { KeyId: rsa.id, Plaintext: Buffer.alloc(191), EncryptionAlgorithm: 'RSAES_OAEP_SHA_256', DryRun } as const;
    await refuses(kms.encrypt(long), 'ValidationException', 'Algorithm RSAES_OAEP_SHA_256 and key spec RSA_2048 cannot encrypt data larger than 190 bytes.');
    const signer = await newKey(kms, { KeySpec: 'ECC_NIST_P256', KeyUsage: 'SIGN_VERIFY' });
    const short = { KeyId: signer.id, Message: bytes('m'), MessageType: 'DIGEST', SigningAlgorithm: 'ECDSA_SHA_256', DryRun } as const;
    await refuses(kms.sign(short), 'ValidationException', 'Digest is invalid length for algorithm ECDSA_SHA_256.');
    await kms.disableKey({ KeyId });
    await refuses(kms.encrypt({ KeyId, Plaintext: bytes('p'), DryRun }), 'DisabledException', `${arn} is disabled.`);
    const ignoring = { KeyId, DryRun, DryRunModifiers: ['IGNORE_CIPHERTEXT'] } as never;
    await refuses(kms.decrypt(ignoring), 'DisabledException', `${arn} is disabled.`);
  });

  test('IGNORE_CIPHERTEXT needs DryRun and a key', async () => {
    const { id: KeyId } = await newKey(kms);
    const DryRunModifiers = ['IGNORE_CIPHERTEXT'] as never;
    await refuses(kms.decrypt({ KeyId, DryRunModifiers }), 'ValidationException');
    await refuses(kms.decrypt({ DryRun: true, DryRunModifiers }), 'ValidationException');
    await refuses(kms.decrypt({ KeyId }), 'ValidationException', /ciphertextBlob/);
  });
});
