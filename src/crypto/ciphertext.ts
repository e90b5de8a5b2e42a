/**
 * The ciphertext of symmetric keys. What a blob is made of, in bytes:
 *
 *     0   1  version: 1
 *     1   1  flags: bit 0 set when the key id is of a multi-Region key (`mrk-…`), all others clear
 *     2   6  account: its 12 digits as a big-endian integer
 *     8  16  key id: the 32 hexadecimal digits of the UUID, or after `mrk-`
 *    24  32  key material id
 *    56  32  nonce: random, fresh for every message
 *    88  32  key commitment
 *   120   n  AES-256-GCM ciphertext of the n bytes of plaintext
 * 120+n  16  GCM tag
 *
 * Keys of one message. NIST SP 800-108r1 4.1, counter mode, one iteration of HMAC-SHA-512 under the key material:
 *
 *   message key (32) ‖ commitment (32) = HMAC(material, [1]₄ ‖ "Trent message" ‖ 0x00 ‖ blob[0..88) ‖ [512]₄)
 *
 * So material is never an AES key itself, and the 2^32 bound on random 96-bit IVs under one key (SP 800-38D 8.3) does
 * not bound the life of a KMS key. A message key seals one message: the chance that two of 2^64 messages meet in a
 * 256-bit nonce is 2^-129. Under a key that is used once any IV is fresh, so the IV is twelve zero bytes.
 *
 * AES-GCM commits to no key: one blob can be made to open under two keys. The commitment closes that: another material
 * or another header gives another commitment, unless two 256-bit outputs of HMAC-SHA-512 collide. It is compared before
 * anything is decrypted, without telling where it differs.
 *
 * The associated data of GCM is the whole header with the Region and the encryption context (ciphertext-aad.ts).
 */
import { createCipheriv, createDecipheriv } from 'node:crypto';
import { associatedData } from './ciphertext-aad.ts';
import { HOME_BYTES, readHome, writeHome } from './ciphertext-home.ts';
import type { CiphertextHome, EncryptionContext, SymmetricCiphertexts, UsableKey } from './contract.ts';
import { constantTimeEqual } from './hash.ts';
import { randomFill } from './random.ts';
import { SymmetricKey } from './symmetric-key.ts';

const CIPHER = 'aes-256-gcm';
const NONCE_BYTES = 32;
const KEY_BYTES = 32;
const TAG_BYTES = 16;
const COMMITMENT_AT = HOME_BYTES + NONCE_BYTES;
const HEADER_BYTES = COMMITMENT_AT + KEY_BYTES;
/** What a ciphertext is longer than its plaintext: 136. */
export const CIPHERTEXT_OVERHEAD_BYTES = HEADER_BYTES + TAG_BYTES;

const IV = Buffer.alloc(12);
const TAG_LENGTH = { authTagLength: TAG_BYTES };

/** Input of the key derivation; only the part of the blob changes. 110 bytes: with HMAC's padding one SHA-512 block. */
const LABEL = 'Trent message\0';
const kdfInput = Buffer.alloc(4 + LABEL.length + COMMITMENT_AT + 4);
kdfInput.writeUInt32BE(1, 0);
kdfInput.write(LABEL, 4, 'latin1');
kdfInput.writeUInt32BE(8 * 2 * KEY_BYTES, kdfInput.length - 4);

const expectedHome = Buffer.alloc(HOME_BYTES);

function encrypt(
  key: UsableKey,
  home: CiphertextHome,
  region: string,
  context: EncryptionContext | undefined,
  plaintext: Uint8Array,
): Buffer {
  const end = HEADER_BYTES + plaintext.length;
  const blob = Buffer.allocUnsafeSlow(end + TAG_BYTES);
  if (!writeHome(blob, home)) throw new TypeError('not the home of a ciphertext');
  randomFill(blob, HOME_BYTES, NONCE_BYTES);
  const keys = derive(key, blob);
  keys.copy(blob, COMMITMENT_AT, KEY_BYTES);
  const cipher = createCipheriv(CIPHER, keys.subarray(0, KEY_BYTES), IV);
  keys.fill(0);
  cipher.setAAD(associatedData(blob, HEADER_BYTES, region, context));
  cipher.update(plaintext).copy(blob, HEADER_BYTES);
  cipher.final();
  cipher.getAuthTag().copy(blob, end);
  return blob;
}

function decrypt(
  key: UsableKey,
  home: CiphertextHome,
  region: string,
  context: EncryptionContext | undefined,
  blob: Buffer,
): Buffer | undefined {
  if (blob.length < CIPHERTEXT_OVERHEAD_BYTES || !isHome(blob, home)) return undefined;
  const keys = derive(key, blob);
  const committed = constantTimeEqual(keys.subarray(KEY_BYTES), blob.subarray(COMMITMENT_AT, HEADER_BYTES));
  const plaintext = committed ? open(keys.subarray(0, KEY_BYTES), region, context, blob) : undefined;
  keys.fill(0);
  return plaintext;
}

function open(
  messageKey: Buffer,
  region: string,
  context: EncryptionContext | undefined,
  blob: Buffer,
): Buffer | undefined {
  const end = blob.length - TAG_BYTES;
  const decipher = createDecipheriv(CIPHER, messageKey, IV, TAG_LENGTH);
  decipher.setAAD(associatedData(blob, HEADER_BYTES, region, context));
  decipher.setAuthTag(blob.subarray(end));
  const plaintext = decipher.update(blob.subarray(HEADER_BYTES, end));
  try {
    decipher.final();
  } catch {
    plaintext.fill(0);
    return undefined;
  }
  return plaintext;
}

/** Message key ‖ commitment, from the first 88 bytes of the blob. */
function derive(key: UsableKey, blob: Buffer): Buffer {
  if (!(key instanceof SymmetricKey)) throw new TypeError('not a key of SYMMETRIC_DEFAULT');
  blob.copy(kdfInput, 4 + LABEL.length, 0, COMMITMENT_AT);
  return key.prf.digest(kdfInput);
}

function isHome(blob: Buffer, home: CiphertextHome): boolean {
  return writeHome(expectedHome, home) && expectedHome.compare(blob, 0, HOME_BYTES) === 0;
}

const parseHome = (blob: Buffer): CiphertextHome | undefined =>
  blob.length < CIPHERTEXT_OVERHEAD_BYTES ? undefined : readHome(blob);

export const ciphertexts: SymmetricCiphertexts = { encrypt, parseHome, decrypt };
