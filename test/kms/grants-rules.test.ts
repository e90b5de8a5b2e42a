/** What CreateGrant refuses, and what it accepts at the bounds. */
import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import type { CreateKeyRequest, GrantOperation, KMS } from '@aws-sdk/client-kms';
import { type GrantInput, grantsOf, newGrant, USER } from './grants-support.ts';
import { ACCOUNT, type Emulator, newKey, OTHER_ACCOUNT, refuses, startEmulator } from './support.ts';

const SERVICE = 'backup.example.amazonaws.com';
const SourceArn = `arn:aws:backup:us-east-1:${ACCOUNT}:vault/a`;

const ANY: readonly GrantOperation[] = ['CreateGrant', 'DescribeKey', 'RetireGrant'];
const CIPHER: readonly GrantOperation[] = ['Decrypt', 'Encrypt', 'ReEncryptFrom', 'ReEncryptTo'];
const ALL: readonly GrantOperation[] = [
  ...ANY, ...CIPHER, 'GenerateDataKey', 'GenerateDataKeyWithoutPlaintext', 'GenerateDataKeyPair',
  'GenerateDataKeyPairWithoutPlaintext', 'GenerateMac', 'VerifyMac', 'Sign', 'Verify', 'GetPublicKey', 'DeriveSharedSecret',
  'Encapsulate', 'Decapsulate',
];
/** Developer guide, "Grant operations". */
const KINDS: readonly (readonly [input: CreateKeyRequest, allowed: readonly GrantOperation[]])[] = [
  [{}, [...CIPHER, 'GenerateDataKey', 'GenerateDataKeyWithoutPlaintext', 'GenerateDataKeyPair', 'GenerateDataKeyPairWithoutPlaintext']],
  [{ KeySpec: 'HMAC_256', KeyUsage: 'GENERATE_VERIFY_MAC' }, ['GenerateMac', 'VerifyMac']],
  [{ KeySpec: 'RSA_2048', KeyUsage: 'ENCRYPT_DECRYPT' }, [...CIPHER, 'GetPublicKey']],
  [{ KeySpec: 'ECC_NIST_P256', KeyUsage: 'SIGN_VERIFY' }, ['Sign', 'Verify', 'GetPublicKey']],
  [{ KeySpec: 'ECC_NIST_P256', KeyUsage: 'KEY_AGREEMENT' }, ['DeriveSharedSecret', 'GetPublicKey']],
  [{ KeySpec: 'ML_KEM_512', KeyUsage: 'ENCAPSULATE_DECAPSULATE' }, ['Encapsulate', 'Decapsulate', 'GetPublicKey']],
];

const pairs = (count: number, value = 'x') => Object.fromEntries(Array.from({ length: count }, (_none, index) => [`k${index}`, value]));
const CONTEXTS = ['EncryptionContextEquals', 'EncryptionContextSubset'] as const;

