/**
 * The journal, open for writing. Lines that arrive while a batch is on its way to the disk are the next batch: one write
 * and one sync for all of them (group commit). Nothing here waits on the event loop's thread.
 *
 * When a write fails, those who wait and those who come are told so at once, and it is tried again in the background:
 * the segment is cut back to its last good seal and left as it is then, and the next one begins with a line that says
 * so. What was written by a write or sync that failed is never built upon, and never read.
 */
import type { AuditRecord } from '../../base/audit.ts';
import type { Clock } from '../../base/clock.ts';
import { HOUR_MS } from '../../base/clock.ts';
import { TrailUnavailable } from '../trail.ts';
import { Batch, type ChainEnd, NO_CHAIN } from './batch.ts';
import { listSegments, type SegmentFile, type SegmentFiles, segmentPath, unlessAbsent } from './files.ts';
import { FORMAT_VERSION, type OpenLine, type Position } from './format.ts';
import { EventReader } from './reader.ts';

const SEGMENT_BYTES_MAX = 64 * 1024 * 1024;
const RETRY_MS = 250;
/** A batch of so many records is followed by another one. */
const MANY_RECORDS = 8;
/** Of those that may come; the rest may have gone. */
const WORTH_WAITING = 0.9;
/** As long as handling some sixty requests takes. */
const PATIENCE_MS = 2;

/** What is known of a segment that nothing is added to any more but its digest. */
export interface ClosedSegment {
  readonly segment: number;
  readonly firstBatch: number;
  readonly lastBatch: number;
  readonly records: number;
  readonly bytes: number;
  readonly startTime: number;
  readonly endTime: number;
  /** That are open at its end. */
  readonly intents: number;
  readonly hash: string;
}

export interface JournalParts {
  readonly directory: string;
  readonly files: SegmentFiles;
  readonly clock: Clock;
  readonly report: (error: unknown) => void;
  /** Lines of the intents that are neither done nor void: each segment begins with them. */
  readonly openIntents: () => readonly string[];
  /** In the order of the segments. */
  readonly closed: (segment: ClosedSegment) => void;
  /** Appending works again after it did not. */
  readonly resumed: () => void;
  readonly segmentBytesMax?: number | undefined;
}

/** Where a journal goes on: what was found when it was opened. */
export interface JournalStart {
  readonly journal: string;
  readonly segment: number;
  readonly chain: ChainEnd;
  /** Of what is there. */
  readonly end: Position;
}

interface CurrentSegment {
  readonly segment: number;
  readonly file: SegmentFile;
  readonly firstBatch: number;
  readonly startTime: number;
  /** Of its sealed batches. */
  bytes: number;
  records: number;
}

export class Journal {
  readonly #parts: JournalParts;
  readonly #listeners: (() => void)[] = [];
  #journal: string;
  #segmentNumber: number;
  #chain: ChainEnd;
  #end: Position;
  #current: CurrentSegment | undefined;
  /** That lines are added to, and the one that is being written, or will be filled next. */
  #batch = new Batch();
  #other = new Batch();
  #next: PromiseWithResolvers<void> | undefined;
  #writing: Promise<void> | undefined;
  #scheduled = false;
  /** Records that are worth waiting for before the next batch, until `#patience` ends. */
  #wanted = 0;
  #patience: NodeJS.Timeout | undefined;
  #failure: TrailUnavailable | undefined;
  #refused = 0;
  #retry: NodeJS.Timeout | undefined;
  #closing = false;

  constructor(parts: JournalParts, { journal, segment, chain, end }: JournalStart) {
    this.#parts = parts;
    this.#journal = journal;
    this.#segmentNumber = segment;
    this.#chain = chain;
    this.#end = end;
  }

  get directory(): string {
    return this.#parts.directory;
  }

  get id(): string {
    return this.#journal;
  }

  /** The end of what is durable and may be read. */
  get end(): Position {
    return this.#end;
  }

  /** The last batch that is durable. */
  get chain(): ChainEnd {
    return this.#chain;
  }

  /** `false` while nothing can be written, and requests are refused. */
  get isWritable(): boolean {
    return this.#failure === undefined;
  }

  /** Called each time that `end` has moved; must be quick. */
  onDurable(listener: () => void): void {
    this.#listeners.push(listener);
  }

  /** Of the event lines from a position on, for this thread. */
  reader(from: Position): EventReader {
    return new EventReader(this.directory, from);
  }

