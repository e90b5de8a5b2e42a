import type { KeyRecord } from '../key-record.ts';
import type { Kms, Op } from '../kms.ts';
import { resolveKeyById } from '../resources.ts';
import { requireState } from '../states.ts';

/** Enabling an enabled key changes nothing. A rotation that became due meanwhile happens next. */
export const enableKey = (kms: Kms): Op<'EnableKey', KeyRecord> => ({
  resolve: resolveKeyById(kms, 'EnableKey'),
  run(_input, { target: key, unit }) {
    requireState(key, 'toggle');
    if (key.row.state === 'Disabled') kms.changes.update(unit, key, { state: 'Enabled' });
  },
});
