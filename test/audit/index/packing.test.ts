/** What the index stores, there and back. */
import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import fc from 'fast-check';
import { packEvents, unpackEvents } from '../../../src/audit/index/block.ts';
import { ByteReader, ByteWriter } from '../../../src/audit/index/bytes.ts';
import { compareKeys, keyText, parseKey } from '../../../src/audit/index/event-key.ts';
import { EventScanner, timeOfId } from '../../../src/audit/index/event-scanner.ts';
import { bucketOf, BUCKETS, numbersIn, packTerms } from '../../../src/audit/index/postings.ts';
import { TermLists } from '../../../src/audit/index/term-lists.ts';
import { queriedTerm, termOf } from '../../../src/audit/index/terms.ts';
import { eventLine } from '../../../src/audit/journal/format.ts';
import { shortLine } from '../../../src/audit/journal/short-lines.ts';
import type { AuditRecord, LookupKey } from '../../../src/base/audit.ts';
import { timeOrderedUuid } from '../../../src/crypto/random.ts';
import { requestRecord } from '../request-record.ts';

const whole = fc.maxSafeNat();

test('numbers', () => {
  fc.assert(
    fc.property(fc.array(fc.tuple(whole, fc.integer({ min: -(2 ** 50), max: 2 ** 50 }), fc.integer())), (numbers) => {
      const writer = new ByteWriter();
      for (const [a, b, c] of numbers) {
        writer.varint(a);
        writer.signed(b);
        writer.int32(c);
      }
      const reader = new ByteReader(writer.take());
      assert.deepEqual(numbers.map(() => [reader.varint(), reader.signed(), reader.int32()]), numbers);
      assert.ok(reader.done);
    }),
  );
});

test('places and times of events', () => {
  const ascending = fc.uniqueArray(fc.nat(2 ** 31), { maxLength: 50 }).map((offsets) => offsets.sort((a, b) => a - b));
  const times = fc.array(fc.nat(2 ** 41), { minLength: 50, maxLength: 50 });
  fc.assert(
    fc.property(ascending, times, (offsets, all) => {
      const events = { offsets, times: all.slice(0, offsets.length) };
      assert.deepEqual(unpackEvents(offsets[0] ?? 0, packEvents(offsets[0] ?? 0, events)), events);
    }),
  );
});

describe('which events have a term', () => {
  /** Terms few, so that they meet; some with a great many events. */
  const drawn = fc.array(fc.record({ term: fc.integer({ min: -40, max: 40 }).map((n) => n * 53_687_091), dense: fc.boolean() }), { maxLength: 60 });

  test('is found again', () => {
    fc.assert(
      fc.property(drawn, fc.integer({ min: 1, max: 700 }), (terms, events) => {
        const lists = new TermLists();
        const expected = new Map<number, number[]>();
        for (let event = 0; event < events; event++) {
          for (const { term, dense } of terms) {
            if (!dense && (event * 31 + term) % 97 !== 0) continue;
            lists.add(term, event);
            if (expected.get(term)?.at(-1) !== event) expected.set(term, [...(expected.get(term) ?? []), event]);
          }
        }
        const buckets = packTerms(lists, events);
        assert.ok(buckets.every(({ bucket }) => bucket >= 0 && bucket < BUCKETS));
        const entriesOf = (term: number): Buffer => buckets.find(({ bucket }) => bucket === bucketOf(term))?.entries ?? Buffer.alloc(0);
        for (const [term, numbers] of expected) {
          assert.deepEqual(lists.numbersOf(term), numbers);
          assert.deepEqual(numbersIn(entriesOf(term), term), numbers);
        }
        assert.deepEqual(numbersIn(entriesOf(12_345), 12_345), []);
      }),
      { numRuns: 40 },
    );
  });

  test('takes no more room than a bit an event', () => {
    const lists = new TermLists();
    for (let event = 0; event < 8_192; event += 2) lists.add(7, event);
    const [bucket] = packTerms(lists, 8_192);
    assert.ok(bucket!.entries.length <= 1_024 + 8);
  });

  test('grows with the events, whatever they are', () => {
    const lists = new TermLists();
    for (let event = 0; event < 20_000; event++) for (let term = 0; term < 3; term++) lists.add(event * 7 + term, event);
    for (let event = 0; event < 20_000; event += 997) assert.ok(lists.numbersOf(event * 7 + 1).includes(event));
  });
});

