/** SHA-256 (FIPS 180-4), and the comparison that tells nothing of where two values differ. */
import { hash, timingSafeEqual } from 'node:crypto';

/** 64 lower-case hexadecimal digits. Text is hashed as UTF-8. */
export const sha256Hex = (data: Uint8Array | string): string => hash('sha256', data, 'hex');

/** 32 bytes. Text is hashed as UTF-8. */
export const sha256 = (data: Uint8Array | string): Buffer => hash('sha256', data, 'buffer');

/** Takes the same time wherever the difference is; only a difference in length shows. */
export const constantTimeEqual = (a: Uint8Array, b: Uint8Array): boolean =>
  a.length === b.length && timingSafeEqual(a, b);

/** Of two texts of the same known length, one character a byte: without a buffer for each comparison. */
export class FixedLengthComparison {
  readonly #a: Buffer;
  readonly #b: Buffer;

  constructor(length: number) {
    this.#a = Buffer.alloc(length);
    this.#b = Buffer.alloc(length);
  }

  /** Takes the same time wherever the difference is; only a difference in length shows. */
  equal(a: string, b: string): boolean {
    this.#a.write(a, 0, 'latin1');
    this.#b.write(b, 0, 'latin1');
    return a.length === this.#a.length && b.length === a.length && timingSafeEqual(this.#a, this.#b);
  }
}

/** SHA-256 of latin1 text, a character a byte, in lower-case hexadecimal digits. */
export const sha256HexOfLatin1 = (text: string): string =>
  // Plain ASCII has as many bytes as characters, and is hashed without a copy.
  sha256Hex(Buffer.byteLength(text) === text.length ? text : Buffer.from(text, 'latin1'));
