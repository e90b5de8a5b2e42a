/** Short lines: whatever stands in one batch, each event is read as it would have been written in full. */
import assert from 'node:assert/strict';
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { describe, test } from 'node:test';
import fc from 'fast-check';
import { Batch, NO_CHAIN } from '../../../src/audit/journal/batch.ts';
import { segmentPath } from '../../../src/audit/journal/files.ts';
import { eventLine } from '../../../src/audit/journal/format.ts';
import { EventReader } from '../../../src/audit/journal/reader.ts';
import { linesIn } from '../../../src/audit/journal/scan.ts';
import { FullLines, isEvent, isShort, parseShortLine, patternOf, SHORT_START } from '../../../src/audit/journal/short-lines.ts';
import type { EventRecord } from '../../../src/audit/records/event-record.ts';
import { checkSegment } from '../../../src/audit/journal/verify-segment.ts';
import type { AuditRecord } from '../../../src/base/audit.ts';
import { Unit } from '../../../src/base/unit.ts';
import { plain, requestRecord, TIME } from '../request-record.ts';
import { anyRecord } from './any-record.ts';
import { eventsOf, eventsUpTo } from './events.ts';
import { abandon, record, type Surroundings, surroundings } from './support.ts';

/** Texts that try to look like the format, or like members of an event. */
const text = fc.oneof(
  fc.string({ unit: 'binary' }),
  fc.constantFrom('"', '\\', '\\"', 'eventTime', '"eventTime":"', ',"e":{', '","requestID":"x"', '{"as":1', '\n', '\u2028', '\ud800', 'zoë ☂ 𝄞', '', '}', ']]'),
);
const json = fc.jsonValue().map((value) => JSON.stringify(value));
const NAMES = ['eventTime', 'requestParameters', 'requestID', 'eventID', 'e', 'i', 'as', '__proto__', 'keyId'];
const content = fc.oneof(
  fc.constantFrom('null', '{}', '{"keyId":"1"}'),
  fc.dictionary(fc.oneof(fc.constantFrom(...NAMES), text), fc.oneof(json.map((value) => JSON.parse(value) as unknown), text), { maxKeys: 4 }).map((value) => JSON.stringify(value)),
);

const base = fc.record({
  identityJson: fc.constantFrom('{"type":"Root"}', '{"type":"IAMUser","userName":"\\"eventTime\\":\\""}', '{"eventTime":"x","requestID":{"eventID":[1,{}]}}'),
  userAgent: fc.option(text, { nil: undefined }),
  eventName: fc.constantFrom('Encrypt', 'Decrypt'),
  account: fc.constantFrom('111122223333', '000000000000'),
  tlsJson: fc.option(content, { nil: undefined }),
}, { noNullPrototype: true });
const found = fc.record({ username: fc.constant('zoë'), resources: fc.array(fc.tuple(text, text), { maxLength: 2 }) });
const varying = fc.record({
  time: fc.integer({ min: TIME, max: TIME + 3_000 }),
  parametersJson: content,
  additionalJson: fc.option(content, { nil: undefined }),
  resourcesJson: fc.option(fc.oneof(text.map((arn) => JSON.stringify([{ ARN: arn }])), fc.constant('[]')), { nil: undefined }),
  requestId: fc.uuid(),
}, { noNullPrototype: true });
/** Of few kinds, and some that are of none. */
const drawnBatch = fc.array(base, { minLength: 1, maxLength: 3 }).chain((kinds) => {
  const event = fc.tuple(fc.constantFrom(...kinds), varying, found).map(([members, various, by]): AuditRecord => requestRecord({ ...members, ...various }, by));
  return fc.array(fc.oneof({ weight: 6, arbitrary: event }, { weight: 1, arbitrary: anyRecord }), { maxLength: 20 });
});

function sealed(records: readonly AuditRecord[], before = ''): Buffer {
  const batch = new Batch();
  if (before !== '') batch.add(before, 0);
  for (const one of records) batch.addEvent(one);
  return Buffer.from(batch.seal(NO_CHAIN, TIME).bytes);
}

const lineAt = (bytes: Buffer) => (at: number): Buffer | undefined => {
  const end = bytes.indexOf(0x0a, at);
  return at < 0 || end < 0 ? undefined : bytes.subarray(at, end);
};

const shortIn = (bytes: Buffer): number => [...linesIn(bytes, 0, bytes.length)].filter(([from]) => isShort(bytes, from)).length;

function fullIn(bytes: Buffer): (string | undefined)[] {
  const lines = new FullLines(lineAt(bytes));
  return [...linesIn(bytes, 0, bytes.length)].filter(([from]) => isEvent(bytes, from)).map(([from, to]) => lines.full(bytes.subarray(from, to), from)?.toString());
}

