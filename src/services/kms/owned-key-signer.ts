/** Signing under an AWS owned key: SHA256withRSA (RFC 8017, RSASSA-PKCS1-v1_5). */
import type { DigestPublicKey, DigestSigner } from '../../audit/journal/digest-signer.ts';
import { namedRsaPublicKey } from '../../crypto/rsa-public-key.ts';
import type { KeyRecord } from './key-record.ts';
import type { HeldKey } from './owned-keys.ts';

const ALGORITHM = 'RSASSA_PKCS1_V1_5_SHA_256';

/** @param make makes the key when there is none yet: finding primes takes a while, so it waits for the first signature */
export const signerUnder = (held: HeldKey, make: () => Promise<void>): DigestSigner => ({
  async sign(data) {
    if (!held.record) await make();
    const { spec, current } = held.record!;
    const key = held.use(current!);
    return { signature: await spec.sign!(key, ALGORITHM, 'RAW', data), fingerprint: namedRsaPublicKey(key).fingerprint };
  },
  publicKeys: () => (held.record ? publicKeysOf(held, held.record) : []),
});

function publicKeysOf(held: HeldKey, { row, materials }: KeyRecord): readonly DigestPublicKey[] {
  return materials.map((material, index) => ({
    ...namedRsaPublicKey(held.ready(material)),
    validFrom: material.rotated_at ?? row.created_at,
    validTo: materials[index + 1]?.rotated_at ?? undefined,
  }));
}
