import { aliasArn } from '../../../base/arn.ts';
import { type AliasTarget, requireRoomForAlias, resolveAlias } from '../aliases.ts';
import * as faults from '../faults.ts';
import type { Kms, Op } from '../kms.ts';
import { requireState } from '../states.ts';

export const createAlias = (kms: Kms): Op<'CreateAlias', AliasTarget> => ({
  resolve: (input, context) => resolveAlias(kms, 'CreateAlias', input, context),
  async run(_input, { target, unit, now, caller: { account, region } }) {
    const key = target.key!;
    requireState(key, 'describe');
    if (target.present) throw faults.aliasExists(aliasArn(region, account, target.alias));
    await requireRoomForAlias(kms, key);
    kms.changes.update(unit, key, {});
    const row = { account, region, alias_name: target.alias, key_id: key.row.key_id, created_at: now, updated_at: now };
    unit.write(kms.store.db.insertInto('kms_aliases').values(row));
    unit.afterCommit(() => kms.keys.forgetAlias(account, region, target.alias));
  },
});
