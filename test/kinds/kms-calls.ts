/** Every operation of KMS as a call about one key, with what it needs besides. */
import { constants, createPublicKey, generateKeyPairSync, publicEncrypt } from 'node:crypto';
import type { KMS } from '@aws-sdk/client-kms';
import { ACCOUNT } from '../support/boot.ts';

/** One of the three kinds, or nothing of them. */
export interface Subject {
  /** Id, or ARN where an operation wants one. */
  readonly keyId: string;
  readonly arn: string;
  /** A symmetric ciphertext under it, with the context `{}`. */
  readonly blob: Uint8Array;
  readonly grantId: string;
  readonly alias: string;
  /** Signature or MAC of the message. */
  readonly proof: Uint8Array;
  readonly importToken: Uint8Array;
  readonly wrapped: Uint8Array;
}

/** What a customer managed key must be for the operation to work. */
export type Fitness = 'symmetric' | 'signing' | 'mac' | 'agreement' | 'encapsulation' | 'external' | 'multi-region' | 'to be deleted' | 'disabled';

export interface CallAbout {
  readonly fitness: Fitness;
  readonly input: (subject: Subject) => object;
}

const about = (input: (subject: Subject) => object = () => ({}), fitness: Fitness = 'symmetric'): CallAbout => ({
  fitness,
  input: (subject) => ({ KeyId: subject.keyId, ...input(subject) }),
});
const without = (input: (subject: Subject) => object): CallAbout => ({ fitness: 'symmetric', input });

const MESSAGE = Buffer.from('message');
const WRAPPING = { WrappingAlgorithm: 'RSAES_OAEP_SHA_256', WrappingKeySpec: 'RSA_2048' } as const;
const PEER = generateKeyPairSync('ec', { namedCurve: 'P-256' }).publicKey.export({ format: 'der', type: 'spki' });
const SIGNING = { Message: MESSAGE, SigningAlgorithm: 'ECDSA_SHA_256' } as const;
const MAC = { Message: MESSAGE, MacAlgorithm: 'HMAC_SHA_256' } as const;

/** By operation; those without a key of their own are in `WITHOUT_KEY`. */
export const CALLS: { readonly [operation: string]: CallAbout } = {
  CancelKeyDeletion: about(undefined, 'to be deleted'),
  CreateAlias: without(({ keyId }) => ({ AliasName: 'alias/another', TargetKeyId: keyId })),
  CreateGrant: about(() => ({ GranteePrincipal: `arn:aws:iam::${ACCOUNT}:root`, Operations: ['DescribeKey'] })),
  Decapsulate: about(() => ({ SharedSecretCiphertextBlob: Buffer.alloc(768), EncapsulationAlgorithm: 'ML_KEM' }), 'encapsulation'),
  Decrypt: without(({ blob }) => ({ CiphertextBlob: blob })),
  DeleteAlias: without(({ alias }) => ({ AliasName: alias })),
  DeleteImportedKeyMaterial: about(undefined, 'external'),
  DeriveSharedSecret: about(() => ({ KeyAgreementAlgorithm: 'ECDH', PublicKey: PEER }), 'agreement'),
  DescribeKey: about(),
  DisableKey: about(),
  DisableKeyRotation: about(),
  EnableKey: about(undefined, 'disabled'),
  EnableKeyRotation: about(),
  Encapsulate: about(() => ({ EncapsulationAlgorithm: 'ML_KEM' }), 'encapsulation'),
  Encrypt: about(() => ({ Plaintext: MESSAGE })),
  GenerateDataKey: about(() => ({ KeySpec: 'AES_256' })),
  GenerateDataKeyPair: about(() => ({ KeyPairSpec: 'ECC_NIST_P256' })),
  GenerateDataKeyPairWithoutPlaintext: about(() => ({ KeyPairSpec: 'ECC_NIST_P256' })),
  GenerateDataKeyWithoutPlaintext: about(() => ({ KeySpec: 'AES_256' })),
  GenerateMac: about(() => MAC, 'mac'),
  GetKeyLastUsage: about(),
  GetKeyPolicy: about(),
  GetKeyRotationStatus: about(),
  GetParametersForImport: about(() => WRAPPING, 'external'),
  GetPublicKey: about(undefined, 'signing'),
  ImportKeyMaterial: about(({ importToken, wrapped }) => ({ ImportToken: importToken, EncryptedKeyMaterial: wrapped, ExpirationModel: 'KEY_MATERIAL_DOES_NOT_EXPIRE' }), 'external'),
  ListGrants: about(),
  ListKeyPolicies: about(),
  ListKeyRotations: about(),
  ListResourceTags: about(),
  PutKeyPolicy: about(() => ({ Policy: OPEN_POLICY })),
  ReEncrypt: without(({ blob, keyId }) => ({ CiphertextBlob: blob, DestinationKeyId: keyId })),
  ReplicateKey: about(() => ({ ReplicaRegion: 'eu-central-1' }), 'multi-region'),
  RetireGrant: without(({ arn, grantId }) => ({ KeyId: arn, GrantId: grantId })),
  RevokeGrant: about(({ grantId }) => ({ GrantId: grantId })),
  RotateKeyOnDemand: about(),
  ScheduleKeyDeletion: about(),
  Sign: about(() => SIGNING, 'signing'),
  TagResource: about(() => ({ Tags: [{ TagKey: 'a', TagValue: 'b' }] })),
  UntagResource: about(() => ({ TagKeys: ['a'] })),
  UpdateAlias: without(({ keyId }) => ({ AliasName: 'alias/own', TargetKeyId: keyId })),
  UpdateKeyDescription: about(() => ({ Description: 'mine' })),
  UpdatePrimaryRegion: about(() => ({ PrimaryRegion: 'eu-west-1' }), 'multi-region'),
  Verify: about(({ proof }) => ({ ...SIGNING, Signature: proof }), 'signing'),
  VerifyMac: about(({ proof }) => ({ ...MAC, Mac: proof }), 'mac'),
};

