/** Amazon Resource Names: `arn:PARTITION:SERVICE:REGION:ACCOUNT:RESOURCE`. */

export interface Arn {
  readonly partition: string;
  readonly service: string;
  readonly region: string;
  readonly account: string;
  /** All that follows the fifth colon. */
  readonly resource: string;
}

/** The partition that a region lies in: `aws`, `aws-cn` or `aws-us-gov`. */
export function partitionOf(region: string): string {
  if (region.startsWith('cn-')) return 'aws-cn';
  if (region.startsWith('us-gov-')) return 'aws-us-gov';
  return 'aws';
}

/** Where the events of global services (IAM, STS's global endpoint) are. */
export function globalRegionOf(region: string): string {
  const partition = partitionOf(region);
  if (partition === 'aws-cn') return 'cn-north-1';
  return partition === 'aws-us-gov' ? 'us-gov-west-1' : 'us-east-1';
}

/** `undefined` when the text is not an ARN of six parts. */
export function parseArn(text: string): Arn | undefined {
  const parts = text.split(':');
  if (parts.length < 6 || parts[0] !== 'arn') return undefined;
  const [, partition, service, region, account] = parts as [string, string, string, string, string];
  return { partition, service, region, account, resource: parts.slice(5).join(':') };
}

export const kmsArn = (region: string, account: string, resource: string): string =>
  `arn:${partitionOf(region)}:kms:${region}:${account}:${resource}`;

export const keyArn = (region: string, account: string, keyId: string): string =>
  kmsArn(region, account, `key/${keyId}`);

/** `name` carries its prefix: `alias/orders`. */
export const aliasArn = (region: string, account: string, name: string): string => kmsArn(region, account, name);

export const ACCOUNT_ID = /^\d{12}$/;
export const REGION_NAME = /^([a-z]+-){2,3}\d+$/;