describe('CreateGrant', () => {
  let emulator: Emulator;
  let kms: KMS;
  let key: string;
  before(async () => {
    emulator = await startEmulator();
    kms = emulator.kms;
    key = (await newKey(kms)).id;
  });
  after(() => emulator.stop());

  test('operations: at least one, and not CreateGrant alone', async () => {
    await refuses(newGrant(kms, key, { Operations: [] }), 'ValidationException');
    for (const Operations of [['CreateGrant'], ['CreateGrant', 'CreateGrant']] as GrantOperation[][]) {
      await refuses(newGrant(kms, key, { Operations }), 'ValidationException', 'Grants must not contain only the CreateGrant operation.');
    }
    await refuses(newGrant(kms, key, { Operations: ['PutKeyPolicy' as GrantOperation] }), 'ValidationException', /at 'operations\.1\.member' failed/);
  });

  for (const [input, allowed] of KINDS) {
    test(`operations of a key: ${input.KeySpec ?? 'SYMMETRIC_DEFAULT'} for ${input.KeyUsage ?? 'ENCRYPT_DECRYPT'}`, async () => {
      const { id } = await newKey(kms, input);
      await newGrant(kms, id, { Operations: [...ANY, ...allowed] });
      for (const operation of ALL) {
        const made = newGrant(kms, id, { Operations: ['DescribeKey', operation] });
        if (allowed.includes(operation) || ANY.includes(operation)) await made;
        else await refuses(made, 'ValidationException', new RegExp(`^Grant operation ${operation} is not valid for `));
      }
    });
  }

  test('constraints on the context: 8 pairs, values of 384 characters, symmetric keys alone', async () => {
    for (const constraint of CONTEXTS) {
      await newGrant(kms, key, { Constraints: { [constraint]: pairs(8, 'x'.repeat(384)) } });
      await refuses(newGrant(kms, key, { Constraints: { [constraint]: pairs(9) } }), 'ValidationException', `${constraint} cannot have more than 8 pairs.`);
      await refuses(newGrant(kms, key, { Constraints: { [constraint]: pairs(1, 'x'.repeat(385)) } }), 'ValidationException', /384 characters/);
    }
    for (const [input, [operation]] of KINDS.slice(1)) {
      const { id } = await newKey(kms, input);
      for (const constraint of CONTEXTS) {
        const constrained = newGrant(kms, id, { Operations: [operation!], Constraints: { [constraint]: pairs(1) } });
        await refuses(constrained, 'ValidationException', /symmetric encryption KMS keys/);
      }
      await newGrant(kms, id, { Operations: [operation!], Constraints: { SourceArn } });
    }
  });

  test('principals: accounts, users, roles and their sessions', async () => {
    const good = [
      OTHER_ACCOUNT,
      `arn:aws:iam::${OTHER_ACCOUNT}:root`,
      `arn:aws:iam::${OTHER_ACCOUNT}:user/ann`,
      `arn:aws:iam::${OTHER_ACCOUNT}:user/a/path/ann`,
      `arn:aws:iam::${OTHER_ACCOUNT}:role/aws-service-role/x.amazonaws.com/R`,
      `arn:aws:sts::${OTHER_ACCOUNT}:assumed-role/reader/session@1`,
      `arn:aws:sts::${OTHER_ACCOUNT}:federated-user/ann`,
      `arn:aws-cn:iam::${OTHER_ACCOUNT}:role/reader`,
    ];
    const bad = [
      'ann',
      '12345678901',
      'AROAEXAMPLEID1234567',
      'backup.amazonaws.com',
      `arn:aws:iam::${OTHER_ACCOUNT}:group/all`,
      `arn:aws:iam::${OTHER_ACCOUNT}:role/`,
      `arn:aws:iam::${OTHER_ACCOUNT}:role`,
      `arn:aws:iam::${OTHER_ACCOUNT}:role//reader`,
      `arn:aws:iam::${OTHER_ACCOUNT}:roots`,
      `arn:aws:iam::${OTHER_ACCOUNT}:assumed-role/reader/session`,
      `arn:aws:iam:us-east-1:${OTHER_ACCOUNT}:role/reader`,
      'arn:aws:iam::aws:role/reader',
      'arn:aws:iam::1234:role/reader',
      `arn:aws:sts::${OTHER_ACCOUNT}:role/reader`,
      `arn:aws:sts::${OTHER_ACCOUNT}:assumed-role/reader`,
      `arn:aws:sts::${OTHER_ACCOUNT}:assumed-role/reader/a/b`,
      `arn:aws:kms:us-east-1:${OTHER_ACCOUNT}:key/k`,
      'arn:aws:organizations::111122223333:organization/o-1',
      `arn:azure:iam::${OTHER_ACCOUNT}:root`,
      'constructor',
      'arn:aws:constructor::111122223333:root',
    ];
    for (const member of ['GranteePrincipal', 'RetiringPrincipal'] as const) {
      for (const principal of good) await newGrant(kms, key, { [member]: principal });
      for (const principal of bad) {
        await refuses(newGrant(kms, key, { [member]: principal }), 'InvalidArnException', `ARN does not refer to a valid principal: ${principal}`);
      }
      await refuses(newGrant(kms, key, { [member]: `arn:aws:iam::${OTHER_ACCOUNT}:user/*` }), 'ValidationException', /regular expression/);
    }
  });

  const RULES: readonly (readonly [what: string, input: Partial<GrantInput>])[] = [
    ['nobody', { GranteePrincipal: undefined }],
    ['a principal and a service', { GranteeServicePrincipal: SERVICE, RetiringPrincipal: USER, Constraints: { SourceArn } }],
    ['two to retire it', { RetiringPrincipal: USER, RetiringServicePrincipal: SERVICE }],
    ['a service without SourceArn', { GranteePrincipal: undefined, GranteeServicePrincipal: SERVICE, RetiringPrincipal: USER }],
    ['a service, and nobody to retire it', { GranteePrincipal: undefined, GranteeServicePrincipal: SERVICE, Constraints: { SourceArn } }],
    ['a name with a blank', { Name: 'a b' }],
    ['a SourceArn without an account', { Constraints: { SourceArn: 'arn:aws:s3:::a-bucket-without-account' } }],
  ];
  for (const [what, input] of RULES) {
    test(`refused: ${what}`, async () => {
      const { id } = await newKey(kms);
      await refuses(newGrant(kms, id, input), 'ValidationException');
      assert.deepEqual(await grantsOf(kms, id), []);
    });
  }

  test('grant tokens: of any grant, but none made up', async () => {
    const { token } = await newGrant(kms, key);
    await newGrant(kms, key, { GrantTokens: [token, token] });
    for (const bad of ['x', 'AAAA', `${token.slice(0, -4)}AAAA`]) {
      await refuses(newGrant(kms, key, { GrantTokens: [token, bad] }), 'InvalidGrantTokenException');
    }
    await refuses(newGrant(kms, key, { GrantTokens: Array.from({ length: 11 }, () => token) }), 'ValidationException');
  });
});
