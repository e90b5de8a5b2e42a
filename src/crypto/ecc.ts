/** ECC_NIST_P256, P384, P521 and ECC_SECG_P256K1: ECDSA (FIPS 186-5), and ECDH on the NIST curves (SP 800-56A r3). */
import { diffieHellman, sign, verify } from 'node:crypto';
import { CryptoRefusal, type KeySpecRow, type MessageType, type UsableKey } from './contract.ts';
import { curveOf, type Curve } from './curves.ts';
import { importEcc } from './ecc-import.ts';
import { signDigest, verifyDigest } from './ecdsa-digest.ts';
import {
  generateInPool,
  KeyPair,
  keyPairOf,
  publicKeyDer,
  readPublicKey,
  signInPool,
  verifyInPool,
} from './key-pair.ts';
import { runSlow } from './slow-pool.ts';

/** @param agreement whether the key spec has KEY_AGREEMENT */
export function eccRow(spec: string, agreement: boolean): KeySpecRow {
  const curve = curveOf(spec);
  return {
    spec,
    symmetric: false,
    usages: { SIGN_VERIFY: [curve.algorithm], ...(agreement ? { KEY_AGREEMENT: ['ECDH'] } : {}) },
    importable: true,
    dataKeyPair: true,
    generate: () => generateInPool('ec', { namedCurve: curve.name }),
    load: (material) => new KeyPair(spec, material),
    importMaterial: (bytes) => importEcc(bytes, curve),
    publicKey: (key) => publicKeyDer(key, spec),
    async sign(key, algorithm, type, message) {
      check(curve, algorithm, type, message);
      return signEcdsa(curve, keyPairOf(key, spec), type, message);
    },
    async verify(key, algorithm, type, message, signature) {
      check(curve, algorithm, type, message);
      return verifyEcdsa(curve, keyPairOf(key, spec), type, message, signature);
    },
    ...(agreement ? { agree: (key: UsableKey, peer: Buffer) => agree(curve, keyPairOf(key, spec), peer) } : {}),
  };
}

function check(curve: Curve, algorithm: string, type: MessageType, message: Buffer): void {
  if (algorithm !== curve.algorithm) throw new TypeError(`not an algorithm of ${curve.spec}`);
  if (type === 'EXTERNAL_MU') throw new CryptoRefusal('MessageType');
  if (type === 'DIGEST' && message.length !== curve.digestBytes) throw new CryptoRefusal('DigestLength');
}

function signEcdsa(curve: Curve, key: KeyPair, type: MessageType, message: Buffer): Promise<Buffer> | Buffer {
  const { privateKey } = key;
  if (type === 'RAW') {
    return curve.quick ? sign(curve.hash, message, privateKey) : signInPool(curve.hash, message, privateKey);
  }
  if (curve.quick) return signDigest(curve, privateKey, message);
  return runSlow({ scheme: 'ecdsa', spec: curve.spec, key: privateKey, message });
}

function verifyEcdsa(
  curve: Curve, key: KeyPair, type: MessageType, message: Buffer, signature: Buffer,
): Promise<boolean> | boolean {
  const { publicKey } = key;
  if (type === 'RAW') {
    return curve.quick
      ? verify(curve.hash, message, publicKey, signature)
      : verifyInPool(curve.hash, message, publicKey, signature);
  }
  if (curve.quick) return verifyDigest(curve, publicKey, message, signature);
  return runSlow({ scheme: 'ecdsa', spec: curve.spec, key: publicKey, message, signature });
}

/** ECC CDH; the cofactor of the NIST curves is 1. OpenSSL checks that the peer's point is on the curve as it reads it. */
function agree(curve: Curve, key: KeyPair, peer: Buffer): Buffer {
  const publicKey = readPublicKey(peer);
  const sameCurve = publicKey.asymmetricKeyType === 'ec' && publicKey.asymmetricKeyDetails?.namedCurve === curve.name;
  if (!sameCurve) throw new CryptoRefusal('PublicKey');
  try {
    return diffieHellman({ privateKey: key.privateKey, publicKey });
  } catch {
    /** The point at infinity can be read as a key, but nothing can be agreed with it. */
    throw new CryptoRefusal('PublicKey');
  }
}
