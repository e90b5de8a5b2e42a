import type { Op } from '../sts.ts';

/** Asks for nothing: it tells callers what they know already, and no policy can forbid it. */
export const getCallerIdentity = (): Op<'GetCallerIdentity', undefined> => ({
  resolve: () => ({ asks: [], target: undefined }),
  run(_input, { caller }) {
    const { principalId, account, arn } = caller.principal;
    return { UserId: principalId, Account: account, Arn: arn };
  },
});
