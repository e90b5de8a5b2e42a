import type { KeyRecord } from '../key-record.ts';
import type { Kms, Op } from '../kms.ts';
import { resolveKeyById } from '../resources.ts';
import { requireState } from '../states.ts';

/** Disabling a disabled key changes nothing. */
export const disableKey = (kms: Kms): Op<'DisableKey', KeyRecord> => ({
  resolve: resolveKeyById(kms, 'DisableKey'),
  run(_input, { target: key, unit }) {
    requireState(key, 'toggle');
    if (key.row.state === 'Enabled') kms.changes.update(unit, key, { state: 'Disabled' });
  },
});
