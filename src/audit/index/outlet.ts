/** Where nodes share a database: lines of this node's events on their way there, a run of them at a time. */
import type { BlockHead } from './block.ts';
import type { StoredLines } from './lines.ts';
import { LINE_FEED } from '../journal/format.ts';
import type { OpenBlock } from './open-block.ts';

/** Of lines that wait. */
const WAITING_BYTES_MAX = 256 << 10;

interface Run {
  readonly head: BlockHead;
  readonly first: number;
  readonly offsets: number[];
  readonly times: number[];
  readonly lines: Buffer[];
  bytes: number;
}

export class Outlet {
  readonly #stored: StoredLines;
  #run: Run | undefined;

  constructor(stored: StoredLines) {
    this.#stored = stored;
  }

  get isWaiting(): boolean {
    return this.#run !== undefined;
  }

  /**
   * Lines of the block's events from `first` on; writes some when many wait.
   * @param base offset of `bytes` in the segment
   */
  async put(block: OpenBlock, first: number, bytes: Buffer, base: number): Promise<void> {
    for (let number = first; number < block.offsets.length; number++) {
      const run = (this.#run ??= { head: block.head, first: number, offsets: [], times: [], lines: [], bytes: 0 });
      const offset = block.offsets[number]!;
      const line = Buffer.from(bytes.subarray(offset - base, bytes.indexOf(LINE_FEED, offset - base) + 1));
      run.offsets.push(offset);
      run.times.push(block.times[number]!);
      run.lines.push(line);
      run.bytes += line.length;
      if (run.bytes >= WAITING_BYTES_MAX) await this.flush();
    }
  }

  async flush(): Promise<void> {
    const run = this.#run;
    if (run === undefined) return;
    await this.#stored.add(run.head, run.first, run, Buffer.concat(run.lines));
    this.#run = undefined;
  }

  clear(): void {
    this.#run = undefined;
  }
}
