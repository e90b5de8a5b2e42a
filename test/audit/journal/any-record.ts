/** Records with anything in them. */
import fc from 'fast-check';
import type { AuditRecord } from '../../../src/base/audit.ts';

const digits = fc.stringMatching(/^\d{12}$/);
/** Texts that try to look like the format. */
const text = fc.oneof(fc.string({ unit: 'binary' }), fc.string(), fc.constantFrom('","e":{', ',"e":', '\n{"i":[', '"}]}\n', '\u2028', '\ud800', '\\'));

export const anyRecord: fc.Arbitrary<AuditRecord> = fc.record({
  account: fc.oneof(digits, text),
  region: fc.oneof(fc.constantFrom('us-east-1', 'eu-central-1'), text),
  time: fc.integer({ min: 0, max: 4e12 }),
  eventId: fc.uuid({ version: 7 }),
  eventName: fc.oneof(fc.stringMatching(/^[A-Za-z]{1,40}$/), text),
  eventSource: fc.constantFrom('kms.amazonaws.com', 'iam.amazonaws.com'),
  readOnly: fc.boolean(),
  username: fc.option(text, { nil: undefined }),
  accessKeyId: fc.option(text, { nil: undefined }),
  resources: fc.array(fc.tuple(fc.constant('AWS::KMS::Key'), text), { maxLength: 3 }),
  event: fc.dictionary(text, fc.oneof(text, fc.integer(), fc.constant(null), fc.dictionary(text, text))).map((value) => JSON.stringify(value)),
}, { noNullPrototype: true });
