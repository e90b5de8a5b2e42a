/**
 * One page of events, newest first, out of blocks that come in the order of their newest events. Blocks overlap in
 * time where nodes write at once or a clock steps back; so a block is opened as soon as it might hold the next event,
 * and an event is taken when no block that is still to come can hold a newer one.
 */
import type { AuditRecord, EventPage, EventQuery } from '../../base/audit.ts';
import type { TimeRange } from './block-store.ts';
import { compareKeys, type EventKey, keyText } from './event-key.ts';
import { type BlockView, type Lines, recordIn } from './lines.ts';
import { isAskedFor } from './terms.ts';

/** A block in which events were found, not looked into yet. */
export interface Candidate {
  readonly maxTime: number;
  /** `undefined` when it has been dropped meanwhile. */
  open(): Promise<OpenedBlock | undefined> | OpenedBlock | undefined;
}

export interface OpenedBlock extends BlockView {
  /** Of the events that were found, ascending. */
  readonly numbers: readonly number[];
  readonly lines: Lines;
}

export interface Hit {
  readonly key: EventKey;
  line(): Promise<Buffer | undefined> | Buffer | undefined;
}

/** Events whose lines are read in vain before a page ends as it is: many terms with one hash are no accident. */
const MISSES_MAX = 1_000;

/** @param hits newest first */
export async function pageOf(query: EventQuery, hits: AsyncIterator<Hit>): Promise<EventPage> {
  const records: AuditRecord[] = [];
  let misses = 0;
  let last: EventKey | undefined;
  for (;;) {
    // One more than fits: whether there is a next page.
    const batch = await taken(hits, query.max + 1 - records.length);
    if (batch.length === 0) return { records, next: undefined };
    const lines = await Promise.all(batch.map(({ line }) => line()));
    for (const [i, { key }] of batch.entries()) {
      const record = lines[i] && recordIn(lines[i]);
      if (record === undefined || !isAskedFor(record, query)) {
        if (++misses === MISSES_MAX) return { records, next: keyText(key) };
      } else {
        if (records.length === query.max) return { records, next: keyText(last!) };
        records.push(record);
        last = key;
      }
    }
  }
}

async function taken(hits: AsyncIterator<Hit>, count: number): Promise<Hit[]> {
  const batch: Hit[] = [];
  while (batch.length < count) {
    const { value, done } = await hits.next();
    if (done) break;
    batch.push(value as Hit);
  }
  return batch;
}

/** The bounds of what is looked for. */
export interface Bounds extends TimeRange {
  /** Older than this. */
  readonly before: EventKey | undefined;
}

export async function* hitsIn(candidates: AsyncIterator<Candidate>, bounds: Bounds): AsyncGenerator<Hit> {
  let cursors: Cursor[] = [];
  let coming = await candidates.next();
  for (;;) {
    const newest = cursors.reduce<Cursor | undefined>((a, b) => (a && compareKeys(a.key, b.key) > 0 ? a : b), undefined);
    if (!coming.done && (newest === undefined || coming.value.maxTime >= newest.key.time)) {
      const opened = await coming.value.open();
      if (opened !== undefined) cursors.push(new Cursor(opened, bounds));
      coming = await candidates.next();
    } else {
      if (newest === undefined) return;
      yield newest.take();
    }
    cursors = cursors.filter(({ isDone }) => !isDone);
  }
}

/** Goes through one block's events from the newest to the oldest. */
class Cursor {
  readonly #block: OpenedBlock;
  /** Oldest first. */
  readonly #numbers: number[];

  constructor(block: OpenedBlock, { from, to, before }: Bounds) {
    this.#block = block;
    const { times } = block.events;
    const numbers = block.numbers.filter((number) => times[number]! >= from && times[number]! <= to);
    // Nearly always they are in order already, which the sort sees at once.
    numbers.sort((a, b) => times[a]! - times[b]! || a - b);
    this.#numbers = before === undefined ? numbers : numbers.filter((number) => compareKeys(this.#keyOf(number), before) < 0);
  }

  get isDone(): boolean {
    return this.#numbers.length === 0;
  }

  get key(): EventKey {
    return this.#keyOf(this.#numbers.at(-1)!);
  }

  take(): Hit {
    const number = this.#numbers.pop()!;
    return { key: this.#keyOf(number), line: () => this.#block.lines.line(this.#block, number) };
  }

  #keyOf(number: number): EventKey {
    const { head, events } = this.#block;
    return { time: events.times[number]!, node: head.node, segment: head.segment, offset: events.offsets[number]! };
  }
}
