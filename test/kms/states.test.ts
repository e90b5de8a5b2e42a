/** "Key states of AWS KMS keys": each operation on a key in each state, by a call. */
import assert from 'node:assert/strict';
import { generateKeyPairSync } from 'node:crypto';
import { after, before, describe, test } from 'node:test';
import type { CreateKeyRequest, KMS } from '@aws-sdk/client-kms';
import { importInto, importRequest } from './importing.ts';
import { type Answer, assertRefused, type Emulator, keyArn, newKey, OTHER_REGION, startEmulator } from './support.ts';

const STATES = ['Enabled', 'Disabled', 'PendingDeletion', 'PendingImport'] as const;
type State = (typeof STATES)[number];

/** How a cell reads; `{arn}` stands for the key's. */
const VERDICTS: { readonly [mark: string]: readonly [name: string, text: string] } = {
  d: ['DisabledException', '{arn} is disabled.'],
  p: ['KMSInvalidStateException', '{arn} is pending deletion.'],
  r: ['KMSInvalidStateException', '{arn} is pending replica deletion.'],
  n: ['KMSInvalidStateException', '{arn} is not pending deletion.'],
  i: ['KMSInvalidStateException', '{arn} is pending import.'],
  o: ['UnsupportedOperationException', '{arn} origin is EXTERNAL which is not valid for this operation.'],
};

type Kind = 'symmetric' | 'imported' | 'signer' | 'mac' | 'agreement' | 'kem' | 'primary' | 'replicated';

const INPUTS: { readonly [K in Kind]: CreateKeyRequest } = {
  symmetric: {},
  imported: { Origin: 'EXTERNAL' },
  signer: { KeySpec: 'ECC_NIST_P256', KeyUsage: 'SIGN_VERIFY' },
  mac: { KeySpec: 'HMAC_256', KeyUsage: 'GENERATE_VERIFY_MAC' },
  agreement: { KeySpec: 'ECC_NIST_P256', KeyUsage: 'KEY_AGREEMENT' },
  kem: { KeySpec: 'ML_KEM_512', KeyUsage: 'ENCAPSULATE_DECAPSULATE' },
  primary: { MultiRegion: true },
  replicated: { MultiRegion: true, Origin: 'EXTERNAL' },
};

interface Subject {
  readonly KeyId: string;
  readonly kms: KMS;
  /** Another key of the same account, symmetric and enabled. */
  readonly other: string;
  /** An alias of `other`. */
  readonly alias: string;
  /** An alias of the key itself. */
  readonly ownAlias: string;
  /** What the key made while it could, in base64; some bytes when it never could. */
  readonly made: string;
  readonly importing: { readonly [member: string]: unknown };
}

interface Row {
  readonly operation: string;
  readonly kind: Kind;
  /** Enabled, Disabled, PendingDeletion, PendingImport; ✓ is success, – has no such key. */
  readonly cells: string;
  readonly input: (subject: Subject) => object;
}

const row = (operation: string, kind: Kind, cells: string, input: (subject: Subject) => object = () => ({})): Row => ({
  operation,
  kind,
  cells,
  input,
});

const Message = Buffer.from('message').toString('base64');
const peer = generateKeyPairSync('ec', { namedCurve: 'P-256' }).publicKey.export({ format: 'der', type: 'spki' }).toString('base64');
const SIGNING = { Message, SigningAlgorithm: 'ECDSA_SHA_256' };
const MAC = { Message, MacAlgorithm: 'HMAC_SHA_256' };

