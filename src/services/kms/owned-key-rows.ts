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
    rotation_enabled: rotationDays === undefined ? 0 : 1,
    rotation_period_days: rotationDays ?? null,
    next_rotation_at: rotationDays === undefined ? null : nextRotation(now, rotationDays),
    current_material_id: material.material_id,
    managed_by: ownedKeyName(service.name, name),
  });
  changes.insert(unit, row, [material]);
  material.material?.fill(0);
}
