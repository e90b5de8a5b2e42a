import * as faults from '../faults.ts';
import type { KeyRecord } from '../key-record.ts';
import type { Kms, Op } from '../kms.ts';
import { resolveKeyById } from '../resources.ts';

/** A key that waits for its deletion shows no rotation; its setting comes back when the deletion is cancelled. */
export const getKeyRotationStatus = (kms: Kms): Op<'GetKeyRotationStatus', KeyRecord> => ({
  resolve: resolveKeyById(kms, 'GetKeyRotationStatus'),
  run(_input, { target: { row, arn } }) {
    if (row.state === 'PendingImport') throw faults.wrongOrigin(arn, row.origin);
    const pending = row.state === 'PendingDeletion' || row.state === 'PendingReplicaDeletion';
    if (!row.rotation_enabled || pending) return { KeyId: row.key_id, KeyRotationEnabled: false };
    return {
      KeyId: row.key_id,
      KeyRotationEnabled: true,
      RotationPeriodInDays: row.rotation_period_days ?? undefined,
      NextRotationDate: row.next_rotation_at ?? undefined,
    };
  },
});
