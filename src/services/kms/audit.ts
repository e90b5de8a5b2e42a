/**
 * What CloudTrail shows of each operation (KMS developer guide, "Logging AWS KMS API calls with AWS CloudTrail"): what
 * was asked for, with all defaults; the key; of answers that change keys, their key's ARN.
 */
import { aliasArn, keyArn } from '../../base/arn.ts';
import type { AuditFacts, AuditResource, FoundBy } from '../../base/audit.ts';
import { auditRules, type RuleLine, type RuleLines, whole } from '../../audit/records/rules.ts';
import { resourceOf, shared } from '../../audit/records/shared.ts';
import type { LoggedMembers } from '../../audit/records/logged-values.ts';
import { LruMap } from '../../base/lru.ts';
import type { AliasTarget } from './aliases.ts';
import { SYMMETRIC_ALGORITHM } from './cryptography.ts';
import type { SealedTarget } from './encryption.ts';
import type { GrantRecord } from './grants-record.ts';
import { createdMetadata, keyResource, RESOURCE_TYPE } from './events.ts';
import type { KeyCoordinates, KeyRecord } from './key-record.ts';
import model from './model.json' with { type: 'json' };
import type { CreateKeyResponse, DecryptResponse, Operations, ReEncryptResponse } from './types.ts';

type Facts<Target, Output = unknown> = AuditFacts<unknown, Output, Target>;

const arnOf = ({ region, account, key_id }: KeyCoordinates): string => keyArn(region, account, key_id);
const listOf = resourceOf<KeyRecord>(keyResource);

const keyIn = ({ target }: Facts<KeyRecord>) => target && listOf(target);
const idOf = (key: KeyCoordinates): FoundBy[] => [[RESOURCE_TYPE, key.key_id]];

type Logged = () => LoggedMembers;

const NOTHING = (): undefined => undefined;
const NO_KEY = (): AuditResource[] => [];

/** Of one key. */
const read = { readOnly: true, resources: keyIn } as const;
const silentChange = { readOnly: false, resources: keyIn, found: ({ target }: Facts<KeyRecord>) => target && idOf(target.row) } as const;
/** The answer of the API is empty; CloudTrail names the key all the same, so that the event can be found by it. */
const change = { ...silentChange, answer: (_: LoggedMembers, { target }: Facts<KeyRecord>) => target && { keyId: target.arn } } as const;
const answeredChange = { ...silentChange, answer: whole } as const;
const list = { readOnly: true, resources: NO_KEY } as const;

const KNOWN_MATERIALS_MAX = 20_000;
const materials = new LruMap<object>(KNOWN_MATERIALS_MAX);

function materialId(id: string | null | undefined): object | undefined {
  if (!id) return undefined;
  const known = materials.get(id, 0);
  if (known) return known;
  const made = shared({ keyMaterialId: id });
  materials.set(id, made, 0);
  return made;
}

const givenMaterial = ({ output }: Facts<unknown, { readonly KeyMaterialId?: string | undefined }>) => materialId(output?.KeyMaterialId);
const dataKey = { ...read, additional: givenMaterial } as const;

const encrypt = {
  ...read,
  request: (logged: Logged) => ({ encryptionAlgorithm: SYMMETRIC_ALGORITHM, ...logged() }),
  additional: ({ target }: Facts<KeyRecord>) => materialId(target?.spec.symmetric ? target.current?.material_id : undefined),
};

/** The key that was used, however it was named; but to who was refused, no key that is not the account's own. */
function usedKey(target: SealedTarget | undefined, { output, context }: Facts<unknown>): string | undefined {
  const known = target && (output !== undefined || target.key.row.account === context.caller.account);
  return known ? target.key.arn : undefined;
}

type DecryptFacts = AuditFacts<Operations['Decrypt']['input'], DecryptResponse, SealedTarget>;

/** By encryption context: that of what a service keeps is the same object each time, and no more than the key can differ. */
const toldOfServices = new WeakMap<object, { readonly keyId: string; readonly parameters: object }>();

