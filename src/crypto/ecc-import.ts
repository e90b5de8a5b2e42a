/** Checks of an imported elliptic curve key. OpenSSL neither compares the private number with n nor the public point with it. */
import { createECDH, type KeyObject } from 'node:crypto';
import { bytesToNumberBE } from '@noble/curves/utils.js';
import { CryptoRefusal, type Material } from './contract.ts';
import type { Curve } from './curves.ts';
import { bitString, der, explicit, objectIdentifier, sequence, TAG, unsignedInteger } from './der.ts';
import { readPrivateKey } from './key-pair.ts';

const EC_PUBLIC_KEY = '1.2.840.10045.2.1';

/**
 * The public point that the bytes may carry is dropped and computed anew. Curves must be named: that the bytes hold the
 * name is asked because OpenSSL recognises curves spelled out as parameters as well.
 * @throws CryptoRefusal KeyMaterial unless `bytes` are PKCS#8 of a private key on the named curve
 */
export function importEcc(bytes: Buffer, curve: Curve): Material {
  const key = readPrivateKey(bytes);
  const onCurve = key.asymmetricKeyType === 'ec' && key.asymmetricKeyDetails?.namedCurve === curve.name;
  if (!onCurve || !bytes.includes(objectIdentifier(curve.oid))) throw new CryptoRefusal('KeyMaterial');
  const scalar = privateNumber(key, curve);
  const material = encode(scalar, curve);
  scalar.fill(0);
  return material;
}

/** FIPS 186-5 A.2: 1 ≤ d < n. */
function privateNumber(key: KeyObject, curve: Curve): Buffer {
  const scalar = key.export({ format: 'raw-private' });
  const d = scalar.length === curve.bytes ? bytesToNumberBE(scalar) : 0n;
  if (d === 0n || d >= curve.noble.Point.Fn.ORDER) throw new CryptoRefusal('KeyMaterial');
  return scalar;
}

/** PKCS#8 around ECPrivateKey of RFC 5915, as OpenSSL writes it: parameters outside, public key inside. */
function encode(scalar: Buffer, curve: Curve): Material {
  const ecdh = createECDH(curve.name);
  ecdh.setPrivateKey(scalar);
  const point = explicit(1, bitString(ecdh.getPublicKey()));
  const privateKey = sequence(unsignedInteger(Buffer.from([1])), der(TAG.octetString, scalar), point);
  const algorithm = sequence(objectIdentifier(EC_PUBLIC_KEY), objectIdentifier(curve.oid));
  return sequence(unsignedInteger(Buffer.from([0])), algorithm, der(TAG.octetString, privateKey));
}
