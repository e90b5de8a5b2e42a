import * as faults from '../faults.ts';
import type { Op, Sts } from '../sts.ts';

/** The account alone, of any access key: whether the key may be used is not told. */
export const getAccessKeyInfo = (sts: Sts): Op<'GetAccessKeyInfo', undefined> => ({
  resolve: (_input, { caller }) => ({
    asks: [{ action: 'sts:GetAccessKeyInfo', resource: '*', account: caller.account, rule: 'identity' }],
    target: undefined,
  }),
  async run(input) {
    const account = await sts.accountOf(input.AccessKeyId);
    if (account === undefined) throw faults.unknownAccessKey();
    return { Account: account };
  },
});
