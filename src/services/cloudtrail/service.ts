/** The CloudTrail service: its model and its operations; the compiler wants every operation of the model. */
import type { ServiceDefinition } from '../../protocol/service.ts';
import { cloudTrailAudit } from './audit.ts';
import type { CloudTrail, Op } from './cloudtrail.ts';
import model from './model.json' with { type: 'json' };
import { createTrail } from './operations/create-trail.ts';
import { deleteTrail } from './operations/delete-trail.ts';
import { eventSelectors } from './operations/event-selectors.ts';
import { listPublicKeys } from './operations/list-public-keys.ts';
import { logging } from './operations/logging.ts';
import { lookupEvents } from './operations/lookup-events.ts';
import { tags } from './operations/tags.ts';
import { trailReads } from './operations/trail-reads.ts';
import { unsupported } from './operations/unsupported.ts';
import { updateTrail } from './operations/update-trail.ts';
import type { Operations } from './types.ts';

export function cloudTrailService(cloudtrail: CloudTrail): ServiceDefinition {
  return { name: 'cloudtrail', model: model as never, operations: operations(cloudtrail), audit: cloudTrailAudit, internalFault: 'InternalFailure' };
}

type Table = { readonly [Name in keyof Operations]: Op<Name> };

function operations(cloudtrail: CloudTrail): Table {
  return {
    CreateTrail: createTrail(cloudtrail),
    DeleteTrail: deleteTrail(cloudtrail),
    ListPublicKeys: listPublicKeys(cloudtrail),
    LookupEvents: lookupEvents(cloudtrail),
    UpdateTrail: updateTrail(cloudtrail),
    ...eventSelectors(cloudtrail),
    ...logging(cloudtrail),
    ...tags(cloudtrail),
    ...trailReads(cloudtrail),
    ...unsupported(),
  };
}
