/**
 * RFC 8017 9: the encoded messages of RSA signatures over a digest that the caller has computed. OpenSSL's own signing
 * calls always hash, so MessageType DIGEST is encoded here and goes through the bare RSA operation. Both functions work
 * for moduli whose bit length is a multiple of eight, which all of Trent's are: the encoded message is as long as the modulus.
 */
import { hash } from 'node:crypto';
import { constantTimeEqual } from './hash.ts';

export type RsaHash = 'sha256' | 'sha384' | 'sha512';

export const DIGEST_BYTES: { readonly [H in RsaHash]: number } = { sha256: 32, sha384: 48, sha512: 64 };

/** RFC 8017 9.2, note 1: DER of DigestInfo up to the digest. */
const DIGEST_INFO: { readonly [H in RsaHash]: Buffer } = {
  sha256: Buffer.from('3031300d060960864801650304020105000420', 'hex'),
  sha384: Buffer.from('3041300d060960864801650304020205000430', 'hex'),
  sha512: Buffer.from('3051300d060960864801650304020305000440', 'hex'),
};

const PSS_TRAILER = 0xbc;

/** EMSA-PKCS1-v1_5, RFC 8017 9.2: 00 01 FF…FF 00 DigestInfo. @param bytes of the modulus */
export function emsaPkcs1(algorithm: RsaHash, digest: Buffer, bytes: number): Buffer {
  const encoded = Buffer.alloc(bytes, 0xff);
  const info = DIGEST_INFO[algorithm];
  encoded[0] = 0;
  encoded[1] = 1;
  encoded[bytes - digest.length - info.length - 1] = 0;
  info.copy(encoded, bytes - digest.length - info.length);
  digest.copy(encoded, bytes - digest.length);
  return encoded;
}

/** EMSA-PSS-ENCODE, RFC 8017 9.1.1, MGF1 with the same hash. @param salt as long as the digest */
export function emsaPss(algorithm: RsaHash, digest: Buffer, salt: Buffer, bytes: number): Buffer {
  const h = pssHash(algorithm, digest, salt);
  const db = Buffer.alloc(bytes - h.length - 1);
  db[db.length - salt.length - 1] = 1;
  salt.copy(db, db.length - salt.length);
  const masked = xor(db, mgf1(algorithm, h, db.length));
  masked[0] = (masked[0] as number) & 0x7f;
  return Buffer.concat([masked, h, Buffer.from([PSS_TRAILER])]);
}

/** EMSA-PSS-VERIFY, RFC 8017 9.1.2, for a salt exactly as long as the digest. */
export function isEmsaPss(algorithm: RsaHash, digest: Buffer, encoded: Buffer): boolean {
  const split = encoded.length - digest.length - 1;
  if (encoded.at(-1) !== PSS_TRAILER || (encoded[0] as number) >= 0x80) return false;
  const h = encoded.subarray(split, -1);
  const db = xor(encoded.subarray(0, split), mgf1(algorithm, h, split));
  db[0] = (db[0] as number) & 0x7f;
  const separator = split - digest.length - 1;
  if (db[separator] !== 1 || db.subarray(0, separator).some((byte) => byte !== 0)) return false;
  return constantTimeEqual(h, pssHash(algorithm, digest, db.subarray(separator + 1)));
}

/** The hash over M', RFC 8017 9.1.1 steps 5 and 6. */
const pssHash = (algorithm: RsaHash, digest: Buffer, salt: Buffer): Buffer =>
  hash(algorithm, Buffer.concat([Buffer.alloc(8), digest, salt]), 'buffer');

/** RFC 8017 B.2.1. */
function mgf1(algorithm: RsaHash, seed: Buffer, bytes: number): Buffer {
  const parts: Buffer[] = [];
  for (let counter = 0; counter * seed.length < bytes; counter++) {
    const suffix = Buffer.alloc(4);
    suffix.writeUInt32BE(counter);
    parts.push(hash(algorithm, Buffer.concat([seed, suffix]), 'buffer'));
  }
  return Buffer.concat(parts, bytes);
}

function xor(a: Buffer, b: Buffer): Buffer {
  const result = Buffer.alloc(a.length);
  for (let i = 0; i < a.length; i++) result[i] = (a[i] as number) ^ (b[i] as number);
  return result;
}
