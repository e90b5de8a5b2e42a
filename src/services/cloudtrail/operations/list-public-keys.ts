import { accountAsk } from '../asks.ts';
import type { CloudTrail, Op } from '../cloudtrail.ts';
import * as faults from '../faults.ts';

/** Every key whose time touches the range that is asked for. There are few: one page. */
export const listPublicKeys = ({ publicKeys }: CloudTrail): Op<'ListPublicKeys', undefined> => ({
  resolve: (input, context) => ({ asks: [accountAsk('ListPublicKeys', input, context)], target: undefined }),
  run({ StartTime, EndTime, NextToken }, { now }) {
    const [start, end] = [StartTime ?? now, EndTime ?? now];
    if (start > end) throw faults.invalidLookupTimes();
    if (NextToken !== undefined) throw faults.invalidToken();
    return { PublicKeyList: publicKeys().filter((key) => key.ValidityStartTime <= end && key.ValidityEndTime >= start) };
  },
});
