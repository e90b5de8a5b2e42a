/** Records as requests leave them, which are alike but for what a test says of them. */
import { EventRecord } from '../../src/audit/records/event-record.ts';
import type { EventMembers } from '../../src/audit/records/event-text.ts';
import type { AuditRecord } from '../../src/base/audit.ts';
import { randomUuid, timeOrderedUuid } from '../../src/crypto/random.ts';

export const TIME = Date.UTC(2026, 10, 26, 12);

export function requestRecord(given: Partial<EventMembers> = {}, found: Partial<Pick<AuditRecord, 'username' | 'accessKeyId' | 'resources'>> = {}): EventRecord {
  const time = given.time ?? TIME;
  const members: EventMembers = {
    identityJson: '{"type":"IAMUser","userName":"alice"}',
    time,
    eventSource: 'kms.amazonaws.com',
    eventName: 'Encrypt',
    region: 'us-east-1',
    sourceAddress: '192.0.2.7',
    userAgent: 'aws-cli/2',
    parametersJson: '{"keyId":"1"}',
    elementsJson: 'null',
    requestId: randomUuid(),
    eventId: timeOrderedUuid(time),
    readOnly: true,
    resourcesJson: undefined,
    eventType: 'AwsApiCall',
    account: '111122223333',
    ...given,
  };
  const { username, accessKeyId, resources = [] } = found;
  return new EventRecord(members, { username, accessKeyId }, resources);
}

/** All that a reader gets back. */
export const plain = ({ account, region, time, eventId, eventName, eventSource, readOnly, username, accessKeyId, resources, event }: AuditRecord): AuditRecord => ({
  account, region, time, eventId, eventName, eventSource, readOnly, username, accessKeyId, resources, event,
});
