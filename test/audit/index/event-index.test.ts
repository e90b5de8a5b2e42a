/** The index in its thread: what it is told of, what becomes of it, and how it comes back. */
import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { existsSync, rmSync, truncateSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, test, type TestContext } from 'node:test';
import { promisify } from 'node:util';
import { EventIndex, type EventIndexParts } from '../../../src/audit/index/event-index.ts';
import { segmentPath } from '../../../src/audit/journal/files.ts';
import { DAY_MS } from '../../../src/base/clock.ts';
import { hmacSha256 } from '../../../src/crypto/hmac.ts';
import { temporaryDirectory } from '../../support/temporary.ts';
import { TestJournal } from './journal.ts';
import { LIMITS } from './model.ts';
import { queryOf, recordOf, START } from './records.ts';

interface Setting {
  readonly directory: string;
  readonly journal: TestJournal;
  readonly reports: unknown[];
  open(parts?: Partial<EventIndexParts>): EventIndex;
}

function settingOf(t: TestContext): Setting {
  const directory = temporaryDirectory(t);
  const journal = new TestJournal('journal-1', join(directory, 'journal'));
  const reports: unknown[] = [];
  const mac = (data: Buffer): Buffer => hmacSha256(Buffer.alloc(32), data);
  const open = (parts: Partial<EventIndexParts> = {}): EventIndex => {
    const location = { data: join(directory, 'index') };
    const index = new EventIndex({ location, journal, keptMs: 90 * DAY_MS, limits: LIMITS, mac, report: (error) => reports.push(error), ...parts });
    t.after(() => index.close());
    return index;
  };
  return { directory, journal, reports, open };
}

const namesIn = async (index: EventIndex, given: Parameters<typeof queryOf>[0] = {}): Promise<(string | undefined)[]> =>
  (await index.lookup(queryOf(given)))!.records.map(({ eventName }) => eventName);

const many = (count: number, from = 0): ReturnType<typeof recordOf>[] =>
  Array.from({ length: count }, (_, i) => recordOf({ time: START + from + i, eventName: `Event${from + i}` }));

const newestFirst = (count: number): string[] => Array.from({ length: count }, (_, i) => `Event${count - 1 - i}`);

