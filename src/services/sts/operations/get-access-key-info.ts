import { accountInKeyId } from '../access-key-ids.ts';
import { accountAsk } from '../asks.ts';
import * as faults from '../faults.ts';
import type { Op, Sts } from '../sts.ts';

/** The account alone, of any access key: whether the key may be used is not told. */
export const getAccessKeyInfo = (sts: Sts): Op<'GetAccessKeyInfo', undefined> => ({
  resolve: (_input, { caller }) => ({ asks: [accountAsk('GetAccessKeyInfo', caller)], target: undefined }),
  async run(input) {
    const account = await accountOf(sts, input.AccessKeyId);
    if (account === undefined) throw faults.unknownAccessKey();
    return { Account: account };
  },
});

async function accountOf({ directory }: Sts, accessKeyId: string): Promise<string | undefined> {
  const account = accountInKeyId(accessKeyId);
  if (account === undefined) return directory.accountOfKey(accessKeyId);
  return (await directory.accountExists(account)) ? account : undefined;
}
