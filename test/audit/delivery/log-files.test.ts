/** Names of objects, which events a trail takes, and files made of them. */
import assert from 'node:assert/strict';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, test } from 'node:test';
import type { TrailDefinition } from '../../../src/audit/delivery/contract.ts';
import { digestKey, logKey, secondsText, uniqueName } from '../../../src/audit/delivery/layout.ts';
import { type DeliveryPlan, type LogFile, LogFiles } from '../../../src/audit/delivery/log-files.ts';
import { isWanted } from '../../../src/audit/delivery/selection.ts';
import { closed, isWithin, merged, ofJournal } from '../../../src/audit/delivery/windows.ts';
import { Batch, NO_CHAIN } from '../../../src/audit/journal/batch.ts';
import { eventLine, segmentName } from '../../../src/audit/journal/format.ts';
import { temporaryDirectory } from '../../support/temporary.ts';
import { requestRecord } from '../request-record.ts';

const ACCOUNT = '111122223333';
const TRAIL: TrailDefinition = {
  trailArn: `arn:aws:cloudtrail:us-east-1:${ACCOUNT}:trail/orders`, account: ACCOUNT, homeRegion: 'us-east-1', name: 'orders', bucket: 'logs',
  prefix: undefined, kmsKeyArn: undefined, validation: true, multiRegion: false, globalEvents: true, recursive: true,
  selectors: [{ readOnly: undefined, excludedSources: [] }],
};
const TIME = Date.UTC(2015, 7, 17, 14, 1, 31, 999);

test('names are as in the user guide', () => {
  assert.equal(
    logKey(TRAIL, 'us-east-2', TIME, 'oypH2ZMjyfVvMbQ7'),
    `AWSLogs/${ACCOUNT}/CloudTrail/us-east-2/2015/08/17/${ACCOUNT}_CloudTrail_us-east-2_20150817T1401Z_oypH2ZMjyfVvMbQ7.json.gz`,
  );
  assert.equal(
    digestKey({ ...TRAIL, prefix: 'a/b' }, 'us-east-2', TIME),
    `a/b/AWSLogs/${ACCOUNT}/CloudTrail-Digest/us-east-2/2015/08/17/${ACCOUNT}_CloudTrail-Digest_us-east-2_orders_us-east-1_20150817T140131Z.json.gz`,
  );
  assert.equal(secondsText(TIME), '2015-08-17T14:01:31Z');
  assert.match(uniqueName(['a', 1]), /^[A-Za-z0-9]{16}$/);
  assert.equal(uniqueName(['a', 1]), uniqueName(['a', 1]));
  assert.notEqual(uniqueName(['a', 1]), uniqueName(['a1']));
});

test('global events are in one region, and can be left out', () => {
  const event = { account: ACCOUNT, region: 'us-east-1', time: TIME, name: 'CreateUser', source: 'iam.amazonaws.com', readOnly: false };
  assert.equal(isWanted(TRAIL, event), true);
  assert.equal(isWanted({ ...TRAIL, globalEvents: false }, event), false);
  assert.equal(isWanted({ ...TRAIL, homeRegion: 'eu-west-1' }, event), false);
  assert.equal(isWanted({ ...TRAIL, homeRegion: 'eu-west-1', multiRegion: true }, event), true);
  assert.equal(isWanted(TRAIL, { ...event, account: '000000000000' }), false);
  assert.equal(isWanted({ ...TRAIL, selectors: [] }, event), false);
});

describe('windows of logging', () => {
  const place = (segment: number, offset: number) => ({ segment, offset });
  const window = { journal: 'a', from: place(1, 10) };

  test('are places of the journal, whatever the clock says', () => {
    const windows = [...closed([window], 'a', place(2, 5), TIME), { journal: 'a', from: place(3, 0) }];
    const within = (segment: number, offset: number, time = TIME, name = 'Encrypt') => isWithin(windows, place(segment, offset), time, name);
    assert.deepEqual([within(1, 9), within(1, 10), within(1, 99, 0), within(2, 4, TIME * 2), within(2, 5), within(3, 0)], [false, true, true, true, false, true]);
    assert.deepEqual([within(2, 5, TIME, 'StopLogging'), within(2, 5, TIME + 1_001, 'StopLogging')], [true, false]);
  });

  test('are not without number', () => {
    const windows = Array.from({ length: 101 }, (_, n) => closed([{ journal: 'a', from: place(1, n * 10) }], 'a', place(1, n * 10 + 5), TIME)[0]!);
    assert.equal(merged(windows.slice(1)).length, 100);
    assert.deepEqual(merged(windows).slice(0, 2), [{ ...windows[0]!, until: windows[1]!.until }, windows[2]]);
  });

  test('in another journal: one that is open is all of it, one that is over nothing', () => {
    assert.deepEqual(ofJournal([window], 'b'), [{ journal: 'b', from: place(1, 0) }]);
    assert.deepEqual(ofJournal(closed([window], 'a', place(2, 5), TIME), 'b'), []);
    assert.deepEqual(closed([window], 'b', place(2, 5), TIME), [{ journal: 'b', from: place(1, 0), until: { place: place(2, 5), time: TIME } }]);
  });
});

