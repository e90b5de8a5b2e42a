/** Checks of an imported RSA key. OpenSSL reads any numbers as a key and complains only when it is used, if then. */
import { constants, createPublicKey, sign, verify, type KeyObject } from 'node:crypto';
import { CryptoRefusal, type Material } from './contract.ts';
import { privateKeyDer, readPrivateKey } from './key-pair.ts';
import { randomBytes } from './random.ts';

/** @throws CryptoRefusal KeyMaterial unless `bytes` are PKCS#8 of a sound two-prime RSA key of `bits` */
export function importRsa(bytes: Buffer, bits: number): Material {
  const key = readPrivateKey(bytes);
  const sound =
    key.asymmetricKeyType === 'rsa' &&
    key.asymmetricKeyDetails?.modulusLength === bits &&
    numbersAgree(key) &&
    signs(key);
  if (!sound) throw new CryptoRefusal('KeyMaterial');
  return privateKeyDer(key);
}

/** RFC 8017 3.2: all eight numbers belong together; e is odd and above 2^16 (FIPS 186-5 5.1). */
function numbersAgree(key: KeyObject): boolean {
  const jwk = key.export({ format: 'jwk' });
  const [n, e, d, p, q, dp, dq, qi] = [jwk.n, jwk.e, jwk.d, jwk.p, jwk.q, jwk.dp, jwk.dq, jwk.qi].map(integer) as [
    bigint, bigint, bigint, bigint, bigint, bigint, bigint, bigint,
  ];
  if (p < 3n || q < 3n || p === q || p * q !== n || d >= n || e % 2n === 0n || e <= 65_536n) return false;
  const inverse = (e * d) % (p - 1n) === 1n && (e * d) % (q - 1n) === 1n;
  return inverse && dp === d % (p - 1n) && dq === d % (q - 1n) && qi < p && (qi * q) % p === 1n;
}

/**
 * Pairwise consistency (SP 800-56B r2 6.4.1.1). As e and d are inverse modulo p-1 and q-1, a signature over random data
 * that verifies is a Fermat test of p and q to a random base.
 */
function signs(privateKey: KeyObject): boolean {
  const padding = { padding: constants.RSA_PKCS1_PSS_PADDING, saltLength: constants.RSA_PSS_SALTLEN_DIGEST };
  const message = randomBytes(32);
  try {
    const signature = sign('sha256', message, { key: privateKey, ...padding });
    return verify('sha256', message, { key: createPublicKey(privateKey), ...padding }, signature);
  } catch {
    return false;
  }
}

const integer = (base64url: unknown): bigint =>
  BigInt(`0x0${Buffer.from(String(base64url), 'base64url').toString('hex')}`);
