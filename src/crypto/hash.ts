/** SHA-256 (FIPS 180-4), and the comparison that tells nothing of where two values differ. */
import { hash, timingSafeEqual } from 'node:crypto';

/** 64 lower-case hexadecimal digits. Text is hashed as UTF-8. */
export const sha256Hex = (data: Uint8Array | string): string => hash('sha256', data, 'hex');

/** 32 bytes. Text is hashed as UTF-8. */
export const sha256 = (data: Uint8Array | string): Buffer => hash('sha256', data, 'buffer');

/** Takes the same time wherever the difference is; only a difference in length shows. */
export const constantTimeEqual = (a: Uint8Array, b: Uint8Array): boolean =>
  a.length === b.length && timingSafeEqual(a, b);
