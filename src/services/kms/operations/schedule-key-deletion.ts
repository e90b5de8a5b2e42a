import { DAY_MS } from '../../../base/clock.ts';
import * as faults from '../faults.ts';
import { isPrimary, type KeyRecord } from '../key-record.ts';
import type { Kms, Op } from '../kms.ts';
import { resolveKeyById } from '../resources.ts';
import { requireState } from '../states.ts';
import type { ScheduleKeyDeletionResponse } from '../types.ts';

const WINDOW_DAYS = { least: 7, most: 30 };

/** A multi-Region primary waits for its replicas first: PendingReplicaDeletion has a window, but no date yet. */
export const scheduleKeyDeletion = (kms: Kms): Op<'ScheduleKeyDeletion', KeyRecord> => ({
  resolve: resolveKeyById(kms, 'ScheduleKeyDeletion'),
  async run(input, { target: key, unit, now }): Promise<ScheduleKeyDeletionResponse> {
    const days = input.PendingWindowInDays ?? WINDOW_DAYS.most;
    checkWindow(days);
    requireState(key, 'scheduleDeletion');
    const response = { KeyId: key.arn, PendingWindowInDays: days };
    if (isPrimary(key) && (await kms.keys.relatedRegions(key)).length > 1) {
      kms.changes.update(unit, key, { state: 'PendingReplicaDeletion', pending_window_days: days, deletion_at: null });
      return { ...response, KeyState: 'PendingReplicaDeletion' };
    }
    const DeletionDate = now + days * DAY_MS;
    kms.changes.update(unit, key, { state: 'PendingDeletion', pending_window_days: days, deletion_at: DeletionDate });
    return { ...response, DeletionDate, KeyState: 'PendingDeletion' };
  },
});

function checkWindow(days: number): void {
  const { least, most } = WINDOW_DAYS;
  if (days >= least && days <= most) return;
  const bound = days < least ? `greater than or equal to ${least}` : `less than or equal to ${most}`;
  throw faults.validation(
    `1 validation error detected: Value '${days}' at 'pendingWindowInDays' failed to satisfy constraint: Member must have value ${bound}`,
  );
}
