/**
 * The records of KMS, operation by operation, against what AWS documents of them ("AWS KMS log entries"): the allowed
 * call in full, the same call by somebody who may not, and the same about a key that is not there.
 */
import assert from 'node:assert/strict';
import { createECDH } from 'node:crypto';
import { after, before, describe, test } from 'node:test';
import { EncapsulateCommand, type EncapsulateCommandOutput, type KMS } from '@aws-sdk/client-kms';
import type { ServiceModel } from '../../../src/base/api-model.ts';
import model from '../../../src/services/kms/model.json' with { type: 'json' };
import { importRequest } from '../../kms/importing.ts';
import { NO_KEY } from '../../kms/support.ts';
import { ACCOUNT, type Event, keyResources, type Keys, REGION, type Stage, stage } from './support.ts';

type Name = keyof typeof model.operations;

/** Keys that are there before the calls; ARNs by what they are for. */
interface World {
  readonly on: Stage;
  readonly symmetric: string;
  readonly rsa: string;
  readonly ecc: string;
  readonly mac: string;
  readonly kem: string;
  readonly external: string;
  readonly primary: string;
  readonly materialId: string;
  readonly blob: Uint8Array;
}

interface Shown {
  readonly readOnly: boolean;
  /** As the request has it: names in lower camel, secrets left out. */
  readonly parameters: object | null;
  /** Given what the API answered. */
  readonly elements?: (answer: never) => object | null;
  readonly resources?: readonly string[] | undefined;
  readonly additional?: object;
}

interface Case {
  readonly input: object;
  readonly shown: Shown;
  /** The call is refused, whoever asks. */
  readonly refused?: string;
}

const CONTEXT = { Department: 'Engineering', __proto: 'kept' };
const arn = (id: string, region = REGION): string => `arn:aws:kms:${region}:${ACCOUNT}:key/${id}`;
const idOf = (text: string): string => text.slice(text.lastIndexOf('/') + 1);
const DATA = Buffer.from('never to be logged');
const POLICY = JSON.stringify({
  Version: '2012-10-17',
  Statement: [{ Effect: 'Allow', Principal: { AWS: `arn:aws:iam::${ACCOUNT}:root` }, Action: 'kms:*', Resource: '*' }],
});

const read = (key: string, parameters: object, additional?: object): Shown => ({
  readOnly: true,
  parameters,
  resources: [key],
  ...(additional && { additional }),
});
const change = (key: string, parameters: object, elements: Shown['elements'] = () => ({ keyId: key })): Shown => ({
  readOnly: false,
  parameters,
  elements,
  resources: [key],
});
const silent = (key: string, parameters: object): Shown => change(key, parameters, () => null);

