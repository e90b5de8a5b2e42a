import type { KeyRecord } from '../key-record.ts';
import type { Kms, Op } from '../kms.ts';
import { resolveKeyById } from '../resources.ts';
import { requireAutomaticRotation } from '../rotation-rules.ts';
import { requireState } from '../states.ts';

export const disableKeyRotation = (kms: Kms): Op<'DisableKeyRotation', KeyRecord> => ({
  resolve: resolveKeyById(kms, 'DisableKeyRotation'),
  async run(_input, { target: key, unit }) {
    requireAutomaticRotation(key);
    requireState(key, 'use');
    const change = { rotation_enabled: 0, next_rotation_at: null } as const;
    for (const member of await kms.lifecycle.family(key)) kms.changes.update(unit, member, change);
  },
});
