/** HMAC_224 … HMAC_512: as many random bytes as the digest has (RFC 2104 3), one algorithm each. */
import { CryptoRefusal, type KeySpecRow, type Material, type UsableKey } from './contract.ts';
import { PreparedHmac, type HmacHash } from './hmac.ts';
import { randomBytes } from './random.ts';

/** Imported keys may be longer than the digest, up to this many bytes (AWS KMS developer guide, "Importing key material"). */
const IMPORTED_BYTES_MAX = 128;

class MacKey implements UsableKey {
  readonly spec: string;
  readonly hmac: PreparedHmac;

  constructor(spec: string, hash: HmacHash, material: Material) {
    this.spec = spec;
    this.hmac = new PreparedHmac(hash, material);
  }

  destroy(): void {
    this.hmac.destroy();
  }
}

/** @param bytes of the digest, which is the length of a generated key */
export const hmacRow = (spec: string, hash: HmacHash, bytes: number): KeySpecRow => ({
  spec,
  symmetric: true,
  usages: { GENERATE_VERIFY_MAC: [`HMAC_SHA_${bytes * 8}`] },
  importable: true,
  dataKeyPair: false,
  generate: async () => randomBytes(bytes),
  load(material) {
    if (material.length < bytes || material.length > IMPORTED_BYTES_MAX) throw new TypeError(`not material of ${spec}`);
    return new MacKey(spec, hash, material);
  },
  importMaterial(material) {
    if (material.length < bytes || material.length > IMPORTED_BYTES_MAX) throw new CryptoRefusal('KeyMaterial');
    return Buffer.from(material);
  },
  mac(key, message) {
    if (!(key instanceof MacKey) || key.spec !== spec) throw new TypeError(`not a key of ${spec}`);
    return key.hmac.digest(message);
  },
});
