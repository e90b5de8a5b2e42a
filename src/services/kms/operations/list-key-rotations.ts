import * as faults from '../faults.ts';
import { isSymmetricEncryption, type KeyRecord } from '../key-record.ts';
import type { Kms, Op } from '../kms.ts';
import { resolveKeyById } from '../resources.ts';
import type { KeyMaterialRow } from '../tables.ts';
import type { RotationsListEntry } from '../types.ts';

/** Completed rotations; with ALL_KEY_MATERIAL also the first material and those that wait. */
export const listKeyRotations = (kms: Kms): Op<'ListKeyRotations', KeyRecord> => ({
  resolve: resolveKeyById(kms, 'ListKeyRotations'),
  async run(input, { target: key }) {
    if (!isSymmetricEncryption(key)) throw faults.unsupported();
    const include = input.IncludeKeyMaterial ?? 'ROTATIONS_ONLY';
    const rules = { scope: `ListKeyRotations ${key.arn} ${include}`, defaultLimit: 100, limitMax: 1_000 };
    const shown = key.materials.filter((material) => include === 'ALL_KEY_MATERIAL' || material.rotated_at !== null);
    const fetch = (last: string, count: number) =>
      shown.filter((material) => material.sequence > Number(last)).slice(0, count);
    const { items, ...rest } = await kms.pages.list(input, rules, (material) => String(material.sequence), fetch);
    return { Rotations: items.map((material) => entryOf(key, material)), ...rest };
  },
});

function entryOf(key: KeyRecord, material: Readonly<KeyMaterialRow>): RotationsListEntry {
  return {
    KeyId: key.row.key_id,
    KeyMaterialId: material.material_id,
    ...(key.row.origin === 'EXTERNAL' ? importedFields(material) : {}),
    KeyMaterialState: material.state,
    RotationDate: material.rotated_at ?? undefined,
    RotationType: material.rotation_type ?? undefined,
  };
}

const importedFields = (material: Readonly<KeyMaterialRow>): Partial<RotationsListEntry> => ({
  KeyMaterialDescription: material.description ?? undefined,
  ImportState: material.sealed === null ? 'PENDING_IMPORT' : 'IMPORTED',
  ExpirationModel: (material.sealed && material.expiration_model) ?? undefined,
  ValidTo: material.valid_to ?? undefined,
});
