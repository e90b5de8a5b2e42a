/** Lines of the journal: what goes in comes out, whatever it is. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { eventLine, intentLine, parseEventLine, parseIntentLine, segmentName, segmentOf } from '../../../src/audit/journal/format.ts';
import { anyRecord } from './any-record.ts';

const bytewise = (line: string): string => Buffer.from(line, 'utf8').toString('utf8');

test('an event line is one line, and gives back its record', () => {
  fc.assert(
    fc.property(anyRecord, (record) => {
      const line = bytewise(eventLine(record));
      assert.equal(line.indexOf('\n'), line.length - 1);
      assert.deepEqual(parseEventLine(line.slice(0, -1)), record);
      assert.deepEqual(JSON.parse(line), { i: (JSON.parse(line) as { i: unknown }).i, e: JSON.parse(record.event) });
    }),
  );
});

test('what an event is found by is read without the event', () => {
  fc.assert(
    fc.property(anyRecord, (record) => {
      const line = eventLine(record);
      const prefix = `${line.slice(0, line.indexOf(',"e":'))}}`;
      assert.deepEqual((JSON.parse(prefix) as { i: unknown[] }).i.slice(0, 5), [record.account, record.region, record.time, record.eventId, record.eventName]);
    }),
  );
});

test('an intent gives back its event lines as they were', () => {
  fc.assert(
    fc.property(fc.array(anyRecord, { minLength: 1, maxLength: 4 }), (records) => {
      const events = records.map(eventLine);
      const line = bytewise(intentLine('run-1', events));
      assert.equal(line.indexOf('\n'), line.length - 1);
      assert.deepEqual(parseIntentLine(line), { id: 'run-1', events });
    }),
  );
});

test('names of segments', () => {
  assert.equal(segmentName(1), '0000000001.log');
  assert.equal(segmentOf(segmentName(123)), 123);
  for (const name of ['1.log', '0000000001.log.gz', 'x0000000001.log', 'trent.db']) assert.equal(segmentOf(name), undefined, name);
});
