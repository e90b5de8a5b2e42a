/** The KMS service: its model and its operations. A line each; the compiler wants every operation of the model. */
import type { ServiceDefinition } from '../../protocol/service.ts';
import { kmsAudit } from './audit.ts';
import type { Kms, Op } from './kms.ts';
import model from './model.json' with { type: 'json' };
import type { Operations } from './types.ts';
import { cancelKeyDeletion } from './operations/cancel-key-deletion.ts';
import { createAlias } from './operations/create-alias.ts';
import { createGrant } from './operations/create-grant.ts';
import { createKey } from './operations/create-key.ts';
import { decapsulate } from './operations/decapsulate.ts';
import { decrypt } from './operations/decrypt.ts';
import { deleteAlias } from './operations/delete-alias.ts';
import { deleteImportedKeyMaterial } from './operations/delete-imported-key-material.ts';
import { deriveSharedSecret } from './operations/derive-shared-secret.ts';
import { describeKey } from './operations/describe-key.ts';
import { disableKeyRotation } from './operations/disable-key-rotation.ts';
import { disableKey } from './operations/disable-key.ts';
import { enableKeyRotation } from './operations/enable-key-rotation.ts';
import { enableKey } from './operations/enable-key.ts';
import { encapsulate } from './operations/encapsulate.ts';
import { encrypt } from './operations/encrypt.ts';
import { generateDataKeyPairWithoutPlaintext } from './operations/generate-data-key-pair-without-plaintext.ts';
import { generateDataKeyPair } from './operations/generate-data-key-pair.ts';
import { generateDataKeyWithoutPlaintext } from './operations/generate-data-key-without-plaintext.ts';
import { generateDataKey } from './operations/generate-data-key.ts';
import { generateMac } from './operations/generate-mac.ts';
import { generateRandom } from './operations/generate-random.ts';
import { getKeyLastUsage } from './operations/get-key-last-usage.ts';
import { getKeyPolicy } from './operations/get-key-policy.ts';
import { getKeyRotationStatus } from './operations/get-key-rotation-status.ts';
import { getParametersForImport } from './operations/get-parameters-for-import.ts';
import { getPublicKey } from './operations/get-public-key.ts';
import { importKeyMaterial } from './operations/import-key-material.ts';
import { later } from './operations/later.ts';
import { listAliases } from './operations/list-aliases.ts';
import { listGrants } from './operations/list-grants.ts';
import { listKeyPolicies } from './operations/list-key-policies.ts';
import { listKeyRotations } from './operations/list-key-rotations.ts';
import { listKeys } from './operations/list-keys.ts';
import { listResourceTags } from './operations/list-resource-tags.ts';
import { listRetirableGrants } from './operations/list-retirable-grants.ts';
import { putKeyPolicy } from './operations/put-key-policy.ts';
import { reEncrypt } from './operations/re-encrypt.ts';
import { replicateKey } from './operations/replicate-key.ts';
import { retireGrant } from './operations/retire-grant.ts';
import { revokeGrant } from './operations/revoke-grant.ts';
import { rotateKeyOnDemand } from './operations/rotate-key-on-demand.ts';
import { scheduleKeyDeletion } from './operations/schedule-key-deletion.ts';
import { sign } from './operations/sign.ts';
import { tagResource } from './operations/tag-resource.ts';
import { untagResource } from './operations/untag-resource.ts';
import { updateAlias } from './operations/update-alias.ts';
import { updateKeyDescription } from './operations/update-key-description.ts';
import { updatePrimaryRegion } from './operations/update-primary-region.ts';
import { verifyMac } from './operations/verify-mac.ts';
import { verify } from './operations/verify.ts';

export function kmsService(kms: Kms): ServiceDefinition {
  return { name: 'kms', model: model as never, operations: operations(kms), audit: kmsAudit, bodyBytesMax };
}

