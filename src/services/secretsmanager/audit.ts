/**
 * What CloudTrail shows of each operation (Secrets Manager user guide, "Log AWS Secrets Manager events"): requests
 * without values, which the model calls sensitive; answers of changes; the secret.
 */
import type { LoggedMembers } from '../../audit/records/logged-values.ts';
import { auditRules, byName, type RuleLine } from '../../audit/records/rules.ts';
import { resourceOf } from '../../audit/records/shared.ts';
import type { AuditFacts, AuditResource } from '../../base/audit.ts';
import model from './model.json' with { type: 'json' };
import type { SecretRecord } from './secret-record.ts';
import type { Found } from './secrets.ts';
import type { CreateSecretResponse, Operations } from './types.ts';

export const RESOURCE_TYPE = 'AWS::SecretsManager::Secret';

type Facts<Output = unknown> = AuditFacts<unknown, Output, Found | undefined>;

const listOf = resourceOf<SecretRecord>(({ arn, row: { account } }) => ({ arn, account, type: RESOURCE_TYPE }));

const secretIn = ({ target }: Facts): readonly AuditResource[] | undefined => target?.secret && listOf(target.secret);

/** Whether another account has such a secret is not told to who was refused, by the own trail neither. */
function secretShown(facts: Facts): readonly AuditResource[] | undefined {
  const refused = facts.output === undefined;
  return refused && facts.target?.account !== facts.context.caller.account ? undefined : secretIn(facts);
}

const newSecret = ({ output, context }: Facts<CreateSecretResponse>): AuditResource[] | undefined =>
  output?.ARN === undefined ? undefined : [{ arn: output.ARN, account: context.caller.account, type: RESOURCE_TYPE }];

/** About no secret, or about several that have events of their own. */
const WITHOUT_SECRET: ReadonlySet<string> = new Set<keyof Operations>(['BatchGetSecretValue', 'GetRandomPassword', 'ListSecrets']);

/** Their success shows in nothing but that they were not refused. */
const WITHOUT_ANSWER: ReadonlySet<string> = new Set<keyof Operations>(['TagResource', 'UntagResource']);

/** AWS has written `arn` since February 2024, and before by the rule of all members `aRN` (the same page). */
const withArn = ({ aRN, ...others }: LoggedMembers): LoggedMembers => (aRN === undefined ? others : { arn: aRN, ...others });

function lineOf(operation: string): RuleLine<never, never, never> {
  const line = byName(operation);
  const shown = line.answer ? { ...line, answer: withArn } : line;
  if (WITHOUT_SECRET.has(operation)) return shown;
  if (operation === 'CreateSecret') return { ...shown, resources: newSecret };
  return { ...shown, resources: WITHOUT_ANSWER.has(operation) ? secretIn : secretShown };
}

export const secretsAudit = auditRules(model as never, {}, { everyOther: lineOf });
