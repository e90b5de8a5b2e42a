import type { Unit } from '../../../base/unit.ts';
import * as faults from '../faults.ts';
import { isAssociated, type KeyRecord } from '../key-record.ts';
import type { Kms, Op } from '../kms.ts';
import { resolveKeyById } from '../resources.ts';
import type { KeyMaterialRow } from '../tables.ts';
import { loseWaitingMaterial } from '../waiting-material.ts';

/**
 * Of the material named, else of the current one. Material that is not here already is no mistake; one that waits for
 * its rotation goes without effect on the key.
 */
export const deleteImportedKeyMaterial = (kms: Kms): Op<'DeleteImportedKeyMaterial', KeyRecord> => ({
  resolve: resolveKeyById(kms, 'DeleteImportedKeyMaterial'),
  async run(input, { target: key, unit }) {
    if (key.row.origin !== 'EXTERNAL') throw faults.wrongOrigin(key.arn, key.row.origin);
    const wanted = input.KeyMaterialId ?? key.row.current_material_id;
    const material = key.materials.find((candidate) => candidate.material_id === wanted);
    if (!material && input.KeyMaterialId !== undefined) throw faults.incorrectMaterial();
    if (material && isAssociated(material)) empty(kms, unit, key, material);
    else if (material) loseWaitingMaterial(kms.changes, unit, await kms.lifecycle.family(key), material.material_id);
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