/** Base64 of an attestation document, or a policy in which each character is escaped, is what needs room. */
const LARGE_BODIES: ReadonlySet<string> = new Set<keyof Operations>(['CreateKey', 'PutKeyPolicy', 'ReplicateKey']);
const LARGE_BYTES_MAX = 1_048_576;
const ATTESTED_BODIES: ReadonlySet<string> = new Set<keyof Operations>([
  'Decrypt',
  'DeriveSharedSecret',
  'GenerateDataKey',
  'GenerateDataKeyPair',
  'GenerateRandom',
]);
const ATTESTED_BYTES_MAX = 524_288;
/** Ten grant tokens of 8 KB, a blob of 8 KB in base64, and an encryption context. */
const BYTES_MAX = 131_072;

function bodyBytesMax(operation: string): number {
  if (LARGE_BODIES.has(operation)) return LARGE_BYTES_MAX;
  return ATTESTED_BODIES.has(operation) ? ATTESTED_BYTES_MAX : BYTES_MAX;
}

type Table = { readonly [Name in keyof Operations]: Op<Name, unknown> };

const KEY_STORES = 'custom key stores';

function operations(kms: Kms): Table {
  return {
    CancelKeyDeletion: cancelKeyDeletion(kms),
    ConnectCustomKeyStore: later('ConnectCustomKeyStore', KEY_STORES),
    CreateAlias: createAlias(kms),
    CreateCustomKeyStore: later('CreateCustomKeyStore', KEY_STORES),
    CreateGrant: createGrant(kms),
    CreateKey: createKey(kms),
    Decapsulate: decapsulate(kms),
    Decrypt: decrypt(kms),
    DeleteAlias: deleteAlias(kms),
    DeleteCustomKeyStore: later('DeleteCustomKeyStore', KEY_STORES),
    DeleteImportedKeyMaterial: deleteImportedKeyMaterial(kms),
    DeriveSharedSecret: deriveSharedSecret(kms),
    DescribeCustomKeyStores: later('DescribeCustomKeyStores', KEY_STORES),
    DescribeKey: describeKey(kms),
    DisableKey: disableKey(kms),
    DisableKeyRotation: disableKeyRotation(kms),
    DisconnectCustomKeyStore: later('DisconnectCustomKeyStore', KEY_STORES),
    EnableKey: enableKey(kms),
    EnableKeyRotation: enableKeyRotation(kms),
    Encapsulate: encapsulate(kms),
    Encrypt: encrypt(kms),
    GenerateDataKey: generateDataKey(kms),
    GenerateDataKeyPair: generateDataKeyPair(kms),
    GenerateDataKeyPairWithoutPlaintext: generateDataKeyPairWithoutPlaintext(kms),
    GenerateDataKeyWithoutPlaintext: generateDataKeyWithoutPlaintext(kms),
    GenerateMac: generateMac(kms),
    GenerateRandom: generateRandom(),
    GetKeyLastUsage: getKeyLastUsage(kms),
    GetKeyPolicy: getKeyPolicy(kms),
    GetKeyRotationStatus: getKeyRotationStatus(kms),
    GetParametersForImport: getParametersForImport(kms),
    GetPublicKey: getPublicKey(kms),
    ImportKeyMaterial: importKeyMaterial(kms),
    ListAliases: listAliases(kms),
    ListGrants: listGrants(kms),
    ListKeyPolicies: listKeyPolicies(kms),
    ListKeyRotations: listKeyRotations(kms),
    ListKeys: listKeys(kms),
    ListResourceTags: listResourceTags(kms),
    ListRetirableGrants: listRetirableGrants(kms),
    PutKeyPolicy: putKeyPolicy(kms),
    ReEncrypt: reEncrypt(kms),
    ReplicateKey: replicateKey(kms),
    RetireGrant: retireGrant(kms),
    RevokeGrant: revokeGrant(kms),
    RotateKeyOnDemand: rotateKeyOnDemand(kms),
    ScheduleKeyDeletion: scheduleKeyDeletion(kms),
    Sign: sign(kms),
    TagResource: tagResource(kms),
    UntagResource: untagResource(kms),
    UpdateAlias: updateAlias(kms),
    UpdateCustomKeyStore: later('UpdateCustomKeyStore', KEY_STORES),
    UpdateKeyDescription: updateKeyDescription(kms),
    UpdatePrimaryRegion: updatePrimaryRegion(kms),
    Verify: verify(kms),
    VerifyMac: verifyMac(kms),
  };
}
