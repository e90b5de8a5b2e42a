import type { CloudTrail, Op } from '../cloudtrail.ts';
import { changeable, resolveTrail, type TrailTarget } from '../named-trail.ts';

export const deleteTrail = (cloudtrail: CloudTrail): Op<'DeleteTrail', TrailTarget> => ({
  resolve: (input, context) => resolveTrail(cloudtrail, 'DeleteTrail', input.Name, input, context),
  async run(_input, call) {
    const row = await changeable(cloudtrail, call.target, call);
    cloudtrail.trails.delete(call.unit, row);
    await cloudtrail.deliveries.end(call.unit, row.delivery_id, call.now);
    return {};
  },
});