describe('an event line', () => {
  const text = fc.oneof(fc.string({ unit: 'binary', maxLength: 12 }), fc.constantFrom('"', '\\', '\\"', ',"e":', '\u{1d11e}', '\ud800', ''));
  const record = fc.record({
    account: fc.constantFrom('000000000000', '111122223333'),
    region: fc.constantFrom('us-east-1', 'eu-west-1'),
    time: fc.nat(2 ** 45),
    eventName: fc.constantFrom('Encrypt', 'CreateKey'),
    readOnly: fc.boolean(),
    username: fc.option(text, { nil: undefined }),
    accessKeyId: fc.option(fc.constantFrom('AKIAIOSFODNN7EXAMPLE'), { nil: undefined }),
    resources: fc.array(fc.tuple(text, text), { maxLength: 4 }),
  });

  test('has the terms that its record is looked up by, and no others', () => {
    fc.assert(
      fc.property(record, (drawn) => {
        const made: AuditRecord = { ...drawn, eventSource: 'kms.amazonaws.com', eventId: timeOrderedUuid(drawn.time), event: '{"a":"],[\\"e\\":"}' };
        const found = new Set<number>();
        const scanner = new EventScanner((term) => found.add(term));
        const line = Buffer.from(`before\n${eventLine(made)}after`);
        scanner.scan(line, 7, line.lastIndexOf('\n'));
        assert.deepEqual([scanner.time, scanner.idTime], [made.time, made.time]);
        assert.deepEqual(found, new Set(termsOf(made)));
      }),
      { numRuns: 300 },
    );
  });

  test('that is short has times of its own', () => {
    const scanner = new EventScanner((term) => assert.fail(`${term}`));
    const line = Buffer.from(`before\n${shortLine(requestRecord({ time: 4_711, eventId: timeOrderedUuid(4_712) }), requestRecord(), 815)}after`);
    assert.equal(scanner.scanShort(line, 7, line.lastIndexOf('\n')), 815);
    assert.deepEqual([scanner.time, scanner.idTime], [4_711, 4_712]);
  });

  test('that is cut anywhere, or is none, does no harm', () => {
    const scanner = new EventScanner(() => undefined);
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 80 }), (bytes) => {
        scanner.scan(bytes, 0, bytes.length);
        scanner.scanShort(bytes, 0, bytes.length);
      }),
    );
    const made = { account: '000000000000', region: 'us-east-1', time: 1, eventName: 'Encrypt', eventSource: 'kms.amazonaws.com', readOnly: true };
    const line = Buffer.from(eventLine({ ...made, username: 'a', accessKeyId: 'b', resources: [['c', 'd']], eventId: timeOrderedUuid(1), event: '{}' }));
    for (let end = 0; end < line.length; end++) scanner.scan(line, 0, end);
  });
});

function termsOf({ account, region, ...record }: AuditRecord): number[] {
  const values: readonly (readonly [LookupKey, string | undefined])[] = [
    ['EventName', record.eventName],
    ['EventSource', record.eventSource],
    ['ReadOnly', String(record.readOnly)],
    ['Username', record.username],
    ['AccessKeyId', record.accessKeyId],
    ...record.resources.flatMap(([type, name]) => [['ResourceType', type], ['ResourceName', name]] as const),
  ];
  const terms = values.flatMap(([key, value]) => (value === undefined ? [] : [queriedTerm({ account, region, attribute: { key, value } })!]));
  return [termOf(account, region, 'All', ''), ...terms];
}

test('event ids tell their time; other texts are no event ids', () => {
  assert.equal(timeOfId(timeOrderedUuid(1_764_000_000_123)), 1_764_000_000_123);
  for (const none of ['', 'x', '4bf92f35-77b3-4da6-a3ce-929d0e0e4736', `${timeOrderedUuid(1)}0`, timeOrderedUuid(0xabcdef).toUpperCase()]) {
    assert.equal(timeOfId(none), undefined);
  }
});

test('keys are ordered, and survive their text', () => {
  const key = fc.record({ time: fc.nat(9), node: fc.constantFrom('', 'a', 'a.b', 'b'), segment: fc.nat(3), offset: fc.nat(3) });
  fc.assert(
    fc.property(key, key, (a, b) => {
      assert.deepEqual(parseKey(keyText(a)), { ...a });
      assert.equal(compareKeys(a, b) === 0, keyText(a) === keyText(b));
      assert.equal(Math.sign(compareKeys(a, b)) + Math.sign(compareKeys(b, a)), 0);
    }),
  );
});
