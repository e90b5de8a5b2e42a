/** Events that Secrets Manager leaves by itself: user guide, "AWS CloudTrail entries for Secrets Manager". */
import type { ServiceEvent } from '../../base/audit.ts';
import { RESOURCE_TYPE } from './audit.ts';
import type { SecretRecord } from './secret-record.ts';

export type EventName =
  | 'EndSecretVersionDelete'
  | 'RotationStarted'
  | 'RotationSucceeded'
  | 'RotationFailed'
  | 'RotationAbandoned'
  | 'TestRotationStarted'
  | 'TestRotationSucceeded'
  | 'TestRotationFailed';

export const secretEvent = ({ row, arn }: SecretRecord, eventName: EventName, more: object = {}): ServiceEvent => ({
  account: row.account,
  region: row.region,
  eventSource: 'secretsmanager.amazonaws.com',
  eventName,
  resources: [{ arn, account: row.account, type: RESOURCE_TYPE }],
  additionalEventData: { SecretId: arn, ...more },
});
