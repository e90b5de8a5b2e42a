/** The elliptic curves of AWS KMS for ECDSA and ECDH: names in OpenSSL, sizes, and noble's arithmetic. */
import { hash } from 'node:crypto';
import { p256, p384, p521 } from '@noble/curves/nist.js';
import { secp256k1 } from '@noble/curves/secp256k1.js';
import type { ECDSA } from '@noble/curves/abstract/weierstrass.js';

export interface Curve {
  readonly spec: string;
  /** Of OpenSSL. */
  readonly name: string;
  /** `1.2.840.10045.3.1.7`. */
  readonly oid: string;
  readonly hash: 'sha256' | 'sha384' | 'sha512';
  /** Of the digest: never longer than the group order, so it is never truncated (FIPS 186-5 6.4.1). */
  readonly digestBytes: number;
  /** Of a private key, and of a coordinate. */
  readonly bytes: number;
  readonly algorithm: 'ECDSA_SHA_256' | 'ECDSA_SHA_384' | 'ECDSA_SHA_512';
  /** OpenSSL is quick enough with it (some tens of microseconds) to do without a thread. */
  readonly quick: boolean;
  readonly noble: ECDSA;
  /** The hash of the empty message, as a number. */
  readonly emptyDigest: bigint;
}

const curve = (
  spec: string, name: string, oid: string, bits: 256 | 384 | 512, bytes: number, noble: ECDSA,
): Curve => {
  const algorithm = `ECDSA_SHA_${bits}` as const;
  const emptyDigest = BigInt(`0x${hash(`sha${bits}`, '')}`);
  const quick = name === 'prime256v1';
  return { spec, name, oid, hash: `sha${bits}`, digestBytes: bits / 8, bytes, algorithm, quick, noble, emptyDigest };
};

const CURVES: { readonly [spec: string]: Curve } = {
  ECC_NIST_P256: curve('ECC_NIST_P256', 'prime256v1', '1.2.840.10045.3.1.7', 256, 32, p256),
  ECC_NIST_P384: curve('ECC_NIST_P384', 'secp384r1', '1.3.132.0.34', 384, 48, p384),
  ECC_NIST_P521: curve('ECC_NIST_P521', 'secp521r1', '1.3.132.0.35', 512, 66, p521),
  ECC_SECG_P256K1: curve('ECC_SECG_P256K1', 'secp256k1', '1.3.132.0.10', 256, 32, secp256k1),
};

/** @param spec a key spec with such a curve; another one is a defect of the caller */
export function curveOf(spec: string): Curve {
  const found = Object.hasOwn(CURVES, spec) ? CURVES[spec] : undefined;
  if (!found) throw new TypeError(`no curve: ${spec}`);
  return found;
}
