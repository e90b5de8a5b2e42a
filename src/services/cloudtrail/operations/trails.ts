import type { Operation } from '../../../base/operation.ts';
import { accountAsk } from '../asks.ts';
import type { Family } from '../cloudtrail.ts';
import * as faults from '../faults.ts';

type Trails = 'AddTags' | 'CreateTrail' | 'DeleteTrail' | 'DescribeTrails' | 'GetEventSelectors' | 'GetTrail' | 'GetTrailStatus' | 'ListPublicKeys' | 'ListTags' | 'ListTrails' | 'PutEventSelectors' | 'RemoveTags' | 'StartLogging' | 'StopLogging' | 'UpdateTrail';
const NAMES = ['AddTags', 'CreateTrail', 'DeleteTrail', 'DescribeTrails', 'GetEventSelectors', 'GetTrail', 'GetTrailStatus', 'ListPublicKeys', 'ListTags', 'ListTrails', 'PutEventSelectors', 'RemoveTags', 'StartLogging', 'StopLogging', 'UpdateTrail'] as const;

export function trails(): Family<Trails> {
  const operations: { [name: string]: Operation<object, never, undefined> } = {};
  for (const name of NAMES) {
    operations[name] = {
      resolve: (input, context) => ({ asks: [accountAsk(name, input, context)], target: undefined }),
      run() {
        throw faults.unsupported(name, 'trails are not there yet.');
      },
    };
  }
  return operations as unknown as Family<Trails>;
}
