/**
 * Scenario: ten million events in the journal. What indexing them costs, at the beginning and at the end, and how long
 * the first page of a look-up takes, by each attribute, of values that are common, rare, and not there.
 */
import { join } from 'node:path';
import { Indexer, type JournalState } from '../src/audit/index/indexer.ts';
import { type IndexTables, indexMigrations } from '../src/audit/index/tables.ts';
import type { EventQuery, LookupKey } from '../src/base/audit.ts';
import { DAY_MS } from '../src/base/clock.ts';
import { openStore } from '../src/store/open.ts';
import type { Bench } from './bench.ts';
import { ACCOUNT, accessKeyOf, JournalFiller, keyOf, nameOf, REGION, timeOf, userOf } from './fill-events.ts';
import { median } from './statistics.ts';
import { atLeast, atMost, type ScenarioResult } from './summary.ts';

const PAGE_MS = 100;
const CPU_MICROSECONDS = 2;
/** Of the rate at the beginning. */
const RATE_SHARE = 0.8;
/** Shares of all events after which is measured. */
const STOPS = [0.1, 0.5, 1] as const;
const REPEATS = 5;
/** So much is indexed before it counts: the code must have been compiled. */
const WARM_UP_SHARE = 0.02;

export async function measureLookupEvents(bench: Bench): Promise<ScenarioResult> {
  const { events } = bench.options;
  const directory = await bench.temporaryDir();
  const store = (await openStore({ data: join(directory, 'index') }, indexMigrations)).tables<IndexTables>();
  const filler = new JournalFiller(join(directory, 'journal'));
  const indexer = new Indexer({ store, directory: filler.directory, shared: false, keptMs: 90 * DAY_MS });
  const rows: Record<string, Record<string, number>> = {};
  const ingests: Ingest[] = [];
  let slowest = 0;
  await indexer.advance(stateOf(filler, Math.round(events * WARM_UP_SHARE)));
  for (const share of STOPS) {
    const count = Math.round(events * share);
    const ingest = await measureIngest(indexer, filler, count);
    const pages = await measurePages(indexer, filler, count);
    ingests.push(ingest);
    rows[`${count} events, indexing`] = { 'events per s': ingest.perSecond, 'CPU µs an event': ingest.cpuMicroseconds };
    rows[`${count} events, ms a page`] = pages;
    slowest = Math.max(...Object.values(pages));
  }
  await indexer.close();
  await store.close();
  const [first, last] = [ingests[0]!, ingests.at(-1)!];
  const verdicts = [
    atMost('first page of the slowest look-up, ms', slowest, PAGE_MS),
    atMost('CPU of indexing, µs an event', last.cpuMicroseconds, CPU_MICROSECONDS),
    atLeast('rate of indexing at the end, share of that at the beginning', first.cpuMicroseconds / last.cpuMicroseconds, RATE_SHARE),
  ];
  return { scenario: 'lookup-events', rows, verdicts };
}

interface Ingest {
  readonly perSecond: number;
  readonly cpuMicroseconds: number;
}

const stateOf = (filler: JournalFiller, count: number): JournalState => ({ id: 'bench', end: filler.fillTo(count) });

async function measureIngest(indexer: Indexer, filler: JournalFiller, count: number): Promise<Ingest> {
  const before = filler.filled;
  process.stderr.write(`filling a journal up to ${count} events\n`);
  const journal = stateOf(filler, count);
  const [start, cpu] = [performance.now(), process.cpuUsage()];
  await indexer.advance(journal);
  const { user, system } = process.cpuUsage(cpu);
  const added = count - before;
  return { perSecond: (added / (performance.now() - start)) * 1_000, cpuMicroseconds: (user + system) / added };
}

const ALL: EventQuery = {
  account: ACCOUNT,
  region: REGION,
  attribute: undefined,
  startTime: undefined,
  endTime: undefined,
  max: 50,
  after: undefined,
};

/** The median of a few tries, milliseconds, by what is looked up. */
async function measurePages(indexer: Indexer, filler: JournalFiller, count: number): Promise<Record<string, number>> {
  const pages: Record<string, number> = {};
  for (const [name, given] of Object.entries(lookups(filler, count))) {
    const query: EventQuery = { ...ALL, ...given };
    const times: number[] = [];
    for (let i = 0; i < REPEATS; i++) {
      const start = performance.now();
      const { records } = await indexer.lookup(query, stateOf(filler, count));
      times.push(performance.now() - start);
      if (records.length === 0 && !name.startsWith('no ')) throw new Error(`nothing was found by ${name}`);
    }
    pages[name] = median(times);
  }
  return pages;
}

/** The value that an early event has; it is among the first of the store, so that a rare one is far away. */
function lookups(filler: JournalFiller, count: number): Record<string, Partial<EventQuery>> {
  const by = (key: LookupKey, value: string): Partial<EventQuery> => ({ attribute: { key, value } });
  const [id, middle] = [filler.ids.get(0)!, timeOf(count / 2)];
  return {
    all: {},
    'all, in the middle': { endTime: middle },
    EventName: by('EventName', 'Decrypt'),
    'EventName, in the middle': { ...by('EventName', 'Decrypt'), endTime: middle },
    'rare EventName': by('EventName', nameOf(0)),
    'no EventName': by('EventName', 'CreateAlias'),
    EventId: by('EventId', id),
    'no EventId': by('EventId', `${id.slice(0, -4)}0000`),
    'ReadOnly true': by('ReadOnly', 'true'),
    'ReadOnly false': by('ReadOnly', 'false'),
    Username: by('Username', userOf(0)),
    'no Username': by('Username', 'nobody'),
    ResourceType: by('ResourceType', 'AWS::KMS::Key'),
    ResourceName: by('ResourceName', keyOf(0)),
    'rare ResourceName': by('ResourceName', keyOf(1_007)),
    'no ResourceName': by('ResourceName', 'arn:aws:kms:us-east-1:000000000000:key/none'),
    EventSource: by('EventSource', 'kms.amazonaws.com'),
    AccessKeyId: by('AccessKeyId', accessKeyOf(0)),
    'no AccessKeyId': by('AccessKeyId', 'AKIANOBODY'),
  };
}
