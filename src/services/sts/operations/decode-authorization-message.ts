import { accountAsk } from '../asks.ts';
import * as faults from '../faults.ts';
import type { Op } from '../sts.ts';

/** No refusal of Trent's has an encoded message, as none of AWS KMS's has; so none is valid. */
export const decodeAuthorizationMessage = (): Op<'DecodeAuthorizationMessage', undefined> => ({
  resolve: (_input, { caller }) => ({ asks: [accountAsk('DecodeAuthorizationMessage', caller)], target: undefined }),
  run() {
    throw faults.invalidMessage();
  },
});
