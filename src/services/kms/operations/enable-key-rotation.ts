import { synchronized } from '../events.ts';
import type { KeyRecord } from '../key-record.ts';
import type { Kms, Op } from '../kms.ts';
import { resolveKeyById } from '../resources.ts';
import { nextRotation, DEFAULT_ROTATION_DAYS } from '../rotation.ts';
import { requireAutomaticRotation } from '../rotation-rules.ts';
import { requireState } from '../states.ts';

/** The schedule counts from now. Rotation is shared: the replicas of a multi-Region key follow. */
export const enableKeyRotation = (kms: Kms): Op<'EnableKeyRotation', KeyRecord> => ({
  resolve: resolveKeyById(kms, 'EnableKeyRotation'),
  async run(input, { target: key, unit, now }) {
    requireAutomaticRotation(key);
    requireState(key, 'use');
    const days = input.RotationPeriodInDays ?? key.row.rotation_period_days ?? DEFAULT_ROTATION_DAYS;
    const change = { rotation_enabled: 1, rotation_period_days: days, next_rotation_at: nextRotation(now, days) } as const;
    const family = await kms.lifecycle.family(key);
    for (const member of family) kms.changes.update(unit, member, change);
    unit.events.push(...synchronized(family));
  },
});
