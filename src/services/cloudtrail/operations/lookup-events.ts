/**
 * LookupEvents: the account's management events of this region, newest first. An event's time is a whole second, so the
 * bounds of the time range are, too. There are no Insights events.
 */
import type { AuditRecord, EventQuery } from '../../../base/audit.ts';
import { SECOND_MS } from '../../../base/clock.ts';
import type { RequestContext } from '../../../base/operation.ts';
import { accountAsk } from '../asks.ts';
import type { CloudTrail, Op } from '../cloudtrail.ts';
import * as faults from '../faults.ts';
import type { Event, LookupEventsRequest } from '../types.ts';

/** API reference, `MaxResults`: the most, and what is taken when it is left out. */
const RESULTS_MAX = 50;

/** API reference, `AttributeValue`: characters, of which some count twice. */
const VALUE_MAX = 2_000;
const counted = (value: string): number => value.length + (value.match(/[_ ,\n]/g)?.length ?? 0);

export const lookupEvents = ({ events }: CloudTrail): Op<'LookupEvents', EventQuery> => ({
  resolve: (input, context) => ({ asks: [accountAsk('LookupEvents', input, context)], target: queryOf(input, context) }),

  async run({ EventCategory }, { target }) {
    if (EventCategory !== undefined) return { Events: [] };
    const page = await events.lookup(target);
    if (page === undefined) throw faults.invalidNextToken();
    return { Events: page.records.map(shown), NextToken: page.next };
  },
});

/** @throws Fault InvalidLookupAttributesException, InvalidTimeRangeException */
function queryOf({ LookupAttributes = [], StartTime, EndTime, MaxResults, NextToken }: LookupEventsRequest, { caller }: RequestContext): EventQuery {
  const [attribute, another] = LookupAttributes;
  if (another !== undefined) throw faults.severalAttributes();
  if (attribute !== undefined && counted(attribute.AttributeValue) > VALUE_MAX) throw faults.longAttribute();
  if (StartTime !== undefined && EndTime !== undefined && StartTime > EndTime) throw faults.invalidLookupTimes();
  return {
    account: caller.account,
    region: caller.region,
    attribute: attribute && { key: attribute.AttributeKey, value: attribute.AttributeValue },
    startTime: StartTime === undefined ? undefined : Math.ceil(StartTime / SECOND_MS) * SECOND_MS,
    endTime: EndTime === undefined ? undefined : wholeSecond(EndTime) + SECOND_MS - 1,
    max: MaxResults ?? RESULTS_MAX,
    after: NextToken,
  };
}

const wholeSecond = (time: number): number => Math.floor(time / SECOND_MS) * SECOND_MS;

const shown = (record: AuditRecord): Event => ({
  EventId: record.eventId,
  EventName: record.eventName,
  ReadOnly: String(record.readOnly),
  AccessKeyId: record.accessKeyId,
  EventTime: wholeSecond(record.time),
  EventSource: record.eventSource,
  Username: record.username,
  Resources: record.resources.map(([ResourceType, ResourceName]) => ({ ResourceType, ResourceName })),
  CloudTrailEvent: record.event,
});
