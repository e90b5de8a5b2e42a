import { aliasArn } from '../../../base/arn.ts';
import type { Caller } from '../../../base/caller.ts';
import type { RequestContext } from '../../../base/operation.ts';
import * as faults from '../faults.ts';
import type { KeyRecord } from '../key-record.ts';
import type { Kms, Op } from '../kms.ts';
import { withoutResource } from '../resources.ts';
import type { AliasRow } from '../tables.ts';
import type { AliasListEntry, ListAliasesRequest } from '../types.ts';

/** By name; with a `KeyId`, that key's only. IAM alone decides, so a key is looked for but not asked for; it must be the caller's. */
export const listAliases = (kms: Kms): Op<'ListAliases', KeyRecord | undefined> => ({
  async resolve(input, context) {
    const { asks } = withoutResource('ListAliases', input, context);
    return { asks, target: await keyOf(kms, input, context) };
  },
  async run(input, call) {
    const { account, region } = call.caller;
    const keyId = call.target?.row.key_id;
    const rules = { scope: `ListAliases ${account} ${region} ${keyId ?? '*'}`, defaultLimit: 50, limitMax: 100 };
    const fetch = async (lastName: string, count: number) => {
      const rows = kms.store.db
        .selectFrom('kms_aliases')
        .selectAll()
        .where('account', '=', account)
        .where('region', '=', region)
        .where('alias_name', '>', lastName);
      const narrowed = keyId === undefined ? rows : rows.where('key_id', '=', keyId);
      const found = (await narrowed.orderBy('alias_name').limit(count).execute()).map(entryOf);
      return keyId === undefined ? withPredefined(kms, found, lastName, call.caller).slice(0, count) : found;
    };
    const { items: Aliases, ...rest } = await kms.pages.list(input, rules, (entry) => entry.AliasName!, fetch);
    return { Aliases, ...rest };
  },
});

/** The names of services whose key has not been made yet have no target. @param found from the store, after `lastName` */
function withPredefined(
  kms: Kms,
  found: readonly AliasListEntry[],
  lastName: string,
  { account, region }: Caller,
): readonly AliasListEntry[] {
  const known = new Set(found.map(({ AliasName }) => AliasName));
  const missing = kms.managed.aliases.filter((name) => name > lastName && !known.has(name));
  const entries = missing.map((AliasName) => ({ AliasName, AliasArn: aliasArn(region, account, AliasName) }));
  return [...found, ...entries].sort((a, b) => (a.AliasName! < b.AliasName! ? -1 : 1));
}

async function keyOf(kms: Kms, input: ListAliasesRequest, context: RequestContext): Promise<KeyRecord | undefined> {
  if (input.KeyId === undefined) return undefined;
  const key = await kms.keys.find(input.KeyId, 'kms:ListAliases', context, false);
  const { account, principal } = context.caller;
  if (key.row.account !== account) throw faults.foreignDenied(principal.arn, 'kms:ListAliases');
  return key;
}

const entryOf = (row: AliasRow): AliasListEntry => ({
  AliasName: row.alias_name,
  AliasArn: aliasArn(row.region, row.account, row.alias_name),
  TargetKeyId: row.key_id,
  CreationDate: row.created_at,
  LastUpdatedDate: row.updated_at,
});
