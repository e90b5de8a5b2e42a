/**
 * KMS's condition keys: developer guide, "AWS KMS condition keys". Nothing is computed until a policy asks for it;
 * tags, aliases and the last use are read from the store only then.
 */
import { DAY_MS } from '../../base/clock.ts';
import type { AskContext, ContextValue, RequestContext } from '../../base/operation.ts';
import { type KeyRecord, ofKey } from './key-record.ts';
import type { Kms } from './kms.ts';
import { tagsOf } from './tags.ts';
import type { Tag } from './types.ts';

/** Members of a request that condition keys look at, whatever the operation. */
export interface ConditionedInput {
  readonly KeyId?: string | undefined;
  readonly EncryptionContext?: { readonly [key: string]: string } | undefined;
  readonly Tags?: readonly Tag[] | undefined;
  readonly TagKeys?: readonly string[] | undefined;
  readonly GrantTokens?: readonly string[] | undefined;
}

/** The parameter that a condition key shows, and its value where it is left out. */
interface Parameter {
  readonly member: string;
  readonly otherwise?: string | undefined;
  /** Only these operations have the key; all, where the member alone decides. */
  readonly operations?: RegExp;
}

const PARAMETERS: ReadonlyMap<string, Parameter> = new Map<string, Parameter>([
  ['kms:encryptionalgorithm', { member: 'EncryptionAlgorithm', otherwise: 'SYMMETRIC_DEFAULT', operations: /crypt|DataKey/ }],
  ['kms:signingalgorithm', { member: 'SigningAlgorithm' }],
  ['kms:messagetype', { member: 'MessageType', otherwise: 'RAW', operations: /^(Sign|Verify)$/ }],
  ['kms:macalgorithm', { member: 'MacAlgorithm' }],
  ['kms:keyagreementalgorithm', { member: 'KeyAgreementAlgorithm' }],
  ['kms:datakeypairspec', { member: 'KeyPairSpec' }],
  ['kms:bypasspolicylockoutsafetycheck', { member: 'BypassPolicyLockoutSafetyCheck' }],
  ['kms:expirationmodel', { member: 'ExpirationModel', otherwise: 'KEY_MATERIAL_EXPIRES', operations: /^ImportKeyMaterial$/ }],
  ['kms:wrappingalgorithm', { member: 'WrappingAlgorithm' }],
  ['kms:wrappingkeyspec', { member: 'WrappingKeySpec' }],
  ['kms:primaryregion', { member: 'PrimaryRegion' }],
  ['kms:replicaregion', { member: 'ReplicaRegion' }],
  ['kms:rotationperiodindays', { member: 'RotationPeriodInDays', otherwise: '365', operations: /^EnableKeyRotation$/ }],
  [
    'kms:schedulekeydeletionpendingwindowindays',
    { member: 'PendingWindowInDays', otherwise: '30', operations: /^ScheduleKeyDeletion$/ },
  ],
  ['kms:reencryptonsamekey', { member: 'ReEncryptOnSameKey' }],
  ['kms:granteeprincipal', { member: 'GranteePrincipal' }],
  ['kms:retiringprincipal', { member: 'RetiringPrincipal' }],
  ['kms:granteeserviceprincipal', { member: 'GranteeServicePrincipal' }],
  ['kms:retiringserviceprincipal', { member: 'RetiringServicePrincipal' }],
]);

/** The operations that have `kms:GrantIsForAWSResource`. */
const GRANT_OPERATIONS: readonly string[] = ['CreateGrant', 'ListGrants', 'RevokeGrant'];

const CONTEXT_PAIR = 'kms:encryptioncontext:';
const REQUEST_TAG = 'aws:requesttag/';
const RESOURCE_TAG = 'aws:resourcetag/';

/** What only the store knows of a key. */
interface Stored {
  readonly tags: readonly Tag[];
  readonly aliases: readonly string[];
  readonly unusedDays: string;
}

/** Condition keys of an operation on a key. */
export function keyConditions(kms: Kms, key: KeyRecord, operation: string, input: ConditionedInput, context: RequestContext): AskContext {
  let wanted = false;
  let stored: Stored | undefined;
  const fromStore = (value: (known: Stored) => ContextValue | undefined): ContextValue | undefined => {
    wanted = true;
    return stored && value(stored);
  };
  return {
    value: (name) => {
      if (name.startsWith(RESOURCE_TAG)) return fromStore(({ tags }) => tagValue(tags, name.slice(RESOURCE_TAG.length)));
      if (name === 'kms:resourcealiases') return fromStore(({ aliases }) => (aliases.length > 0 ? aliases : undefined));
      if (name === 'kms:trailingdayswithoutkeyusage') return fromStore(({ unusedDays }) => unusedDays);
      return keyProperty(key, name) ?? requestValue(operation, input, name, context);
    },
    loadMissing: () => {
      if (!wanted || stored) return false;
      return readStored(kms, key, context.now).then((read) => {
        stored = read;
        return true;
      });
    },
  };
}

/** Condition keys of operations that have no key yet, or none at all. */
export const requestConditions = (operation: string, input: ConditionedInput, context: RequestContext): AskContext => ({
  value: (name) => newKeyProperty(operation, input, name) ?? requestValue(operation, input, name, context),
});

