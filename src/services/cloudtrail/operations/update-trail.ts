import type { CloudTrail, Op } from '../cloudtrail.ts';
import { changeable, resolveTrail, type TrailTarget } from '../named-trail.ts';
import { checkBucket, checkKey, checkSettings, settingsAfter } from '../settings.ts';
import { definitionOf, shownSettings } from '../shown.ts';

export const updateTrail = (cloudtrail: CloudTrail): Op<'UpdateTrail', TrailTarget> => ({
  resolve: (input, context) => resolveTrail(cloudtrail, 'UpdateTrail', input.Name, input, context),
  async run(input, call) {
    const { trails, deliveries } = cloudtrail;
    const row = await changeable(cloudtrail, call.target, call);
    const settings = settingsAfter(row, input);
    checkSettings(settings, 'UpdateTrail', input);
    if (settings.multi_region !== row.multi_region) await trails.claim(call.unit, { ...row, multi_region: settings.multi_region }, row);
    if (input.S3BucketName !== undefined) await checkBucket(cloudtrail, settings.bucket);
    const keyMatters = input.KmsKeyId !== undefined || input.S3BucketName !== undefined;
    if (settings.kms_key_arn !== null && keyMatters) {
      settings.kms_key_arn = await checkKey(cloudtrail, settings.kms_key_arn, { ...row, ...settings });
    }
    const changed = trails.update(call.unit, row, settings);
    deliveries.define(call.unit, row.delivery_id, definitionOf(changed));
    return shownSettings(changed);
  },
});