/** In the order in which they are called. */
async function cases(world: World): Promise<{ readonly [N in Name]: Case }> {
  const { symmetric, rsa, ecc, mac, kem, external, primary, materialId, blob } = world;
  const kms = world.on.kms();
  const key = { KeyId: symmetric };
  const keyId = symmetric;
  const material = { keyMaterialId: materialId };
  const alias = 'alias/golden';
  const aliasArn = `arn:aws:kms:${REGION}:${ACCOUNT}:${alias}`;
  const grantee = `arn:aws:iam::${ACCOUNT}:user/administrator`;
  const grant = { KeyId: symmetric, GranteePrincipal: grantee, Operations: ['Decrypt', 'RetireGrant'] as const };
  const grants = await Promise.all(['one', 'two'].map((Name) => kms.createGrant({ ...grant, Operations: [...grant.Operations], Name })));
  const { Signature } = await kms.sign({ KeyId: ecc, Message: DATA, SigningAlgorithm: 'ECDSA_SHA_256' });
  const { Mac } = await kms.generateMac({ KeyId: mac, Message: DATA, MacAlgorithm: 'HMAC_SHA_256' });
  const { SharedSecretCiphertextBlob } = (await kms.send(new EncapsulateCommand({ KeyId: kem, EncapsulationAlgorithm: 'ML_KEM' }))) as EncapsulateCommandOutput;
  const imported = await importRequest(kms, external, Buffer.alloc(32, 7));
  const signing = { keyId: ecc, messageType: 'RAW', signingAlgorithm: 'ECDSA_SHA_256' };
  const store = { CustomKeyStoreId: 'cks-1234567890abcdef0' };
  const storeShown = (readOnly: boolean, parameters: object): Shown => ({ readOnly, parameters });
  return {
    Encrypt: {
      input: { ...key, Plaintext: DATA, EncryptionContext: CONTEXT },
      shown: read(symmetric, { keyId, encryptionContext: CONTEXT, encryptionAlgorithm: 'SYMMETRIC_DEFAULT' }, material),
    },
    Decrypt: {
      input: { CiphertextBlob: blob, EncryptionContext: CONTEXT },
      shown: read(symmetric, { encryptionAlgorithm: 'SYMMETRIC_DEFAULT', keyId, encryptionContext: CONTEXT }, material),
    },
    ReEncrypt: {
      input: { CiphertextBlob: blob, SourceEncryptionContext: CONTEXT, DestinationKeyId: rsa, DestinationEncryptionAlgorithm: 'RSAES_OAEP_SHA_256' },
      shown: {
        readOnly: true,
        parameters: {
          sourceKeyId: symmetric,
          sourceEncryptionAlgorithm: 'SYMMETRIC_DEFAULT',
          sourceEncryptionContext: CONTEXT,
          destinationKeyId: rsa,
          destinationEncryptionAlgorithm: 'RSAES_OAEP_SHA_256',
        },
        resources: [symmetric, rsa],
        additional: { sourceKeyMaterialId: materialId },
      },
    },
    GenerateDataKey: {
      input: { ...key, KeySpec: 'AES_256', EncryptionContext: CONTEXT },
      shown: read(symmetric, { keyId, keySpec: 'AES_256', encryptionContext: CONTEXT }, material),
    },
    GenerateDataKeyWithoutPlaintext: {
      input: { ...key, NumberOfBytes: 24 },
      shown: read(symmetric, { keyId, numberOfBytes: 24 }, material),
    },
    GenerateDataKeyPair: {
      input: { ...key, KeyPairSpec: 'ECC_NIST_P256', EncryptionContext: CONTEXT },
      shown: read(symmetric, { keyId, keyPairSpec: 'ECC_NIST_P256', encryptionContext: CONTEXT }, material),
    },
    GenerateDataKeyPairWithoutPlaintext: {
      input: { ...key, KeyPairSpec: 'ECC_NIST_P256' },
      shown: read(symmetric, { keyId, keyPairSpec: 'ECC_NIST_P256' }, material),
    },
    GenerateRandom: { input: { NumberOfBytes: 32 }, shown: { readOnly: true, parameters: null, resources: [] } },
    GenerateMac: {
      input: { KeyId: mac, Message: DATA, MacAlgorithm: 'HMAC_SHA_256' },
      shown: read(mac, { keyId: mac, macAlgorithm: 'HMAC_SHA_256' }),
    },
    VerifyMac: {
      input: { KeyId: mac, Message: DATA, Mac, MacAlgorithm: 'HMAC_SHA_256' },
      shown: read(mac, { keyId: mac, macAlgorithm: 'HMAC_SHA_256' }),
    },
    Sign: { input: { KeyId: ecc, Message: DATA, MessageType: 'RAW', SigningAlgorithm: 'ECDSA_SHA_256' }, shown: read(ecc, signing) },
    Verify: {
      input: { KeyId: ecc, Message: DATA, MessageType: 'RAW', Signature, SigningAlgorithm: 'ECDSA_SHA_256' },
      shown: read(ecc, signing),
    },
    DeriveSharedSecret: {
      input: { KeyId: ecc, PublicKey: publicKey(), KeyAgreementAlgorithm: 'ECDH' },
      shown: read(ecc, { keyId: ecc, keyAgreementAlgorithm: 'ECDH' }),
      refused: 'InvalidKeyUsageException',
    },
    Encapsulate: {
      input: { KeyId: kem, EncapsulationAlgorithm: 'ML_KEM' },
      shown: read(kem, { keyId: kem, encapsulationAlgorithm: 'ML_KEM' }),
    },
    Decapsulate: {
      input: { KeyId: kem, EncapsulationAlgorithm: 'ML_KEM', SharedSecretCiphertextBlob },
      shown: read(kem, { keyId: kem, encapsulationAlgorithm: 'ML_KEM' }),
    },
    DescribeKey: { input: key, shown: read(symmetric, { keyId }) },
    GetKeyLastUsage: { input: key, shown: read(symmetric, { keyId }) },
    GetKeyRotationStatus: { input: key, shown: read(symmetric, { keyId }) },
    GetKeyPolicy: { input: { ...key, PolicyName: 'default' }, shown: read(symmetric, { keyId, policyName: 'default' }) },
    GetPublicKey: { input: { KeyId: rsa }, shown: read(rsa, { keyId: rsa }) },
    GetParametersForImport: {
      input: { KeyId: external, WrappingAlgorithm: 'RSAES_OAEP_SHA_256', WrappingKeySpec: 'RSA_2048' },
      shown: read(external, { keyId: external, wrappingAlgorithm: 'RSAES_OAEP_SHA_256', wrappingKeySpec: 'RSA_2048' }),
    },
    ListAliases: { input: { Limit: 5 }, shown: { readOnly: true, parameters: { limit: 5 }, resources: [] } },
    ListGrants: { input: { ...key, Limit: 20 }, shown: read(symmetric, { keyId, limit: 20 }) },
    ListKeyPolicies: { input: key, shown: read(symmetric, { keyId }) },
    ListKeyRotations: {
      input: { ...key, IncludeKeyMaterial: 'ALL_KEY_MATERIAL' },
      shown: read(symmetric, { keyId, includeKeyMaterial: 'ALL_KEY_MATERIAL' }),
    },
    ListKeys: { input: {}, shown: { readOnly: true, parameters: null, resources: [] } },
    ListResourceTags: { input: key, shown: read(symmetric, { keyId }) },
    ListRetirableGrants: {
      input: { RetiringPrincipal: grantee },
      shown: { readOnly: true, parameters: { retiringPrincipal: grantee }, resources: [] },
    },
    CreateKey: {
      input: { Policy: POLICY, Tags: [{ TagKey: 'Team', TagValue: 'Red' }] },
      shown: {
        readOnly: false,
        parameters: {
          description: '',
          origin: 'AWS_KMS',
          keySpec: 'SYMMETRIC_DEFAULT',
          customerMasterKeySpec: 'SYMMETRIC_DEFAULT',
          keyUsage: 'ENCRYPT_DECRYPT',
          bypassPolicyLockoutSafetyCheck: false,
          policy: POLICY,
          tags: [{ tagKey: 'Team', tagValue: 'Red' }],
        },
        elements: ({ KeyMetadata }: { KeyMetadata: { [name: string]: unknown } }) => ({
          keyMetadata: {
            AWSAccountId: ACCOUNT,
            keyId: KeyMetadata['KeyId'],
            arn: KeyMetadata['Arn'],
            creationDate: english(KeyMetadata['CreationDate'] as Date),
            enabled: true,
            description: '',
            keyUsage: 'ENCRYPT_DECRYPT',
            keyState: 'Enabled',
            origin: 'AWS_KMS',
            keyManager: 'CUSTOMER',
            customerMasterKeySpec: 'SYMMETRIC_DEFAULT',
            keySpec: 'SYMMETRIC_DEFAULT',
            encryptionAlgorithms: ['SYMMETRIC_DEFAULT'],
            multiRegion: false,
            currentKeyMaterialId: KeyMetadata['CurrentKeyMaterialId'],
          },
        }),
        resources: ['created'],
      },
    },
    CreateAlias: {
      input: { AliasName: alias, TargetKeyId: symmetric },
      shown: { ...change(symmetric, { aliasName: alias, targetKeyId: keyId }), resources: [symmetric, aliasArn] },
    },
    UpdateAlias: {
      input: { AliasName: alias, TargetKeyId: primary },
      shown: { ...change(primary, { aliasName: alias, targetKeyId: primary }), resources: [aliasArn, primary] },
    },
    DeleteAlias: {
      input: { AliasName: alias },
      shown: { ...change(primary, { aliasName: alias }), resources: [aliasArn, primary] },
    },
    CreateGrant: {
      input: { ...grant, Constraints: { EncryptionContextSubset: CONTEXT }, GrantTokens: [] },
      shown: change(
        symmetric,
        {
          keyId,
          granteePrincipal: grantee,
          operations: ['Decrypt', 'RetireGrant'],
          constraints: { encryptionContextSubset: CONTEXT },
        },
        ({ GrantId }: { GrantId: string }) => ({ grantId: GrantId, keyId }),
      ),
    },
    RevokeGrant: {
      input: { ...key, GrantId: grants[0]!.GrantId },
      shown: silent(symmetric, { keyId, grantId: grants[0]!.GrantId }),
    },
    RetireGrant: {
      input: { GrantToken: grants[1]!.GrantToken },
      shown: { ...silent(symmetric, {}), parameters: null, additional: { grantId: grants[1]!.GrantId } },
    },
    PutKeyPolicy: {
      input: { ...key, PolicyName: 'default', Policy: POLICY },
      shown: silent(symmetric, { keyId, policyName: 'default', policy: POLICY, bypassPolicyLockoutSafetyCheck: false }),
    },
    TagResource: {
      input: { ...key, Tags: [{ TagKey: 'Project', TagValue: 'Alpha' }] },
      shown: change(symmetric, { keyId, tags: [{ tagKey: 'Project', tagValue: 'Alpha' }] }),
    },
    UntagResource: { input: { ...key, TagKeys: ['Project'] }, shown: change(symmetric, { keyId, tagKeys: ['Project'] }) },
    UpdateKeyDescription: { input: { ...key, Description: 'For tests' }, shown: silent(symmetric, { keyId, description: 'For tests' }) },
    DisableKey: { input: key, shown: change(symmetric, { keyId }) },
    EnableKey: { input: key, shown: change(symmetric, { keyId }) },
    EnableKeyRotation: {
      input: { ...key, RotationPeriodInDays: 180 },
      shown: change(symmetric, { keyId, rotationPeriodInDays: 180 }),
    },
    DisableKeyRotation: { input: key, shown: silent(symmetric, { keyId }) },
    RotateKeyOnDemand: { input: key, shown: change(symmetric, { keyId }, () => ({ keyId: idOf(symmetric) })) },
    ImportKeyMaterial: {
      input: { ...imported, ImportType: 'NEW_KEY_MATERIAL', KeyMaterialDescription: 'from the safe' },
      shown: change(
        external,
        {
          keyId: external,
          expirationModel: 'KEY_MATERIAL_DOES_NOT_EXPIRE',
          importType: 'NEW_KEY_MATERIAL',
          keyMaterialDescription: 'from the safe',
        },
        ({ KeyMaterialId }: { KeyMaterialId: string }) => ({ keyId: external, keyMaterialId: KeyMaterialId }),
      ),
    },
    DeleteImportedKeyMaterial: {
      input: { KeyId: external },
      shown: change(external, { keyId: external }, ({ KeyMaterialId }: { KeyMaterialId: string }) => ({
        keyId: external,
        keyMaterialId: KeyMaterialId,
      })),
    },
    ReplicateKey: {
      input: { KeyId: primary, ReplicaRegion: 'eu-west-1', Description: 'replica' },
      shown: change(
        primary,
        { keyId: primary, replicaRegion: 'eu-west-1', description: 'replica', bypassPolicyLockoutSafetyCheck: false },
        ({ ReplicaPolicy, ReplicaKeyMetadata }: { ReplicaPolicy: string; ReplicaKeyMetadata: { [name: string]: unknown } }) => ({
          replicaKeyMetadata: {
            aWSAccountId: ACCOUNT,
            keyId: idOf(primary),
            arn: arn(idOf(primary), 'eu-west-1'),
            creationDate: english(ReplicaKeyMetadata['CreationDate'] as Date),
            enabled: false,
            description: 'replica',
            keyUsage: 'ENCRYPT_DECRYPT',
            keyState: 'Creating',
            origin: 'AWS_KMS',
            keyManager: 'CUSTOMER',
            customerMasterKeySpec: 'SYMMETRIC_DEFAULT',
            keySpec: 'SYMMETRIC_DEFAULT',
            encryptionAlgorithms: ['SYMMETRIC_DEFAULT'],
            multiRegion: true,
            multiRegionConfiguration: {
              multiRegionKeyType: 'REPLICA',
              primaryKey: { arn: primary, region: REGION },
              replicaKeys: [{ arn: arn(idOf(primary), 'eu-west-1'), region: 'eu-west-1' }],
            },
            currentKeyMaterialId: ReplicaKeyMetadata['CurrentKeyMaterialId'],
          },
          replicaPolicy: ReplicaPolicy,
          replicaTags: [],
        }),
      ),
    },
    UpdatePrimaryRegion: {
      input: { KeyId: primary, PrimaryRegion: 'eu-west-1' },
      shown: change(primary, { keyId: primary, primaryRegion: 'eu-west-1' }),
    },
    ScheduleKeyDeletion: {
      input: { ...key, PendingWindowInDays: 7 },
      shown: change(symmetric, { keyId, pendingWindowInDays: 7 }, ({ DeletionDate }: { DeletionDate: Date }) => ({
        keyId,
        deletionDate: english(DeletionDate),
        keyState: 'PendingDeletion',
        pendingWindowInDays: 7,
      })),
    },
    CancelKeyDeletion: { input: key, shown: change(symmetric, { keyId }) },
    CreateCustomKeyStore: {
      input: {
        CustomKeyStoreName: 'store',
        KeyStorePassword: 'kmsuser-password',
        XksProxyAuthenticationCredential: { AccessKeyId: 'ABCDEFGHIJKLMNOPQRST', RawSecretAccessKey: 'x'.repeat(43) },
      },
      shown: storeShown(false, { customKeyStoreName: 'store' }),
      refused: 'UnsupportedOperationException',
    },
    ConnectCustomKeyStore: store2(store, storeShown(false, { customKeyStoreId: store.CustomKeyStoreId })),
    DisconnectCustomKeyStore: store2(store, storeShown(false, { customKeyStoreId: store.CustomKeyStoreId })),
    DeleteCustomKeyStore: store2(store, storeShown(false, { customKeyStoreId: store.CustomKeyStoreId })),
    DescribeCustomKeyStores: store2(store, storeShown(true, { customKeyStoreId: store.CustomKeyStoreId })),
    UpdateCustomKeyStore: store2(
      { ...store, KeyStorePassword: 'kmsuser-password' },
      storeShown(false, { customKeyStoreId: store.CustomKeyStoreId }),
    ),
  };
}

