/** Rotation: another key material becomes the current one, in every region that the key has. */
import { DAY_MS } from '../../base/clock.ts';
import type { Unit } from '../../base/unit.ts';
import { keyMaterialId } from '../../crypto/material-id.ts';
import { rotated } from './events.ts';
import type { KeyChange, KeyChanges, MaterialChange } from './key-changes.ts';
import type { KeyRecord } from './key-record.ts';
import type { RotationType } from './types.ts';

export interface Rotation {
  readonly type: RotationType;
  readonly at: number;
  /** Changes of the key besides: its next date, its count. */
  readonly change: KeyChange;
}

/** New random material for `keys`: all regions of one key. */
export async function rotateToNew(changes: KeyChanges, unit: Unit, keys: readonly KeyRecord[], rotation: Rotation): Promise<void> {
  const first = keys[0]!;
  const material = await first.spec.generate();
  const materialId = keyMaterialId(first.row.key_id, material);
  for (const key of keys) {
    const added = {
      material_id: materialId,
      sequence: key.materials.length + 1,
      state: 'CURRENT' as const,
      material,
      description: null,
      expiration_model: null,
      valid_to: null,
      rotated_at: rotation.at,
      rotation_type: rotation.type,
    };
    changes.update(unit, key, { ...rotation.change, current_material_id: materialId }, retired(key), [added]);
  }
  material.fill(0);
  unit.events.push(...rotated(keys, materialId, rotation.type));
}

/** The imported material that waits becomes current. */
export function rotateToPending(
  changes: KeyChanges,
  unit: Unit,
  keys: readonly KeyRecord[],
  materialId: string,
  rotation: Rotation,
): void {
  const current = { state: 'CURRENT' as const, rotated_at: rotation.at, rotation_type: rotation.type };
  for (const key of keys) {
    const materials = { ...retired(key), [materialId]: current };
    changes.update(unit, key, { ...rotation.change, current_material_id: materialId }, materials);
  }
  unit.events.push(...rotated(keys, materialId, rotation.type));
}

function retired(key: KeyRecord): { [materialId: string]: MaterialChange } {
  return key.current ? { [key.current.material_id]: { state: 'NON_CURRENT' } } : {};
}

export const DEFAULT_ROTATION_DAYS = 365;

export const nextRotation = (now: number, periodDays: number | null): number =>
  now + (periodDays ?? DEFAULT_ROTATION_DAYS) * DAY_MS;