describe('a batch', () => {
  test('has all events as their full lines are, byte for byte', () => {
    let short = 0;
    fc.assert(
      fc.property(drawnBatch, (all) => {
        const bytes = sealed(all);
        short += shortIn(bytes);
        assert.deepEqual(fullIn(bytes).map((line) => `${line}\n`), all.map((one) => Buffer.from(eventLine(one)).toString()));
      }),
      { numRuns: 400 },
    );
    assert.ok(short > 100, `${short} short lines`);
  });

  test('has of one kind one full line, and of what differs what is not the same', () => {
    const of = (n: number) => requestRecord({ parametersJson: `{"keyId":"${n}"}`, additionalJson: `{"a":${n}}`, resourcesJson: `[${n}]` }, { resources: [['k', `${n}`]] });
    const [a, b, c] = [of(1), of(1), of(2)];
    const lines = sealed([a, b, c]).toString().split('\n');
    assert.equal(lines[0], eventLine(a).trimEnd());
    const first = Buffer.byteLength(eventLine(a));
    assert.equal(lines[1], `{"as":${first},"time":${TIME},"id":"${b.eventId}","requestID":"${b.members.requestId}"}`);
    const distance = first + lines[1]!.length + 1;
const differing = `"requestID":"${c.members.requestId}","requestParameters":{"keyId":"2"},"additionalEventData":{"a":2},"resources":[2]`;
    assert.equal(lines[2], `{"as":${distance},"time":${TIME},"id":"${c.eventId}","found":[["k","2"]],${differing}}`);
  });

  test('does not take for alike what differs in anything else', () => {
    const like = requestRecord();
    const others: readonly EventRecord[] = [
      requestRecord({ identityJson: '{"type":"Root"}' }), requestRecord({ eventSource: 'sts.amazonaws.com' }), requestRecord({ eventName: 'Decrypt' }),
      requestRecord({ region: 'eu-west-1' }), requestRecord({ sourceAddress: '192.0.2.8' }), requestRecord({ userAgent: undefined }),
      requestRecord({ additionalJson: '{}' }), requestRecord({ readOnly: false }), requestRecord({ resourcesJson: '[]' }), requestRecord({ account: '000000000000' }),
      requestRecord({ tlsJson: '{}' }), requestRecord({}, { username: 'alice' }), requestRecord({}, { accessKeyId: 'AKIA' }),
      requestRecord({ eventType: 'AwsServiceEvent' }),
    ];
    assert.equal(shortIn(sealed([like, ...others])), 0);
    assert.equal(shortIn(sealed([like, ...others, requestRecord(), ...others])), others.length + 1);
  });

  test('has what is no ordinary request in full', () => {
    const special = [{ errorCode: 'AccessDenied' }, { elementsJson: '{"a":1}' }, { sharedEventId: 'x' }, { detailsJson: '{}' }, { requestId: undefined }, { time: TIME + 0.5 }, { userAgent: 'u'.repeat(9_000) }];
    for (const members of special) {
      const records = [requestRecord(members), requestRecord(members)];
      assert.equal(shortIn(sealed(records)), 0);
    }
  });

  test('begins anew when it was cleared', () => {
    const batch = new Batch();
    for (let round = 0; round < 3; round++) {
      batch.addEvent(requestRecord());
      batch.addEvent(requestRecord());
      batch.addBefore('{"x":"open"}\n');
      batch.addEvent(requestRecord());
      const { bytes } = batch.seal(NO_CHAIN, TIME);
      assert.equal(fullIn(bytes).filter((line) => line !== undefined).length, 3);
      batch.clear();
    }
  });

  test('of very many kinds has them all', () => {
    const records = Array.from({ length: 2_500 }, (_, i) => requestRecord({ sourceAddress: `192.0.2.${i % 40}`, identityJson: `{"a":${i % 1_250}}` }));
    assert.deepEqual(fullIn(sealed(records)).map((line) => `${line}\n`), records.map(eventLine));
  });
});

