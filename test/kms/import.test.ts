/** Imported key material: every importable spec, the wrapping, expiry, several materials, and what is refused. */
import assert from 'node:assert/strict';
import { createHmac, createPublicKey, type KeyObject, generateKeyPairSync, randomBytes } from 'node:crypto';
import { after, before, describe, test } from 'node:test';
import type { AlgorithmSpec, KeySpec, KeyUsageType, KMS, WrappingKeySpec } from '@aws-sdk/client-kms';
import { importInto, importRequest, OAEP, type Wrapping } from './importing.ts';
import { bytes, DAY, type Emulator, newKey, NO_TEXT, refuses, startEmulator } from './support.ts';

const PLAINTEXT = bytes('the plaintext');
const FOREVER = { ExpirationModel: 'KEY_MATERIAL_DOES_NOT_EXPIRE' } as const;
const MAC_BYTES: Record<string, number> = { HMAC_224: 28, HMAC_256: 32, HMAC_384: 48, HMAC_512: 64 };
const CURVES: Record<string, string> = {
  ECC_NIST_P256: 'P-256', ECC_NIST_P384: 'P-384', ECC_NIST_P521: 'P-521', ECC_SECG_P256K1: 'secp256k1',
};

describe('imported key material', () => {
  let emulator: Emulator;
  let kms: KMS;
  before(async () => {
    emulator = await startEmulator();
    kms = emulator.kms;
  });
  after(() => emulator.stop());

  const external = async (KeySpec: string = 'SYMMETRIC_DEFAULT', KeyUsage: string = 'ENCRYPT_DECRYPT') =>
    (await newKey(kms, { Origin: 'EXTERNAL', KeySpec: KeySpec as KeySpec, KeyUsage: KeyUsage as KeyUsageType })).id;
  const metadata = async (KeyId: string) => (await kms.describeKey({ KeyId })).KeyMetadata!;
  const materials = async (KeyId: string) =>
    (await kms.listKeyRotations({ KeyId, IncludeKeyMaterial: 'ALL_KEY_MATERIAL' })).Rotations!;

  const via = (algorithm: AlgorithmSpec, keySpec: WrappingKeySpec = 'RSA_2048'): Wrapping => ({ algorithm, keySpec });

  describe('every importable spec', () => {
    const SYMMETRIC = [OAEP, via('RSAES_OAEP_SHA_1', 'RSA_3072'), via('RSAES_OAEP_SHA_256', 'RSA_4096')];
    test('SYMMETRIC_DEFAULT: enabled, used, and not portable to another key', async () => {
      const material = randomBytes(32);
      let earlier: Uint8Array | undefined;
      for (const wrapping of SYMMETRIC) {
        const KeyId = await external();
        const KeyMaterialId = await importInto(kms, KeyId, material, wrapping);
        const { KeyState, CurrentKeyMaterialId, ExpirationModel, ValidTo } = await metadata(KeyId);
        assert.deepEqual([KeyState, CurrentKeyMaterialId, ExpirationModel, ValidTo], ['Enabled', KeyMaterialId, FOREVER.ExpirationModel, undefined]);
        const { CiphertextBlob } = await kms.encrypt({ KeyId, Plaintext: PLAINTEXT });
        assert.deepEqual(Buffer.from((await kms.decrypt({ CiphertextBlob })).Plaintext!), PLAINTEXT);
        if (earlier) await refuses(kms.decrypt({ CiphertextBlob: earlier, KeyId }), 'IncorrectKeyException');
        earlier = CiphertextBlob;
      }
    });

    for (const [spec, length] of Object.entries(MAC_BYTES)) {
      test(`${spec}: the MAC is that of the bytes`, async () => {
        for (const material of [randomBytes(length), randomBytes(128)]) {
          const KeyId = await external(spec, 'GENERATE_VERIFY_MAC');
          await importInto(kms, KeyId, material);
          const { Mac } = await kms.generateMac({ KeyId, Message: PLAINTEXT, MacAlgorithm: `HMAC_SHA_${length * 8}` as never });
          assert.deepEqual(Buffer.from(Mac!), createHmac(`sha${length * 8}`, material).update(PLAINTEXT).digest());
        }
      });
    }

    const pkcs8 = (key: KeyObject): Buffer => key.export({ format: 'der', type: 'pkcs8' });
    const spki = (key: KeyObject): Buffer => createPublicKey(key).export({ format: 'der', type: 'spki' });
    const pairs: readonly (readonly [spec: string, usage: string, key: () => KeyObject, wrapping: Wrapping])[] = [
      ...['RSA_2048', 'RSA_3072', 'RSA_4096'].map((spec, index) => [
        spec, index === 1 ? 'ENCRYPT_DECRYPT' : 'SIGN_VERIFY',
        () => generateKeyPairSync('rsa', { modulusLength: Number(spec.slice(4)) }).privateKey,
        via(index === 1 ? 'RSA_AES_KEY_WRAP_SHA_1' : 'RSA_AES_KEY_WRAP_SHA_256'),
      ] as const),
      ...Object.entries(CURVES).map(([spec, namedCurve]) => [
        spec, 'SIGN_VERIFY',
        () => generateKeyPairSync('ec', { namedCurve }).privateKey,
        spec === 'ECC_NIST_P521' ? via('RSA_AES_KEY_WRAP_SHA_256') : OAEP,
      ] as const),
      ['ECC_NIST_P521', 'SIGN_VERIFY', () => generateKeyPairSync('ec', { namedCurve: 'P-521' }).privateKey, via('RSAES_OAEP_SHA_256', 'RSA_3072')],
      ['ECC_NIST_P384', 'KEY_AGREEMENT', () => generateKeyPairSync('ec', { namedCurve: 'P-384' }).privateKey, via('RSAES_OAEP_SHA_1')],
      ['ECC_NIST_EDWARDS25519', 'SIGN_VERIFY', () => generateKeyPairSync('ed25519').privateKey, OAEP],
    ];
    for (const [spec, usage, make, wrapping] of pairs) {
      test(`${spec} for ${usage}, wrapped with ${wrapping.algorithm}: the public key is that of the pair`, async () => {
        const KeyId = await external(spec, usage);
        const key = make();
        await importInto(kms, KeyId, pkcs8(key), wrapping);
        assert.deepEqual(Buffer.from((await kms.getPublicKey({ KeyId })).PublicKey!), spki(key));
        const other = importInto(kms, KeyId, pkcs8(make()), wrapping);
        await refuses(other, 'IncorrectKeyMaterialException');
        await importInto(kms, KeyId, pkcs8(key), wrapping);
      });
    }
  });

  test('GetParametersForImport: members, and what cannot wrap what', async () => {
    const KeyId = await external();
    const { body } = await emulator.post('GetParametersForImport', { KeyId, WrappingAlgorithm: 'RSAES_OAEP_SHA_256', WrappingKeySpec: 'RSA_2048' });
    assert.deepEqual(Object.keys(body).sort(), ['ImportToken', 'KeyId', 'ParametersValidTo', 'PublicKey']);
    assert.equal(body['ParametersValidTo'], ((await emulator.now()) + DAY) / 1_000);
    const rsa = await external('RSA_2048', 'SIGN_VERIFY');
    const p521 = await external('ECC_NIST_P521', 'SIGN_VERIFY');
    for (const [id, algorithm] of [
      [KeyId, 'RSAES_PKCS1_V1_5'], [KeyId, 'RSA_AES_KEY_WRAP_SHA_256'], [rsa, 'RSAES_OAEP_SHA_256'], [p521, 'RSAES_OAEP_SHA_256'],
    ] as const) {
      const parameters = { KeyId: id, WrappingAlgorithm: algorithm, WrappingKeySpec: 'RSA_2048' } as const;
      await refuses(kms.getParametersForImport(parameters), 'ValidationException', new RegExp(`^Wrapping algorithm ${algorithm} `));
    }
  });

  test('expiry: the rules of ValidTo', async () => {
    const KeyId = await external();
    const now = await emulator.now();
    const at = (milliseconds: number) => new Date(now + milliseconds);
    for (const [extras, text] of [
      [{}, 'A validTo date must be set if the ExpirationModel is KEY_MATERIAL_EXPIRES'],
      [{ ExpirationModel: 'KEY_MATERIAL_EXPIRES' }, 'A validTo date must be set if the ExpirationModel is KEY_MATERIAL_EXPIRES'],
      [{ ...FOREVER, ValidTo: at(DAY) }, /must not be set/],
      [{ ValidTo: at(0) }, /future/],
      [{ ValidTo: at(366 * DAY) }, /365 days/],
    ] as const) {
      await refuses(kms.importKeyMaterial(await importRequest(kms, KeyId, Buffer.alloc(32), OAEP, extras)), 'ValidationException', text);
    }
    await importInto(kms, KeyId, Buffer.alloc(32), OAEP, { ValidTo: at(365 * DAY) });
  });

  test('expired: the material goes on its day, and the same bytes bring the key back', async () => {
    const KeyId = await external();
    const arn = (await metadata(KeyId)).Arn;
    const material = randomBytes(32);
    const ValidTo = new Date((await emulator.now()) + 10 * DAY);
    const id = await importInto(kms, KeyId, material, OAEP, { ValidTo });
    const shown = await metadata(KeyId);
    assert.deepEqual([shown.ExpirationModel, shown.ValidTo], ['KEY_MATERIAL_EXPIRES', ValidTo]);
    const { CiphertextBlob } = await kms.encrypt({ KeyId, Plaintext: PLAINTEXT });
    await emulator.advance(10 * DAY - 1);
    assert.ok((await kms.decrypt({ CiphertextBlob })).Plaintext);
    await emulator.advance(1);
    await refuses(kms.decrypt({ CiphertextBlob }), 'KMSInvalidStateException', `${arn} is pending import.`);
    const gone = await metadata(KeyId);
    assert.deepEqual([gone.KeyState, gone.ExpirationModel, gone.ValidTo, gone.CurrentKeyMaterialId], ['PendingImport', undefined, undefined, id]);
    assert.deepEqual((await materials(KeyId)).map((entry) => entry.ImportState), ['PENDING_IMPORT']);
    await refuses(importInto(kms, KeyId, randomBytes(32)), 'IncorrectKeyMaterialException');
    assert.equal(await importInto(kms, KeyId, material), id);
    assert.deepEqual(Buffer.from((await kms.decrypt({ CiphertextBlob })).Plaintext!), PLAINTEXT);
    await emulator.advance(400 * DAY);
    assert.equal((await metadata(KeyId)).KeyState, 'Enabled');
  });

  test('imported again before it expires: the expiry is the new one', async () => {
    const KeyId = await external();
    const material = randomBytes(32);
    const day = async (days: number) => ({ ValidTo: new Date((await emulator.now()) + days * DAY) });
    await importInto(kms, KeyId, material, OAEP, await day(5));
    await importInto(kms, KeyId, material, OAEP, await day(9));
    await emulator.advance(6 * DAY);
    assert.equal((await metadata(KeyId)).KeyState, 'Enabled');
    await kms.disableKey({ KeyId });
    await emulator.advance(3 * DAY);
    assert.equal((await metadata(KeyId)).KeyState, 'PendingImport');
  });

  test('deleted by hand: the key waits; twice is no mistake; cancelling a deletion does not make it whole', async () => {
    const KeyId = await external();
    const material = randomBytes(32);
    const id = await importInto(kms, KeyId, material);
    for (let i = 0; i < 2; i++) {
      const { KeyMaterialId, KeyId: arn } = await kms.deleteImportedKeyMaterial({ KeyId });
      assert.deepEqual([KeyMaterialId, arn], [id, (await metadata(KeyId)).Arn]);
      assert.equal((await metadata(KeyId)).KeyState, 'PendingImport');
    }
    await importInto(kms, KeyId, material);
    await kms.scheduleKeyDeletion({ KeyId });
    await kms.deleteImportedKeyMaterial({ KeyId });
    assert.equal((await metadata(KeyId)).KeyState, 'PendingDeletion');
    await kms.cancelKeyDeletion({ KeyId });
    assert.equal((await metadata(KeyId)).KeyState, 'PendingImport');
    await refuses(kms.deleteImportedKeyMaterial({ KeyId, KeyMaterialId: 'a'.repeat(64) }), 'IncorrectKeyMaterialException');
  });

  test('several materials: one waits at a time, and becomes current when asked', async () => {
    const KeyId = await external();
    const arn = (await metadata(KeyId)).Arn!;
    const [one, two, three] = [randomBytes(32), randomBytes(32), randomBytes(32)];
    const NEW = { ...FOREVER, ImportType: 'NEW_KEY_MATERIAL', KeyMaterialDescription: 'of 2026' } as const;
    const first = await importInto(kms, KeyId, one);
    const { CiphertextBlob } = await kms.encrypt({ KeyId, Plaintext: PLAINTEXT });
    const nothing = `No available key material pending rotation for the key: ${arn}.`;
    await refuses(kms.rotateKeyOnDemand({ KeyId }), 'KMSInvalidStateException', nothing);
    const second = await importInto(kms, KeyId, two, OAEP, NEW);
    const again = await importRequest(kms, KeyId, three, OAEP, NEW);
    const pending = new RegExp(`^New key material \\(id: [0-9a-f]{64}\\) cannot be imported into KMS key ${KeyId}, because another key material \\(id: ${second}\\) is pending rotation\\.$`);
    await refuses(kms.importKeyMaterial(again), 'KMSInvalidStateException', pending);
    assert.equal((await metadata(KeyId)).CurrentKeyMaterialId, first);
    const states = async () => (await materials(KeyId)).map(({ KeyMaterialId, KeyMaterialState }) => [KeyMaterialId, KeyMaterialState]);
    assert.deepEqual(await states(), [[first, 'CURRENT'], [second, 'PENDING_ROTATION']]);
    assert.equal((await materials(KeyId))[1]!.KeyMaterialDescription, 'of 2026');
    await kms.rotateKeyOnDemand({ KeyId });
    assert.deepEqual(await states(), [[first, 'NON_CURRENT'], [second, 'CURRENT']]);
    assert.equal((await kms.decrypt({ CiphertextBlob })).KeyMaterialId, first);
    assert.equal((await kms.generateDataKey({ KeyId, KeySpec: 'AES_256' })).KeyMaterialId, second);
    await kms.deleteImportedKeyMaterial({ KeyId, KeyMaterialId: first });
    await refuses(kms.encrypt({ KeyId, Plaintext: PLAINTEXT }), 'KMSInvalidStateException', `${arn} is pending import.`);
    const demand = { ...FOREVER, KeyMaterialId: second };
    await refuses(importInto(kms, KeyId, one, OAEP, demand), 'IncorrectKeyMaterialException');
    await importInto(kms, KeyId, one, OAEP, { ...FOREVER, KeyMaterialId: first, ImportType: 'EXISTING_KEY_MATERIAL' });
    assert.ok((await kms.decrypt({ CiphertextBlob })).Plaintext);
  });

  test('material that waits can go, or expire, without effect', async () => {
    const KeyId = await external();
    const ids = [await importInto(kms, KeyId, randomBytes(32))];
    const NEW = { ImportType: 'NEW_KEY_MATERIAL' } as const;
    ids.push(await importInto(kms, KeyId, randomBytes(32), OAEP, { ...FOREVER, ...NEW }));
    await kms.deleteImportedKeyMaterial({ KeyId, KeyMaterialId: ids[1] });
    await importInto(kms, KeyId, randomBytes(32), OAEP, { ...NEW, ValidTo: new Date((await emulator.now()) + DAY) });
    assert.equal((await materials(KeyId)).length, 2);
    await emulator.advance(DAY);
    assert.deepEqual((await materials(KeyId)).map((entry) => entry.KeyMaterialId), [ids[0]]);
    assert.equal((await metadata(KeyId)).KeyState, 'Enabled');
  });

  test('ValidTo is the earliest of those that the key keeps', async () => {
    const KeyId = await external();
    const at = async (days: number) => new Date((await emulator.now()) + days * DAY);
    const [late, early] = [await at(20), await at(10)];
    await importInto(kms, KeyId, randomBytes(32), OAEP, { ValidTo: late });
    await importInto(kms, KeyId, randomBytes(32), OAEP, { ValidTo: early, ImportType: 'NEW_KEY_MATERIAL' });
    assert.deepEqual((await metadata(KeyId)).ValidTo, late, 'what waits does not count');
    await kms.rotateKeyOnDemand({ KeyId });
    assert.deepEqual((await metadata(KeyId)).ValidTo, early);
    await emulator.advance(10 * DAY);
    const left = await metadata(KeyId);
    assert.deepEqual([left.KeyState, left.ValidTo], ['PendingImport', late]);
  });

  test('what is for symmetric keys only', async () => {
    const KeyId = await external('HMAC_256', 'GENERATE_VERIFY_MAC');
    for (const extras of [{ ImportType: 'NEW_KEY_MATERIAL' }, { KeyMaterialDescription: 'x' }, { KeyMaterialId: 'a'.repeat(64) }] as const) {
      await refuses(importInto(kms, KeyId, randomBytes(32), OAEP, { ...FOREVER, ...extras }), 'ValidationException');
    }
    const symmetric = await external();
    const both = { ...FOREVER, ImportType: 'NEW_KEY_MATERIAL', KeyMaterialId: 'a'.repeat(64) } as const;
    await refuses(importInto(kms, symmetric, randomBytes(32), OAEP, both), 'ValidationException');
  });

  test('tokens: expired, of another key, changed, no token at all', async () => {
    const [KeyId, other] = [await external(), await external()];
    const request = await importRequest(kms, KeyId, randomBytes(32));
    const invalid = (ImportToken: Uint8Array) => refuses(kms.importKeyMaterial({ ...request, ImportToken }), 'InvalidImportTokenException');
    await refuses(kms.importKeyMaterial({ ...request, KeyId: other }), 'InvalidImportTokenException');
    await invalid(bytes('token'));
    for (let at = 0; at < request.ImportToken!.length; at += 97) {
      const changed = Buffer.from(request.ImportToken!);
      changed[at]! ^= 1;
      await invalid(changed);
    }
    const foreign = await importRequest(kms, KeyId, randomBytes(32));
    await refuses(kms.importKeyMaterial({ ...request, ImportToken: foreign.ImportToken }), 'InvalidCiphertextException', NO_TEXT);
    await emulator.advance(DAY - 1);
    await kms.importKeyMaterial(request);
    await emulator.advance(1);
    await refuses(kms.importKeyMaterial(request), 'ExpiredImportTokenException');
  });

  test('bytes that are no key of the spec, or were not wrapped for this', async () => {
    const p256 = generateKeyPairSync('ec', { namedCurve: 'P-256' }).privateKey.export({ format: 'der', type: 'pkcs8' });
    for (const [spec, usage, material] of [
      ['SYMMETRIC_DEFAULT', 'ENCRYPT_DECRYPT', randomBytes(31)],
      ['SYMMETRIC_DEFAULT', 'ENCRYPT_DECRYPT', randomBytes(33)],
      ['HMAC_384', 'GENERATE_VERIFY_MAC', randomBytes(47)],
      ['HMAC_384', 'GENERATE_VERIFY_MAC', randomBytes(129)],
      ['ECC_NIST_P384', 'SIGN_VERIFY', p256],
      ['ECC_SECG_P256K1', 'SIGN_VERIFY', randomBytes(32)],
    ] as const) {
      const KeyId = await external(spec, usage);
      await refuses(importInto(kms, KeyId, material), 'IncorrectKeyMaterialException');
      assert.equal((await metadata(KeyId)).KeyState, 'PendingImport');
    }
    const KeyId = await external();
    const request = await importRequest(kms, KeyId, randomBytes(32));
    for (const EncryptedKeyMaterial of [randomBytes(256), randomBytes(1), request.EncryptedKeyMaterial!.subarray(1)]) {
      await refuses(kms.importKeyMaterial({ ...request, EncryptedKeyMaterial }), 'InvalidCiphertextException', NO_TEXT);
    }
    const rsa = await external('RSA_2048', 'SIGN_VERIFY');
    const wrapped = await importRequest(kms, rsa, randomBytes(1_200), via('RSA_AES_KEY_WRAP_SHA_256'));
    await refuses(kms.importKeyMaterial(wrapped), 'IncorrectKeyMaterialException');
    const cut = wrapped.EncryptedKeyMaterial!.subarray(0, 256);
    await refuses(kms.importKeyMaterial({ ...wrapped, EncryptedKeyMaterial: cut }), 'InvalidCiphertextException', NO_TEXT);
  });
});
