/** Lines become a batch: put together in one buffer, chained to the batch before and sealed there, for one write. */
import type { AuditRecord } from '../../base/audit.ts';
import { sha256Hex } from '../../crypto/hash.ts';
import type { EventKind } from '../records/event-kinds.ts';
import { EventRecord } from '../records/event-record.ts';
import { eventLine, FIRST_HASH, HASH_BYTES, HASH_MEMBER } from './format.ts';
import { shortLine } from './short-lines.ts';

/** Of a seal, with numbers as long as they can be. */
const SEAL_BYTES_MAX = 384;
const FIRST_BYTES = 1 << 16;
/** Kept for a later batch; a larger one is given up. */
const KEPT_BYTES_MAX = 1 << 20;
/** Of UTF-8, for a unit of UTF-16. */
const BYTES_A_UNIT_MAX = 3;

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
  /** Valid until the batch is cleared. */
  readonly bytes: Buffer;
  readonly chain: ChainEnd;
}

/**
 * Lines as they arrive. They are written to their place at once: texts that were only strung together would be copied
 * once more, and kept the collector busy.
 */
export class Batch {
  /** Room for the hash before, which the seal's begins with, then the lines. */
  #memory: Buffer = Buffer.allocUnsafeSlow(FIRST_BYTES);
  #end = HASH_BYTES;
  #records = 0;
  /** Of each kind of event, the one that is there in full, and where. */
  readonly #full = new Map<EventKind, { readonly record: EventRecord; readonly at: number }>();

  /** How many of the lines are events. */
  get records(): number {
    return this.#records;
  }

  /** @param lines each with its line feed */
  add(lines: string, records: number): void {
    this.#makeRoom(lines.length * BYTES_A_UNIT_MAX);
    this.#end += this.#memory.write(lines, this.#end, 'utf8');
    this.#records += records;
  }

  /** In full, or as what differs from one of its kind. */
  addEvent(record: AuditRecord): void {
    const at = this.#end;
    if (!(record instanceof EventRecord) || record.kind === undefined) return this.add(eventLine(record), 1);
    const like = this.#full.get(record.kind);
    if (like !== undefined) return this.add(shortLine(record, like.record, at - like.at), 1);
    this.add(eventLine(record), 1);
    this.#full.set(record.kind, { record, at });
  }

  /** Lines that stand before all others. */
  addBefore(lines: string): void {
    this.#full.clear();
    const bytes = Buffer.from(lines, 'utf8');
    this.#makeRoom(bytes.length);
    this.#memory.copyWithin(HASH_BYTES + bytes.length, HASH_BYTES, this.#end);
    this.#end += bytes.copy(this.#memory, HASH_BYTES);
  }

  /** Nothing can be added to it until it is cleared. */
  seal(chain: ChainEnd, now: number): SealedBatch {
    this.#makeRoom(SEAL_BYTES_MAX);
    const memory = this.#memory;
    memory.write(chain.hash, 0, 'hex');
    const [batch, time, bytes] = [chain.batch + 1, Math.max(chain.time, now), this.#end - HASH_BYTES];
    const seal = `{"x":"seal","n":${batch},"records":${this.#records},"bytes":${bytes},"time":${time},"previous":"${chain.hash}"`;
    const end = this.#end + memory.write(seal, this.#end, 'latin1');
    const hash = sha256Hex(memory.subarray(0, end));
    const last = end + memory.write(`${HASH_MEMBER}${hash}"}\n`, end, 'latin1');
    return { bytes: memory.subarray(HASH_BYTES, last), chain: { batch, hash, time } };
  }

  clear(): void {
    this.#end = HASH_BYTES;
    this.#records = 0;
    this.#full.clear();
    if (this.#memory.length > KEPT_BYTES_MAX) this.#memory = Buffer.allocUnsafeSlow(FIRST_BYTES);
  }

  #makeRoom(bytes: number): void {
    const needed = this.#end + bytes;
    if (needed <= this.#memory.length) return;
    const larger = Buffer.allocUnsafeSlow(Math.max(needed, 2 * this.#memory.length));
    this.#memory.copy(larger, 0, 0, this.#end);
    this.#memory = larger;
  }
}
