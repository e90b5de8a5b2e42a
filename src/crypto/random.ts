/**
 * Random bytes of OpenSSL's CTR_DRBG (NIST SP 800-90A). A call costs about 2.4 µs however few bytes it asks for, so
 * small requests are served from a pool that is filled 16 KiB at a time. Bytes are erased from the pool as they are
 * handed out: what was given away cannot be read back from here.
 *
 * Never two consumers of one pool: each worker thread loads its own copy of this module, and Node starts processes
 * without sharing memory. A machine restored twice from one memory image would repeat the rest of the pool (and, for a
 * while, the generator's own state): Trent must not be resumed from cloned memory images.
 */
import { randomFillSync, randomUUID } from 'node:crypto';

const POOL_BYTES = 16_384;
/** Larger requests are asked of the generator directly; the call no longer matters there. */
const POOLED_MAX = 512;

const pool = Buffer.allocUnsafeSlow(POOL_BYTES);
let used = POOL_BYTES;

/** Fills `target` from `start` with `length` random bytes. */
export function randomFill(target: Buffer, start: number, length: number): void {
  if (length > POOLED_MAX) {
    randomFillSync(target, start, length);
    return;
  }
  if (used + length > POOL_BYTES) {
    randomFillSync(pool);
    used = 0;
  }
  pool.copy(target, start, used, used + length);
  pool.fill(0, used, used + length);
  used += length;
}

/** `n` random bytes in memory of their own. */
export function randomBytes(n: number): Buffer {
  const bytes = Buffer.allocUnsafeSlow(n);
  randomFill(bytes, 0, n);
  return bytes;
}

/** `n` random bytes as 2n lower-case hexadecimal digits. */
export const randomHex = (n: number): string => randomBytes(n).toString('hex');

/** A version 4 UUID (RFC 9562), lower case. Node keeps a pool for these itself. */
export const randomUuid = (): string => randomUUID();

const UUID_BYTES = 16;
const TIME_BYTES = 6;

/**
 * A version 7 UUID (RFC 9562, section 5.7), lower case: 48 bits of time, then random bits. They sort by their time.
 * @param now milliseconds since 1970
 */
export function timeOrderedUuid(now: number): string {
  const bytes = Buffer.allocUnsafe(UUID_BYTES);
  bytes.writeUIntBE(now, 0, TIME_BYTES);
  randomFill(bytes, TIME_BYTES, UUID_BYTES - TIME_BYTES);
  bytes[6] = (bytes[6]! & 0x0f) | 0x70;
  bytes[8] = (bytes[8]! & 0x3f) | 0x80;
  const hex = bytes.toString('hex');
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-${hex.slice(12, 16)}-${hex.slice(16, 20)}-${hex.slice(20)}`;
}

const WORD = 2 ** 32;
const word = Buffer.alloc(4);

/** A uniform whole number from 0 to below `n`, at most 2^32: words that would favour the lower numbers are drawn again. */
export function randomBelow(n: number): number {
  const fair = WORD - (WORD % n);
  for (;;) {
    randomFill(word, 0, word.length);
    const drawn = word.readUInt32LE();
    if (drawn < fair) return drawn % n;
  }
}

const ALPHANUMERICS = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789';

export const randomAlphanumerics = (length: number): string =>
  Array.from({ length }, () => ALPHANUMERICS[randomBelow(ALPHANUMERICS.length)]).join('');
