/**
 * ECDSA (FIPS 186-5 6.4) over a digest that the caller has computed. Node's `sign` and `verify` always hash, and
 * noble's point arithmetic takes 10 to 30 times as long as OpenSSL's. So all multiplications of points stay in OpenSSL,
 * and only numbers modulo the group order n and one addition of public points are computed here.
 */
import { createECDH, createPublicKey, verify, type KeyObject } from 'node:crypto';
import { bytesToNumberBE, numberToBytesBE } from '@noble/curves/utils.js';
import type { Curve } from './curves.ts';
import { sequence, TAG, unsignedInteger } from './der.ts';
import { randomBytes } from './random.ts';

/**
 * DER of a signature over `digest`. k and R = kG are a fresh key pair of OpenSSL. The arithmetic of BigInt takes time
 * that depends on its numbers, so secret ones meet only in products with a random b: s = (bk)⁻¹ · (bz + r·bd).
 */
export function signDigest(curve: Curve, privateKey: KeyObject, digest: Uint8Array): Buffer {
  const { Fn } = curve.noble.Point;
  const scalar = privateKey.export({ format: 'raw-private' });
  const d = bytesToNumberBE(scalar);
  scalar.fill(0);
  const z = Fn.create(bytesToNumberBE(digest));
  for (;;) {
    const { k, x } = nonceOf(curve);
    const r = Fn.create(x);
    const b = Fn.create(bytesToNumberBE(randomBytes(curve.bytes + 8)));
    if (r === 0n || b === 0n) continue;
    const s = Fn.mul(Fn.inv(Fn.mul(b, k)), Fn.add(Fn.mul(b, z), Fn.mul(r, Fn.mul(b, d))));
    if (s !== 0n) return encodeSignature(curve, r, s);
  }
}

/**
 * Whether DER `signature` is valid over `digest`. OpenSSL is asked about the empty message, whose digest is z₀, under
 * another public key Q' = Q + r⁻¹(z − z₀)G: then s⁻¹(z₀G + rQ') = s⁻¹(zG + rQ), the point whose x the signature gives
 * as r, so it is valid for z and Q exactly if it is valid for z₀ and Q'. All numbers here are public.
 */
export function verifyDigest(curve: Curve, publicKey: KeyObject, digest: Uint8Array, signature: Uint8Array): boolean {
  const { Fn } = curve.noble.Point;
  const r = firstInteger(signature);
  if (r === undefined || r === 0n || r >= Fn.ORDER) return false;
  const t = Fn.mul(Fn.inv(r), Fn.sub(Fn.create(bytesToNumberBE(digest)), Fn.create(curve.emptyDigest)));
  const point = publicKey.export({ format: 'raw-public' });
  const shifted = t === 0n ? point : addMultiple(curve, point, t);
  if (shifted === undefined) return verifyByNoble(curve, point, digest, signature);
  const key = createPublicKey({ key: shifted, format: 'raw-public', asymmetricKeyType: 'ec', namedCurve: curve.name });
  return verify(curve.hash, Buffer.alloc(0), key, signature);
}

/** A secret k, uniform in [1, n-1] (FIPS 186-5 A.3), and the x-coordinate of kG. */
function nonceOf(curve: Curve): { k: bigint; x: bigint } {
  const ecdh = createECDH(curve.name);
  const point = ecdh.generateKeys();
  const secret = ecdh.getPrivateKey();
  const k = bytesToNumberBE(secret);
  secret.fill(0);
  return { k, x: bytesToNumberBE(point.subarray(1, 1 + curve.bytes)) };
}

/** point + tG, uncompressed; `undefined` when that is the point at infinity. */
function addMultiple(curve: Curve, point: Uint8Array, t: bigint): Uint8Array | undefined {
  const { Point } = curve.noble;
  const ecdh = createECDH(curve.name);
  ecdh.setPrivateKey(numberToBytesBE(t, curve.bytes));
  const sum = Point.fromBytes(point).add(Point.fromBytes(ecdh.getPublicKey()));
  return sum.is0() ? undefined : sum.toBytes(false);
}

/** For the one digest of a key for which Q' is no key. */
function verifyByNoble(curve: Curve, point: Uint8Array, digest: Uint8Array, signature: Uint8Array): boolean {
  try {
    return curve.noble.verify(signature, digest, point, { prehash: false, lowS: false, format: 'der' });
  } catch {
    return false;
  }
}

const encodeSignature = (curve: Curve, r: bigint, s: bigint): Buffer =>
  sequence(unsignedInteger(numberToBytesBE(r, curve.bytes)), unsignedInteger(numberToBytesBE(s, curve.bytes)));

/** r of SEQUENCE { INTEGER r, INTEGER s }. OpenSSL, which reads the whole again, judges the form; here lengths are enough. */
function firstInteger(signature: Uint8Array): bigint | undefined {
  /** P-521 alone has signatures of 128 bytes and more, and there the length takes two bytes. */
  const at = signature[1] === 0x81 ? 3 : 2;
  const length = signature[at + 1];
  if (signature[at] !== TAG.integer || length === undefined || length === 0 || length > 67) return undefined;
  const digits = signature.subarray(at + 2, at + 2 + length);
  return digits.length === length ? bytesToNumberBE(digits) : undefined;
}
