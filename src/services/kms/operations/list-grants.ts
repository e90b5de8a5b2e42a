import { checkGrantId } from '../grants-find.ts';
import { normalPrincipal, searchedNames } from '../grants-principals.ts';
import { grantEntry } from '../grants-record.ts';
import { type KeyRecord, ofKey } from '../key-record.ts';
import type { Kms, Op } from '../kms.ts';
import { resolveKeyById } from '../resources.ts';

/** By grant id, so in no order that means anything. */
export const listGrants = (kms: Kms): Op<'ListGrants', KeyRecord> => ({
  resolve: resolveKeyById(kms, 'ListGrants'),
  async run(input, { target: key }) {
    const { GrantId, GranteePrincipal, GranteeServicePrincipal } = input;
    if (GrantId !== undefined) checkGrantId(GrantId);
    const grantee = GranteePrincipal === undefined ? undefined : normalPrincipal(GranteePrincipal, key.row.region);
    const grantees = grantee === undefined ? undefined : await searchedNames(kms.guard, grantee);
    const filters = JSON.stringify([GrantId ?? null, grantees ?? null, GranteeServicePrincipal ?? null]);
    const rules = { scope: `ListGrants ${key.arn} ${filters}`, defaultLimit: 50, limitMax: 100 };
    const fetch = (lastId: string, count: number) => {
      let rows = kms.store.db
        .selectFrom('kms_grants')
        .selectAll()
        .where((where) => where.and(ofKey(key.row)))
        .where('grant_id', '>', lastId);
      if (GrantId !== undefined) rows = rows.where('grant_id', '=', GrantId);
      if (grantees !== undefined) rows = rows.where('grantee', 'in', grantees);
      if (GranteeServicePrincipal !== undefined) rows = rows.where('grantee', '=', GranteeServicePrincipal);
      return rows.orderBy('grant_id').limit(count).execute();
    };
    const { items, ...rest } = await kms.pages.list(input, rules, (row) => row.grant_id, fetch);
    return { Grants: await Promise.all(items.map((row) => grantEntry(kms.guard, row))), ...rest };
  },
});
