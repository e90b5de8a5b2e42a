/**
 * Sealing values under a symmetric KMS key, each under a key of its own, so that the bound of NIST SP 800-38D 8.3 on
 * random IVs does not bound how much is sealed: with 128-bit nonces two of 2^48 values meet with probability 2^-33.
 *
 *   sealed            = nonce (16, random) ‖ ciphertext (as long as the plaintext) ‖ tag (16)
 *   message key (32)  = first half of HMAC-SHA-512(material, [1]₄ ‖ "Trent sealed value" ‖ 0x00 ‖ nonce ‖ [256]₄)
 *
 * The derivation is NIST SP 800-108r1 4.1; its label keeps it apart from that of ciphertexts (ciphertext.ts). Under a
 * key that is used once any IV is fresh, so the IV is twelve zero bytes.
 */
import { createCipheriv, createDecipheriv } from 'node:crypto';
import { openWith } from './aead.ts';
import type { UsableKey } from './contract.ts';
import { randomFill } from './random.ts';
import { SymmetricKey } from './symmetric-key.ts';

const CIPHER = 'aes-256-gcm';
const NONCE_BYTES = 16;
const KEY_BYTES = 32;
const TAG_BYTES = 16;
const IV = Buffer.alloc(12);
const TAG_LENGTH = { authTagLength: TAG_BYTES };

const LABEL = Buffer.from('\0\0\0\x01Trent sealed value\0', 'latin1');
const BITS = Buffer.of(0, 0, 1, 0);

/** @param aad what the value belongs to; it is authenticated, not stored */
export function sealValue(key: UsableKey, plaintext: Buffer, aad: Buffer): Buffer {
  const sealed = Buffer.allocUnsafeSlow(NONCE_BYTES + plaintext.length + TAG_BYTES);
  randomFill(sealed, 0, NONCE_BYTES);
  const messageKey = messageKeyOf(key, sealed);
  const cipher = createCipheriv(CIPHER, messageKey, IV, TAG_LENGTH);
  messageKey.fill(0);
  cipher.setAAD(aad);
  cipher.update(plaintext).copy(sealed, NONCE_BYTES);
  cipher.final();
  cipher.getAuthTag().copy(sealed, NONCE_BYTES + plaintext.length);
  return sealed;
}

/** `undefined` unless `sealed` was made by `sealValue` under this key with this `aad`. */
export function openValue(key: UsableKey, sealed: Buffer, aad: Buffer): Buffer | undefined {
  const end = sealed.length - TAG_BYTES;
  if (end < NONCE_BYTES) return undefined;
  const messageKey = messageKeyOf(key, sealed);
  const decipher = createDecipheriv(CIPHER, messageKey, IV, TAG_LENGTH);
  messageKey.fill(0);
  decipher.setAAD(aad);
  decipher.setAuthTag(sealed.subarray(end));
  return openWith(decipher, sealed.subarray(NONCE_BYTES, end));
}

function messageKeyOf(key: UsableKey, sealed: Buffer): Buffer {
  if (!(key instanceof SymmetricKey)) throw new TypeError('not a key of SYMMETRIC_DEFAULT');
  return key.prf.digest(Buffer.concat([LABEL, sealed.subarray(0, NONCE_BYTES), BITS])).subarray(0, KEY_BYTES);
}
