import { type AliasTarget, resolveAlias } from '../aliases.ts';
import type { Kms, Op } from '../kms.ts';

/** The key that the alias named is not touched. */
export const deleteAlias = (kms: Kms): Op<'DeleteAlias', AliasTarget> => ({
  resolve: (input, context) => resolveAlias(kms, 'DeleteAlias', input, context),
  run(_input, { target, unit, caller: { account, region } }) {
    unit.write(
      kms.store.db
        .deleteFrom('kms_aliases')
        .where('account', '=', account)
        .where('region', '=', region)
        .where('alias_name', '=', target.alias),
      1,
    );
    unit.afterCommit(() => kms.keys.forgetAlias(account, region, target.alias));
  },
});