describe('what is damaged', () => {
  const whole = sealed([requestRecord(), requestRecord({ parametersJson: '{"a":1}' }), requestRecord()]);
  const starts = [...linesIn(whole, 0, whole.length)].map(([from]) => from);

  test('any text for a line', () => {
    const hostile = fc.oneof(fc.string({ unit: 'binary' }), fc.string().map((rest) => `${SHORT_START}${rest}`), fc.string().map((rest) => `{"i":[${rest}`), json);
    fc.assert(
      fc.property(hostile, hostile, (line, other) => {
        parseShortLine(line);
        patternOf(line)?.fill({ distance: 1, texts: new Map([['time', '1'], ['id', '"a"'], ['found', '[]']]) });
        new FullLines(() => Buffer.from(other)).full(Buffer.from(line), 0);
      }),
      { numRuns: 1_000 },
    );
  });

  test('bytes changed, put in or taken out: another line, or none', () => {
    fc.assert(
      fc.property(fc.nat(), fc.nat({ max: 40 }), fc.uint8Array({ maxLength: 10 }), (at, remove, insert) => {
        const from = at % whole.length;
        const bytes = Buffer.concat([whole.subarray(0, from), insert, whole.subarray(from + remove)]);
        const lines = new FullLines(lineAt(bytes));
        for (const [start, end] of linesIn(bytes, 0, bytes.length)) lines.full(bytes.subarray(start, end), start);
      }),
      { numRuns: 1_000 },
    );
  });

  test('a full line cut anywhere is no pattern', () => {
    const line = eventLine(requestRecord()).trimEnd();
    const members = line.lastIndexOf('"eventID":');
    for (let length = 0; length < members; length++) assert.equal(patternOf(line.slice(0, length)), undefined);
  });

  test('a line of very many parts is none', () => {
    for (const start of ['{"i":[', '{"i":[1,2,3,4],"e":{']) assert.equal(patternOf(start + ','.repeat(1_000_000)), undefined);
  });

  test('times that are none, distances that lead nowhere', () => {
    const line = (distance: string, time: string) => `{"as":${distance},"time":${time},"id":"a","requestID":"b"}`;
    const texts = new Map([['time', '2'], ['id', '"a"'], ['requestID', '"b"'], ['eventTime', '"1970-01-01T00:00:00Z"'], ['eventID', '"a"']]);
    assert.deepEqual(parseShortLine(line('1', '2')), { distance: 1, texts });
    for (const [distance, time] of [['0', '1'], ['-1', '1'], ['1', '9999999999999999'], ['1', '-1'], ['1', '1.5'], ['1e3', '1'], ['', '1']] as const) {
      assert.equal(parseShortLine(line(distance, time)), undefined);
    }
    const lines = new FullLines(lineAt(whole));
    for (const distance of [1, 5, 1_000_000]) assert.equal(lines.full(Buffer.from(line(`${distance}`, '1')), starts[1]!), undefined);
  });

  test('a batch that was sealed with a short line but not its full one is told of', () => {
    const opening = `${JSON.stringify({ x: 'open', version: 2, journal: 'j', segment: 1, batch: 1, time: TIME, previous: NO_CHAIN.hash })}\n`;
    const problemsWith = (lines: string): string[] => {
      const batch = new Batch();
      batch.add(opening, 0);
      batch.add(lines, lines.split('\n').length - 1);
      const { bytes, chain } = batch.seal(NO_CHAIN, TIME);
      const first = Buffer.from(bytes);
      const second = new Batch();
      second.addEvent(requestRecord());
      const after = second.seal(chain, TIME).bytes;
      return checkSegment(1, Buffer.concat([first, after]), undefined).problems.map(({ where, what }) => `${where}: ${what}`);
    };
    const full = eventLine(requestRecord());
    const short = (distance: number) => `{"as":${distance},"time":${TIME},"id":"a","requestID":"b"}\n`;
    const LONE = 'batch 1 (lines 1 to 4): it has an event like one that it has not';
    assert.deepEqual(problemsWith(full + short(full.length)), []);
    assert.deepEqual(problemsWith(full + short(full.length).replace('"id"', '"other":1,"id"')), [LONE]);
    assert.deepEqual(problemsWith(full + short(full.length + opening.length)), [LONE]);
    assert.deepEqual(problemsWith(full + short(full.length - 1)), [LONE]);
    assert.deepEqual(problemsWith(short(5) + full), [LONE]);
    assert.deepEqual(problemsWith(`${full}{"as":\n`), [LONE]);
    assert.deepEqual(problemsWith(eventLine({ ...plain(requestRecord()), event: '{}' }) + short(eventLine({ ...plain(requestRecord()), event: '{}' }).length)), [LONE]);
    assert.deepEqual(problemsWith(full + short(full.length) + short(short(full.length).length)), [LONE.replace('4', '5')]);
  });
});

/** All of them in one batch. */
async function appendTogether({ files, faults }: Surroundings, opened: Awaited<ReturnType<Surroundings['open']>>, records: readonly AuditRecord[]): Promise<void> {
  const gate = Promise.withResolvers<void>();
  faults.gate = gate.promise;
  const before = files.writes;
  const first = opened.trail.append([record('first')]);
  while (files.writes === before) await new Promise(setImmediate);
  const others = records.map((one) => opened.trail.append([one]));
  faults.gate = undefined;
  gate.resolve();
  await Promise.all([first, ...others]);
}

