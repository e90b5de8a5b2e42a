/**
 * Indexes one node's journal and answers look-ups: one thing at a time, in a thread of its own. Whatever fails on the
 * way, it begins again from what the database has; the journal has the rest.
 */
import type { EventPage, EventQuery } from '../../base/audit.ts';
import type { Store } from '../../store/contract.ts';
import { listSegments } from '../journal/files.ts';
import { BEGINNING, type Position } from '../journal/format.ts';
import { type EventPiece, EventReader, isBefore } from '../journal/reader.ts';
import type { BlockHead } from './block.ts';
import { type BlockName, BlockStore, type Found } from './block-store.ts';
import { parseKey } from './event-key.ts';
import { timeOfId } from './event-scanner.ts';
import { JournalLines, type Lines, recordIn, StoredLines } from './lines.ts';
import { type BlockLimits, OpenBlock } from './open-block.ts';
import { OtherNodes } from './other-nodes.ts';
import { Outlet } from './outlet.ts';
import { type Candidate, hitsIn, pageOf } from './search.ts';
import type { IndexTables } from './tables.ts';
import { TermLists } from './term-lists.ts';
import { queriedTerm } from './terms.ts';

export interface IndexerParts {
  readonly store: Store<IndexTables>;
  /** Of the journal. */
  readonly directory: string;
  /** Other nodes' events are in the database too, and this one's go there. */
  readonly shared: boolean;
  /** What can be looked up, milliseconds back from the newest event. */
  readonly keptMs: number;
  readonly limits?: BlockLimits | undefined;
}

/** 8 MiB are read again after a crash, or looked through for an event id, in some ten milliseconds. */
const LIMITS: BlockLimits = { eventsMax: 8_192, bytesMax: 8 << 20 };

/** How much of which journal there is. */
export interface JournalState {
  readonly id: string;
  /** Of what is durable. */
  readonly end: Position;
}

/** Where it is in the journal. */
interface Progress {
  /** The journal's id; nodes that share a database differ in it. */
  readonly node: string;
  readonly reader: EventReader;
  /** Number of the next block to close. */
  next: number;
  open: OpenBlock | undefined;
  /** Of all open blocks, one after the other: new ones would have to grow again. */
  readonly terms: TermLists;
  /** The latest time of an event. */
  newest: number;
  /** Segments before this one have been dropped. */
  oldestSegment: number;
}

export class Indexer {
  readonly #parts: IndexerParts;
  readonly #limits: BlockLimits;
  readonly #blocks: BlockStore;
  readonly #own: JournalLines;
  readonly #stored: StoredLines;
  readonly #others: OtherNodes;
  readonly #outlet: Outlet;
  #progress: Progress | undefined;

  constructor(parts: IndexerParts) {
    this.#parts = parts;
    this.#limits = parts.limits ?? LIMITS;
    this.#blocks = new BlockStore(parts.store);
    this.#own = new JournalLines(parts.directory);
    this.#stored = new StoredLines(parts.store);
    this.#others = new OtherNodes(this.#stored);
    this.#outlet = new Outlet(this.#stored);
  }