function keyProperty({ row }: KeyRecord, name: string): string | undefined {
  switch (name) {
    case 'kms:keyspec':
    case 'kms:customermasterkeyspec':
      return row.spec;
    case 'kms:keyusage':
    case 'kms:customermasterkeyusage':
      return row.key_usage;
    case 'kms:keyorigin':
      return row.origin;
    case 'kms:multiregion':
      return String(row.multi_region === 1);
    case 'kms:multiregionkeytype':
      if (!row.multi_region) return undefined;
      return row.primary_region === row.region ? 'PRIMARY' : 'REPLICA';
    default:
      return undefined;
  }
}

/** The properties that CreateKey asks for. */
function newKeyProperty(operation: string, input: ConditionedInput, name: string): string | undefined {
  if (operation !== 'CreateKey') return undefined;
  switch (name) {
    case 'kms:keyspec':
    case 'kms:customermasterkeyspec':
      return text(memberOf(input, 'KeySpec') ?? memberOf(input, 'CustomerMasterKeySpec') ?? 'SYMMETRIC_DEFAULT');
    case 'kms:keyusage':
    case 'kms:customermasterkeyusage':
      return text(memberOf(input, 'KeyUsage') ?? 'ENCRYPT_DECRYPT');
    case 'kms:keyorigin':
      return text(memberOf(input, 'Origin') ?? 'AWS_KMS');
    case 'kms:multiregion':
      return text(memberOf(input, 'MultiRegion') ?? false);
    case 'kms:multiregionkeytype':
      return memberOf(input, 'MultiRegion') === true ? 'PRIMARY' : undefined;
    default:
      return undefined;
  }
}

function requestValue(operation: string, input: ConditionedInput, name: string, context: RequestContext): ContextValue | undefined {
  if (name.startsWith(CONTEXT_PAIR)) return pairValue(input.EncryptionContext, name.slice(CONTEXT_PAIR.length));
  if (name.startsWith(REQUEST_TAG)) return tagValue(input.Tags ?? [], name.slice(REQUEST_TAG.length));
  switch (name) {
    case 'kms:calleraccount':
      return context.caller.principal.type === 'service' ? undefined : context.caller.account;
    case 'kms:viaservice':
      return viaService(context);
    case 'kms:grantisforawsresource':
      return GRANT_OPERATIONS.includes(operation) ? String(context.via !== undefined) : undefined;
    case 'kms:requestalias':
      return aliasOf(input.KeyId);
    case 'kms:encryptioncontextkeys':
      return input.EncryptionContext && Object.keys(input.EncryptionContext);
    case 'aws:tagkeys':
      return input.TagKeys ?? input.Tags?.map((tag) => tag.TagKey);
    case 'kms:validto':
      return validTo(memberOf(input, 'ValidTo'));
    case 'kms:grantoperations':
      return operation === 'CreateGrant' ? (memberOf(input, 'Operations') as readonly string[]) : undefined;
    case 'kms:grantconstrainttype':
    case 'kms:grantconstraintsourcearn':
      return grantConstraint(input, name);
    default:
      return parameterValue(operation, input, name);
  }
}

/** Of a request that an integrated service forwards. */
const viaService = ({ via, caller }: RequestContext): string | undefined =>
  via && !via.source ? `${via.name}.${caller.region}.amazonaws.com` : undefined;

function parameterValue(operation: string, input: ConditionedInput, name: string): string | undefined {
  const parameter = PARAMETERS.get(name);
  if (!parameter || (parameter.operations && !parameter.operations.test(operation))) return undefined;
  const given = memberOf(input, parameter.member);
  return given === undefined ? parameter.otherwise : text(given);
}

function grantConstraint(input: ConditionedInput, name: string): string | undefined {
  const constraints = memberOf(input, 'Constraints') as { readonly [constraint: string]: unknown } | undefined;
  if (name === 'kms:grantconstraintsourcearn') return constraints && (constraints['SourceArn'] as string | undefined);
  return ['EncryptionContextEquals', 'EncryptionContextSubset'].find((type) => constraints?.[type] !== undefined);
}

/** Names of pairs and tags are compared without case in policies. */
function pairValue(pairs: { readonly [key: string]: string } | undefined, name: string): string | undefined {
  const found = pairs && Object.keys(pairs).find((key) => key.toLowerCase() === name);
  return found === undefined ? undefined : pairs![found];
}

const tagValue = (tags: readonly Tag[], name: string): string | undefined =>
  tags.find((tag) => tag.TagKey.toLowerCase() === name)?.TagValue;

/** `alias/…` where the request names the key by alias name or alias ARN. */
function aliasOf(identifier: string | undefined): string | undefined {
  const at = identifier?.startsWith('alias/') ? 0 : (identifier?.indexOf(':alias/') ?? -1) + 1;
  return identifier === undefined || (at === 0 && !identifier.startsWith('alias/')) ? undefined : identifier.slice(at);
}

/** Epoch seconds. */
const validTo = (date: unknown): string | undefined => (typeof date === 'number' ? String(date / 1_000) : undefined);

const text = (value: unknown): string => String(value);

/** A member by its name, whatever the operation's input has. */
const memberOf = (input: ConditionedInput, member: string): unknown => (input as { readonly [name: string]: unknown })[member];

async function readStored(kms: Kms, key: KeyRecord, now: number): Promise<Stored> {
  const aliases = await kms.store.db
    .selectFrom('kms_aliases')
    .select('alias_name')
    .where((where) => where.and(ofKey(key.row)))
    .execute();
  const use = await kms.lastUsage.of(key);
  return {
    tags: await tagsOf(kms, key.row),
    aliases: aliases.map((row) => row.alias_name),
    unusedDays: String(Math.floor((now - (use?.usedAt ?? key.row.created_at)) / DAY_MS)),
  };
}
