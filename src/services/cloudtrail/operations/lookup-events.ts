import { accountAsk } from '../asks.ts';
import type { CloudTrail, Op } from '../cloudtrail.ts';

export const lookupEvents = (_cloudtrail: CloudTrail): Op<'LookupEvents', undefined> => ({
  resolve: (input, context) => ({ asks: [accountAsk('LookupEvents', input, context)], target: undefined }),
  run: () => ({ Events: [] }),
});
