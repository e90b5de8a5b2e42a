/** Names of trails, buckets and prefixes, and what they must be like: API reference, "CreateTrail". */
import { ACCOUNT_ID, parseArn, partitionOf } from '../../base/arn.ts';
import * as faults from './faults.ts';

const IP_ADDRESS = /^\d+(\.\d+){3}$/;

const NAME_LENGTH_MIN = 3;
const NAME_LENGTH_MAX = 128;

/** @throws Fault InvalidTrailNameException */
export function checkTrailName(name: string): void {
  const problem = problemOfName(name);
  if (problem !== undefined) throw faults.invalidTrailName(problem);
}

function problemOfName(name: string): string | undefined {
  if (name.length === 0) return 'Trail name cannot be blank!';
  const length = `Specified name length: ${name.length} characters.`;
  if (name.length < NAME_LENGTH_MIN) return `Trail name too short. Minimum allowed length: ${NAME_LENGTH_MIN} characters. ${length}`;
  if (name.length > NAME_LENGTH_MAX) return `Trail name too long. Maximum allowed length: ${NAME_LENGTH_MAX} characters. ${length}`;
  if (!/^[A-Za-z0-9]/.test(name)) return 'Trail name must starts with a letter or number.';
  if (!/[A-Za-z0-9]$/.test(name)) return 'Trail name must ends with a letter or number.';
  if (!/^[\w.-]+$/.test(name)) {
    return 'Trail name or ARN can only contain uppercase letters, lowercase letters, numbers, periods (.), hyphens (-), and underscores (_).';
  }
  if (/[._-]{2}/.test(name)) return 'Trail name must not have adjacent periods, underscores or dashes.';
  return IP_ADDRESS.test(name) ? 'Trail name must not be an IP address.' : undefined;
}

export const trailArn = (region: string, account: string, name: string): string =>
  `arn:${partitionOf(region)}:cloudtrail:${region}:${account}:trail/${name}`;

/** A trail as a request names it: by its name in the region of the request, or by its ARN. */
export interface NamedTrail {
  readonly account: string;
  readonly region: string;
  readonly name: string;
  readonly byArn: boolean;
}

/** @throws Fault CloudTrailARNInvalidException */
export function namedTrail(text: string, account: string, region: string): NamedTrail {
  if (!text.startsWith('arn:')) return { account, region, name: text, byArn: false };
  const arn = parseArn(text);
  const name = /^trail\/([^/]+)$/.exec(arn?.resource ?? '')?.[1];
  if (arn === undefined || name === undefined || arn.service !== 'cloudtrail' || !ACCOUNT_ID.test(arn.account)) throw faults.malformedArn(text);
  if (!/^[a-z0-9-]{1,64}$/.test(arn.region) || arn.partition !== partitionOf(arn.region)) throw faults.malformedArn(text);
  return { account: arn.account, region: arn.region, name, byArn: true };
}

/** S3 user guide, "General purpose bucket naming rules". @throws Fault InvalidS3BucketNameException */
export function checkBucketName(bucket: string): void {
  if (bucket.length < 3 || bucket.length > 63) throw faults.invalidBucketName('Bucket name should be between 3 and 63 characters long.');
  const allowed = /^[a-z0-9][a-z0-9.-]*[a-z0-9]$/.test(bucket) && !/\.\.|\.-|-\./.test(bucket) && !IP_ADDRESS.test(bucket);
  if (!allowed) throw faults.invalidBucketName(`Bucket name ${bucket} is not a valid name of a bucket.`);
}

const PREFIX_LENGTH_MAX = 200;

/** Also a path below a directory, so nothing that a file system reads otherwise than S3. @throws Fault InvalidS3PrefixException */
export function checkPrefix(prefix: string): void {
  if (prefix.length > PREFIX_LENGTH_MAX) throw faults.invalidPrefix(`S3 prefix cannot be longer than ${PREFIX_LENGTH_MAX} characters.`);
  if (!/^[A-Za-z0-9!_.*'()/ +=@:,&$-]*$/.test(prefix)) throw faults.invalidPrefix('S3 prefix contains characters that are not allowed.');
  if (prefix.split('/').some((part) => part === '' || /^\.+$/.test(part))) {
    throw faults.invalidPrefix('S3 prefix must not begin or end with a slash, nor have empty parts, nor parts of periods alone.');
  }
  // What is below that folder would look like another account's.
  if (prefix.split('/').includes('AWSLogs')) throw faults.invalidPrefix('S3 prefix must not have a part AWSLogs.');
}
