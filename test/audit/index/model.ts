/** Random histories of journals and look-ups, held against a plain list. */
import assert from 'node:assert/strict';
import { join } from 'node:path';
import fc from 'fast-check';
import { Indexer } from '../../../src/audit/index/indexer.ts';
import type { IndexTables } from '../../../src/audit/index/tables.ts';
import { isAskedFor } from '../../../src/audit/index/terms.ts';
import type { AuditRecord, EventQuery, LookupKey } from '../../../src/base/audit.ts';
import { DAY_MS } from '../../../src/base/clock.ts';
import { timeOrderedUuid } from '../../../src/crypto/random.ts';
import type { Store } from '../../../src/store/contract.ts';
import { plain, requestRecord } from '../request-record.ts';
import { TestJournal } from './journal.ts';

export const LIMITS = { eventsMax: 5, bytesMax: 4_096 };
const START = 1_764_000_000_000;
const ACCOUNTS = ['000000000000', '111122223333'] as const;
const REGIONS = ['us-east-1', 'eu-west-1'] as const;
const NAMES = ['Encrypt', 'Decrypt', 'CreateKey'] as const;
/** Some with what JSON escapes, and what takes more bytes than characters. */
const USERS = ['alice', 'bob "b" \\', 'zoë ☂ 𝄞', 'a,"e":b', undefined] as const;
const RESOURCES = ['key/1', 'key/2', 'key/"3"'].map((name) => `arn:aws:kms:us-east-1:000000000000:${name}`);

const drawnRecord = fc.record({
  account: fc.constantFrom(...ACCOUNTS),
  region: fc.constantFrom(...REGIONS),
  /** A clock that stands still now and then, and steps back. */
  step: fc.constantFrom(0, 0, 1, 400, 2_000, -3_000),
  eventName: fc.constantFrom(...NAMES),
  readOnly: fc.boolean(),
  username: fc.constantFrom(...USERS),
  resources: fc.subarray(RESOURCES),
  padding: fc.constantFrom('', 'x'.repeat(1_500)),
  /** As requests leave them: those that are alike are short lines. */
  isAlike: fc.boolean(),
});

type Drawn = typeof drawnRecord extends fc.Arbitrary<infer T> ? T : never;

export interface HistoryNode {
  readonly name: string;
  readonly store: Store<IndexTables>;
}

class History {
  readonly #all: (AuditRecord & { readonly node: string; readonly place: number })[] = [];
  readonly #nodes: { readonly name: string; readonly journal: TestJournal; readonly store: Store<IndexTables>; indexer: Indexer }[];
  readonly #shared: boolean;
  #now = START;