  /** Indexes what is new. */
  async advance({ id, end }: JournalState): Promise<void> {
    try {
      if (this.#progress?.node !== id) await this.#startOver();
      const progress = (this.#progress ??= await this.#begin(id, end));
      for (let piece = await progress.reader.read(end); piece !== undefined; piece = await progress.reader.read(end)) {
        await this.#take(progress, piece);
      }
    } catch (error) {
      await this.#startOver();
      throw error;
    }
  }

  /** Whether there is something for other nodes that is not in the database yet. */
  get isWaiting(): boolean {
    return this.#outlet.isWaiting;
  }

  /** Puts what is new into the database, where nodes share one. */
  async flush(): Promise<void> {
    try {
      await this.#outlet.flush();
    } catch (error) {
      await this.#startOver();
      throw error;
    }
  }

  /** One page out of all that is in the journal, and in those of other nodes. */
  async lookup(query: EventQuery, journal: JournalState): Promise<EventPage> {
    await this.advance(journal);
    const before = query.after === undefined ? undefined : parseKey(query.after);
    const to = Math.min(query.endTime ?? Infinity, before?.time ?? Infinity, Number.MAX_SAFE_INTEGER);
    const bounds = { from: Math.max(query.startTime ?? 0, this.#progress!.newest - this.#parts.keptMs), to, before };
    const term = queriedTerm(query);
    const candidates = term === undefined ? this.#byId(query.attribute!.value) : this.#byTerm(term, bounds);
    try {
      return await pageOf(query, hitsIn(candidates, bounds));
    } finally {
      // A segment that is dropped must not live on in an open file.
      this.#own.close();
      this.#stored.clear();
    }
  }

  /** Lets go of its files; what was not flushed is found in the journal again. */
  close(): Promise<void> {
    return this.#startOver();
  }

  async #startOver(): Promise<void> {
    const progress = this.#progress;
    this.#progress = undefined;
    this.#outlet.clear();
    this.#own.close();
    await progress?.reader.close();
  }

  async #begin(node: string, end: Position): Promise<Progress> {
    const { shared, directory } = this.#parts;
    if (!shared) await this.#blocks.dropOthers(node);
    let closed = await this.#blocks.enter(node);
    const last = await this.#blocks.last(node);
    if (last !== undefined && !(await this.#isOfThisJournal(last, end))) {
      await this.#blocks.dropAll(node);
      closed = 0;
    }
    if (shared) await this.#stored.forgetUnclosed(node, closed);
    const from = closed === 0 || last === undefined ? BEGINNING : { segment: last.segment, offset: last.end };
    const reader = new EventReader(directory, from, true);
    return { node, reader, next: closed + 1, open: undefined, terms: new TermLists(), newest: last?.maxTime ?? 0, oldestSegment: 0 };
  }

  /** A segment that retention has dropped says nothing against it. */
  async #isOfThisJournal(last: BlockHead, end: Position): Promise<boolean> {
    if (isBefore(end, { segment: last.segment, offset: last.end })) return false;
    const events = await this.#blocks.events(last);
    const line = events && this.#own.line({ head: last, events }, last.events - 1);
    return line === undefined || recordIn(line)?.time === events!.times.at(-1);
  }

  async #take(progress: Progress, piece: EventPiece): Promise<void> {
    const { start: { segment, offset }, events } = piece;
    for (let at = 0; at < events.length; ) {
      if (progress.open !== undefined && progress.open.segment !== segment) await this.#closeBlock(progress);
      const { node } = progress;
      progress.open ??= new OpenBlock({ node, block: progress.next, segment, start: offset + events[at]! }, progress.terms);
      const first = progress.open.offsets.length;
      at = progress.open.addAll(piece, at, this.#limits);
      if (this.#parts.shared) await this.#outlet.put(progress.open, first, piece);
      progress.newest = Math.max(progress.newest, progress.open.head.maxTime);
      if (progress.open.isFull(this.#limits)) await this.#closeBlock(progress);
    }
  }

  async #closeBlock(progress: Progress): Promise<void> {
    await this.#outlet.flush();
    await this.#blocks.write(progress.open!);
    progress.next++;
    progress.open = undefined;
    progress.terms.clear();
    await this.#dropOld(progress);
  }

  /** What is too old, and what retention has dropped from the journal. */
  async #dropOld(progress: Progress): Promise<void> {
    await this.#blocks.dropOlderThan(progress.newest - this.#parts.keptMs);
    const [oldest = 0] = await listSegments(this.#parts.directory);
    if (oldest === progress.oldestSegment) return;
    await this.#blocks.dropSegmentsBefore(progress.node, oldest);
    progress.oldestSegment = oldest;
  }

  async *#byTerm(term: number, bounds: { readonly from: number; readonly to: number }): AsyncGenerator<Candidate> {
    const open = await this.#openBlocks();
    for (const block of open) {
      const numbers = block.terms.numbersOf(term);
      if (numbers.length > 0) yield this.#inMemory(block, numbers);
    }
    for await (const found of this.#blocks.withTerm(term, bounds)) {
      if (!isAmong(open, found)) yield this.#inStore(found);
    }
  }

  async *#byId(eventId: string): AsyncGenerator<Candidate> {
    const time = timeOfId(eventId);
    if (time === undefined) return;
    const open = await this.#openBlocks();
    for (const block of open) {
      const view = { head: block.head, events: block };
      const { minIdTime, maxIdTime } = view.head;
      if (minIdTime <= time && time <= maxIdTime) yield this.#inMemory(block, await this.#linesOf(block.node).holding(view, eventId));
    }
    for (const head of await this.#blocks.around(time)) {
      const view = isAmong(open, head) ? undefined : await this.#blocks.events(head);
      if (view === undefined) continue;
      const numbers = await this.#linesOf(head.node).holding({ head, events: view }, eventId);
      yield this.#inStore({ node: head.node, block: head.block, maxTime: Infinity, numbers });
    }
  }

  async #openBlocks(): Promise<OpenBlock[]> {
    const own = this.#progress?.open;
    const others = this.#parts.shared ? await this.#others.openBlocks(this.#progress!.node) : [];
    return own === undefined ? [...others] : [own, ...others];
  }

  /** Looked into before all others, so its place among them does not matter. */
  #inMemory(block: OpenBlock, numbers: readonly number[]): Candidate {
    const opened = { head: block.head, events: block, numbers, lines: this.#linesOf(block.node) };
    return { maxTime: Infinity, open: () => opened };
  }

  #inStore(found: Found): Candidate {
    const open = async () => {
      const events = await this.#blocks.events(found);
      return events && { head: events.head, events, numbers: found.numbers, lines: this.#linesOf(found.node) };
    };
    return { maxTime: found.maxTime, open };
  }

  #linesOf(node: string): Lines {
    return node === this.#progress?.node ? this.#own : this.#stored;
  }
}

/** Of the open blocks: another node may have closed one a moment ago. */
const isAmong = (open: readonly OpenBlock[], { node, block }: BlockName): boolean =>
  open.some((one) => one.node === node && one.block === block);
