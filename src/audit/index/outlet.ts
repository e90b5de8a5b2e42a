/**
 * Where nodes share a database: lines of this node's events on their way there. They are packed in runs, so that one
 * line is read without unpacking many, and several runs are written at once.
 */
import { LINE_FEED } from '../journal/format.ts';
import type { LineRun, StoredLines } from './lines.ts';
import type { OpenBlock } from './open-block.ts';

/** Of a run's lines. */
const RUN_BYTES = 64 << 10;
const RUNS_MAX = 16;

export class Outlet {
  readonly #stored: StoredLines;
  #runs: LineRun[] = [];
  /** Of the last run's lines. */
  #bytes = 0;

  constructor(stored: StoredLines) {
    this.#stored = stored;
  }

  get isWaiting(): boolean {
    return this.#runs.length > 0;
  }

  /**
   * Lines of the block's events from `first` on; writes some when many wait.
   * @param base offset of `bytes` in the segment
   */
  async put({ node, block, segment, offsets, times }: OpenBlock, first: number, bytes: Buffer, base: number): Promise<void> {
    for (let number = first; number < offsets.length; number++) {
      const start = offsets[number]! - base;
      // The reader's memory is used again.
      const line = Buffer.from(bytes.subarray(start, bytes.indexOf(LINE_FEED, start) + 1));
      const run = this.#runFor({ node, block, segment, first: number });
      run.offsets.push(offsets[number]!);
      run.times.push(times[number]!);
      run.lines.push(line);
      this.#bytes += line.length;
      if (this.#runs.length === RUNS_MAX && this.#bytes >= RUN_BYTES) await this.flush();
    }
  }

  async flush(): Promise<void> {
    if (this.#runs.length === 0) return;
    await this.#stored.add(this.#runs);
    this.clear();
  }

  clear(): void {
    this.#runs = [];
    this.#bytes = 0;
  }

  #runFor(name: Pick<LineRun, 'node' | 'block' | 'segment' | 'first'>): LineRun {
    const current = this.#runs.at(-1);
    if (current?.block === name.block && this.#bytes < RUN_BYTES) return current;
    const run = { ...name, offsets: [], times: [], lines: [] };
    this.#runs.push(run);
    this.#bytes = 0;
    return run;
  }
}
