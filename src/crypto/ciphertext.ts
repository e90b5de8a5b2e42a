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
import { openWith } from './aead.ts';
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

/** Message key ‖ commitment of the message at hand: used and erased within one synchronous call. */
const keys = Buffer.alloc(2 * KEY_BYTES);
const messageKey = keys.subarray(0, KEY_BYTES);
const commitment = keys.subarray(KEY_BYTES);

function encrypt(
  key: UsableKey,
  home: CiphertextHome,
  region: string,
  context: EncryptionContext | undefined,
  plaintext: Uint8Array,
): Buffer {
  const end = HEADER_BYTES + plaintext.length;
  const blob = Buffer.allocUnsafe(end + TAG_BYTES);
  const homeOf = homeBytes(key, home);
  if (!homeOf) throw new TypeError('not the home of a ciphertext');
  homeOf.copy(blob);
  randomFill(blob, HOME_BYTES, NONCE_BYTES);
  derive(key, blob);
  commitment.copy(blob, COMMITMENT_AT);
  const cipher = createCipheriv(CIPHER, messageKey, IV);
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
  if (blob.length < CIPHERTEXT_OVERHEAD_BYTES || homeBytes(key, home)?.compare(blob, 0, HOME_BYTES) !== 0) return undefined;
  derive(key, blob);
  const committed = constantTimeEqual(commitment, blob.subarray(COMMITMENT_AT, HEADER_BYTES));
  const plaintext = committed ? open(region, context, blob) : undefined;
  keys.fill(0);
  return plaintext;
}

/** Under the message key derived last. */
function open(region: string, context: EncryptionContext | undefined, blob: Buffer): Buffer | undefined {
  const end = blob.length - TAG_BYTES;
  const decipher = createDecipheriv(CIPHER, messageKey, IV, TAG_LENGTH);
  decipher.setAAD(associatedData(blob, HEADER_BYTES, region, context));
  decipher.setAuthTag(blob.subarray(end));
  return openWith(decipher, blob.subarray(HEADER_BYTES, end));
}

/** Fills `keys` from the first 88 bytes of the blob. */
function derive(key: UsableKey, blob: Buffer): void {
  blob.copy(kdfInput, 4 + LABEL.length, 0, COMMITMENT_AT);
  symmetric(key).prf.digestInto(kdfInput, keys);
}

function symmetric(key: UsableKey): SymmetricKey {
  if (!(key instanceof SymmetricKey)) throw new TypeError('not a key of SYMMETRIC_DEFAULT');
  return key;
}

/** A key in use has one home, so its bytes are kept with it. `undefined` for what is no home. */
function homeBytes(key: UsableKey, home: CiphertextHome): Buffer | undefined {
  const owner = symmetric(key);
  const { last } = owner;
  if (last?.keyId === home.keyId && last.materialId === home.materialId && last.account === home.account) return last.bytes;
  const bytes = Buffer.alloc(HOME_BYTES);
  if (!writeHome(bytes, home)) return undefined;
  const { account, keyId, materialId } = home;
  owner.last = { account, keyId, materialId, bytes };
  return bytes;
}

const parseHome = (blob: Buffer): CiphertextHome | undefined =>
  blob.length < CIPHERTEXT_OVERHEAD_BYTES ? undefined : readHome(blob);

export const ciphertexts: SymmetricCiphertexts = { encrypt, parseHome, decrypt };