test('large regions are several files, the same ones each time, with every event once', async (t) => {
  const directory = temporaryDirectory(t);
  const filler = 'x'.repeat(20_000);
  const lines = Array.from({ length: 1_000 }, (_, n) =>
    eventLine({
      account: ACCOUNT, region: n % 10 === 0 ? 'eu-west-1' : 'us-east-1', time: TIME + n, eventId: `event-${n}`, eventName: 'Encrypt', eventSource: 'kms.amazonaws.com',
      readOnly: true, username: undefined, accessKeyId: undefined, resources: [], event: `{"eventID":"event-${n}","filler":"${filler}"}`,
    }),
  );
  const texts = [lines.slice(0, 400).join(''), `{"x":"open"}\n${lines.slice(400).join('')}`];
  texts.forEach((text, i) => writeFileSync(join(directory, segmentName(i + 1)), text));
  const end = { segment: 2, offset: texts[1]!.length };
  const from = { segment: 1, offset: 0 };
  const plan: DeliveryPlan = { from, to: end, time: TIME, definition: { ...TRAIL, multiRegion: true }, windows: [{ journal: 'a', from }] };
  const made = async (): Promise<LogFile[]> => {
    const files: LogFile[] = [];
    for await (const file of new LogFiles('id', plan).made(directory)) files.push(file);
    return files;
  };
  const files = await made();
  assert.deepEqual(files.map(({ region }) => region), ['us-east-1', 'us-east-1', 'eu-west-1', 'us-east-1']);
  assert.equal(new Set(files.map(({ key }) => key)).size, 4);
  const events = files.flatMap(({ bytes }) => (JSON.parse(bytes.toString('utf8')) as { Records: { eventID: string }[] }).Records);
  assert.deepEqual(events.map(({ eventID }) => eventID).sort(), lines.map((_, n) => `event-${n}`).sort());
  assert.deepEqual((await made()).map(({ key, hash }) => [key, hash]), files.map(({ key, hash }) => [key, hash]));
});

test('short lines are delivered as full ones', async (t) => {
  const records = Array.from({ length: 200 }, (_, n) =>
    requestRecord({ account: n % 7 === 0 ? '000000000000' : ACCOUNT, time: TIME + n * 100, userAgent: `zoë ${n % 3}`, eventName: n % 2 === 0 ? 'Encrypt' : 'Decrypt', parametersJson: `{"n":${n % 4}}` }),
  );
  const batch = new Batch();
  for (const record of records) batch.addEvent(record);
  const short = Buffer.from(batch.seal(NO_CHAIN, TIME).bytes);
  const full = Buffer.from(records.map(eventLine).join(''));
  assert.ok(short.length < full.length / 2);
  const bytesOf = async (journal: Buffer): Promise<string[]> => {
    const directory = temporaryDirectory(t);
    writeFileSync(join(directory, segmentName(1)), journal);
    const from = { segment: 1, offset: 0 };
    const plan = { from, to: { segment: 1, offset: journal.length }, time: TIME, definition: TRAIL, windows: [{ journal: 'a', from }] };
    const files: string[] = [];
    for await (const { bytes } of new LogFiles('id', plan).made(directory)) files.push(bytes.toString('utf8'));
    return files;
  };
  assert.deepEqual(await bytesOf(short), await bytesOf(full));
  const damaged = Buffer.from(short.toString('latin1').replace('{"i":[', '{"j":['), 'latin1');
  await assert.rejects(bytesOf(damaged), /changed in segment 1/);
});

test('segments that are gone are counted', async (t) => {
  const directory = temporaryDirectory(t);
  writeFileSync(join(directory, segmentName(4)), '{"x":"open"}\n');
  const from = { segment: 1, offset: 0 };
  const logs = new LogFiles('id', { from, to: { segment: 4, offset: 13 }, time: TIME, definition: TRAIL, windows: [{ journal: 'a', from }] });
  for await (const file of logs.made(directory)) assert.fail(file.key);
  assert.equal(logs.dropped, 3);
});
