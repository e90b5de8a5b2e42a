/** GetTrail, DescribeTrails, ListTrails, GetTrailStatus. */
import type { DeliveryStatus } from '../../../audit/delivery/contract.ts';
import type { RequestContext } from '../../../base/operation.ts';
import { accountAsk } from '../asks.ts';
import type { CloudTrail, Family, Op } from '../cloudtrail.ts';
import { existing, resolveTrail, type TrailTarget } from '../named-trail.ts';
import { shownTrail } from '../shown.ts';
import type { TrailRow } from '../tables.ts';
import { arnOf, pageKeyOf } from '../trails.ts';
import type { GetTrailStatusResponse } from '../types.ts';

export const trailReads = (cloudtrail: CloudTrail): Family<'DescribeTrails' | 'GetTrail' | 'GetTrailStatus' | 'ListTrails'> => ({
  DescribeTrails: describeTrails(cloudtrail),
  GetTrail: getTrail(cloudtrail),
  GetTrailStatus: getTrailStatus(cloudtrail),
  ListTrails: listTrails(cloudtrail),
});

const getTrail = (cloudtrail: CloudTrail): Op<'GetTrail', TrailTarget> => ({
  resolve: (input, context) => resolveTrail(cloudtrail, 'GetTrail', input.Name, input, context),
  run: (_input, call) => ({ Trail: shownTrail(existing(call.target, call)) }),
});

/** Trails that are not there are left out. */
const describeTrails = (cloudtrail: CloudTrail): Op<'DescribeTrails', undefined> => ({
  resolve: (input, context) => ({ asks: [accountAsk('DescribeTrails', input, context)], target: undefined }),
  async run({ trailNameList = [], includeShadowTrails = true }, call) {
    const { account, region } = call.caller;
    const rows = trailNameList.length > 0 ? await rowsNamed(cloudtrail, trailNameList, call) : await cloudtrail.trails.seenFrom(account, region);
    return { trailList: rows.filter((row) => includeShadowTrails || row.region === region).map(shownTrail) };
  },
});

async function rowsNamed({ trails }: CloudTrail, texts: readonly string[], context: RequestContext): Promise<TrailRow[]> {
  const found = await Promise.all([...new Set(texts)].map((text) => trails.named(text, context)));
  return found.flatMap(({ row }) => row ?? []);
}

const listTrails = ({ trails, pages }: CloudTrail): Op<'ListTrails', undefined> => ({
  resolve: (input, context) => ({ asks: [accountAsk('ListTrails', input, context)], target: undefined }),
  async run({ NextToken: token }, { caller: { account } }) {
    const fetch = (after: string, count: number) => trails.page(account, after, count);
    const { items, ...more } = await pages.list(token, ['ListTrails', account], pageKeyOf, fetch);
    return { Trails: items.map((row) => ({ TrailARN: arnOf(row), Name: row.name, HomeRegion: row.region })), ...more };
  },
});

const getTrailStatus = (cloudtrail: CloudTrail): Op<'GetTrailStatus', TrailTarget> => ({
  resolve: (input, context) => resolveTrail(cloudtrail, 'GetTrailStatus', input.Name, input, context),
  run(_input, call) {
    const row = existing(call.target, call);
    return shownStatus(row, cloudtrail.deliveries.status(row.delivery_id));
  },
});

/** The texts are of older clients; what has not happened is empty in them, and absent else. */
const shownStatus = (row: TrailRow, status: DeliveryStatus): GetTrailStatusResponse => ({
  IsLogging: row.logging === 1,
  LatestDeliveryError: status.error,
  LatestDeliveryTime: status.deliveredAt,
  StartLoggingTime: row.started_at ?? undefined,
  StopLoggingTime: row.stopped_at ?? undefined,
  LatestDigestDeliveryTime: status.digestDeliveredAt,
  LatestDigestDeliveryError: status.digestError,
  LatestDeliveryAttemptTime: timeText(status.attemptedAt),
  LatestNotificationAttemptTime: '',
  LatestNotificationAttemptSucceeded: '',
  LatestDeliveryAttemptSucceeded: timeText(status.deliveredAt),
  TimeLoggingStarted: timeText(row.started_at),
  TimeLoggingStopped: timeText(row.stopped_at),
});

const timeText = (time: number | null | undefined): string => (time == null ? '' : `${new Date(time).toISOString().slice(0, 19)}Z`);