describe('the index', () => {
  test('goes on where it was closed, and finds what came meanwhile', async (t) => {
    const { journal, open, reports } = settingOf(t);
    journal.append(many(12));
    const first = open();
    assert.deepEqual(await namesIn(first), newestFirst(12));
    await first.close();
    journal.append(many(3, 12));
    assert.deepEqual(await namesIn(open()), newestFirst(15));
    assert.deepEqual(reports, []);
  });

  test('that is gone is made anew', async (t) => {
    const { directory, journal, open } = settingOf(t);
    journal.append(many(12));
    const first = open();
    await first.lookup(queryOf());
    await first.close();
    rmSync(join(directory, 'index'), { recursive: true });
    assert.deepEqual(await namesIn(open()), newestFirst(12));
  });

  for (const [how, damage] of Object.entries({
    'overwritten with other bytes': (file: string) => writeFileSync(file, Buffer.alloc(50_000, 'x')),
    'cut off': (file: string) => truncateSync(file, 10_000),
    'overwritten behind its first page': (file: string) => writeFileSync(file, Buffer.alloc(40_000, 'x'), { flag: 'r+' }),
  })) {
    test(`that was ${how} is made anew`, async (t) => {
      const { directory, journal, open } = settingOf(t);
      journal.append(many(40));
      const first = open();
      await first.lookup(queryOf());
      await first.close();
      damage(join(directory, 'index/trent.db'));
      const again = open();
      assert.deepEqual(await namesIn(again), newestFirst(40));
      assert.deepEqual(await namesIn(again, { attribute: { key: 'EventName', value: 'Event3' } }), ['Event3']);
    });
  }

  test('of another journal is forgotten: one that was emptied, one that was put back', async (t) => {
    const { directory, journal, open } = settingOf(t);
    journal.append(many(12));
    const first = open();
    await first.lookup(queryOf());
    await first.close();
    const emptied = new TestJournal('journal-2', join(directory, 'emptied'));
    emptied.append(many(2));
    const second = open({ journal: emptied });
    assert.deepEqual(await namesIn(second), newestFirst(2));
    await second.close();
    journal.append(many(12, 12));
    const third = open();
    await third.lookup(queryOf());
    await third.close();
    const putBack = new TestJournal('journal-1', join(directory, 'put-back'));
    putBack.append(many(7));
    assert.deepEqual(await namesIn(open({ journal: putBack })), newestFirst(7));
  });

  test('of a journal that has lost its end, which waited for no disk, is made anew', async (t) => {
    const { directory, journal, open } = settingOf(t);
    journal.append(many(4));
    const { segment, offset } = journal.end;
    journal.append(many(8, 4));
    const first = open();
    await first.lookup(queryOf());
    await first.close();
    truncateSync(segmentPath(journal.directory, segment), offset);
    journal.roll();
    journal.append(many(2, 4));
    assert.deepEqual(await namesIn(open()), newestFirst(6));
    assert.ok(existsSync(join(directory, 'index')));
  });

  test('forgets what retention has dropped from the journal, and what is too old', async (t) => {
    const { journal, open } = settingOf(t);
    journal.append(many(12));
    journal.roll();
    journal.append(many(6, 12));
    const index = open();
    assert.deepEqual((await namesIn(index)).length, 18);
    journal.drop(1);
    assert.deepEqual(await namesIn(index), newestFirst(18).slice(0, 6));
    journal.append(many(6, 18));
    assert.deepEqual(await namesIn(index), newestFirst(24).slice(0, 12));
    journal.append([recordOf({ time: START + 90 * DAY_MS + 20, eventName: 'Late' })]);
    assert.deepEqual(await namesIn(index), ['Late', 'Event23', 'Event22', 'Event21', 'Event20']);
  });

  test('reads the journal by itself when much waits, and no sooner', async (t) => {
    const { directory, journal, open } = settingOf(t);
    const index = open();
    journal.append(many(10));
    assert.equal(existsSync(join(directory, 'index')), false);
    journal.append([recordOf({ event: JSON.stringify({ padding: 'x'.repeat(2_500_000) }) })]);
    await index.close();
    assert.equal(existsSync(join(directory, 'index/trent.db')), true);
  });

  test('finds long lines whole', async (t) => {
    const { journal, open } = settingOf(t);
    const event = JSON.stringify({ padding: 'é'.repeat(120_000) });
    journal.append([recordOf({ event }), recordOf({ time: START + 1 })]);
    const { records } = (await open().lookup(queryOf()))!;
    assert.equal(records[1]?.event, event);
  });

  test('takes the marker of no other query', async (t) => {
    const { journal, open } = settingOf(t);
    journal.append(many(3));
    const index = open();
    const { next } = (await index.lookup(queryOf({ max: 2 })))!;
    assert.ok(next);
    assert.deepEqual((await index.lookup(queryOf({ max: 1, after: next })))?.records.map(({ eventName }) => eventName), ['Event0']);
    for (const other of [{ account: '111122223333' }, { region: 'eu-west-1' }, { startTime: 0 }, { endTime: START }, { attribute: { key: 'Username', value: 'alice' } as const }]) {
      assert.equal(await index.lookup(queryOf({ ...other, after: next })), undefined);
    }
  });

  test('is closed before its process ends', async (t) => {
    const { directory } = settingOf(t);
    const script = join(import.meta.dirname, 'stopping-process.ts');
    const { stdout } = await promisify(execFile)(process.execPath, [script, join(directory, 'other'), join(directory, 'index')]);
    assert.equal(stdout, 'closed');
  });

  test('that cannot be written answers nothing false, and recovers', async (t) => {
    const { directory, journal, open, reports } = settingOf(t);
    writeFileSync(join(directory, 'index'), 'a file where a directory should be');
    journal.append(many(4));
    const index = open();
    await assert.rejects(index.lookup(queryOf()), /index/);
    const large = recordOf({ event: JSON.stringify({ padding: 'x'.repeat(3_000_000) }), eventName: 'Large', time: START - 1 });
    journal.append([large]);
    await assert.rejects(index.lookup(queryOf()), /index/);
    journal.append([large]);
    await assert.rejects(index.lookup(queryOf()), /index/);
    assert.equal(reports.length, 1, 'it is reported, and then left alone for a while');
    rmSync(join(directory, 'index'));
    assert.deepEqual(await namesIn(index), [...newestFirst(4), 'Large', 'Large']);
  });
});
