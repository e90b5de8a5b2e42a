import { aliasArn } from '../../../base/arn.ts';
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
    const fetch = (lastName: string, count: number) => {
      const rows = kms.store.db
        .selectFrom('kms_aliases')
        .selectAll()
        .where('account', '=', account)
        .where('region', '=', region)
        .where('alias_name', '>', lastName);
      const narrowed = keyId === undefined ? rows : rows.where('key_id', '=', keyId);
      return narrowed.orderBy('alias_name').limit(count).execute();
    };
    const { items, ...rest } = await kms.pages.list(input, rules, (row) => row.alias_name, fetch);
    return { Aliases: items.map(entryOf), ...rest };
  },
});

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
