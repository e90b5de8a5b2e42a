/** Secrets Manager's condition keys: service authorization reference, "Condition keys for AWS Secrets Manager". */
import { parseArn, partitionOf } from '../../base/arn.ts';
import type { AskContext, ContextValue, RequestContext } from '../../base/operation.ts';
import type { SecretRecord } from './secret-record.ts';
import { CURRENT } from './stages.ts';
import type { ReplicaRegionType, Tag } from './types.ts';

/** Members of a request that condition keys look at, whatever the operation. */
export interface ConditionedInput {
  readonly SecretId?: string | undefined;
  readonly Tags?: readonly Tag[] | undefined;
  readonly TagKeys?: readonly string[] | undefined;
  readonly AddReplicaRegions?: readonly ReplicaRegionType[] | undefined;
}

/** Keys that show a member of the same name. */
const MEMBERS: ReadonlyMap<string, string> = new Map(
  [
    'Name',
    'Description',
    'KmsKeyId',
    'ForceOverwriteReplicaSecret',
    'Type',
    'VersionId',
    'ForceDeleteWithoutRecovery',
    'RecoveryWindowInDays',
    'BlockPublicPolicy',
    'RotationLambdaARN',
    'ExternalSecretRotationRoleArn',
  ].map((member) => [`secretsmanager:${member.toLowerCase()}`, member]),
);

const RESOURCE_TAGS = ['aws:resourcetag/', 'secretsmanager:resourcetag/'] as const;
const REQUEST_TAG = 'aws:requesttag/';

/** @param tags those of the secret, where others than its own are to be looked at */
export const secretConditions = (
  operation: string,
  secret: Pick<SecretRecord, 'arn' | 'row' | 'details'> | undefined,
  input: ConditionedInput,
  context: RequestContext,
  tags: readonly Tag[] = secret?.details.tags ?? [],
): AskContext => ({
  value: (key) => {
    for (const prefix of RESOURCE_TAGS) if (key.startsWith(prefix)) return tagValue(tags, key.slice(prefix.length));
    return (secret && propertyOf(secret, key)) ?? requestValue(operation, input, key, context);
  },
});

function propertyOf({ arn, row, details }: Pick<SecretRecord, 'arn' | 'row' | 'details'>, key: string): string | undefined {
  switch (key) {
    case 'secretsmanager:secretid':
      return arn;
    case 'secretsmanager:secretprimaryregion':
      return row.primary_region ?? row.region;
    case 'secretsmanager:resource/allowrotationlambdaarn':
      return details.rotation?.functionArn;
    default:
      return undefined;
  }
}

function requestValue(operation: string, input: ConditionedInput, key: string, context: RequestContext): ContextValue | undefined {
  if (key.startsWith(REQUEST_TAG)) return tagValue(input.Tags ?? [], key.slice(REQUEST_TAG.length));
  switch (key) {
    case 'aws:tagkeys':
      return input.TagKeys ?? input.Tags?.map(({ Key = '' }) => Key);
    case 'secretsmanager:secretid':
      return input.SecretId;
    case 'secretsmanager:addreplicaregions':
      return input.AddReplicaRegions?.map(({ Region = '' }) => Region);
    case 'secretsmanager:kmskeyarn':
      return keyArnOf(memberOf(input, 'KmsKeyId'), context);
    case 'secretsmanager:versionstage':
      return versionStage(operation, input);
    case 'secretsmanager:rotateimmediately':
      return operation === 'RotateSecret' ? text(memberOf(input, 'RotateImmediately') ?? true) : undefined;
    case 'secretsmanager:modifyrotationrules':
      return operation === 'RotateSecret' ? text(memberOf(input, 'RotationRules') !== undefined) : undefined;
    default:
      return text(memberOf(input, MEMBERS.get(key) ?? ''));
  }
}

/** Without stage and id the current version is meant. */
function versionStage(operation: string, input: ConditionedInput): string | undefined {
  const given = text(memberOf(input, 'VersionStage'));
  const current = operation === 'GetSecretValue' && memberOf(input, 'VersionId') === undefined;
  return given ?? (current ? CURRENT : undefined);
}

/** Of a key that was named by its id or ARN; what an alias stands for is KMS's to know. */
function keyArnOf(keyId: unknown, { caller }: RequestContext): string | undefined {
  if (typeof keyId !== 'string' || keyId === '' || keyId.includes('alias/')) return undefined;
  if (parseArn(keyId)) return keyId;
  return `arn:${partitionOf(caller.region)}:kms:${caller.region}:${caller.account}:key/${keyId}`;
}

const text = (value: unknown): string | undefined => (value === undefined ? undefined : String(value));

const memberOf = (input: ConditionedInput, member: string): unknown => (input as { readonly [name: string]: unknown })[member];

/** Names of tags are compared without case in policies. */
const tagValue = (tags: readonly Tag[], name: string): string | undefined => tags.find(({ Key = '' }) => Key.toLowerCase() === name)?.Value;