const TABLE: readonly Row[] = [
  row('Encrypt', 'symmetric', '✓dpi', () => ({ Plaintext: Message })),
  row('Decrypt', 'symmetric', '✓dpi', ({ made }) => ({ CiphertextBlob: made })),
  row('ReEncrypt', 'symmetric', '✓dpi', ({ KeyId, made, other }) => ({ SourceKeyId: KeyId, CiphertextBlob: made, DestinationKeyId: other, KeyId: undefined })),
  row('GenerateDataKey', 'symmetric', '✓dpi', () => ({ KeySpec: 'AES_256' })),
  row('GenerateDataKeyWithoutPlaintext', 'symmetric', '✓dpi', () => ({ KeySpec: 'AES_256' })),
  row('GenerateDataKeyPair', 'symmetric', '✓dpi', () => ({ KeyPairSpec: 'ECC_NIST_P256' })),
  row('GenerateDataKeyPairWithoutPlaintext', 'symmetric', '✓dpi', () => ({ KeyPairSpec: 'ECC_NIST_P256' })),
  row('Sign', 'signer', '✓dpi', () => SIGNING),
  row('Verify', 'signer', '✓dpi', ({ made }) => ({ ...SIGNING, Signature: made })),
  row('GenerateMac', 'mac', '✓dpi', () => MAC),
  row('VerifyMac', 'mac', '✓dpi', ({ made }) => ({ ...MAC, Mac: made })),
  row('DeriveSharedSecret', 'agreement', '✓dpi', () => ({ KeyAgreementAlgorithm: 'ECDH', PublicKey: peer })),
  row('Encapsulate', 'kem', '✓dp–', () => ({ EncapsulationAlgorithm: 'ML_KEM' })),
  row('Decapsulate', 'kem', '✓dp–', ({ made }) => ({ EncapsulationAlgorithm: 'ML_KEM', SharedSecretCiphertextBlob: made })),
  // AWS's table has ✓ for PendingImport; a key that never had material has no public key to show.
  row('GetPublicKey', 'signer', '✓✓pi'),
  row('DescribeKey', 'symmetric', '✓✓✓✓'),
  row('GetKeyPolicy', 'symmetric', '✓✓✓✓'),
  row('ListKeyPolicies', 'symmetric', '✓✓✓✓'),
  row('ListAliases', 'symmetric', '✓✓✓✓'),
  row('ListResourceTags', 'symmetric', '✓✓✓✓'),
  row('PutKeyPolicy', 'symmetric', '✓✓✓✓', () => ({ Policy: '{"Statement":{"Effect":"Allow","Principal":"*","Action":"kms:*","Resource":"*"}}' })),
  row('GetKeyLastUsage', 'symmetric', '✓✓✓✓'),
  row('DeleteAlias', 'symmetric', '✓✓✓✓', ({ ownAlias }) => ({ KeyId: undefined, AliasName: ownAlias })),
  row('CreateAlias', 'symmetric', '✓✓p✓', ({ KeyId }) => ({ KeyId: undefined, TargetKeyId: KeyId, AliasName: `alias/new-${KeyId}` })),
  row('UpdateAlias', 'symmetric', '✓✓p✓', ({ KeyId, alias }) => ({ KeyId: undefined, TargetKeyId: KeyId, AliasName: alias })),
  row('TagResource', 'symmetric', '✓✓p✓', () => ({ Tags: [{ TagKey: 'a', TagValue: 'b' }] })),
  row('UntagResource', 'symmetric', '✓✓p✓', () => ({ TagKeys: ['a'] })),
  row('UpdateKeyDescription', 'symmetric', '✓✓p✓', () => ({ Description: 'new' })),
  row('EnableKey', 'symmetric', '✓✓pi'),
  row('DisableKey', 'symmetric', '✓✓pi'),
  row('EnableKeyRotation', 'symmetric', '✓dpo'),
  row('DisableKeyRotation', 'symmetric', '✓dpo'),
  row('RotateKeyOnDemand', 'symmetric', '✓dpi'),
  row('GetKeyRotationStatus', 'symmetric', '✓✓✓o'),
  row('ListKeyRotations', 'symmetric', '✓✓✓✓'),
  row('GetParametersForImport', 'imported', '✓✓p✓', () => ({ WrappingAlgorithm: 'RSAES_OAEP_SHA_256', WrappingKeySpec: 'RSA_2048' })),
  row('ImportKeyMaterial', 'imported', '✓✓p✓', ({ importing }) => importing),
  row('DeleteImportedKeyMaterial', 'imported', '✓✓✓✓'),
  row('ScheduleKeyDeletion', 'symmetric', '✓✓p✓'),
  row('CancelKeyDeletion', 'symmetric', 'nn✓n'),
  row('ReplicateKey', 'primary', '✓dpi', () => ({ ReplicaRegion: OTHER_REGION })),
  row('UpdatePrimaryRegion', 'replicated', '✓dri', () => ({ PrimaryRegion: OTHER_REGION })),
];

