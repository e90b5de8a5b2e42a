/** What all key pairs have in common: PKCS#8 material, SPKI public key, and OpenSSL's one-shot calls as promises. */
import {
  createPrivateKey,
  createPublicKey,
  generateKeyPair,
  sign,
  verify,
  type KeyObject,
  type SignKeyObjectInput,
  type VerifyKeyObjectInput,
} from 'node:crypto';
import { CryptoRefusal, type Material, type UsableKey } from './contract.ts';
import { isOneSequence } from './der.ts';

export type MlDsaName = 'ml-dsa-44' | 'ml-dsa-65' | 'ml-dsa-87';
export type MlKemName = 'ml-kem-512' | 'ml-kem-768' | 'ml-kem-1024';

export class KeyPair implements UsableKey {
  readonly spec: string;
  readonly privateKey: KeyObject;
  readonly publicKey: KeyObject;

  constructor(spec: string, material: Material) {
    this.spec = spec;
    this.privateKey = createPrivateKey({ key: material, format: 'der', type: 'pkcs8' });
    this.publicKey = createPublicKey(this.privateKey);
  }

  /** OpenSSL overwrites its copy when the last reference to the key object is collected; there is no earlier way. */
  destroy(): void {}
}

/** The caller's key as a key pair of `spec`; another one is a defect of the caller. */
export function keyPairOf(key: UsableKey, spec: string): KeyPair {
  if (!(key instanceof KeyPair) || key.spec !== spec) throw new TypeError(`not a key of ${spec}`);
  return key;
}

/** SPKI DER. */
export const publicKeyDer = (key: UsableKey, spec: string): Buffer =>
  keyPairOf(key, spec).publicKey.export({ format: 'der', type: 'spki' });

/** PKCS#8 DER in the one form that OpenSSL writes. */
export const privateKeyDer = (key: KeyObject): Buffer => key.export({ format: 'der', type: 'pkcs8' });

/** New material of a key type of OpenSSL, made in libuv's thread pool. */
export const generateInPool = (
  type: 'ec' | 'ed25519' | MlDsaName | MlKemName,
  options: { readonly namedCurve?: string } = {},
): Promise<Material> =>
  new Promise((resolve, reject) => {
    generateKeyPair(type as 'ec', options as { namedCurve: string }, (error, _publicKey, privateKey) =>
      error ? reject(error) : resolve(privateKeyDer(privateKey)),
    );
  });

/** A caller's PKCS#8 key. @throws CryptoRefusal KeyMaterial */
export function readPrivateKey(bytes: Buffer): KeyObject {
  try {
    if (isOneSequence(bytes)) return createPrivateKey({ key: bytes, format: 'der', type: 'pkcs8' });
  } catch {
    // What OpenSSL says of the bytes is nobody's business.
  }
  throw new CryptoRefusal('KeyMaterial');
}

/** A caller's SPKI key. @throws CryptoRefusal PublicKey */
export function readPublicKey(bytes: Buffer): KeyObject {
  try {
    if (isOneSequence(bytes)) return createPublicKey({ key: bytes, format: 'der', type: 'spki' });
  } catch {
    // As above.
  }
  throw new CryptoRefusal('PublicKey');
}

/** In libuv's thread pool. `hash` is null for schemes that bring their own. */
export const signInPool = (hash: string | null, message: Buffer, key: KeyObject | SignKeyObjectInput): Promise<Buffer> =>
  new Promise((resolve, reject) => {
    sign(hash, message, key, (error, signature) => (error ? reject(error) : resolve(signature)));
  });

/** In libuv's thread pool. */
export const verifyInPool = (
  hash: string | null,
  message: Buffer,
  key: KeyObject | VerifyKeyObjectInput,
  signature: Buffer,
): Promise<boolean> =>
  new Promise((resolve, reject) => {
    verify(hash, message, key, signature, (error, valid) => (error ? reject(error) : resolve(valid)));
  });
