/** AWS owned keys as rows: read together at start, and made. */
import type { IntegratedService, OwnedKey } from '../../base/integrated-service.ts';
import { ownedKeyPolicy } from '../../base/managed-key-policy.ts';
import type { Unit } from '../../base/unit.ts';
import { KEY_SPECS } from '../../crypto/key-specs.ts';
import { firstMaterial, newKeyId, newKeyRow } from './creation.ts';
import { type KeyRecord, OWNED_KEYS_ACCOUNT, OWNED_KEYS_REGION } from './key-record.ts';
import type { KeyCore } from './kms.ts';
import { nextRotation } from './rotation.ts';

export const ownedKeyName = (service: string, name: string): string => `${service}/${name}`;

export async function readOwnedKeys({ store, keys }: KeyCore): Promise<KeyRecord[]> {
  const rows = store.db.selectFrom('kms_keys').select(['account', 'region', 'key_id']).where('account', '=', OWNED_KEYS_ACCOUNT);
  const records = await Promise.all((await rows.execute()).map((row) => keys.read(row)));
  return records.filter((record) => record !== undefined);
}

export async function insertOwnedKey(
  { changes }: KeyCore,
  unit: Unit,
  service: IntegratedService,
  { name, spec, description, rotationDays }: OwnedKey,
  now: number,
): Promise<void> {
  const keyId = newKeyId(false);
  const material = firstMaterial(keyId, await KEY_SPECS[spec]!.generate());
  const row = newKeyRow({
    account: OWNED_KEYS_ACCOUNT,
    region: OWNED_KEYS_REGION,
    key_id: keyId,
    spec,
    key_usage: spec === 'SYMMETRIC_DEFAULT' ? 'ENCRYPT_DECRYPT' : 'SIGN_VERIFY',
    origin: 'AWS_KMS',
    policy: ownedKeyPolicy(service.principal),
    created_at: now,
    description,
    ...rotationBy(rotationDays, now),
    current_material_id: material.material_id,
    managed_by: ownedKeyName(service.name, name),
  });
  changes.insert(unit, row, [material]);
  material.material?.fill(0);
}

/** A service's rule may be another in this version of Trent than when the key was made: it counts from the last rotation on. */
export function adoptRule({ changes }: KeyCore, unit: Unit, key: KeyRecord, rotationDays: number | undefined): void {
  if (key.row.rotation_period_days === (rotationDays ?? null)) return;
  changes.update(unit, key, rotationBy(rotationDays, key.current?.rotated_at ?? key.row.created_at));
}

const rotationBy = (days: number | undefined, since: number) => ({
  rotation_enabled: days === undefined ? (0 as const) : (1 as const),
  rotation_period_days: days ?? null,
  next_rotation_at: days === undefined ? null : nextRotation(since, days),
});