const store2 = (input: object, shown: Shown): Case => ({ input, shown, refused: 'UnsupportedOperationException' });

/** As Java's English writes it, and CloudTrail with it: by the platform's own tables. */
const english = (date: Date): string =>
  new Intl.DateTimeFormat('en-US', { dateStyle: 'medium', timeStyle: 'medium', timeZone: 'UTC' }).format(date).replaceAll('\u202f', ' ');

/** SPKI of a P-256 key: its fixed beginning, and a point. */
function publicKey(): Buffer {
  const ecdh = createECDH('prime256v1');
  return Buffer.concat([Buffer.from('3059301306072a8648ce3d020106082a8648ce3d030107034200', 'hex'), ecdh.generateKeys()]);
}

async function prepare(on: Stage): Promise<World> {
  const kms = on.kms();
  const make = async (input: Parameters<KMS['createKey']>[0]) => (await kms.createKey(input)).KeyMetadata!;
  const symmetric = await make({});
  const { CiphertextBlob } = await kms.encrypt({ KeyId: symmetric.KeyId, Plaintext: DATA, EncryptionContext: CONTEXT });
  return {
    on,
    symmetric: symmetric.Arn!,
    materialId: symmetric.CurrentKeyMaterialId!,
    blob: CiphertextBlob!,
    rsa: (await make({ KeySpec: 'RSA_2048', KeyUsage: 'ENCRYPT_DECRYPT' })).Arn!,
    ecc: (await make({ KeySpec: 'ECC_NIST_P256', KeyUsage: 'SIGN_VERIFY' })).Arn!,
    mac: (await make({ KeySpec: 'HMAC_256', KeyUsage: 'GENERATE_VERIFY_MAC' })).Arn!,
    kem: (await make({ KeySpec: 'ML_KEM_768' as never, KeyUsage: 'ENCAPSULATE_DECAPSULATE' as never })).Arn!,
    external: (await make({ Origin: 'EXTERNAL' })).Arn!,
    primary: (await make({ MultiRegion: true })).Arn!,
  };
}

