/**
 * AES-256-GCM (NIST SP 800-38D) under a key that lives on, for what Trent stores.
 *
 *   sealed = IV (12, random) ‖ ciphertext (as long as the plaintext) ‖ tag (16)
 *
 * Random IVs bound the use of one key to 2^32 seals (SP 800-38D 8.3): far more than there are rows.
 */
import { createCipheriv, createDecipheriv, type DecipherGCM } from 'node:crypto';
import { randomFill } from './random.ts';

const CIPHER = 'aes-256-gcm';
const IV_BYTES = 12;
const TAG_BYTES = 16;
const TAG_LENGTH = { authTagLength: TAG_BYTES };

/** `key`: 32 bytes. `aad` names the place that the sealed bytes belong to; it is authenticated, not stored. */
export function aeadSeal(key: Buffer, plaintext: Buffer, aad: Buffer): Buffer {
  const sealed = Buffer.allocUnsafeSlow(IV_BYTES + plaintext.length + TAG_BYTES);
  randomFill(sealed, 0, IV_BYTES);
  const cipher = createCipheriv(CIPHER, key, sealed.subarray(0, IV_BYTES));
  cipher.setAAD(aad);
  cipher.update(plaintext).copy(sealed, IV_BYTES);
  cipher.final();
  cipher.getAuthTag().copy(sealed, IV_BYTES + plaintext.length);
  return sealed;
}

/** `undefined` unless `sealed` was made by `aeadSeal` under this key with this `aad`. */
export function aeadOpen(key: Buffer, sealed: Buffer, aad: Buffer): Buffer | undefined {
  const end = sealed.length - TAG_BYTES;
  if (end < IV_BYTES) return undefined;
  const decipher = createDecipheriv(CIPHER, key, sealed.subarray(0, IV_BYTES), TAG_LENGTH);
  decipher.setAAD(aad);
  decipher.setAuthTag(sealed.subarray(end));
  return openWith(decipher, sealed.subarray(IV_BYTES, end));
}

/**
 * The plaintext under a decipher that has its associated data and tag; `undefined` when the tag does not match, and
 * then what was deciphered so far is overwritten: it is not to be trusted (NIST SP 800-38D, section 7.2).
 */
export function openWith(decipher: DecipherGCM, ciphertext: Buffer): Buffer | undefined {
  const plaintext = decipher.update(ciphertext);
  try {
    decipher.final();
  } catch {
    plaintext.fill(0);
    return undefined;
  }
  return plaintext;
}