function decryptParameters(given: Logged, facts: DecryptFacts): object {
  const used = usedKey(facts.target, facts);
  const context = used && facts.context.via && facts.input?.EncryptionContext;
  const known = context && toldOfServices.get(context);
  if (known && known.keyId === used) return known.parameters;
  const logged = given();
  const parameters = { encryptionAlgorithm: SYMMETRIC_ALGORITHM, ...logged, keyId: used ?? logged['keyId'] };
  if (context) toldOfServices.set(context, { keyId: used, parameters: shared(parameters) });
  return parameters;
}

const decrypt: RuleLine<Operations['Decrypt']['input'], DecryptResponse, SealedTarget> = {
  readOnly: true,
  request: decryptParameters,
  resources: ({ target }) => target && listOf(target.key),
  additional: givenMaterial,
};

type ReEncrypted = { readonly source: SealedTarget; readonly destination: KeyRecord };

const reEncrypt: RuleLine<Operations['ReEncrypt']['input'], ReEncryptResponse, ReEncrypted> = {
  readOnly: true,
  request(given, facts) {
    const logged = given();
    const algorithms = { sourceEncryptionAlgorithm: SYMMETRIC_ALGORITHM, destinationEncryptionAlgorithm: SYMMETRIC_ALGORITHM };
    return { ...algorithms, ...logged, sourceKeyId: logged['sourceKeyId'] ?? usedKey(facts.target?.source, facts) };
  },
  resources: ({ target }) => target && [keyResource(target.source.key), keyResource(target.destination)],
  additional({ output }) {
    const { SourceKeyMaterialId: sourceKeyMaterialId, DestinationKeyMaterialId: destinationKeyMaterialId } = output ?? {};
    return sourceKeyMaterialId || destinationKeyMaterialId ? { sourceKeyMaterialId, destinationKeyMaterialId } : undefined;
  },
};

const CREATE_KEY_DEFAULTS = {
  description: '',
  origin: 'AWS_KMS',
  keySpec: 'SYMMETRIC_DEFAULT',
  customerMasterKeySpec: 'SYMMETRIC_DEFAULT',
  keyUsage: 'ENCRYPT_DECRYPT',
  bypassPolicyLockoutSafetyCheck: false,
};

const createKey: RuleLine<Operations['CreateKey']['input'], CreateKeyResponse, undefined> = {
  readOnly: false,
  request(given) {
    const logged = given();
    const spec = logged['keySpec'] ?? logged['customerMasterKeySpec'] ?? CREATE_KEY_DEFAULTS.keySpec;
    return { ...CREATE_KEY_DEFAULTS, ...logged, keySpec: spec, customerMasterKeySpec: spec };
  },
  answer: (_, { output }) => output?.KeyMetadata && { keyMetadata: createdMetadata(output.KeyMetadata) },
  resources({ output, context }) {
    const { Arn: arn } = output?.KeyMetadata ?? {};
    return arn === undefined ? undefined : [{ arn, account: context.caller.account, type: RESOURCE_TYPE }];
  },
  found: ({ output }) => output?.KeyMetadata && [[RESOURCE_TYPE, output.KeyMetadata.KeyId]],
};

/** The key that the alias names after the change; of one that was deleted, before it. */
const aliasKey = ({ key, present }: AliasTarget): string | undefined => key?.arn ?? (present && arnOf(present));
const aliasAnswer = (_: LoggedMembers, { target }: Facts<AliasTarget>) => target && { keyId: aliasKey(target) };

function aliasResources({ target, context: { caller } }: Facts<AliasTarget>): AuditResource[] | undefined {
  if (!target) return undefined;
  const { account, region } = caller;
  const names = [aliasArn(region, account, target.alias), aliasKey(target)];
  // The key of an alias is of its account: another's was found, and will be refused.
  const foreign = target.key && target.key.row.account !== account;
  return names.flatMap((arn, at) => (arn === undefined || (at > 0 && foreign) ? [] : [{ arn, account, type: RESOURCE_TYPE }]));
}

const aliasChange = { readOnly: false, answer: aliasAnswer, resources: aliasResources } as const;

