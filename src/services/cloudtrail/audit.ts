/** What CloudTrail shows of its own operations (user guide, "Logging AWS CloudTrail API calls"). */
import { auditRules, byName, type RuleLine, type RuleLines, whole } from '../../audit/records/rules.ts';
import type { AuditFacts, FoundBy } from '../../base/audit.ts';
import model from './model.json' with { type: 'json' };
import type { Operations } from './types.ts';

const TRAIL = 'AWS::CloudTrail::Trail';
const BUCKET = 'AWS::S3::Bucket';

interface NamingInput {
  readonly Name?: string | undefined;
  readonly TrailName?: string | undefined;
  readonly ResourceId?: string | undefined;
  readonly S3BucketName?: string | undefined;
}

/** Who looks for a trail finds what was done to it, by whatever it was called. */
function found({ input, output }: AuditFacts<NamingInput, { readonly TrailARN?: string | undefined }>): FoundBy[] {
  const names = [input?.Name, input?.TrailName, input?.ResourceId, output?.TrailARN].filter((name) => name !== undefined);
  const bucket: FoundBy[] = input?.S3BucketName === undefined ? [] : [[BUCKET, input.S3BucketName]];
  return [...names.map((name): FoundBy => [TRAIL, name]), ...bucket];
}

const settings: RuleLine<NamingInput, object> = { readOnly: false, answer: whole, found };
/** The answer is empty, and so is not shown. */
const change: RuleLine<NamingInput, object> = { readOnly: false, found };
const read: RuleLine<NamingInput, object> = { readOnly: true, found };

const LINES: RuleLines<Operations> = {
  AddTags: change,
  CreateTrail: settings,
  DeleteTrail: change,
  GetEventSelectors: read,
  GetTrail: read,
  GetTrailStatus: read,
  PutEventSelectors: settings,
  RemoveTags: change,
  StartLogging: change,
  StopLogging: change,
  UpdateTrail: settings,
};

export const cloudTrailAudit = auditRules(model as never, LINES, { everyOther: byName });
