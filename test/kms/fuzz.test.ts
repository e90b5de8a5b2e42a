/**
 * Any input by the model's shapes, and some that is not: every operation answers with success or with an exception that
 * its model knows or that all operations share; never with an internal error.
 */
import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import type { CreateKeyRequest } from '@aws-sdk/client-kms';
import fc from 'fast-check';
import model from '../../src/services/kms/model.json' with { type: 'json' };
import { type Emulator, keyArn, newKey, NO_KEY, startEmulator } from './support.ts';

interface Shape {
  readonly type: string;
  readonly enum?: readonly string[];
  readonly required?: readonly string[];
  readonly members?: { readonly [name: string]: { readonly shape: string } };
  readonly member?: { readonly shape: string };
  readonly key?: { readonly shape: string };
  readonly value?: { readonly shape: string };
  readonly min?: number;
  readonly max?: number;
}
interface OperationShape {
  readonly input?: { readonly shape: string };
  readonly errors?: readonly { readonly shape: string }[];
}

const shapes = model.shapes as unknown as { readonly [name: string]: Shape };
const operations = Object.entries(model.operations as unknown as { readonly [name: string]: OperationShape });
/** What every operation can answer besides its own exceptions. */
const COMMON = ['ValidationException', 'SerializationException', 'AccessDeniedException', 'UnsupportedOperationException'];
/** Generation of large RSA keys is slow, and proves nothing here. */
const SLOW = ['RSA_3072', 'RSA_4096'];
const RUNS = 30;
/** Texts that free invention would hardly hit on. */
const TEXTS: { readonly [shape: string]: readonly string[] } = {
  AliasNameType: ['alias/fuzz', 'alias/other', 'alias/new/one', 'alias/aws/s3', 'fuzz'],
  RegionType: ['eu-west-1', 'us-west-2', 'us-east-1', 'cn-north-1'],
  PolicyNameType: ['default', 'other'],
  PolicyType: ['{"Statement":{"Effect":"Allow","Principal":"*"}}', '{}', 'x'],
};
const USAGES: readonly (readonly [operation: RegExp, usage: string])[] = [
  [/Mac$/, 'GENERATE_VERIFY_MAC'],
  [/^(Sign|Verify)$/, 'SIGN_VERIFY'],
  [/^DeriveSharedSecret$/, 'KEY_AGREEMENT'],
  [/^(En|De)capsulate$/, 'ENCAPSULATE_DECAPSULATE'],
  [/^(Encrypt|Decrypt|ReEncrypt|GenerateDataKey.*|.*Rotation|RotateKeyOnDemand)$/, 'ENCRYPT_DECRYPT'],
];
const STRANGERS = [NO_KEY, keyArn(NO_KEY), keyArn(NO_KEY, 'eu-west-1'), 'alias/fuzz', 'arn:aws:kms:x', 'x'];
/** What makes keys useless for the operations after it. */
const ENDS = /^(DisableKey|ScheduleKeyDeletion|CancelKeyDeletion|EnableKey)$/;

