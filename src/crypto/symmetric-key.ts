/** SYMMETRIC_DEFAULT: 256 random bits, used only to derive a fresh key for each message (ciphertext.ts). */
import { type CiphertextHome, CryptoRefusal, type KeySpecRow, type Material, type UsableKey } from './contract.ts';
import { PreparedHmac } from './hmac.ts';
import { randomBytes } from './random.ts';

const MATERIAL_BYTES = 32;

export class SymmetricKey implements UsableKey {
  readonly spec = 'SYMMETRIC_DEFAULT';
  /** The pseudorandom function of NIST SP 800-108 under this key. */
  readonly prf: PreparedHmac;
  /** The home of its last ciphertext, encoded; ciphertext.ts keeps it here. */
  last: (CiphertextHome & { readonly bytes: Buffer }) | undefined;

  constructor(material: Material) {
    if (material.length !== MATERIAL_BYTES) throw new TypeError('not material of SYMMETRIC_DEFAULT');
    this.prf = new PreparedHmac('sha512', material);
  }

  destroy(): void {
    this.prf.destroy();
  }
}

export const symmetricRow = (): KeySpecRow => ({
  spec: 'SYMMETRIC_DEFAULT',
  symmetric: true,
  usages: { ENCRYPT_DECRYPT: ['SYMMETRIC_DEFAULT'] },
  importable: true,
  dataKeyPair: false,
  generate: async () => randomBytes(MATERIAL_BYTES),
  load: (material) => new SymmetricKey(material),
  importMaterial(bytes) {
    if (bytes.length !== MATERIAL_BYTES) throw new CryptoRefusal('KeyMaterial');
    return Buffer.from(bytes);
  },
});