type Trace = { readonly $metadata: { readonly requestId?: string } };

const call = (kms: KMS, name: Name, input: object): Promise<Trace> => {
  const method = `${name.charAt(0).toLowerCase()}${name.slice(1)}` as 'encrypt';
  return kms[method](input as never) as Promise<Trace>;
};

/** The members that every record of these calls has, whatever the operation. */
function envelope(event: Event, name: Name, who: Keys & { readonly arn?: string; readonly id?: string }): void {
  const { principalId, ...user } = event.userIdentity;
  const { arn: whose = `arn:aws:iam::${ACCOUNT}:user/administrator`, accessKeyId } = who;
  assert.deepEqual(user, { type: 'IAMUser', arn: whose, accountId: ACCOUNT, accessKeyId, userName: whose.split('/').at(-1) });
  if (who.id) assert.equal(principalId, who.id);
  else assert.match(String(principalId), /^AIDA/);
  assert.match(event.eventTime, /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ$/);
  assert.match(event.eventID, /^[0-9a-f]{8}-[0-9a-f]{4}-7[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/);
  const { eventVersion, eventSource, eventName, awsRegion, sourceIPAddress, eventType, managementEvent, recipientAccountId, eventCategory } =
    event;
  assert.deepEqual(
    { eventVersion, eventSource, eventName, awsRegion, sourceIPAddress, eventType, managementEvent, recipientAccountId, eventCategory },
    {
      eventVersion: '1.11',
      eventSource: 'kms.amazonaws.com',
      eventName: name,
      awsRegion: REGION,
      sourceIPAddress: '127.0.0.1',
      eventType: 'AwsApiCall',
      managementEvent: true,
      recipientAccountId: ACCOUNT,
      eventCategory: 'Management',
    },
  );
  assert.match(String(event['userAgent']), /^aws-sdk-js\//);
}

/** In AWS's order, all that a record of these calls can have. */
const ORDER = [
  'eventVersion', 'userIdentity', 'eventTime', 'eventSource', 'eventName', 'awsRegion', 'sourceIPAddress', 'userAgent', 'errorCode',
  'errorMessage', 'requestParameters', 'responseElements', 'additionalEventData', 'requestID', 'eventID', 'readOnly', 'resources',
  'eventType', 'managementEvent', 'recipientAccountId', 'eventCategory',
];

describe('the records of KMS', () => {
  const cleanups: (() => Promise<void> | void)[] = [];
  let world: World;
  let nobody: Keys & { readonly arn: string; readonly id: string };
  let all: { readonly [N in Name]: Case };
  before(async () => {
    world = await prepare(await stage({ after: (clean: never) => cleanups.unshift(clean) }));
    nobody = await world.on.user('nobody');
    all = await cases(world);
  });
  after(async () => {
    for (const clean of cleanups) await clean();
  });

  test('every operation has a case', () => {
    assert.deepEqual(Object.keys(all).sort(), Object.keys(model.operations).sort());
  });

  test('of somebody who may not: the request, and why', async () => {
    const kms = world.on.kms(nobody);
    for (const [name, { input, shown }] of Object.entries(all) as [Name, Case][]) {
      if (['DeleteAlias', 'UpdateAlias'].includes(name)) continue;
      const { event } = await world.on.one(call(kms, name, input));
      envelope(event, name, nobody);
      assert.equal(event.errorCode, 'AccessDenied', name);
      assert.match(String(event['errorMessage']), /^User: arn:aws:iam::000000000000:user\/nobody is not authorized to perform: kms:/);
      assert.deepEqual(event.requestParameters, shown.parameters, name);
      assert.equal(event.responseElements, null, name);
      assert.equal(event['additionalEventData'], undefined, name);
      assert.equal(event['readOnly'], shown.readOnly, name);
      assert.deepEqual(Object.keys(event), ORDER.filter((member) => member in event), name);
    }
  });

  test('about a key that is not there: the request as it was sent, and no resources', async () => {
    for (const [name, { input, shown }] of Object.entries(all) as [Name, Case][]) {
      const member = ['KeyId', 'TargetKeyId'].find((candidate) => candidate in input);
      if (!member || name === 'UpdateAlias') continue;
      const { event } = await world.on.one(call(world.on.kms(), name, { ...input, [member]: NO_KEY }));
      envelope(event, name, world.on.booted.credentials);
      assert.equal(event.errorCode, 'NotFoundException', name);
      assert.equal(event['errorMessage'], `Key '${arn(NO_KEY)}' does not exist`, name);
      const logged = member.charAt(0).toLowerCase() + member.slice(1);
      assert.deepEqual(event.requestParameters, { ...shown.parameters, [logged]: NO_KEY }, name);
      assert.equal(event.responseElements, null);
      assert.equal('resources' in event, false, name);
    }
  });

  test('of a request that lacks what it needs: why, and nothing of it', async () => {
    for (const { name, input } of Object.values((model as ServiceModel).operations)) {
      const [missing] = model.shapes[input!.shape as 'EncryptRequest'].required ?? [];
      if (missing === undefined) continue;
      const { event } = await world.on.one(call(world.on.kms(), name as Name, {}));
      envelope(event, name as Name, world.on.booted.credentials);
      assert.equal(event.errorCode, 'ValidationException', name);
      const at = `'${missing.charAt(0).toLowerCase()}${missing.slice(1)}' failed to satisfy constraint: Member must not be null`;
      assert.ok(String(event['errorMessage']).includes(at), String(event['errorMessage']));
      assert.deepEqual([event.requestParameters, event.responseElements, 'resources' in event], [null, null, false], name);
    }
  });

  test('of what was done: as AWS documents it, member by member', async () => {
    for (const [name, { input, shown, refused }] of Object.entries(all) as [Name, Case][]) {
      const asked = call(world.on.kms(), name, input);
      const events = await world.on.of(asked);
      const { event } = events.find((each) => each.event.awsRegion === REGION)!;
      envelope(event, name, world.on.booted.credentials);
      const answer = await asked.catch(() => undefined);
      assert.equal(event.errorCode, refused, name);
      const elements = refused ? null : (shown.elements?.(answer as never) ?? null);
      const created = (answer as { KeyMetadata?: { Arn: string } } | undefined)?.KeyMetadata?.Arn;
      const resources = shown.resources?.map((text) => (text === 'created' ? created! : text));
      assert.deepEqual(event.requestParameters, shown.parameters, name);
      assert.deepEqual(event.responseElements, elements, name);
      assert.deepEqual(event['additionalEventData'], refused ? undefined : shown.additional, name);
      assert.deepEqual(event['resources'], resources && keyResources(...resources), name);
      assert.equal(event['readOnly'], shown.readOnly, name);
      assert.deepEqual(Object.keys(event), ORDER.filter((member) => member in event), name);
    }
  });

  test('nothing secret is in any of them', async () => {
    const journal = (await world.on.events()).map(({ text }) => text).join('\n');
    for (const secret of [DATA, Buffer.from(world.blob)]) {
      for (const encoding of ['utf8', 'base64', 'hex'] as const) assert.equal(journal.includes(secret.toString(encoding)), false);
    }
    assert.equal(journal.includes('kmsuser-password'), false);
    assert.equal(journal.includes('x'.repeat(43)), false);
  });
});
