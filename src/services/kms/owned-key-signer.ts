/** Signing under an AWS owned key: SHA256withRSA (RFC 8017, RSASSA-PKCS1-v1_5). */
import { namedRsaPublicKey, type NamedRsaPublicKey } from '../../crypto/rsa-public-key.ts';
import type { KeyRecord } from './key-record.ts';
import type { HeldKey } from './owned-keys.ts';

const ALGORITHM = 'RSASSA_PKCS1_V1_5_SHA_256';

export interface OwnedKeySigner {
  /** `fingerprint`: of the public key that verifies it. */
  sign(data: Buffer): Promise<{ readonly signature: Buffer; readonly fingerprint: string }>;
  /** All that ever signed, oldest first: none before the first signature. */
  publicKeys(): readonly SigningPublicKey[];
}

export interface SigningPublicKey extends NamedRsaPublicKey {
  /** When it was made, and when the next one was; milliseconds since 1970. */
  readonly validFrom: number;
  readonly validTo: number | undefined;
}

/** @param make makes the key when there is none yet: finding primes takes a while, so it waits for the first signature */
export const signerUnder = (held: HeldKey, make: () => Promise<void>): OwnedKeySigner => ({
  async sign(data) {
    if (!held.record) await make();
    const { spec, current } = held.record!;
    const key = held.use(current!);
    return { signature: await spec.sign!(key, ALGORITHM, 'RAW', data), fingerprint: namedRsaPublicKey(key).fingerprint };
  },
  publicKeys: () => (held.record ? publicKeysOf(held, held.record) : []),
});

function publicKeysOf(held: HeldKey, { row, materials }: KeyRecord): readonly SigningPublicKey[] {
  return materials.map((material, index) => ({
    ...namedRsaPublicKey(held.ready(material)),
    validFrom: material.rotated_at ?? row.created_at,
    validTo: materials[index + 1]?.rotated_at ?? undefined,
  }));
}