const createGrant: RuleLine<Operations['CreateGrant']['input'], Operations['CreateGrant']['output'], { readonly key: KeyRecord }> = {
  readOnly: false,
  answer: ({ grantId }, { target }) => target && { grantId, keyId: target.key.arn },
  resources: ({ target }) => target && [keyResource(target.key)],
  found: ({ target }) => target && idOf(target.key.row),
};

const retireGrant = {
  readOnly: false,
  request: NOTHING,
  resources: ({ target }: Facts<GrantRecord>) =>
    target && [{ arn: arnOf(target.row), account: target.row.account, type: RESOURCE_TYPE }],
  additional: ({ target }: Facts<GrantRecord>) => target && { grantId: target.row.grant_id },
};

const putKeyPolicy = {
  ...silentChange,
  request(given: Logged) {
    const logged = given();
    return { ...logged, bypassPolicyLockoutSafetyCheck: logged['bypassPolicyLockoutSafetyCheck'] ?? false };
  },
} as const;

const replicateKey = {
  ...answeredChange,
  request: (logged: Logged) => ({ bypassPolicyLockoutSafetyCheck: false, description: '', ...logged() }),
} as const;

const updatePrimaryRegion = {
  readOnly: false,
  answer: (_: LoggedMembers, { target }: Facts<{ readonly primary: KeyRecord }>) => target && { keyId: target.primary.arn },
  resources: ({ target }: Facts<{ readonly primary: KeyRecord }>) => target && [keyResource(target.primary)],
};

const storeChange = { readOnly: false } as const;

const LINES: Required<RuleLines<Operations>> = {
  CancelKeyDeletion: change,
  ConnectCustomKeyStore: storeChange,
  CreateAlias: { ...aliasChange, resources: (facts: Facts<AliasTarget>) => aliasResources(facts)?.reverse() },
  CreateCustomKeyStore: storeChange,
  CreateGrant: createGrant,
  CreateKey: createKey,
  Decapsulate: read,
  Decrypt: decrypt,
  DeleteAlias: aliasChange,
  DeleteCustomKeyStore: storeChange,
  DeleteImportedKeyMaterial: answeredChange,
  DeriveSharedSecret: read,
  DescribeCustomKeyStores: { readOnly: true },
  DescribeKey: read,
  DisableKey: change,
  DisableKeyRotation: silentChange,
  DisconnectCustomKeyStore: storeChange,
  EnableKey: change,
  EnableKeyRotation: change,
  Encapsulate: read,
  Encrypt: encrypt,
  GenerateDataKey: dataKey,
  GenerateDataKeyPair: dataKey,
  GenerateDataKeyPairWithoutPlaintext: dataKey,
  GenerateDataKeyWithoutPlaintext: dataKey,
  GenerateMac: read,
  GenerateRandom: { ...list, request: NOTHING },
  GetKeyLastUsage: read,
  GetKeyPolicy: read,
  GetKeyRotationStatus: read,
  GetParametersForImport: read,
  GetPublicKey: read,
  ImportKeyMaterial: answeredChange,
  ListAliases: list,
  ListGrants: read,
  ListKeyPolicies: read,
  ListKeyRotations: read,
  ListKeys: list,
  ListResourceTags: read,
  ListRetirableGrants: list,
  PutKeyPolicy: putKeyPolicy,
  ReEncrypt: reEncrypt,
  ReplicateKey: replicateKey,
  RetireGrant: retireGrant,
  RevokeGrant: silentChange,
  RotateKeyOnDemand: answeredChange,
  ScheduleKeyDeletion: answeredChange,
  Sign: read,
  TagResource: change,
  UntagResource: change,
  UpdateAlias: aliasChange,
  UpdateCustomKeyStore: storeChange,
  UpdateKeyDescription: silentChange,
  UpdatePrimaryRegion: updatePrimaryRegion,
  Verify: read,
  VerifyMac: read,
};

/** Secrets that the model does not call so; the rest of them are blobs. */
const NEVER = ['GrantToken', 'GrantTokens', 'Recipient', 'XksProxyAuthenticationCredential'];

export const kmsAudit = auditRules(model as never, LINES, { never: NEVER });
