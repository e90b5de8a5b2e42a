/** ML_KEM_512, ML_KEM_768, ML_KEM_1024 (FIPS 203); material is PKCS#8 with the 64-byte seed (RFC 9935). */
import { decapsulate, encapsulate } from 'node:crypto';
import { CryptoRefusal, type KeySpecRow } from './contract.ts';
import { generateInPool, KeyPair, keyPairOf, publicKeyDer, type MlKemName } from './key-pair.ts';

/** Both operations take some tens of microseconds: not worth a thread. @param ciphertextBytes FIPS 203, table 3 */
export const mlKemRow = (spec: string, name: MlKemName, ciphertextBytes: number): KeySpecRow => ({
  spec,
  symmetric: false,
  usages: { ENCAPSULATE_DECAPSULATE: ['ML_KEM'] },
  importable: false,
  dataKeyPair: true,
  generate: () => generateInPool(name),
  load: (material) => new KeyPair(spec, material),
  publicKey: (key) => publicKeyDer(key, spec),
  async encapsulate(key) {
    const { ciphertext, sharedKey } = encapsulate(keyPairOf(key, spec).publicKey);
    return { ciphertext: Buffer.from(ciphertext), sharedSecret: Buffer.from(sharedKey) };
  },
  async decapsulate(key, ciphertext) {
    if (ciphertext.length !== ciphertextBytes) throw new CryptoRefusal('Ciphertext');
    return Buffer.from(decapsulate(keyPairOf(key, spec).privateKey, ciphertext));
  },
});
