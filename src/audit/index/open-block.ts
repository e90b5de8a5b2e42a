/** The block that events are being added to, in memory. */
import type { EventPiece } from '../journal/reader.ts';
import { isFull, isShort } from '../journal/short-lines.ts';
import type { BlockEvents, BlockHead } from './block.ts';
import { EventScanner } from './event-scanner.ts';
import { TermLists } from './term-lists.ts';

/** A block that has reached one of them is closed. */
export interface BlockLimits {
  readonly eventsMax: number;
  readonly bytesMax: number;
}

export class OpenBlock implements BlockEvents {
  readonly node: string;
  readonly block: number;
  readonly segment: number;
  readonly start: number;
  readonly offsets: number[] = [];
  readonly times: number[] = [];
  readonly terms: TermLists;
  readonly #scanner = new EventScanner((term) => this.terms.add(term, this.offsets.length));
  readonly #likes = new Likes();
  #end: number;
  #minTime = Infinity;
  #maxTime = -Infinity;
  #minIdTime = Infinity;
  #maxIdTime = -Infinity;

  /** @param terms empty ones */
  constructor({ node, block, segment, start }: Pick<BlockHead, 'node' | 'block' | 'segment' | 'start'>, terms = new TermLists()) {
    this.terms = terms;
    this.node = node;
    this.block = block;
    this.segment = segment;
    this.start = start;
    this.#end = start;
  }

  get head(): BlockHead {
    const { node, block, segment, start } = this;
    const times = { minTime: this.#minTime, maxTime: this.#maxTime, minIdTime: this.#minIdTime, maxIdTime: this.#maxIdTime };
    return { node, block, segment, start, end: this.#end, events: this.offsets.length, ...times };
  }

  /**
   * Takes in events of one piece of the segment, until the block is full.
   * @param from index in its `events` of the first to take
   * @returns index in `events` of the first that was not taken
   */
  addAll(piece: EventPiece, from: number, limits: BlockLimits): number {
    const { bytes, events, start: { offset: base } } = piece;
    let at = from;
    for (; at < events.length && !this.isFull(limits); at += 2) {
      const [start, end] = [events[at]!, events[at + 1]!];
      if (isShort(bytes, start)) this.#addShort(piece, start, end);
      else this.add(bytes, start, end, base + start);
    }
    return at;
  }

  isFull({ eventsMax, bytesMax }: BlockLimits): boolean {
    return this.offsets.length >= eventsMax || this.#end - this.start >= bytesMax;
  }

  /** Takes in the event of a full line, without its line feed. */
  add(bytes: Buffer, start: number, end: number, offset: number): void {
    this.#scanner.scan(bytes, start, end);
    this.#put(offset, offset + end + 1 - start);
  }

  #addShort(piece: EventPiece, start: number, end: number): void {
    const scanner = this.#scanner;
    const distance = scanner.scanShort(piece.bytes, start, end);
    const like = this.#likes.at(piece, start - distance);
    const number = this.offsets.length;
    for (const term of like.callerTerms) this.terms.add(term, number);
    if (scanner.skipToFound()) scanner.scanFound(like.scope);
    else for (const term of like.foundTerms) this.terms.add(term, number);
    const offset = piece.start.offset + start;
    this.#put(offset, offset + end + 1 - start);
  }

  #put(offset: number, end: number): void {
    const { time, idTime } = this.#scanner;
    this.offsets.push(offset);
    this.times.push(time);
    this.#end = end;
    this.#minTime = Math.min(this.#minTime, time);
    this.#maxTime = Math.max(this.#maxTime, time);
    this.#minIdTime = Math.min(this.#minIdTime, idTime);
    this.#maxIdTime = Math.max(this.#maxIdTime, idTime);
  }
}

interface LineTerms {
  readonly scope: number;
  readonly callerTerms: readonly number[];
  readonly foundTerms: readonly number[];
}

const NO_TERMS: LineTerms = { scope: 0, callerTerms: [], foundTerms: [] };

/** Terms of full lines that short ones refer to: each such line is gone through once more. */
class Likes {
  #piece: EventPiece | undefined;
  readonly #known = new Map<number, LineTerms>();
  #terms: number[] = [];
  readonly #scanner = new EventScanner((term) => this.#terms.push(term));

  /** Of the line that begins at this distance from the piece's beginning; none where there is no full line. */
  at(piece: EventPiece, at: number): LineTerms {
    if (this.#piece !== piece) this.#known.clear();
    this.#piece = piece;
    let known = this.#known.get(at);
    if (known === undefined) this.#known.set(at, (known = this.#termsOf(piece.lineAt(at))));
    return known;
  }

  #termsOf(line: Buffer | undefined): LineTerms {
    if (line === undefined || !isFull(line, 0)) return NO_TERMS;
    const callerTerms = (this.#terms = []);
    const scope = this.#scanner.scanCaller(line, 0, line.length);
    const foundTerms = (this.#terms = []);
    this.#scanner.scanFound(scope);
    return { scope, callerTerms, foundTerms };
  }
}
