/** CreateKey and DescribeKey: every key spec in every usage, the metadata member by member, and what is refused. */
import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import { ACCOUNT, assertRefused, type Emulator, keyArn, REGION, startEmulator } from './support.ts';

const RSA_SIGNING = [
  'RSASSA_PKCS1_V1_5_SHA_256', 'RSASSA_PKCS1_V1_5_SHA_384', 'RSASSA_PKCS1_V1_5_SHA_512',
  'RSASSA_PSS_SHA_256', 'RSASSA_PSS_SHA_384', 'RSASSA_PSS_SHA_512',
];
const RSA_ENCRYPTION = ['RSAES_OAEP_SHA_1', 'RSAES_OAEP_SHA_256'];

const FIELDS: { readonly [usage: string]: string } = {
  ENCRYPT_DECRYPT: 'EncryptionAlgorithms',
  SIGN_VERIFY: 'SigningAlgorithms',
  GENERATE_VERIFY_MAC: 'MacAlgorithms',
  KEY_AGREEMENT: 'KeyAgreementAlgorithms',
  ENCAPSULATE_DECAPSULATE: 'EncapsulationAlgorithms',
};

/** "Key spec reference" of the developer guide: spec, usage, algorithms. */
const KINDS: readonly (readonly [spec: string, usage: string, algorithms: readonly string[]])[] = [
  ['SYMMETRIC_DEFAULT', 'ENCRYPT_DECRYPT', ['SYMMETRIC_DEFAULT']],
  ['HMAC_224', 'GENERATE_VERIFY_MAC', ['HMAC_SHA_224']],
  ['HMAC_256', 'GENERATE_VERIFY_MAC', ['HMAC_SHA_256']],
  ['HMAC_384', 'GENERATE_VERIFY_MAC', ['HMAC_SHA_384']],
  ['HMAC_512', 'GENERATE_VERIFY_MAC', ['HMAC_SHA_512']],
  ...['RSA_2048', 'RSA_3072', 'RSA_4096'].flatMap((spec) => [
    [spec, 'ENCRYPT_DECRYPT', RSA_ENCRYPTION] as const,
    [spec, 'SIGN_VERIFY', RSA_SIGNING] as const,
  ]),
  ['ECC_NIST_P256', 'SIGN_VERIFY', ['ECDSA_SHA_256']],
  ['ECC_NIST_P384', 'SIGN_VERIFY', ['ECDSA_SHA_384']],
  ['ECC_NIST_P521', 'SIGN_VERIFY', ['ECDSA_SHA_512']],
  ['ECC_NIST_P256', 'KEY_AGREEMENT', ['ECDH']],
  ['ECC_NIST_P384', 'KEY_AGREEMENT', ['ECDH']],
  ['ECC_NIST_P521', 'KEY_AGREEMENT', ['ECDH']],
  ['ECC_SECG_P256K1', 'SIGN_VERIFY', ['ECDSA_SHA_256']],
  ['ECC_NIST_EDWARDS25519', 'SIGN_VERIFY', ['ED25519_SHA_512', 'ED25519_PH_SHA_512']],
  ['ML_DSA_44', 'SIGN_VERIFY', ['ML_DSA_SHAKE_256']],
  ['ML_DSA_65', 'SIGN_VERIFY', ['ML_DSA_SHAKE_256']],
  ['ML_DSA_87', 'SIGN_VERIFY', ['ML_DSA_SHAKE_256']],
  ['ML_KEM_512', 'ENCAPSULATE_DECAPSULATE', ['ML_KEM']],
  ['ML_KEM_768', 'ENCAPSULATE_DECAPSULATE', ['ML_KEM']],
  ['ML_KEM_1024', 'ENCAPSULATE_DECAPSULATE', ['ML_KEM']],
];
const SPECS = [...new Set(KINDS.map(([spec]) => spec))];
const MATERIAL_ID = /^[0-9a-f]{64}$/;
const UUID = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/;

