/** Events in the audit trail that no request alone accounts for: what happened to a key, in each of its regions. */
import type { AuditResource, ServiceEvent } from '../../base/audit.ts';
import type { KeyRecord } from './key-record.ts';

export const RESOURCE_TYPE = 'AWS::KMS::Key';
const EVENT_SOURCE = 'kms.amazonaws.com';

export const keyResource = ({ arn, row: { account } }: KeyRecord): AuditResource => ({ arn, account, type: RESOURCE_TYPE });

/** @param more `serviceEventDetails` and the like */
export const keyEvent = (eventName: string, key: KeyRecord, more: Partial<ServiceEvent> = {}): ServiceEvent => ({
  account: key.row.account,
  region: key.row.region,
  eventSource: EVENT_SOURCE,
  eventName,
  resources: [keyResource(key)],
  ...more,
});
