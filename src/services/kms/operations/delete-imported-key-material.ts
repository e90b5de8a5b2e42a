import type { Unit } from '../../../base/unit.ts';
import * as faults from '../faults.ts';
import { isAssociated, isPrimary, type KeyRecord } from '../key-record.ts';
import type { Kms, Op } from '../kms.ts';
import { resolveKeyById } from '../resources.ts';
import type { KeyMaterialRow } from '../tables.ts';

/** Of the material named, else of the current one. Material that is not here already is no mistake. */
export const deleteImportedKeyMaterial = (kms: Kms): Op<'DeleteImportedKeyMaterial', KeyRecord> => ({
  resolve: resolveKeyById(kms, 'DeleteImportedKeyMaterial'),
  async run(input, { target: key, unit }) {
    if (key.row.origin !== 'EXTERNAL') throw faults.wrongOrigin(key.arn, key.row.origin);
    const wanted = input.KeyMaterialId ?? key.row.current_material_id;
    const material = key.materials.find((candidate) => candidate.material_id === wanted);
    if (!material && input.KeyMaterialId !== undefined) throw faults.incorrectMaterial();
    if (material && isAssociated(material)) empty(kms, unit, key, material);
    else if (material) await forgetWaiting(kms, unit, key, material.material_id);
    return { KeyId: key.arn, KeyMaterialId: material?.material_id };
  },
});

/** The key waits for the same bytes again; one that is to be deleted goes on waiting for that. */
function empty(kms: Kms, unit: Unit, key: KeyRecord, material: Readonly<KeyMaterialRow>): void {
  if (material.sealed === null) return;
  const usable = key.row.state === 'Enabled' || key.row.state === 'Disabled';
  const change = usable ? { state: 'PendingImport' as const } : {};
  kms.changes.update(unit, key, change, { [material.material_id]: { sealed: null, valid_to: null } });
}

/** Material that waits for its rotation can go without effect; the primary takes it from its replicas too. */
async function forgetWaiting(kms: Kms, unit: Unit, key: KeyRecord, materialId: string): Promise<void> {
  if (!isPrimary(key) && key.row.multi_region) {
    kms.changes.update(unit, key, {}, { [materialId]: { sealed: null, valid_to: null, state: WAITING } });
    return;
  }
  for (const member of await kms.lifecycle.family(key)) {
    const materials = member.materials.filter((material) => material.material_id !== materialId);
    kms.changes.update(unit, { ...member, materials }, {});
    kms.changes.removeMaterial(unit, member, materialId);
  }
}

const WAITING = 'PENDING_MULTI_REGION_IMPORT_AND_ROTATION';