describe('CreateKey and DescribeKey', () => {
  let emulator: Emulator;
  let now: number;
  before(async () => {
    emulator = await startEmulator();
    now = await emulator.now();
  });
  after(() => emulator.stop());

  const create = async (input: object): Promise<Record<string, unknown>> => {
    const { body, text } = await emulator.post('CreateKey', input);
    assert.deepEqual(Object.keys(body), ['KeyMetadata'], text);
    return body['KeyMetadata'] as Record<string, unknown>;
  };
  const describeKey = async (KeyId: unknown): Promise<unknown> => (await emulator.post('DescribeKey', { KeyId })).body['KeyMetadata'];

  const expected = (keyId: string, spec: string, usage: string, algorithms: readonly string[]) => ({
    AWSAccountId: ACCOUNT,
    KeyId: keyId,
    Arn: keyArn(keyId),
    CreationDate: now / 1_000,
    Enabled: true,
    Description: '',
    KeyUsage: usage,
    KeyState: 'Enabled',
    Origin: 'AWS_KMS',
    KeyManager: 'CUSTOMER',
    CustomerMasterKeySpec: spec,
    KeySpec: spec,
    [FIELDS[usage]!]: algorithms,
    MultiRegion: false,
  });

  for (const [spec, usage, algorithms] of KINDS) {
    test(`${spec} for ${usage}`, async () => {
      const made = await create({ KeySpec: spec, KeyUsage: usage });
      const { CurrentKeyMaterialId, ...rest } = made;
      assert.match(String(made['KeyId']), UUID);
      assert.deepEqual(rest, expected(String(made['KeyId']), spec, usage, algorithms));
      if (spec === 'SYMMETRIC_DEFAULT') assert.match(String(CurrentKeyMaterialId), MATERIAL_ID);
      else assert.equal(CurrentKeyMaterialId, undefined);
      assert.deepEqual(await describeKey(made['KeyId']), made);
    });
  }

  test('nothing at all: a symmetric encryption key', async () => {
    const { CurrentKeyMaterialId: _id, ...rest } = await create({});
    assert.deepEqual(rest, expected(String(rest['KeyId']), 'SYMMETRIC_DEFAULT', 'ENCRYPT_DECRYPT', ['SYMMETRIC_DEFAULT']));
  });

  test('the deprecated name of KeySpec does the same', async () => {
    const made = await create({ CustomerMasterKeySpec: 'ECC_NIST_P256', KeyUsage: 'SIGN_VERIFY' });
    assert.equal(made['KeySpec'], 'ECC_NIST_P256');
  });

  test('a description of any characters, kept as it is', async () => {
    const Description = 'für "alle" \u{1f511} \\ \n';
    const made = await create({ Description });
    assert.equal(made['Description'], Description);
    assert.deepEqual(await describeKey(made['KeyId']), made);
  });

  test('Origin EXTERNAL waits for its import, and has neither material nor expiry yet', async () => {
    const made = await create({ Origin: 'EXTERNAL' });
    const rest = expected(String(made['KeyId']), 'SYMMETRIC_DEFAULT', 'ENCRYPT_DECRYPT', ['SYMMETRIC_DEFAULT']);
    assert.deepEqual(made, { ...rest, Origin: 'EXTERNAL', KeyState: 'PendingImport', Enabled: false });
    assert.deepEqual(await describeKey(made['KeyId']), made);
  });

  test('a multi-Region key is the primary, and names itself', async () => {
    const made = await create({ MultiRegion: true });
    assert.match(String(made['KeyId']), /^mrk-[0-9a-f]{32}$/);
    const { CurrentKeyMaterialId: _id, ...rest } = made;
    const place = { Arn: made['Arn'], Region: REGION };
    assert.deepEqual(rest, {
      ...expected(String(made['KeyId']), 'SYMMETRIC_DEFAULT', 'ENCRYPT_DECRYPT', ['SYMMETRIC_DEFAULT']),
      MultiRegion: true,
      MultiRegionConfiguration: { MultiRegionKeyType: 'PRIMARY', PrimaryKey: place, ReplicaKeys: [] },
    });
    assert.deepEqual(await describeKey(made['KeyId']), made);
  });

  test('a key that is disabled or awaits its deletion says so', async () => {
    const { KeyId } = await create({});
    await emulator.post('DisableKey', { KeyId });
    const disabled = (await describeKey(KeyId)) as Record<string, unknown>;
    assert.deepEqual([disabled['Enabled'], disabled['KeyState'], disabled['DeletionDate']], [false, 'Disabled', undefined]);
    await emulator.post('ScheduleKeyDeletion', { KeyId, PendingWindowInDays: 7 });
    const pending = (await describeKey(KeyId)) as Record<string, unknown>;
    assert.deepEqual([pending['Enabled'], pending['KeyState']], [false, 'PendingDeletion']);
    assert.equal(pending['DeletionDate'], now / 1_000 + 7 * 86_400);
    assert.equal(pending['PendingDeletionWindowInDays'], undefined);
  });

  describe('refuses', () => {
    test('asymmetric and HMAC specs without KeyUsage', async () => {
      for (const KeySpec of SPECS.filter((spec) => spec !== 'SYMMETRIC_DEFAULT')) {
        const text = 'You must specify a KeyUsage value for all KMS keys except for symmetric encryption keys.';
        assertRefused(await emulator.post('CreateKey', { KeySpec }), 'ValidationException', text);
      }
    });

    test('every usage that a spec does not have', async () => {
      const known = new Set(KINDS.map(([spec, usage]) => `${spec} ${usage}`));
      for (const KeySpec of SPECS) {
        for (const KeyUsage of Object.keys(FIELDS)) {
          if (known.has(`${KeySpec} ${KeyUsage}`)) continue;
          const text = `KeyUsage ${KeyUsage} is not compatible with KeySpec ${KeySpec}`;
          assertRefused(await emulator.post('CreateKey', { KeySpec, KeyUsage }), 'ValidationException', text);
        }
      }
    });

    const CASES: readonly (readonly [what: string, input: object, name: string, text: string | RegExp])[] = [
      ['SM2, which is China\'s', { KeySpec: 'SM2', KeyUsage: 'SIGN_VERIFY' }, 'UnsupportedOperationException', 'KeySpec SM2 is not supported in this region.'],
      ['both names of the spec', { KeySpec: 'RSA_2048', CustomerMasterKeySpec: 'RSA_2048', KeyUsage: 'SIGN_VERIFY' }, 'ValidationException', /^You cannot specify KeySpec and CustomerMasterKeySpec in the same request/],
      ['a new spec under the old name', { CustomerMasterKeySpec: 'ML_DSA_44', KeyUsage: 'SIGN_VERIFY' }, 'ValidationException', /^1 validation error detected: Value 'ML_DSA_44' at 'customerMasterKeySpec' failed to satisfy constraint: Member must satisfy enum value set: \[/],
      ['a spec that is none', { KeySpec: 'AES_256' }, 'ValidationException', /^1 validation error detected: Value 'AES_256' at 'keySpec' failed to satisfy constraint: Member must satisfy enum value set: \[/],
      ['a long description', { Description: 'x'.repeat(8_193) }, 'ValidationException', /at 'description' failed to satisfy constraint: Member must have length less than or equal to 8192$/],
      ['U+0000, which not every store can hold', { Description: 'a\0b' }, 'ValidationException', /U\+0000/],
      ['import of ML-DSA keys', { KeySpec: 'ML_DSA_44', KeyUsage: 'SIGN_VERIFY', Origin: 'EXTERNAL' }, 'UnsupportedOperationException', /ML_DSA_44/],
      ['a custom key store', { Origin: 'AWS_CLOUDHSM', CustomKeyStoreId: 'cks-1' }, 'UnsupportedOperationException', 'Trent does not support custom key stores yet.'],
      ['a key store without its origin', { CustomKeyStoreId: 'cks-1' }, 'ValidationException', /^CustomKeyStoreId can only/],
      ['a policy that is not JSON', { Policy: 'allow all' }, 'MalformedPolicyDocumentException', /invalid Json/],
      ['a policy without statements', { Policy: '{"Version":"2012-10-17","Statement":[]}' }, 'MalformedPolicyDocumentException', /Statement/],
      ['a policy of odd effect', { Policy: '{"Statement":{"Effect":"Maybe","Principal":"*"}}' }, 'MalformedPolicyDocumentException', /Effect/],
      ['a policy of more than 32 KB', { Policy: JSON.stringify({ Statement: [], Id: 'x'.repeat(32_768) }) }, 'LimitExceededException', /32768 bytes/],
      ['a policy of foreign characters', { Policy: '{"Id":"\u20ac"}' }, 'ValidationException', /^1 validation error detected: .*at 'policy' failed to satisfy constraint: Member must satisfy regular expression pattern/],
      ['a tag twice', { Tags: [{ TagKey: 'a', TagValue: '1' }, { TagKey: 'a', TagValue: '2' }] }, 'TagException', 'Duplicate tag keys'],
      ['51 tags', { Tags: Array.from({ length: 51 }, (_none, index) => ({ TagKey: `t${index}`, TagValue: '' })) }, 'TagException', 'Too many tags'],
      ['a reserved tag', { Tags: [{ TagKey: 'AWS:x', TagValue: '' }] }, 'TagException', 'Tags beginning with aws: are reserved'],
    ];
    for (const [what, input, name, text] of CASES) {
      test(what, async () => assertRefused(await emulator.post('CreateKey', input), name, text));
    }

    test('and makes no key', async () => {
      const count = async () => ((await emulator.post('ListKeys', { Limit: 1000 })).body['Keys'] as unknown[]).length;
      const earlier = await count();
      for (const [, input] of CASES) await emulator.post('CreateKey', input);
      assert.equal(await count(), earlier);
    });
  });
});