/** About no key, or about all of an account. */
export const WITHOUT_KEY: readonly string[] = [
  'ConnectCustomKeyStore', 'CreateCustomKeyStore', 'CreateKey', 'DeleteCustomKeyStore', 'DescribeCustomKeyStores',
  'DisconnectCustomKeyStore', 'GenerateRandom', 'ListAliases', 'ListKeys', 'ListRetirableGrants', 'UpdateCustomKeyStore',
];

const OPEN_POLICY = JSON.stringify({
  Version: '2012-10-17',
  Statement: [{ Effect: 'Allow', Principal: { AWS: `arn:aws:iam::${ACCOUNT}:root` }, Action: 'kms:*', Resource: '*' }],
});

const SPECS: { readonly [F in Fitness]: Parameters<KMS['createKey']>[0] } = {
  symmetric: {},
  signing: { KeySpec: 'ECC_NIST_P256', KeyUsage: 'SIGN_VERIFY' },
  mac: { KeySpec: 'HMAC_256', KeyUsage: 'GENERATE_VERIFY_MAC' },
  agreement: { KeySpec: 'ECC_NIST_P256', KeyUsage: 'KEY_AGREEMENT' },
  encapsulation: { KeySpec: 'ML_KEM_512' as never, KeyUsage: 'ENCAPSULATE_DECAPSULATE' as never },
  external: { Origin: 'EXTERNAL' },
  'multi-region': { MultiRegion: true },
  'to be deleted': {},
  disabled: {},
};

/** A key that is not the customer's: what would be proof or material is none. */
export const strangeSubject = (subject: Pick<Subject, 'keyId' | 'arn' | 'blob' | 'alias'>): Subject => ({
  ...subject,
  grantId: '0'.repeat(64),
  proof: Buffer.alloc(32),
  importToken: MESSAGE,
  wrapped: MESSAGE,
});

/** A new customer managed key, ready for the operation. */
export async function newSubject(kms: KMS, fitness: Fitness): Promise<Subject> {
  const { KeyId: keyId, Arn: arn } = (await kms.createKey(SPECS[fitness])).KeyMetadata! as { KeyId: string; Arn: string };
  const alias = `alias/of-${keyId}`;
  await kms.createAlias({ AliasName: alias, TargetKeyId: keyId });
  return { ...strangeSubject({ keyId, arn, blob: MESSAGE, alias }), ...(await PREPARED[fitness]?.(kms, keyId)) };
}

const ACCOUNT_ROOT = `arn:aws:iam::${ACCOUNT}:root`;

const PREPARED: { readonly [F in Fitness]?: (kms: KMS, KeyId: string) => Promise<Partial<Subject>> } = {
  async symmetric(kms, KeyId) {
    const { GrantId } = await kms.createGrant({ KeyId, GranteePrincipal: ACCOUNT_ROOT, RetiringPrincipal: ACCOUNT_ROOT, Operations: ['Decrypt'] });
    const { CiphertextBlob } = await kms.encrypt({ KeyId, Plaintext: MESSAGE });
    return { grantId: GrantId!, blob: CiphertextBlob! };
  },
  signing: async (kms, KeyId) => ({ proof: (await kms.sign({ KeyId, ...SIGNING })).Signature! }),
  mac: async (kms, KeyId) => ({ proof: (await kms.generateMac({ KeyId, ...MAC })).Mac! }),
  async external(kms, KeyId) {
    const { ImportToken, PublicKey } = await kms.getParametersForImport({ KeyId, ...WRAPPING });
    const key = createPublicKey({ key: Buffer.from(PublicKey!), format: 'der', type: 'spki' });
    const wrapped = publicEncrypt({ key, padding: constants.RSA_PKCS1_OAEP_PADDING, oaepHash: 'sha256' }, Buffer.alloc(32, 7));
    return { importToken: ImportToken!, wrapped };
  },
  async 'to be deleted'(kms, KeyId) {
    await kms.scheduleKeyDeletion({ KeyId });
    return {};
  },
  async 'multi-region'(kms, KeyId) {
    await kms.replicateKey({ KeyId, ReplicaRegion: 'eu-west-1' });
    return {};
  },
  async disabled(kms, KeyId) {
    await kms.disableKey({ KeyId });
    return {};
  },
};
