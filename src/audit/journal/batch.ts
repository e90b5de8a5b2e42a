/** Lines become a batch: put together, chained to the batch before and sealed, in one buffer for one write. */
import { sha256Hex } from '../../crypto/hash.ts';
import { FIRST_HASH, HASH_BYTES, HASH_MEMBER } from './format.ts';

/** Of a seal, with numbers as long as they can be. */
const SEAL_BYTES_MAX = 384;
/** Kept for the next batch; a larger one gets memory of its own. */
const KEPT_BYTES = 1 << 20;

/** The chain so far. */
export interface ChainEnd {
  /** Of the last batch; 0 before the first. */
  readonly batch: number;
  /** 64 hexadecimal digits. */
  readonly hash: string;
  /** Of the last batch. */
  readonly time: number;
}

/** Of a journal that holds nothing. */
export const NO_CHAIN: ChainEnd = { batch: 0, hash: FIRST_HASH.toString('hex'), time: 0 };

export interface SealedBatch {
  /** Valid until the next batch is sealed. */
  readonly bytes: Buffer;
  readonly chain: ChainEnd;
}

export class BatchSealer {
  #memory = Buffer.allocUnsafeSlow(0);

  /** @param lines each with its line feed */
  seal(chain: ChainEnd, lines: string, records: number, now: number): SealedBatch {
    const memory = this.#room(HASH_BYTES + lines.length * 3 + SEAL_BYTES_MAX);
    memory.write(chain.hash, 0, 'hex');
    const bytes = memory.write(lines, HASH_BYTES, 'utf8');
    const [batch, time] = [chain.batch + 1, Math.max(chain.time, now)];
    const seal = `{"x":"seal","n":${batch},"records":${records},"bytes":${bytes},"time":${time},"previous":"${chain.hash}"`;
    const end = HASH_BYTES + bytes + memory.write(seal, HASH_BYTES + bytes, 'latin1');
    const hash = sha256Hex(memory.subarray(0, end));
    const last = end + memory.write(`${HASH_MEMBER}${hash}"}\n`, end, 'latin1');
    return { bytes: memory.subarray(HASH_BYTES, last), chain: { batch, hash, time } };
  }

  /** A UTF-16 unit is at most three bytes of UTF-8. */
  #room(bytes: number): Buffer {
    if (bytes > KEPT_BYTES) return Buffer.allocUnsafeSlow(bytes);
    if (this.#memory.length < bytes) this.#memory = Buffer.allocUnsafeSlow(Math.min(KEPT_BYTES, bytes * 2));
    return this.#memory;
  }
}
