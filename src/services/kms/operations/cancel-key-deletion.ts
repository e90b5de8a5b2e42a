import { isAssociated, type KeyRecord } from '../key-record.ts';
import type { Kms, Op } from '../kms.ts';
import { resolveKeyById } from '../resources.ts';
import { requireState } from '../states.ts';

/** The key comes back disabled, or waiting for its import when its material is not here. */
export const cancelKeyDeletion = (kms: Kms): Op<'CancelKeyDeletion', KeyRecord> => ({
  resolve: resolveKeyById(kms, 'CancelKeyDeletion'),
  run(_input, { target: key, unit }) {
    requireState(key, 'cancelDeletion');
    const complete = key.current !== undefined && key.materials.every((material) => material.sealed || !isAssociated(material));
    const state = complete ? 'Disabled' : 'PendingImport';
    kms.changes.update(unit, key, { state, deletion_at: null, pending_window_days: null });
    return { KeyId: key.arn };
  },
});