describe('fuzz', () => {
  let emulator: Emulator;
  let keys: readonly Made[];
  let blobs: readonly string[];
  before(async () => {
    emulator = await startEmulator();
    ({ keys, blobs } = await populate(emulator));

  });
  after(() => emulator.stop());

  /** Mostly right, sometimes wrong: so that requests come past the decoder as well as being stopped by it. */
  const valueOf = (name: string, ids: readonly string[], depth: number): fc.Arbitrary<unknown> =>
    fc.oneof({ weight: 30, arbitrary: rightValue(name, ids, depth) }, { weight: 1, arbitrary: fc.jsonValue({ maxDepth: 2 }) });

  const often = (texts: readonly string[], others: fc.Arbitrary<string>): fc.Arbitrary<unknown> =>
    fc.oneof({ weight: 6, arbitrary: fc.constantFrom(...texts) }, { weight: 1, arbitrary: others });

  function rightValue(name: string, ids: readonly string[], depth: number): fc.Arbitrary<unknown> {
    const shape = shapes[name]!;
    if (/KeyId/.test(name)) return often(ids, fc.constantFrom(...STRANGERS));
    if (TEXTS[name]) return often(TEXTS[name], fc.string({ maxLength: 40 }));
    if (shape.enum) {
      return fc.constantFrom(...shape.enum.filter((value) => !SLOW.includes(value)));
    }
    switch (shape.type) {
      case 'string':
        return fc.string({ minLength: shape.min ?? 0, maxLength: Math.min(shape.max ?? 20, 60), unit: 'binary' });
      case 'integer':
        return fc.integer({ min: (shape.min ?? 0) - 1, max: Math.min((shape.max ?? 400) + 1, 4_000) });
      case 'boolean':
        return fc.boolean();
      case 'timestamp':
        return fc.oneof(fc.double({ min: -1e12, max: 1e12, noNaN: true }), fc.constant(4_000_000_000));
      case 'blob':
        return fc.oneof(fc.constantFrom(...blobs), fc.uint8Array({ maxLength: 300 }).map((data) => Buffer.from(data).toString('base64')));
      case 'list':
        return fc.array(valueOf(shape.member!.shape, ids, depth + 1), { maxLength: 3 });
      case 'map':
        return fc.dictionary(fc.string({ maxLength: 8 }), valueOf(shape.value!.shape, ids, depth + 1), { maxKeys: 3 });
      default:
        return structureOf(shape, ids, depth);
    }
  }

  /** Required members nearly always, others now and then. */
  function structureOf(shape: Shape, ids: readonly string[], depth: number): fc.Arbitrary<unknown> {
    const required = new Set(shape.required ?? []);
    const members = Object.entries(shape.members ?? {}).filter(() => depth < 4);
    const record = Object.fromEntries(
      members.map(([name, { shape: of }]) => {
        const weight = required.has(name) ? 30 : 1;
        const absent = { weight: required.has(name) ? 1 : 6, arbitrary: fc.constant(undefined) };
        return [name, fc.oneof({ weight, arbitrary: valueOf(of, ids, depth + 1) }, absent)];
      }),
    );
    return fc.record(record);
  }

  /** Keys that the operation can work with; those that end keys get their own, so that the others stay what they are. */
  const idsFor = (name: string): string[] => {
    const usage = USAGES.find(([operation]) => operation.test(name))?.[1];
    const fitting = keys.filter((key) => key.spare === ENDS.test(name) && (usage === undefined || key.usage === usage));
    return fitting.flatMap(({ id, arn }) => [id, arn]);
  };

  const check = async (name: string, body: unknown): Promise<void> => {
    const { status, text, body: answer } = await emulator.post(name, body);
    assert.deepEqual(emulator.reports.splice(0), [], `${name} ${JSON.stringify(body)}`);
    if (status === 200) return;
    const { errors = [] } = model.operations[name as keyof typeof model.operations] as OperationShape;
    const allowed = [...COMMON, ...errors.map(({ shape }) => shape)];
    assert.equal(status, 400, text);
    assert.ok(allowed.includes(String(answer['__type'])), `${name} ${JSON.stringify(body)}: ${text}`);
  };

  test('every operation answers an empty object', async () => {
    for (const [name] of operations) await check(name, {});
  });

  for (const [name, { input }] of operations) {
    test(name, async () => {
      const arbitrary = input ? fc.oneof({ weight: 20, arbitrary: structureOf(shapes[input.shape]!, idsFor(name), 0) }, fc.jsonValue()) : fc.jsonValue();
      await fc.assert(fc.asyncProperty(arbitrary, (body) => check(name, body)), { numRuns: RUNS });
    });
  }

  test('and the server is as healthy as before', async () => {
    const { KeyMetadata } = await emulator.kms.createKey({});
    const { CiphertextBlob } = await emulator.kms.encrypt({ KeyId: KeyMetadata!.KeyId, Plaintext: Buffer.from('x') });
    assert.equal(Buffer.from((await emulator.kms.decrypt({ CiphertextBlob })).Plaintext!).toString(), 'x');
  });
});

interface Made {
  readonly id: string;
  readonly arn: string;
  readonly usage: string;
  readonly spare: boolean;
}

/** Keys of many kinds, and blobs that belong to them. */
async function populate({ kms }: Emulator): Promise<{ keys: Made[]; blobs: string[] }> {
  const inputs: readonly CreateKeyRequest[] = [
    {}, {}, { MultiRegion: true }, { MultiRegion: true, Origin: 'EXTERNAL' }, { Origin: 'EXTERNAL' },
    { KeySpec: 'HMAC_256', KeyUsage: 'GENERATE_VERIFY_MAC' },
    { KeySpec: 'ECC_NIST_P256', KeyUsage: 'SIGN_VERIFY' },
    { KeySpec: 'ECC_NIST_EDWARDS25519', KeyUsage: 'SIGN_VERIFY' },
    { KeySpec: 'ECC_NIST_P256', KeyUsage: 'KEY_AGREEMENT' },
    { KeySpec: 'ML_DSA_44', KeyUsage: 'SIGN_VERIFY' },
    { KeySpec: 'ML_KEM_512', KeyUsage: 'ENCAPSULATE_DECAPSULATE' },
    { KeySpec: 'RSA_2048', KeyUsage: 'ENCRYPT_DECRYPT' },
    { KeySpec: 'RSA_2048', KeyUsage: 'SIGN_VERIFY' },
    { KeySpec: 'HMAC_512', KeyUsage: 'GENERATE_VERIFY_MAC', Origin: 'EXTERNAL' },
  ];
  const make = async (input: CreateKeyRequest, spare: boolean): Promise<Made> =>
    ({ ...(await newKey(kms, input)), usage: input.KeyUsage ?? 'ENCRYPT_DECRYPT', spare });
  const keys = await Promise.all([...inputs.map((input) => make(input, false)), ...inputs.slice(0, 8).map((input) => make(input, true))]);
  await kms.createAlias({ AliasName: 'alias/fuzz', TargetKeyId: keys[0]!.id });
  const { CiphertextBlob } = await kms.encrypt({ KeyId: keys[0]!.id, Plaintext: Buffer.from('x') });
  const { PublicKey } = await kms.getPublicKey({ KeyId: keys[8]!.id });
  const wrapping = { WrappingAlgorithm: 'RSAES_OAEP_SHA_256', WrappingKeySpec: 'RSA_2048' } as const;
  const { ImportToken } = await kms.getParametersForImport({ KeyId: keys[4]!.id, ...wrapping });
  return { keys, blobs: [CiphertextBlob, PublicKey, ImportToken].map((blob) => Buffer.from(blob!).toString('base64')) };
}
