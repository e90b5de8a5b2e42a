/** Which events are a trail's: by account, region and selectors. An event is looked at by the head of its journal line. */
import { globalRegionOf } from '../../base/arn.ts';
import type { TrailDefinition } from './contract.ts';

/** `i` of the journal's event lines, as far as it matters here. */
export interface EventHead {
  readonly account: string;
  readonly region: string;
  readonly time: number;
  readonly name: string;
  readonly source: string;
  readonly readOnly: boolean;
}

/** Their events are in one region wherever the caller was. */
const GLOBAL_SOURCES = ['iam.amazonaws.com', 'sts.amazonaws.com'];

export function isWanted(trail: TrailDefinition, event: EventHead): boolean {
  if (event.account !== trail.account || !(trail.multiRegion || event.region === trail.homeRegion)) return false;
  if (!trail.globalEvents && event.region === globalRegionOf(event.region) && GLOBAL_SOURCES.includes(event.source)) return false;
  return trail.selectors.some(({ readOnly, excludedSources }) => {
    return (readOnly === undefined || readOnly === event.readOnly) && !excludedSources.includes(event.source);
  });
}

/** Delivery's own doing: data keys for what it delivers. */
export const isOfDelivery = ({ name, source }: EventHead, event: string): boolean =>
  source === 'kms.amazonaws.com' && name === 'GenerateDataKey' && event.includes('"invokedBy":"cloudtrail.amazonaws.com"') && event.includes('"type":"AWSService"');
