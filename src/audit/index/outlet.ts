/**
 * Where nodes share a database: lines of this node's events on their way there. They are packed in runs, so that one
 * line is read without unpacking many, and several runs are written at once.
 */
import { LINE_FEED } from '../journal/format.ts';
import type { EventPiece } from '../journal/reader.ts';
import { FullLines } from '../journal/short-lines.ts';
import { packRun, type StoredLines } from './lines.ts';
import type { OpenBlock } from './open-block.ts';
import type { AuditLinesTable } from './tables.ts';

/** Of a run's lines. */
const RUN_BYTES = 128 << 10;
/** That wait to be written. */
const RUNS_MAX = 8;

/** In the place of an event that the journal was changed around: no event line, so that nobody is shown it. */
const UNKNOWN = Buffer.alloc(0);

export class Outlet {
  readonly #stored: StoredLines;
  #packed: AuditLinesTable[] = [];
  /** The run that is being filled: whose first event it begins with, its events, and their lines. */
  #first: Pick<AuditLinesTable, 'node' | 'block' | 'segment' | 'first'> | undefined;
  #offsets: number[] = [];
  #times: number[] = [];
  #lines = Buffer.allocUnsafeSlow(2 * RUN_BYTES);
  #bytes = 0;

  constructor(stored: StoredLines) {
    this.#stored = stored;
  }

  get isWaiting(): boolean {
    return this.#first !== undefined || this.#packed.length > 0;
  }

  /**
   * Lines of the block's events from `first` on, in full: each is read without those before it. Writes some when many wait.
   * @param piece in which they are
   */
  async put({ node, block, segment, offsets, times }: OpenBlock, first: number, { lineAt, start: { offset: base } }: EventPiece): Promise<void> {
    const lines = new FullLines(lineAt);
    for (let number = first; number < offsets.length; number++) {
      if (this.#first !== undefined && (this.#first.block !== block || this.#bytes >= RUN_BYTES)) this.#pack();
      if (this.#packed.length >= RUNS_MAX) await this.flush();
      this.#first ??= { node, block, segment, first: number };
      this.#offsets.push(offsets[number]!);
      this.#times.push(times[number]!);
      const at = offsets[number]! - base;
      this.#copy(lines.full(lineAt(at)!, at) ?? UNKNOWN);
    }
  }

  async flush(): Promise<void> {
    this.#pack();
    if (this.#packed.length === 0) return;
    await this.#stored.add(this.#packed);
    this.#packed = [];
  }

  clear(): void {
    this.#packed = [];
    this.#begin();
  }

  /** The memory that lines are read into is used again. */
  #copy(line: Buffer): void {
    const needed = this.#bytes + line.length + 1;
    if (needed > this.#lines.length) this.#lines = Buffer.concat([this.#lines.subarray(0, this.#bytes)], 2 * needed);
    line.copy(this.#lines, this.#bytes);
    this.#lines[needed - 1] = LINE_FEED;
    this.#bytes = needed;
  }

  #pack(): void {
    if (this.#first === undefined) return;
    const events = { offsets: this.#offsets, times: this.#times };
    this.#packed.push(packRun(this.#first, events, this.#lines.subarray(0, this.#bytes)));
    this.#begin();
  }

  #begin(): void {
    this.#first = undefined;
    this.#offsets = [];
    this.#times = [];
    this.#bytes = 0;
  }
}
