import { parseArn } from '../../../base/arn.ts';
import type { RequestContext } from '../../../base/operation.ts';
import { accountAsk } from '../asks.ts';
import * as faults from '../faults.ts';
import { principalArn, searchedNames } from '../grants-principals.ts';
import { grantEntry } from '../grants-record.ts';
import type { Kms, Op } from '../kms.ts';
import type { GrantRow } from '../tables.ts';
import type { ListRetirableGrantsRequest } from '../types.ts';

/**
 * The grants of one retiring principal in the region, on whatever account's keys. A principal must be the caller's
 * account's; a service may retire grants of anybody, and of those an account is shown what is on its own keys.
 */
export const listRetirableGrants = (kms: Kms): Op<'ListRetirableGrants', string> => ({
  resolve(input, context) {
    const retiring = retiringOf(input, context);
    return { asks: [accountAsk('ListRetirableGrants', {}, context, retiring)], target: retiring };
  },
  async run(input, { target: retiring, caller, now }) {
    const { account, region } = caller;
    const rules = { scope: `ListRetirableGrants ${account} ${region} ${retiring}`, defaultLimit: 50, limitMax: 100 };
    const names = input.RetiringPrincipal === undefined ? [retiring] : await searchedNames(kms.guard, retiring);
    const fetch = (lastId: string, count: number) => {
      const rows = kms.store.db
        .selectFrom('kms_grants')
        .selectAll()
        .where('region', '=', region)
        .where('retiring', 'in', names)
        .where('grant_id', '>', lastId);
      const narrowed = input.RetiringServicePrincipal === undefined ? rows : rows.where('account', '=', account);
      return narrowed.orderBy('grant_id').limit(count).execute();
    };
    const { items, ...rest } = await kms.pages.list(input, rules, (row) => row.grant_id, fetch);
    const present = await ofPresentKeys(kms, items, now);
    return { Grants: await Promise.all(present.map((row) => grantEntry(kms.guard, row))), ...rest };
  },
});

/** @throws Fault ValidationException, InvalidArnException, AccessDeniedException */
function retiringOf(input: ListRetirableGrantsRequest, { caller }: RequestContext): string {
  const { RetiringPrincipal, RetiringServicePrincipal } = input;
  if ((RetiringPrincipal === undefined) === (RetiringServicePrincipal === undefined)) {
    throw faults.validation('Exactly one of RetiringPrincipal and RetiringServicePrincipal must be specified.');
  }
  if (RetiringPrincipal === undefined) return RetiringServicePrincipal!;
  const retiring = principalArn(RetiringPrincipal, caller.region);
  if (parseArn(retiring)!.account === caller.account) return retiring;
  throw faults.foreignDenied(caller.principal.arn, 'kms:ListRetirableGrants');
}

/** A key whose time has come is gone even before anybody asked for it, and its grants with it. */
async function ofPresentKeys(kms: Kms, rows: readonly GrantRow[], now: number): Promise<readonly GrantRow[]> {
  const present: GrantRow[] = [];
  for (const row of rows) if (await kms.keys.get(row, now)) present.push(row);
  return present;
}
