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
/** Fewer bytes are moved one by one: that costs less than two calls. */
const ONE_BY_ONE_MAX = 64;

const pool = Buffer.allocUnsafeSlow(POOL_BYTES);
let used = POOL_BYTES;

/** Fills `target` from `start` with `length` random bytes. */
export function randomFill(target: Buffer, start: number, length: number): void {
  if (length > POOLED_MAX) {
    randomFillSync(target, start, length);
    return;
  }
  const from = taken(length);
  if (length <= ONE_BY_ONE_MAX) {
    for (let i = 0; i < length; i++) {
      target[start + i] = pool[from + i]!;
      pool[from + i] = 0;
    }
  } else {
    pool.copy(target, start, from, from + length);
    pool.fill(0, from, from + length);
  }
}

/** Where in the pool the next `length` bytes are. The caller erases them. */
function taken(length: number): number {
  if (used + length > POOL_BYTES) {
    randomFillSync(pool);
    used = 0;
  }
  const from = used;
  used += length;
  return from;
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

const HEX_DIGITS = Buffer.from('0123456789abcdef');
/** Of a UUID, where two digits stand for a random byte. */
const RANDOM_AT = [14, 16, 19, 21, 24, 26, 28, 30, 32, 34] as const;
const VERSION_AT = 14;
const VARIANT_AT = 19;

/** The UUID made last; the digits of its time stay for those of the same millisecond. */
const uuid = Buffer.alloc(36, '-');
let uuidTime = -1;

/**
 * A version 7 UUID (RFC 9562, section 5.7), lower case: 48 bits of time, then random bits. They sort by their time.
 * @param now milliseconds since 1970
 */
export function timeOrderedUuid(now: number): string {
  if (now !== uuidTime) {
    const digits = now.toString(16).padStart(12, '0');
    uuid.write(digits.slice(0, 8), 0, 'latin1');
    uuid.write(digits.slice(8), 9, 'latin1');
    uuidTime = now;
  }
  let from = taken(RANDOM_AT.length);
  for (const at of RANDOM_AT) {
    let byte = pool[from]!;
    pool[from++] = 0;
    if (at === VERSION_AT) byte = (byte & 0x0f) | 0x70;
    else if (at === VARIANT_AT) byte = (byte & 0x3f) | 0x80;
    uuid[at] = HEX_DIGITS[byte >> 4]!;
    uuid[at + 1] = HEX_DIGITS[byte & 0x0f]!;
  }
  return uuid.toString('latin1');
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
