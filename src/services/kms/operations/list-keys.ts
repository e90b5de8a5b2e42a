import { keyArn } from '../../../base/arn.ts';
import type { Kms, Op } from '../kms.ts';
import { withoutResource } from '../resources.ts';

export const listKeys = (kms: Kms): Op<'ListKeys', undefined> => ({
  resolve: (input, context) => withoutResource('ListKeys', input, context),
  async run(input, call) {
    const { account, region } = call.caller;
    const rules = { scope: `ListKeys ${account} ${region}`, defaultLimit: 100, limitMax: 1_000 };
    const fetch = (lastKey: string, count: number) =>
      kms.store.db
        .selectFrom('kms_keys')
        .select('key_id')
        .where('account', '=', account)
        .where('region', '=', region)
        .where('key_id', '>', lastKey)
        .orderBy('key_id')
        .limit(count)
        .execute();
    const { items, ...rest } = await kms.pages.list(input, rules, (row) => row.key_id, fetch);
    const Keys = items.map((row) => ({ KeyId: row.key_id, KeyArn: keyArn(region, account, row.key_id) }));
    return { Keys, ...rest };
  },
});
