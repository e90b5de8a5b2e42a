import { randomUuid } from '../../../crypto/random.ts';
import { ask } from '../asks.ts';
import type { CloudTrail, Op } from '../cloudtrail.ts';
import { checkTrailName, trailArn } from '../names.ts';
import { checkBucket, checkKey, checkSettings, type Settings, settingsAfter } from '../settings.ts';
import { definitionOf, shownSettings } from '../shown.ts';
import type { TrailRow } from '../tables.ts';
import { checkTagCount, checkTags, writeTags } from '../tags.ts';

const DEFAULTS: Omit<Settings, 'bucket'> = {
  prefix: null,
  kms_key_arn: null,
  global_events: 1,
  multi_region: 0,
  validation: 0,
  recursive: 1,
};

/** The trail does not log yet: StartLogging begins that. */
export const createTrail = (cloudtrail: CloudTrail): Op<'CreateTrail', undefined> => ({
  resolve(input, context) {
    const { account, region } = context.caller;
    return { asks: [ask('CreateTrail', trailArn(region, account, input.Name), input, context)], target: undefined };
  },
  async run(input, { caller: { account, region }, now, unit }) {
    const { trails, deliveries } = cloudtrail;
    const name = input.Name;
    const tags = input.TagsList ?? [];
    checkTrailName(name);
    const settings = settingsAfter({ ...DEFAULTS, bucket: input.S3BucketName }, input);
    checkSettings(settings, 'CreateTrail', input);
    checkTags(tags);
    checkTagCount(tags.length);
    await trails.claim(unit, { account, region, name, multi_region: settings.multi_region });
    await checkBucket(cloudtrail, settings.bucket);
    const row: TrailRow = { ...unstarted(now), account, region, name, ...settings };
    if (row.kms_key_arn !== null) row.kms_key_arn = await checkKey(cloudtrail, row.kms_key_arn, row);
    trails.insert(unit, row);
    writeTags(cloudtrail, unit, row, tags);
    deliveries.define(unit, row.delivery_id, definitionOf(row));
    return shownSettings(row);
  },
});

const unstarted = (now: number) =>
  ({ version: 1, delivery_id: randomUuid(), created_at: now, selectors: null, logging: 0, started_at: null, stopped_at: null }) as const;