  constructor(nodes: readonly HistoryNode[], directory: string) {
    this.#shared = nodes.length > 1;
    this.#nodes = nodes.map(({ name, store }) => {
      const journal = new TestJournal(name, join(directory, name));
      return { name, store, journal, indexer: this.#indexerOn(journal, store) };
    });
  }

  append(at: number, drawn: readonly Drawn[]): void {
    const node = this.#nodes[at % this.#nodes.length]!;
    const records = drawn.map((one) => this.#recordOf(one));
    records.forEach((record) => this.#all.push({ ...plain(record), node: node.name, place: this.#all.length }));
    node.journal.append(records);
  }

  roll(at: number): void {
    this.#nodes[at % this.#nodes.length]!.journal.roll();
  }

  /** As after kill -9: what is in memory alone is lost. */
  async restart(at: number): Promise<void> {
    const node = this.#nodes[at % this.#nodes.length]!;
    await node.indexer.close();
    node.indexer = this.#indexerOn(node.journal, node.store);
  }

  async close(): Promise<void> {
    for (const { indexer } of this.#nodes) await indexer.close();
  }

  async compare(at: number, query: EventQuery, between: () => void): Promise<void> {
    const node = this.#nodes[at % this.#nodes.length]!;
    for (const { indexer, journal } of this.#nodes) {
      await indexer.advance(journal);
      await indexer.flush();
    }
    const expected = this.#expected(query);
    const found: AuditRecord[] = [];
    let pages = 0;
    for (let after: string | undefined; ; between()) {
      const page = await node.indexer.lookup({ ...query, after }, node.journal);
      assert.ok(page.records.length <= query.max);
      assert.ok(++pages <= this.#all.length + 1, 'the pages come to an end');
      found.push(...page.records);
      after = page.next;
      if (after === undefined) break;
    }
    // Events that were added between the pages may be among them where they are older than the page before ended.
    const known = new Set(expected.map(({ eventId }) => eventId));
    assert.equal(new Set(found.map(({ eventId }) => eventId)).size, found.length, 'no event twice');
    assert.deepEqual(found.filter(({ eventId }) => known.has(eventId)).map(bare), expected.map(bare));
  }

  /** Values that are there, and some that are not. */
  valueOf(key: LookupKey, pick: number): string {
    const record = this.#all[pick % Math.max(1, this.#all.length)];
    const values: Record<LookupKey, string | undefined> = {
      EventId: record?.eventId,
      EventName: record?.eventName,
      ReadOnly: String(record?.readOnly),
      Username: record?.username,
      ResourceType: 'AWS::KMS::Key',
      ResourceName: record?.resources[0]?.[1],
      EventSource: record?.eventSource,
      AccessKeyId: record?.accessKeyId,
    };
    return values[key] ?? 'nothing';
  }

  #indexerOn({ directory }: TestJournal, store: Store<IndexTables>): Indexer {
    return new Indexer({ store, directory, shared: this.#shared, keptMs: 90 * DAY_MS, limits: LIMITS });
  }

  #recordOf({ step, padding, resources, account, username, isAlike, ...rest }: Drawn): AuditRecord {
    this.#now += step;
    const eventId = timeOrderedUuid(this.#now);
    const event = JSON.stringify({ eventID: eventId, userIdentity: { userName: username }, padding, mark: ',"e":' });
    const named = resources.map((name) => ['AWS::KMS::Key', name] as const);
    if (isAlike) {
      const members = { ...rest, account, eventId, time: this.#now, parametersJson: JSON.stringify({ padding }), resourcesJson: JSON.stringify(resources) };
      return requestRecord(members, { username, accessKeyId: `AKIA${account}`, resources: named });
    }
    return { ...rest, account, username, eventId, event, time: this.#now, eventSource: 'kms.amazonaws.com', accessKeyId: `AKIA${account}`, resources: named };
  }

  #expected(query: EventQuery): readonly AuditRecord[] {
    const { startTime = -Infinity, endTime = Infinity } = query;
    const matching = this.#all.filter((record) => isAskedFor(record, query) && record.time >= startTime && record.time <= endTime);
    return matching.sort((a, b) => b.time - a.time || (a.node === b.node ? b.place - a.place : a.node < b.node ? 1 : -1));
  }
}

const bare = ({ account, region, time, eventId, eventName, username, resources, event }: AuditRecord): object =>
  ({ account, region, time, eventId, eventName, username, resources, event });

const KEYS: readonly LookupKey[] = ['EventId', 'EventName', 'ReadOnly', 'Username', 'ResourceType', 'ResourceName', 'EventSource', 'AccessKeyId'];

const drawnQuery = fc.record({
  account: fc.constantFrom(...ACCOUNTS),
  region: fc.constantFrom(...REGIONS),
  key: fc.option(fc.constantFrom(...KEYS), { nil: undefined }),
  pick: fc.nat(200),
  range: fc.constantFrom([undefined, undefined], [START, START + 3_000], [START + 2_000, undefined], [undefined, START + 500]),
  max: fc.constantFrom(1, 2, 3, 50),
});

/** One after the other, of two kinds at most. */
const drawnLikes = fc.tuple(drawnRecord, drawnRecord, fc.array(fc.tuple(fc.boolean(), drawnRecord), { minLength: 2, maxLength: 12 })).map(([a, b, steps]) =>
  steps.map(([isFirst, { step, resources, padding }]): Drawn => ({ ...(isFirst ? a : b), step, resources, padding, isAlike: true })),
);

const drawnStep = fc.oneof(
  { weight: 5, arbitrary: fc.record({ what: fc.constant('append'), node: fc.nat(1), records: fc.oneof(fc.array(drawnRecord, { minLength: 1, maxLength: 8 }), drawnLikes) }) },
  { weight: 5, arbitrary: fc.record({ what: fc.constant('lookup'), node: fc.nat(1), query: drawnQuery, between: fc.option(drawnRecord) }) },
  { weight: 1, arbitrary: fc.record({ what: fc.constantFrom('roll', 'restart'), node: fc.nat(1) }) },
);

export const drawnHistory = fc.array(drawnStep, { minLength: 4, maxLength: 30 });

export async function holdsFor(steps: typeof drawnHistory extends fc.Arbitrary<infer T> ? T : never, nodes: readonly HistoryNode[], directory: string): Promise<void> {
  const history = new History(nodes, directory);
  for (const step of steps) {
    if ('records' in step) history.append(step.node, step.records);
    else if ('query' in step) {
      const { account, region, key, pick, range: [startTime, endTime], max } = step.query;
      const attribute = key && { key, value: history.valueOf(key, pick) };
      let additions = 0;
      // A few: were each of them older than the page before, there would be no end.
      const between = (): void => {
        if (step.between !== null && additions++ < 3) history.append(step.node + 1, [step.between]);
      };
      await history.compare(step.node, { account, region, attribute, startTime, endTime, max, after: undefined }, between);
    } else if (step.what === 'roll') history.roll(step.node);
    else await history.restart(step.node);
  }
  await history.close();
}
