/** Records for tests of the index, which look alike but for what a test says of them. */
import type { AuditRecord, EventQuery } from '../../../src/base/audit.ts';
import { timeOrderedUuid } from '../../../src/crypto/random.ts';

export const START = 1_764_000_000_000;

export function recordOf(given: Partial<AuditRecord> = {}): AuditRecord {
  const time = given.time ?? START;
  const eventId = timeOrderedUuid(time);
  return {
    account: '000000000000',
    region: 'us-east-1',
    time,
    eventId,
    eventName: 'Encrypt',
    eventSource: 'kms.amazonaws.com',
    readOnly: true,
    username: 'alice',
    accessKeyId: undefined,
    resources: [['AWS::KMS::Key', 'arn:aws:kms:us-east-1:000000000000:key/1']],
    event: `{"eventID":"${eventId}"}`,
    ...given,
  };
}

export const queryOf = (given: Partial<EventQuery> = {}): EventQuery => ({
  account: '000000000000',
  region: 'us-east-1',
  attribute: undefined,
  startTime: undefined,
  endTime: undefined,
  max: 50,
  after: undefined,
  ...given,
});
