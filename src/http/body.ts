/** Bodies that do not arrive in one piece with their head. */
import type { HttpProblem } from './problem.ts';

/** Takes a body piece by piece. */
export interface BodyReader {
  /** The whole body has been read. */
  readonly done: boolean;
  /** Octets of the body read so far. */
  readonly received: number;
  /** Takes what belongs to the body from the start of `bytes`; how many octets that was, or what is wrong. */
  read(bytes: Buffer): number | HttpProblem;
  /** The body; to be called once, when it is done. */
  take(): Buffer;
}

const FIRST_SIZE = 4_096;

/** A buffer that grows as bytes arrive: a client pays for memory by sending, not by announcing. */
export class ByteSink {
  #bytes: Buffer = Buffer.alloc(0);
  #length = 0;

  get length(): number {
    return this.#length;
  }

  append(source: Buffer, from: number, to: number): void {
    const length = this.#length + to - from;
    if (length > this.#bytes.length) this.#grow(length);
    source.copy(this.#bytes, this.#length, from, to);
    this.#length = length;
  }

  take(): Buffer {
    return this.#bytes.subarray(0, this.#length);
  }

  #grow(atLeast: number): void {
    const grown = Buffer.allocUnsafeSlow(Math.max(atLeast, 2 * this.#bytes.length, FIRST_SIZE));
    this.#bytes.copy(grown, 0, 0, this.#length);
    this.#bytes = grown;
  }
}

/** A body of known length. */
export class SizedBody implements BodyReader {
  readonly #length: number;
  readonly #sink = new ByteSink();

  constructor(length: number) {
    this.#length = length;
  }

  get done(): boolean {
    return this.#sink.length === this.#length;
  }

  get received(): number {
    return this.#sink.length;
  }

  read(bytes: Buffer): number {
    const count = Math.min(bytes.length, this.#length - this.#sink.length);
    this.#sink.append(bytes, 0, count);
    return count;
  }

  take(): Buffer {
    return this.#sink.take();
  }
}
