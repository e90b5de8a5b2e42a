/** RSA_2048, RSA_3072, RSA_4096 (RFC 8017): OAEP, PKCS #1 v1.5 and PSS signatures, MGF1 with the same hash. */
import { constants, publicDecrypt, publicEncrypt, subtle, verify, type KeyObject } from 'node:crypto';
import { CryptoRefusal, type KeySpecRow, type MessageType } from './contract.ts';
import { keyPairOf, publicKeyDer, KeyPair, signInPool } from './key-pair.ts';
import { randomBytes } from './random.ts';
import { DIGEST_BYTES, emsaPkcs1, emsaPss, isEmsaPss, type RsaHash } from './rsa-encoding.ts';
import { generateRsa } from './rsa-generate.ts';
import { importRsa } from './rsa-import.ts';
import { runSlow } from './slow-pool.ts';

interface OaepAlgorithm {
  readonly hash: string;
  readonly webCryptoHash: string;
  readonly bytes: number;
}

const OAEP: { readonly [name: string]: OaepAlgorithm } = {
  RSAES_OAEP_SHA_1: { hash: 'sha1', webCryptoHash: 'SHA-1', bytes: 20 },
  RSAES_OAEP_SHA_256: { hash: 'sha256', webCryptoHash: 'SHA-256', bytes: 32 },
};

interface SignatureAlgorithm {
  readonly hash: RsaHash;
  readonly pss: boolean;
}

const SIGNATURES: { readonly [name: string]: SignatureAlgorithm } = {
  RSASSA_PKCS1_V1_5_SHA_256: { hash: 'sha256', pss: false },
  RSASSA_PKCS1_V1_5_SHA_384: { hash: 'sha384', pss: false },
  RSASSA_PKCS1_V1_5_SHA_512: { hash: 'sha512', pss: false },
  RSASSA_PSS_SHA_256: { hash: 'sha256', pss: true },
  RSASSA_PSS_SHA_384: { hash: 'sha384', pss: true },
  RSASSA_PSS_SHA_512: { hash: 'sha512', pss: true },
};

const PKCS1 = { padding: constants.RSA_PKCS1_PADDING };
const PSS = { padding: constants.RSA_PKCS1_PSS_PADDING, saltLength: constants.RSA_PSS_SALTLEN_DIGEST };

export const rsaRow = (spec: string, bits: number): KeySpecRow => ({
  spec,
  symmetric: false,
  usages: { ENCRYPT_DECRYPT: Object.keys(OAEP), SIGN_VERIFY: Object.keys(SIGNATURES) },
  importable: true,
  dataKeyPair: true,
  generate: async () => (await generateRsa(bits)).privateKey,
  load: (material) => new KeyPair(spec, material),
  importMaterial: (bytes) => importRsa(bytes, bits),
  publicKey: (key) => publicKeyDer(key, spec),
  encrypt: async (key, algorithm, plaintext) => oaepEncrypt(keyPairOf(key, spec).publicKey, algorithm, bits / 8, plaintext),
  decrypt: (key, algorithm, ciphertext) => oaepDecrypt(keyPairOf(key, spec).privateKey, algorithm, ciphertext),
  sign: async (key, algorithm, type, message) =>
    signRsa(keyPairOf(key, spec).privateKey, algorithm, type, message, bits / 8),
  verify: async (key, algorithm, type, message, signature) =>
    verifyRsa(keyPairOf(key, spec).publicKey, algorithm, type, message, signature, bits / 8),
});

function oaepEncrypt(key: KeyObject, algorithm: string, modulusBytes: number, plaintext: Buffer): Buffer {
  const oaep = lookUp(OAEP, algorithm);
  /** RFC 8017 7.1.1. */
  const longest = modulusBytes - 2 * oaep.bytes - 2;
  if (plaintext.length > longest) throw new CryptoRefusal('PlaintextTooLong', longest);
  return publicEncrypt({ key, padding: constants.RSA_PKCS1_OAEP_PADDING, oaepHash: oaep.hash }, plaintext);
}

/**
 * RSAES-OAEP with an empty label (RFC 8017 7.1.2) through WebCrypto, which unlike `privateDecrypt` works in the thread
 * pool. Why a ciphertext is refused is not told apart (RFC 8017 7.1.2, note on Manger's attack).
 * @throws CryptoRefusal Ciphertext
 */
export async function oaepDecrypt(key: KeyObject, algorithm: string, ciphertext: Buffer): Promise<Buffer> {
  const hash = lookUp(OAEP, algorithm).webCryptoHash;
  /** RFC 8017 7.1.2 step 1b. OpenSSL would take a ciphertext without its leading zeros, too. */
  if (ciphertext.length * 8 !== key.asymmetricKeyDetails?.modulusLength) throw new CryptoRefusal('Ciphertext');
  const cryptoKey = key.toCryptoKey({ name: 'RSA-OAEP', hash }, false, ['decrypt']);
  try {
    return Buffer.from(await subtle.decrypt('RSA-OAEP', cryptoKey, new Uint8Array(ciphertext)));
  } catch {
    throw new CryptoRefusal('Ciphertext');
  }
}

async function signRsa(
  key: KeyObject, algorithm: string, type: MessageType, message: Buffer, modulusBytes: number,
): Promise<Buffer> {
  const { hash, pss } = lookUp(SIGNATURES, algorithm);
  if (type === 'RAW') return signInPool(hash, message, { key, ...(pss ? PSS : PKCS1) });
  const digest = checkedDigest(type, message, hash);
  const encoded = pss
    ? emsaPss(hash, digest, randomBytes(digest.length), modulusBytes)
    : emsaPkcs1(hash, digest, modulusBytes);
  return runSlow({ scheme: 'rsa', spec: '', key, message: encoded });
}

/** Verification costs some tens of microseconds: not worth a thread. */
function verifyRsa(
  key: KeyObject, algorithm: string, type: MessageType, message: Buffer, signature: Buffer, modulusBytes: number,
): boolean {
  const { hash, pss } = lookUp(SIGNATURES, algorithm);
  /** RFC 8017 8.1.2 step 1. OpenSSL would take a signature without its leading zeros, too. */
  const whole = signature.length === modulusBytes;
  if (type === 'RAW') return whole && verify(hash, message, { key, ...(pss ? PSS : PKCS1) }, signature);
  const digest = checkedDigest(type, message, hash);
  const encoded = whole ? rsaPublic(key, signature) : undefined;
  if (encoded === undefined) return false;
  return pss ? isEmsaPss(hash, digest, encoded) : encoded.equals(emsaPkcs1(hash, digest, modulusBytes));
}

/** RSAVP1, RFC 8017 5.2.2. `undefined` for a signature that is no number below the modulus. */
function rsaPublic(key: KeyObject, signature: Buffer): Buffer | undefined {
  try {
    return publicDecrypt({ key, padding: constants.RSA_NO_PADDING }, signature);
  } catch {
    return undefined;
  }
}

function checkedDigest(type: MessageType, message: Buffer, hash: RsaHash): Buffer {
  if (type !== 'DIGEST') throw new CryptoRefusal('MessageType');
  if (message.length !== DIGEST_BYTES[hash]) throw new CryptoRefusal('DigestLength');
  return message;
}

function lookUp<T>(table: { readonly [name: string]: T }, algorithm: string): T {
  const found = Object.hasOwn(table, algorithm) ? table[algorithm] : undefined;
  if (found === undefined) throw new TypeError(`no RSA algorithm: ${algorithm}`);
  return found;
}