const alike = (count: number): EventRecord[] => Array.from({ length: count }, (_, i) => requestRecord({ eventName: ['Encrypt', 'Decrypt'][i % 2]!, parametersJson: `{"n":${i % 5}}` }));

describe('a journal', () => {
  test('is read from any of its lines on', async (t) => {
    const around = await surroundings(t);
    const opened = await around.open();
    const records = alike(40);
    await appendTogether(around, opened, records);
    const { end } = opened.journal;
    const all = await eventsOf(opened.journal);
    assert.deepEqual(all.slice(1), records.map(plain));
    const bytes = readFileSync(segmentPath(around.directory, 1));
    assert.ok(shortIn(bytes) >= 38);
    const lines = [...linesIn(bytes, 0, bytes.length)];
    for (const [offset] of lines) {
      const left = lines.filter(([from]) => from >= offset && isEvent(bytes, from)).length;
      assert.deepEqual(await eventsUpTo(around.directory, end, { segment: 1, offset }), left === 0 ? [] : all.slice(-left));
    }
    await opened.close();
    const { problems, records: count } = await around.verify();
    assert.deepEqual([problems, count], [[], 41]);
  });

  test('in pieces that end within a batch', async (t) => {
    const around = await surroundings(t);
    const opened = await around.open();
    const records = Array.from({ length: 60 }, (_, i) => requestRecord({ parametersJson: `{"n":"${'x'.repeat(60_000)}${i}"}` }));
    await appendTogether(around, opened, records);
    assert.deepEqual((await eventsOf(opened.journal)).slice(1), records.map(plain));
    const reader = new EventReader(around.directory, { segment: 1, offset: 0 });
    let pieces = 0;
    while ((await reader.read(opened.journal.end)) !== undefined) pieces++;
    assert.ok(pieces > 2);
    await Promise.all([reader.close(), opened.close()]);
  });

  test('that was cut anywhere in its last batch goes on after the one before', async (t) => {
    const around = await surroundings(t);
    const opened = await around.open();
    await appendTogether(around, opened, alike(6));
    await appendTogether(around, opened, alike(6));
    const [{ offset: end }, all] = [opened.journal.end, await eventsOf(opened.journal)];
    await abandon(opened);
    const bytes = readFileSync(segmentPath(around.directory, 1));
    const sealBefore = bytes.lastIndexOf('{"x":"seal"', bytes.lastIndexOf('{"x":"seal"') - 1);
    for (let cut = bytes.indexOf(0x0a, sealBefore) + 1; cut < end; cut += 61) {
      const other = await surroundings(t);
      mkdirSync(other.directory);
      writeFileSync(segmentPath(other.directory, 1), bytes.subarray(0, cut));
      const again = await other.open();
      const more = alike(2);
      await appendTogether(other, again, more);
      const found = await eventsOf(again.journal);
      assert.deepEqual([...found.slice(0, 8), ...found.slice(9)], [...all.slice(0, 8), ...more.map(plain)]);
      await again.close();
      assert.deepEqual((await other.verify()).problems, []);
    }
  });

  test('changes stand in full, as what they announce', async (t) => {
    const around = await surroundings(t);
    const opened = await around.open();
    const changes = alike(2);
    const unit = new Unit();
    unit.write(around.store.db.deleteFrom('audit_heads').where('journal', '=', 'none'));
    await opened.trail.commit(unit, changes);
    await opened.close();
    assert.equal(shortIn(readFileSync(segmentPath(around.directory, 1))), 0);
    assert.deepEqual(await eventsUpTo(around.directory, opened.journal.end), changes.map(plain));
  });

  test('of version 1 is read, verified and gone on from', async (t) => {
    const around = await surroundings(t);
    mkdirSync(around.directory);
    const batch = new Batch();
    batch.add(`${JSON.stringify({ x: 'open', version: 1, journal: '019cecf1-3b97-7000-8000-000000000001', segment: 1, batch: 1, time: TIME, previous: NO_CHAIN.hash })}\n`, 0);
    const old = alike(3);
    for (const one of old) batch.add(eventLine(one), 1);
    writeFileSync(segmentPath(around.directory, 1), batch.seal(NO_CHAIN, TIME).bytes);
    const opened = await around.open();
    const more = alike(3);
    await appendTogether(around, opened, more);
    assert.deepEqual(await eventsOf(opened.journal).then((all) => [...all.slice(0, 3), ...all.slice(4)]), [...old, ...more].map(plain));
    await opened.close();
    assert.deepEqual([(await around.verify()).problems, around.reports], [[], []]);
  });
});
