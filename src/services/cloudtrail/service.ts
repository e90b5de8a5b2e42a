/** The CloudTrail service: its model and its operations; the compiler wants every operation of the model. */
import type { ServiceDefinition } from '../../protocol/service.ts';
import type { CloudTrail, Op } from './cloudtrail.ts';
import { auditRules, byName } from '../../audit/records/rules.ts';
import model from './model.json' with { type: 'json' };
import { lookupEvents } from './operations/lookup-events.ts';
import { trails } from './operations/trails.ts';
import { unsupported } from './operations/unsupported.ts';
import type { Operations } from './types.ts';

export function cloudTrailService(cloudtrail: CloudTrail): ServiceDefinition {
  return { name: 'cloudtrail', model: model as never, operations: operations(cloudtrail), audit };
}

/** Requests as sent, answers of changes. */
const audit = auditRules(model as never, {}, { everyOther: byName });

type Table = { readonly [Name in keyof Operations]: Op<Name> };

function operations(cloudtrail: CloudTrail): Table {
  return {
    LookupEvents: lookupEvents(cloudtrail),
    ...trails(),
    ...unsupported(),
  };
}
