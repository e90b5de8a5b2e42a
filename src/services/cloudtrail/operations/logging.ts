/** StartLogging and StopLogging. Either can be repeated, and then changes nothing. */
import type { CloudTrail, Family, Op } from '../cloudtrail.ts';
import { changeable, resolveTrail, type TrailTarget } from '../named-trail.ts';

export const logging = (cloudtrail: CloudTrail): Family<'StartLogging' | 'StopLogging'> => ({
  StartLogging: startLogging(cloudtrail),
  StopLogging: stopLogging(cloudtrail),
});

const startLogging = (cloudtrail: CloudTrail): Op<'StartLogging', TrailTarget> => ({
  resolve: (input, context) => resolveTrail(cloudtrail, 'StartLogging', input.Name, input, context),
  async run(_input, call) {
    const row = await changeable(cloudtrail, call.target, call);
    if (row.logging === 1) return {};
    cloudtrail.trails.update(call.unit, row, { logging: 1, started_at: call.now });
    await cloudtrail.deliveries.startLogging(call.unit, row.delivery_id);
    return {};
  },
});

const stopLogging = (cloudtrail: CloudTrail): Op<'StopLogging', TrailTarget> => ({
  resolve: (input, context) => resolveTrail(cloudtrail, 'StopLogging', input.Name, input, context),
  async run(_input, call) {
    const row = await changeable(cloudtrail, call.target, call);
    if (row.logging === 0) return {};
    cloudtrail.trails.update(call.unit, row, { logging: 0, stopped_at: call.now });
    await cloudtrail.deliveries.stopLogging(call.unit, row.delivery_id, call.now);
    return {};
  },
});
