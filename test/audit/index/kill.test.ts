/** kill -9 while a journal is indexed: whatever the index had by then, it goes on, and has each event once. */
import assert from 'node:assert/strict';
import { fork } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { test } from 'node:test';
import { setTimeout as pause } from 'node:timers/promises';
import { Indexer } from '../../../src/audit/index/indexer.ts';
import { type IndexTables, indexMigrations } from '../../../src/audit/index/tables.ts';
import { DAY_MS } from '../../../src/base/clock.ts';
import { openStore } from '../../../src/store/open.ts';
import { Chance, printedSeed } from '../../support/random.ts';
import { temporaryDirectory } from '../../support/temporary.ts';
import { requestRecord } from '../request-record.ts';
import { TestJournal } from './journal.ts';
import { LIMITS } from './model.ts';
import { queryOf, START } from './records.ts';

const ACCOUNT = queryOf().account;
const ROUNDS = 4;
const EVENTS = 3_000;
const LONGEST_MS = 250;

test(`${ROUNDS} rounds of indexing, each ended by kill -9`, async (t) => {
  const chance = new Chance(printedSeed());
  const directory = temporaryDirectory(t);
  const journal = new TestJournal('journal-1', join(directory, 'journal'));
  const records = Array.from({ length: EVENTS }, (_, i) => requestRecord({ time: START + i, account: ACCOUNT }, { username: `user-${i % 7}` }));
  for (let from = 0; from < EVENTS; from += 50) {
    journal.append(records.slice(from, from + 50));
    if (from % 1_000 === 0) journal.roll();
  }
  const { segment, offset } = journal.end;
  let killed = 0;
  for (let round = 0; round < ROUNDS; round++) {
    const child = fork(join(import.meta.dirname, 'indexing-process.ts'), [journal.directory, join(directory, 'index'), String(segment), String(offset)]);
    const ended = once(child, 'exit');
    await once(child, 'message');
    await Promise.race([pause(chance.below(LONGEST_MS)), ended]);
    child.kill('SIGKILL');
    const [, signal] = (await ended) as [number | null, string | null];
    if (signal === 'SIGKILL') killed++;
  }
  assert.ok(killed > 0, 'something was going on');
  const store = (await openStore({ data: join(directory, 'index') }, indexMigrations)).tables<IndexTables>();
  const indexer = new Indexer({ store, directory: journal.directory, shared: false, keptMs: 90 * DAY_MS, limits: LIMITS });
  const found: string[] = [];
  let after: string | undefined;
  do {
    const page = await indexer.lookup(queryOf({ after, max: 500 }), journal);
    found.push(...page.records.map(({ eventId }) => eventId));
    after = page.next;
  } while (after !== undefined);
  assert.deepEqual(found, records.map(({ eventId }) => eventId).reverse());
  const { records: some } = await indexer.lookup(queryOf({ max: EVENTS, attribute: { key: 'Username', value: 'user-3' } }), journal);
  assert.equal(some.length, records.filter(({ username }) => username === 'user-3').length);
  await indexer.close();
  await store.close();
});
