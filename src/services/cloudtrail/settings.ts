/** What CreateTrail and UpdateTrail have in common: the settings that a request gives, and whether they will do. */
import { BucketRefusal, objectArn } from '../../audit/delivery/contract.ts';
import { keyArn } from '../../base/arn.ts';
import { KmsFault } from '../../base/kms-client.ts';
import type { CloudTrail } from './cloudtrail.ts';
import * as faults from './faults.ts';
import { checkBucketName, checkPrefix, trailArn } from './names.ts';
import type { TrailRow } from './tables.ts';
import type { CreateTrailRequest } from './types.ts';

export type Settings = Pick<
  TrailRow,
  'bucket' | 'prefix' | 'kms_key_arn' | 'global_events' | 'multi_region' | 'validation' | 'recursive'
>;

type Given = Partial<CreateTrailRequest>;

const flag = (given: boolean | undefined, before: 0 | 1): 0 | 1 => (given === undefined ? before : given ? 1 : 0);

/** Nothing given is the value before; an empty text takes it away. `kms_key_arn` is as the request names the key. */
export const settingsAfter = (before: Settings, given: Given): Settings => ({
  bucket: given.S3BucketName ?? before.bucket,
  prefix: (given.S3KeyPrefix ?? before.prefix) || null,
  kms_key_arn: (given.KmsKeyId ?? before.kms_key_arn) || null,
  global_events: flag(given.IncludeGlobalServiceEvents, before.global_events),
  multi_region: flag(given.IsMultiRegionTrail, before.multi_region),
  validation: flag(given.EnableLogFileValidation, before.validation),
  recursive: flag(given.RecursiveLogging, before.recursive),
});

/** What can be told from the request alone. */
export function checkSettings(settings: Settings, operation: string, given: Given): void {
  if (given.SnsTopicName) throw faults.unsupported(`SnsTopicName in ${operation}`, 'there is no SNS.');
  if (given.CloudWatchLogsLogGroupArn || given.CloudWatchLogsRoleArn) {
    throw faults.unsupported(`CloudWatchLogsLogGroupArn in ${operation}`, 'there are no CloudWatch Logs.');
  }
  if (given.IsOrganizationTrail) throw faults.notInOrganization();
  checkBucketName(settings.bucket);
  if (settings.prefix !== null) checkPrefix(settings.prefix);
  if (settings.multi_region === 1 && settings.global_events === 0) throw faults.multiRegionWithoutGlobal();
}

/** @throws Fault S3BucketDoesNotExistException, InsufficientS3BucketPolicyException */
export async function checkBucket({ deliveries }: CloudTrail, bucket: string): Promise<void> {
  try {
    await deliveries.check(bucket);
  } catch (error) {
    if (!(error instanceof BucketRefusal)) throw error;
    if (error.kind === 'denied') throw faults.bucketRefuses(bucket);
    throw faults.noSuchBucket(bucket, error.kind === 'missing' ? '' : ` ${error.message}`);
  }
}

/**
 * That CloudTrail itself may encrypt under the key.
 * @returns its ARN
 * @throws Fault KmsKeyNotFoundException, KmsKeyDisabledException, InsufficientEncryptionPolicyException, …
 */
export async function checkKey({ kms }: CloudTrail, keyId: string, row: Pick<TrailRow, 'account' | 'region' | 'name' | 'bucket'>): Promise<string> {
  const arn = trailArn(row.region, row.account, row.name);
  const EncryptionContext = { 'aws:cloudtrail:arn': arn, 'aws:s3:arn': objectArn(row.region, row.bucket, `AWSLogs/${row.account}/CloudTrail/`) };
  try {
    const asItself = { region: row.region, sourceArn: arn, sourceAccount: row.account };
    return (await kms.generateDataKey({ asItself }, { KeyId: keyId, EncryptionContext })).KeyId;
  } catch (error) {
    if (!(error instanceof KmsFault)) throw error;
    throw keyFault(error, shownKey(keyId, row), row.bucket);
  }
}

/** As AWS's texts do, a key that was named by its id is shown as its ARN. */
const shownKey = (keyId: string, { region, account }: Pick<TrailRow, 'account' | 'region'>): string =>
  /^(mrk-)?[0-9a-f-]+$/.test(keyId) ? keyArn(region, account, keyId) : keyId;

function keyFault({ code, text }: KmsFault, keyId: string, bucket: string) {
  switch (code) {
    case 'NotFoundException':
      return faults.keyNotFound(keyId);
    case 'DisabledException':
      return faults.keyDisabled(keyId);
    case 'AccessDeniedException':
      return faults.keyRefuses(bucket, keyId);
    case 'InvalidArnException':
    case 'InvalidKeyUsageException':
    case 'ValidationException':
      return faults.invalidKeyId(text ?? `The KMS key ${keyId} is not valid.`);
    default:
      return faults.keyUnusable(text ?? code);
  }
}
