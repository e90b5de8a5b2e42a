import { checkDescription } from '../creation.ts';
import type { KeyRecord } from '../key-record.ts';
import type { Kms, Op } from '../kms.ts';
import { resolveKeyById } from '../resources.ts';
import { requireState } from '../states.ts';

export const updateKeyDescription = (kms: Kms): Op<'UpdateKeyDescription', KeyRecord> => ({
  resolve: resolveKeyById(kms, 'UpdateKeyDescription'),
  run(input, { target: key, unit }) {
    requireState(key, 'describe');
    kms.changes.update(unit, key, { description: checkDescription(input.Description) });
  },
});
