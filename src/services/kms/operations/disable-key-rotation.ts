import { synchronized } from '../events.ts';
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
    const family = await kms.lifecycle.family(key);
    for (const member of family) kms.changes.update(unit, member, change);
    unit.events.push(...synchronized(family));
  },
});