  /** The end of what is durable, once everything that was appended before is. */
  async settled(): Promise<Position> {
    await (this.#next?.promise ?? this.#writing)?.catch(() => undefined);
    return this.#end;
  }

  /**
   * @param lines whole ones, which stay together
   * @param records how many of them are events
   * @returns when they are durable; a rejection with TrailUnavailable may be left alone
   * @throws TrailUnavailable when it is known already that they cannot be written
   */
  append(lines: string, records: number): Promise<void> {
    this.#admit();
    this.#batch.add(lines, records);
    return this.#durable();
  }

  /** Events, which stay together. As `append`. */
  appendEvents(records: readonly AuditRecord[]): Promise<void> {
    this.#admit();
    for (const record of records) this.#batch.addEvent(record);
    return this.#durable();
  }

  #admit(): void {
    if (!this.#failure && !this.#closing) return;
    this.#refused++;
    throw this.#failure ?? new TrailUnavailable('the audit trail is closed');
  }

  /** When what was just added is. */
  #durable(): Promise<void> {
    const next = (this.#next ??= newWaiting());
    this.#schedule();
    return next.promise;
  }

  /** When the segment will be as old as a segment may be; `undefined` when there is none, or it holds nothing. */
  get dueAt(): number | undefined {
    const current = this.#current;
    return current && current.bytes > 0 ? current.startTime + HOUR_MS : undefined;
  }

  /** Ends the segment when it holds something and is as old as a segment may be. */
  async rollWhenDue(): Promise<void> {
    if (this.#isDue()) await this.roll();
  }

  /** Ends the segment; the next line begins another. */
  async roll(): Promise<void> {
    await this.settled();
    if (this.#next === undefined && this.#writing === undefined && this.#failure === undefined) await this.#endSegment();
  }

  /** Begins a new journal: removes all that was written. For the emulator. */
  async reset(journal: string): Promise<void> {
    await this.settled();
    while (this.#writing) await this.#writing;
    this.#writing = this.#empty(journal).finally(() => {
      this.#writing = undefined;
      if (this.#next) this.#schedule();
    });
    await this.#writing;
  }

  /** Numbers of segments go on, so that readers find on by themselves. */
  async #empty(journal: string): Promise<void> {
    await this.#current?.file.close();
    if (this.#current) this.#segmentNumber++;
    this.#current = undefined;
    for (const segment of await listSegments(this.directory)) await this.#parts.files.remove(segmentPath(this.directory, segment));
    this.#journal = journal;
    this.#chain = NO_CHAIN;
    this.#end = { segment: this.#segmentNumber, offset: 0 };
  }

  /** Writes what was appended before, and ends the segment. */
  async close(): Promise<void> {
    this.#closing = true;
    clearTimeout(this.#retry);
    await this.settled();
    while (this.#writing) await this.#writing.catch(() => undefined);
    if (this.#failure) await this.#cutBack().catch(this.#parts.report);
    else await this.#endSegment();
  }

  /** One turn of the loop later, so that requests which came in together leave together. */
  #schedule(): void {
    if (this.#scheduled || this.#writing || this.#batch.records < this.#wanted) return;
    this.#scheduled = true;
    setImmediate(() => {
      this.#scheduled = false;
      this.#writing = this.#writeNext();
    });
  }

  async #writeNext(): Promise<void> {
    let waiting: PromiseWithResolvers<void> | undefined;
    try {
      if (this.#current && this.#isDue()) await this.#endSegment();
      const current = (this.#current ??= await this.#begin());
      waiting = this.#next;
      const batch = this.#take(current);
      await this.#write(current, batch);
      this.#awaitMore(batch.records);
      batch.clear();
    } catch (error) {
      this.#fail(error, waiting);
      return;
    } finally {
      this.#writing = undefined;
    }
    waiting?.resolve();
    for (const listener of this.#listeners) listener();
    if (this.#next) this.#schedule();
  }

  /**
   * Whoever has just been answered is likely to ask again: with many, waiting for them for a moment makes one batch of
   * what would be two, and it is by the batch that the disk and waking its thread cost.
   */
  #awaitMore(answered: number): void {
    clearTimeout(this.#patience);
    this.#wanted = answered < MANY_RECORDS ? 0 : Math.floor((answered + this.#batch.records) * WORTH_WAITING);
    if (this.#wanted === 0) return;
    this.#patience = setTimeout(() => {
      this.#wanted = 0;
      if (this.#next) this.#schedule();
    }, PATIENCE_MS);
  }

  /** All that waits; in front of it what a segment begins with. */
  #take(current: CurrentSegment): Batch {
    const batch = this.#batch;
    this.#batch = this.#other;
    this.#other = batch;
    this.#next = undefined;
    if (current.bytes === 0) batch.addBefore(this.#opening(current));
    return batch;
  }

  async #write(current: CurrentSegment, batch: Batch): Promise<void> {
    const { bytes, chain } = batch.seal(this.#chain, this.#parts.clock.now());
    await current.file.write(bytes, current.bytes);
    this.#chain = chain;
    current.bytes += bytes.length;
    current.records += batch.records;
    this.#end = { segment: current.segment, offset: current.bytes };
  }

  async #begin(): Promise<CurrentSegment> {
    const segment = this.#segmentNumber;
    const file = await this.#parts.files.create(segmentPath(this.directory, segment));
    const startTime = Math.max(this.#chain.time, this.#parts.clock.now());
    return { segment, file, firstBatch: this.#chain.batch + 1, startTime, bytes: 0, records: 0 };
  }

  #opening({ segment, firstBatch, startTime }: CurrentSegment): string {
    const { hash } = this.#chain;
    const line: OpenLine = { x: 'open', version: FORMAT_VERSION, journal: this.#journal, segment, batch: firstBatch, time: startTime, previous: hash };
    return `${JSON.stringify(line)}\n${this.#parts.openIntents().join('')}`;
  }

  #isDue(): boolean {
    const current = this.#current;
    if (current === undefined || current.bytes === 0) return false;
    const { segmentBytesMax = SEGMENT_BYTES_MAX, clock } = this.#parts;
    return current.bytes >= segmentBytesMax || clock.now() - current.startTime >= HOUR_MS;
  }

  async #endSegment(): Promise<void> {
    const current = this.#current;
    if (current === undefined) return;
    this.#current = undefined;
    this.#segmentNumber = current.segment + 1;
    // All of it is durable already.
    await current.file.close().catch(this.#parts.report);
    const { segment, firstBatch, records, bytes, startTime } = current;
    const { batch: lastBatch, time: endTime, hash } = this.#chain;
    const intents = this.#parts.openIntents().length;
    this.#parts.closed({ segment, firstBatch, lastBatch, records, bytes, startTime, endTime, intents, hash });
  }

  #fail(error: unknown, taken: PromiseWithResolvers<void> | undefined): void {
    const first = this.#failure === undefined;
    const failure = (this.#failure ??= new TrailUnavailable(`the audit trail cannot be written: ${messageOf(error)}`, { cause: error }));
    if (first) this.#parts.report(failure);
    taken?.reject(failure);
    this.#next?.reject(failure);
    this.#next = undefined;
    this.#batch.clear();
    this.#other.clear();
    this.#wanted = 0;
    if (!this.#closing) this.#retryLater();
  }

  #retryLater(): void {
    this.#retry = setTimeout(() => {
      this.#writing = this.#resume().finally(() => {
        this.#writing = undefined;
        if (this.#next) this.#schedule();
      });
    }, RETRY_MS);
    this.#retry.unref();
  }

  /** There is room when a line could be written; requests are let in again only then. */
  async #resume(): Promise<void> {
    try {
      await this.#cutBack();
      const current = (this.#current = await this.#begin());
      const resumed = { x: 'resumed', refused: this.#refused, because: messageOf(this.#failure?.cause) };
      this.#batch.add(`${JSON.stringify(resumed)}\n`, 0);
      const batch = this.#take(current);
      await this.#write(current, batch).finally(() => batch.clear());
    } catch {
      if (!this.#closing) this.#retryLater();
      return;
    }
    this.#failure = undefined;
    this.#parts.report(`the audit trail can be written again; ${this.#refused} requests were refused`);
    this.#refused = 0;
    for (const listener of this.#listeners) listener();
    this.#parts.resumed();
  }

  /** To the end of the last batch that is durable: the segment ends there. */
  async #cutBack(): Promise<void> {
    const { files } = this.#parts;
    const current = this.#current;
    const path = segmentPath(this.directory, this.#segmentNumber);
    if (current === undefined) return;
    if (current.bytes === 0) {
      await current.file.close().catch(() => undefined);
      await files.remove(path).catch(unlessAbsent);
      this.#current = undefined;
      return;
    }
    // Whoever made room on the disk may have removed it: verifying will miss it.
    await files.truncate(path, current.bytes).catch(unlessAbsent);
    await this.#endSegment();
  }
}

/** A batch may fail with nobody waiting for it. */
function newWaiting(): PromiseWithResolvers<void> {
  const waiting = Promise.withResolvers<void>();
  waiting.promise.catch(() => undefined);
  return waiting;
}

const messageOf = (error: unknown): string => (error instanceof Error ? error.message : String(error));
