/**
 * What CloudTrail shows of each operation: what was asked for, with values masked; of answers, those of changes; the
 * parameters that leave was asked for. That a parameter is not there is not recorded (user guide, "Auditing and logging
 * Parameter Store activity").
 */
import { auditRules, byName, type RuleLine, type RuleLines, whole } from '../../audit/records/rules.ts';
import { resourceOf } from '../../audit/records/shared.ts';
import type { AuditFacts, AuditResource } from '../../base/audit.ts';
import model from './model.json' with { type: 'json' };
import type { NamedParameter } from './operations/get-parameters.ts';
import type { Parameter } from './parameters.ts';
import type { Operations } from './types.ts';

const RESOURCE_TYPE = 'AWS::SSM::Parameter';
const UNRECORDED = ['ParameterNotFound'];

function parametersIn({ asks }: AuditFacts): AuditResource[] | undefined {
  const own = asks.filter(({ resource }) => resource.includes(':parameter/'));
  const arns = new Map(own.map(({ resource, account }) => [resource, account]));
  return arns.size === 0 ? undefined : [...arns].map(([arn, account]) => ({ arn, account, type: RESOURCE_TYPE }));
}

const listOf = resourceOf<Parameter>(({ arn, account }) => ({ arn, account, type: RESOURCE_TYPE }));

const getParameter: RuleLine<unknown, unknown, NamedParameter> = {
  readOnly: true,
  unrecorded: UNRECORDED,
  resources: (facts) => (facts.target?.latest ? listOf(facts.target.latest) : parametersIn(facts)),
};

const read: RuleLine<unknown, unknown, unknown> = { readOnly: true, resources: parametersIn };
const change: RuleLine<unknown, unknown, unknown> = { readOnly: false, resources: parametersIn };

const LINES: RuleLines<Operations> = {
  AddTagsToResource: change,
  DeleteParameter: { ...change, unrecorded: UNRECORDED },
  DeleteParameters: { ...change, answer: whole },
  DescribeParameters: { readOnly: true },
  GetParameter: getParameter,
  GetParameterHistory: { ...read, unrecorded: UNRECORDED },
  GetParameters: read,
  GetParametersByPath: read,
  LabelParameterVersion: { ...change, answer: whole },
  ListTagsForResource: read,
  PutParameter: { ...change, answer: whole },
  RemoveTagsFromResource: change,
  UnlabelParameterVersion: { ...change, answer: whole },
};

export const parameterStoreAudit = auditRules(model as never, LINES, { everyOther: byName, mask: 'HIDDEN_DUE_TO_SECURITY_REASONS' });