describe('key states', () => {
  let emulator: Emulator;
  before(async () => {
    emulator = await startEmulator();
  });
  after(() => emulator.stop());

  const MATERIAL = Buffer.alloc(32, 5);

  async function make(kind: Kind, state: State): Promise<string> {
    const { kms } = emulator;
    const { Origin, ...input } = INPUTS[kind];
    const imports = Origin === 'EXTERNAL' || state === 'PendingImport';
    const { id } = await newKey(kms, imports ? { ...input, Origin: 'EXTERNAL' } : input);
    if (Origin === 'EXTERNAL' && (state !== 'PendingImport' || kind === 'replicated')) await importInto(kms, id, MATERIAL);
    if (kind === 'replicated') {
      await kms.replicateKey({ KeyId: id, ReplicaRegion: OTHER_REGION });
      await importInto(emulator.kmsIn({ region: OTHER_REGION }), id, MATERIAL);
    }
    return id;
  }

  async function enter(KeyId: string, kind: Kind, state: State): Promise<void> {
    const { kms } = emulator;
    if (state === 'Disabled') await kms.disableKey({ KeyId });
    if (state === 'PendingDeletion') await kms.scheduleKeyDeletion({ KeyId });
    if (state === 'PendingImport' && kind === 'replicated') await kms.deleteImportedKeyMaterial({ KeyId });
    const { KeyMetadata } = await kms.describeKey({ KeyId });
    const expected = state === 'PendingDeletion' && kind === 'replicated' ? 'PendingReplicaDeletion' : state;
    assert.equal(KeyMetadata!.KeyState, expected);
  }

  /** What the key can make while it is enabled, for the operations that take it. */
  async function madeBy(KeyId: string, kind: Kind, state: State): Promise<string> {
    if (state === 'PendingImport') return Message;
    const { post } = emulator;
    const first: { readonly [K in Kind]?: readonly [string, object, string] } = {
      symmetric: ['Encrypt', { Plaintext: Message }, 'CiphertextBlob'],
      signer: ['Sign', SIGNING, 'Signature'],
      mac: ['GenerateMac', MAC, 'Mac'],
      kem: ['Encapsulate', { EncapsulationAlgorithm: 'ML_KEM' }, 'SharedSecretCiphertextBlob'],
    };
    const [operation, input, member] = first[kind] ?? [];
    return operation ? String((await post(operation, { KeyId, ...input })).body[member!]) : Message;
  }

  async function subject(kind: Kind, state: State): Promise<Subject> {
    const { kms } = emulator;
    const KeyId = await make(kind, state);
    const { id: other } = await newKey(kms);
    const [alias, ownAlias] = [`alias/of-${other}`, `alias/of-${KeyId}`];
    await kms.createAlias({ AliasName: alias, TargetKeyId: other });
    await kms.createAlias({ AliasName: ownAlias, TargetKeyId: KeyId });
    const made = await madeBy(KeyId, kind, state);
    const importing = kind === 'imported' ? encoded({ ...(await importRequest(kms, KeyId, MATERIAL)) }) : {};
    await enter(KeyId, kind, state);
    return { KeyId, kms, other, alias, ownAlias, made, importing };
  }

  for (const { operation, kind, cells, input } of TABLE) {
    test(operation, async () => {
      for (const [index, state] of STATES.entries()) {
        const cell = [...cells][index]!;
        if (cell === '–') continue;
        const is = await subject(kind, state);
        assertCell(cell, await emulator.post(operation, { KeyId: is.KeyId, ...input(is) }), is.KeyId, state);
      }
    });
  }

  test('ReEncrypt to a key in each state', async () => {
    for (const [state, cell] of [['Enabled', '✓'], ['Disabled', 'd'], ['PendingDeletion', 'p'], ['PendingImport', 'i']] as const) {
      const is = await subject('symmetric', state);
      const { body } = await emulator.post('Encrypt', { KeyId: is.other, Plaintext: Message });
      const answer = await emulator.post('ReEncrypt', { CiphertextBlob: body['CiphertextBlob'], DestinationKeyId: is.KeyId });
      assertCell(cell, answer, is.KeyId, state);
    }
  });

  test('UpdateAlias away from a key that awaits its deletion', async () => {
    const is = await subject('symmetric', 'PendingDeletion');
    assert.equal((await emulator.post('UpdateAlias', { AliasName: is.ownAlias, TargetKeyId: is.other })).status, 200);
  });

  test('PendingReplicaDeletion is as PendingDeletion', async () => {
    for (const { operation, kind, cells, input } of TABLE) {
      if (kind !== 'symmetric' || operation === 'ScheduleKeyDeletion') continue;
      const cell = [...cells][2]!.replace('p', 'r');
      const is = await subject('primary', 'Enabled');
      await emulator.kms.replicateKey({ KeyId: is.KeyId, ReplicaRegion: OTHER_REGION });
      await emulator.kms.scheduleKeyDeletion({ KeyId: is.KeyId });
      const request = { KeyId: is.KeyId, ...input(is) };
      if (operation === 'Decrypt' || operation === 'ReEncrypt') continue;
      assertCell(cell, await emulator.post(operation, request), is.KeyId, `PendingReplicaDeletion ${operation}`);
    }
  });

  test('import is not for keys whose material KMS makes', async () => {
    const { id: KeyId } = await newKey(emulator.kms);
    const imported = await subject('imported', 'Enabled');
    const wrapping = { WrappingAlgorithm: 'RSAES_OAEP_SHA_256', WrappingKeySpec: 'RSA_2048' };
    const text = `${keyArn(KeyId)} origin is AWS_KMS which is not valid for this operation.`;
    for (const [operation, input] of [
      ['GetParametersForImport', wrapping],
      ['ImportKeyMaterial', { ...imported.importing, KeyId }],
      ['DeleteImportedKeyMaterial', {}],
    ] as const) {
      assertRefused(await emulator.post(operation, { KeyId, ...input }), 'UnsupportedOperationException', text);
    }
  });
});

function assertCell(cell: string, answer: Answer, KeyId: string, state: string): void {
  if (cell === '✓') return assert.equal(answer.status, 200, `${state}: ${answer.text}`);
  const [name, text] = VERDICTS[cell]!;
  assertRefused(answer, name, text.replace('{arn}', keyArn(KeyId)));
}

/** Bytes of an SDK request as JSON has them. */
const encoded = (request: object): { [member: string]: unknown } =>
  Object.fromEntries(Object.entries(request).map(([name, value]) => [name, value instanceof Uint8Array ? Buffer.from(value).toString('base64') : value]));
