/** The block that events are being added to, in memory. */
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
   * @param events where their lines begin and end in `bytes`, in turn
   * @param from index in `events` of the first to take
   * @param base offset of `bytes` in the segment
   * @returns index in `events` of the first that was not taken
   */
  addAll(bytes: Buffer, events: readonly number[], from: number, base: number, limits: BlockLimits): number {
    let at = from;
    for (; at < events.length && !this.isFull(limits); at += 2) this.add(bytes, events[at]!, events[at + 1]!, base + events[at]!);
    return at;
  }

  isFull({ eventsMax, bytesMax }: BlockLimits): boolean {
    return this.offsets.length >= eventsMax || this.#end - this.start >= bytesMax;
  }

  /** Takes in the event of a line, without its line feed. */
  add(bytes: Buffer, start: number, end: number, offset: number): void {
    const scanner = this.#scanner;
    scanner.scan(bytes, start, end);
    this.offsets.push(offset);
    this.times.push(scanner.time);
    this.#end = offset + end + 1 - start;
    this.#minTime = Math.min(this.#minTime, scanner.time);
    this.#maxTime = Math.max(this.#maxTime, scanner.time);
    this.#minIdTime = Math.min(this.#minIdTime, scanner.idTime);
    this.#maxIdTime = Math.max(this.#maxIdTime, scanner.idTime);
  }
}
