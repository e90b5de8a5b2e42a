/** Imported material that waits for its rotation: when it can take place, and how the material is given up. */
import type { Unit } from '../../base/unit.ts';
import type { KeyChanges, MaterialChange } from './key-changes.ts';
import { isReplica, type KeyRecord } from './key-record.ts';

/** A rotation needs the material in every region of the key. */
export const isHere = (key: KeyRecord, materialId: string): boolean =>
  key.materials.some((material) => material.material_id === materialId && material.sealed !== null);

/**
 * Deleted or expired. The primary forgets the material, and its replicas with it; a replica forgets the bytes alone,
 * and all wait until it has them again.
 * @param family the key that loses it, then all its relatives
 */
export function loseWaitingMaterial(changes: KeyChanges, unit: Unit, family: readonly KeyRecord[], materialId: string): void {
  const [key, ...relatives] = family as [KeyRecord, ...KeyRecord[]];
  if (!isReplica(key)) return forgetMaterial(changes, unit, family, materialId);
  changes.update(unit, key, {}, { [materialId]: { ...AWAITED, sealed: null, valid_to: null } });
  for (const relative of relatives) changes.update(unit, relative, {}, { [materialId]: AWAITED });
}

/** The primary has it, and some region has not. */
export const AWAITED = { state: 'PENDING_MULTI_REGION_IMPORT_AND_ROTATION' } as const satisfies MaterialChange;
/** All regions have it. */
export const READY = { state: 'PENDING_ROTATION' } as const satisfies MaterialChange;

/** Nothing holds up the rotation any more when the region that was waited for is gone. @param family all that are left */
export function readyMaterial(family: readonly KeyRecord[]): { readonly [materialId: string]: MaterialChange } {
  const waiting = family[0]?.materials.find((material) => material.state === AWAITED.state);
  if (!waiting || !family.every((member) => isHere(member, waiting.material_id))) return {};
  return { [waiting.material_id]: READY };
}

function forgetMaterial(changes: KeyChanges, unit: Unit, family: readonly KeyRecord[], materialId: string): void {
  for (const member of family) {
    const materials = member.materials.filter((material) => material.material_id !== materialId);
    changes.update(unit, { ...member, materials }, {});
    changes.removeMaterial(unit, member, materialId);
  }
}
