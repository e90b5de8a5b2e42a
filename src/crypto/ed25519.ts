/** ECC_NIST_EDWARDS25519: Ed25519 and Ed25519ph (RFC 8032 5.1, FIPS 186-5 7). */
import { sign, verify } from 'node:crypto';
import { CryptoRefusal, type KeySpecRow, type MessageType } from './contract.ts';
import { generateInPool, KeyPair, keyPairOf, privateKeyDer, publicKeyDer, readPrivateKey } from './key-pair.ts';
import { runSlow } from './slow-pool.ts';

const PURE = 'ED25519_SHA_512';
const PREHASHED = 'ED25519_PH_SHA_512';
const DIGEST_BYTES = 64;

export const ed25519Row = (spec: string): KeySpecRow => ({
  spec,
  symmetric: false,
  usages: { SIGN_VERIFY: [PURE, PREHASHED] },
  importable: true,
  dataKeyPair: true,
  generate: () => generateInPool('ed25519'),
  load: (material) => new KeyPair(spec, material),
  importMaterial,
  publicKey: (key) => publicKeyDer(key, spec),
  async sign(key, algorithm, type, message) {
    const { privateKey } = keyPairOf(key, spec);
    if (isPure(algorithm, type, message)) return sign(null, message, privateKey);
    return runSlow({ scheme: 'ed25519ph', spec, key: privateKey, message });
  },
  async verify(key, algorithm, type, message, signature) {
    const { publicKey } = keyPairOf(key, spec);
    if (isPure(algorithm, type, message)) return verify(null, message, publicKey, signature);
    if (signature.length !== 64) return false;
    return runSlow({ scheme: 'ed25519ph', spec, key: publicKey, message, signature });
  },
});

/** Any 32 bytes are a private key; a public key that the bytes may carry (RFC 5958) is dropped and computed anew. */
function importMaterial(bytes: Buffer): Buffer {
  const key = readPrivateKey(bytes);
  if (key.asymmetricKeyType !== 'ed25519') throw new CryptoRefusal('KeyMaterial');
  return privateKeyDer(key);
}

/**
 * Ed25519 takes whole messages, Ed25519ph digests. AWS KMS hashes such a digest once more, as the scheme says of its
 * input, so it is the message of RFC 8032 to us.
 */
function isPure(algorithm: string, type: MessageType, message: Buffer): boolean {
  if (algorithm !== PURE && algorithm !== PREHASHED) throw new TypeError('not an algorithm of Ed25519 keys');
  if (type !== (algorithm === PURE ? 'RAW' : 'DIGEST')) throw new CryptoRefusal('MessageType');
  if (algorithm === PREHASHED && message.length !== DIGEST_BYTES) throw new CryptoRefusal('DigestLength');
  return algorithm === PURE;
}
