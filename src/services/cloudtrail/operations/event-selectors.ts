/** PutEventSelectors and GetEventSelectors. */
import type { CloudTrail, Family, Op } from '../cloudtrail.ts';
import { changeable, existing, resolveTrail, type TrailTarget } from '../named-trail.ts';
import { givenSelectors } from '../selectors.ts';
import { definitionOf, selectorsOf } from '../shown.ts';
import { arnOf } from '../trails.ts';

export const eventSelectors = (cloudtrail: CloudTrail): Family<'GetEventSelectors' | 'PutEventSelectors'> => ({
  GetEventSelectors: getEventSelectors(cloudtrail),
  PutEventSelectors: putEventSelectors(cloudtrail),
});

const getEventSelectors = (cloudtrail: CloudTrail): Op<'GetEventSelectors', TrailTarget> => ({
  resolve: (input, context) => resolveTrail(cloudtrail, 'GetEventSelectors', input.TrailName, input, context),
  run(_input, call) {
    const row = existing(call.target, call);
    return { TrailARN: arnOf(row), ...selectorsOf(row) };
  },
});

const putEventSelectors = (cloudtrail: CloudTrail): Op<'PutEventSelectors', TrailTarget> => ({
  resolve: (input, context) => resolveTrail(cloudtrail, 'PutEventSelectors', input.TrailName, input, context),
  async run(input, call) {
    const row = await changeable(cloudtrail, call.target, call);
    const selectors = givenSelectors(input);
    const changed = cloudtrail.trails.update(call.unit, row, { selectors: JSON.stringify(selectors) });
    cloudtrail.deliveries.define(call.unit, row.delivery_id, definitionOf(changed));
    return { TrailARN: arnOf(row), ...selectors };
  },
});
