/** AES Key Wrap with Padding (RFC 5649, NIST SP 800-38F "KWP") by OpenSSL. */
import { createCipheriv, createDecipheriv } from 'node:crypto';

/** RFC 5649 3: the constant half of the alternative initial value. */
const AIV = Buffer.from('a65959a6', 'hex');
const BLOCK_BYTES = 8;

/** @param key 16, 24 or 32 bytes  @param material at least 1 byte */
export function keyWrap(key: Buffer, material: Buffer): Buffer {
  const cipher = createCipheriv(cipherOf(key), key, AIV);
  return Buffer.concat([cipher.update(material), cipher.final()]);
}

/** `undefined` unless `wrapped` was made by wrapping under `key`. */
export function keyUnwrap(key: Buffer, wrapped: Buffer): Buffer | undefined {
  /** Two blocks at least: the shortest output there is. */
  if (wrapped.length < 2 * BLOCK_BYTES || wrapped.length % BLOCK_BYTES !== 0) return undefined;
  const decipher = createDecipheriv(cipherOf(key), key, AIV);
  try {
    return Buffer.concat([decipher.update(wrapped), decipher.final()]);
  } catch {
    return undefined;
  }
}

const cipherOf = (key: Buffer): string => `aes-${key.length * 8}-wrap-pad`;
