import type { Unit } from '../../../base/unit.ts';
import * as faults from '../faults.ts';
import type { KeyRecord } from '../key-record.ts';
import type { Kms, Op } from '../kms.ts';
import { resolveKeyById } from '../resources.ts';
import { rotateToNew, rotateToPending } from '../rotation.ts';
import { ON_DEMAND_ROTATIONS_MAX, requireRotatable, ROTATIONS_APART_MS } from '../rotation-rules.ts';
import { requireState } from '../states.ts';
import { isHere } from '../waiting-material.ts';

/** Done when it answers; the automatic schedule stays as it is. */
export const rotateKeyOnDemand = (kms: Kms): Op<'RotateKeyOnDemand', KeyRecord> => ({
  resolve: resolveKeyById(kms, 'RotateKeyOnDemand'),
  async run(_input, { target: key, unit, now }) {
    requireRotatable(key);
    requireState(key, 'use');
    if (key.row.on_demand_rotations >= ON_DEMAND_ROTATIONS_MAX) {
      throw faults.limitExceeded(
        'The on-demand rotations limit has been reached for the given keyId. ' +
          `No more on-demand rotations can be performed for this key: ${key.arn}`,
      );
    }
    requireDistance(key, now);
    await rotate(kms, unit, key, now);
    return { KeyId: key.row.key_id };
  },
});

/** @throws Fault ConflictException */
function requireDistance(key: KeyRecord, now: number): void {
  const { rotation_enabled, next_rotation_at } = key.row;
  if (!rotation_enabled || next_rotation_at === null) return;
  if (Math.abs(next_rotation_at - now) < ROTATIONS_APART_MS) throw faults.rotationConflict(key.arn);
}

async function rotate(kms: Kms, unit: Unit, key: KeyRecord, now: number): Promise<void> {
  const family = await kms.lifecycle.family(key);
  const change = { on_demand_rotations: key.row.on_demand_rotations + 1 };
  const rotation = { type: 'ON_DEMAND' as const, at: now, change };
  if (key.row.origin === 'AWS_KMS') return rotateToNew(kms.changes, unit, family, rotation);
  const pending = key.materials.find((material) => material.state === 'PENDING_ROTATION' && material.sealed !== null);
  if (!pending || !family.every((member) => isHere(member, pending.material_id))) {
    throw faults.invalidState(`No available key material pending rotation for the key: ${key.arn}.`);
  }
  return rotateToPending(kms.changes, unit, family, pending.material_id, rotation);
}
