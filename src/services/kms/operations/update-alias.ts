import { type AliasTarget, requireRoomForAlias, resolveAlias } from '../aliases.ts';
import * as faults from '../faults.ts';
import { isSymmetricEncryption, type KeyRecord } from '../key-record.ts';
import type { Kms, Op } from '../kms.ts';
import { requireState } from '../states.ts';

/** The new key must be of the old one's kind, so that what uses the alias goes on working. */
export const updateAlias = (kms: Kms): Op<'UpdateAlias', AliasTarget> => ({
  resolve: (input, context) => resolveAlias(kms, 'UpdateAlias', input, context),
  async run(_input, { target, unit, now, caller: { account, region } }) {
    const key = target.key!;
    const present = target.present!;
    requireState(key, 'describe');
    const old = await kms.keys.get(present, now);
    if (old && !sameKind(old, key)) {
      throw faults.validation(
        'Alias cannot be updated: the current and the new KMS key must be the same type and have the same key usage.',
      );
    }
    if (old?.name !== key.name) await requireRoomForAlias(kms, key);
    kms.changes.update(unit, key, {});
    unit.write(
      kms.store.db
        .updateTable('kms_aliases')
        .set({ key_id: key.row.key_id, updated_at: now })
        .where('account', '=', account)
        .where('region', '=', region)
        .where('alias_name', '=', target.alias)
        .where('key_id', '=', present.key_id),
      1,
    );
    unit.afterCommit(() => kms.keys.forgetAlias(account, region, target.alias));
  },
});

type Kind = 'symmetric' | 'hmac' | 'asymmetric';

function kindOf(key: KeyRecord): Kind {
  if (isSymmetricEncryption(key)) return 'symmetric';
  return key.spec.publicKey ? 'asymmetric' : 'hmac';
}

const sameKind = (a: KeyRecord, b: KeyRecord): boolean =>
  kindOf(a) === kindOf(b) && a.row.key_usage === b.row.key_usage;
