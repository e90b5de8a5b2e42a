/**
 * What CloudTrail shows of each operation: requests as sent; answers of changes, without secret keys. Records have no
 * `resources`; they are found by the names of what they are about.
 */
import { auditRules, byName, type RuleLine } from '../../audit/records/rules.ts';
import type { AuditFacts, FoundBy } from '../../base/audit.ts';
import model from './model.json' with { type: 'json' };

const TYPES: { readonly [member: string]: string } = {
  UserName: 'AWS::IAM::User',
  GroupName: 'AWS::IAM::Group',
  RoleName: 'AWS::IAM::Role',
  PolicyArn: 'AWS::IAM::Policy',
  AccessKeyId: 'AWS::IAM::AccessKey',
  OpenIDConnectProviderArn: 'AWS::IAM::OIDCProvider',
};

/** By members of the request, of the answer, and of the thing that the answer is about. */
function found({ input, output }: AuditFacts): FoundBy[] {
  const things = [input, output, ...(isObject(output) ? Object.values(output) : [])].filter(isObject);
  const names = new Map(things.flatMap(namesIn));
  return [...names].map(([name, type]) => [type, name]);
}

const namesIn = (thing: object): (readonly [name: string, type: string])[] =>
  Object.entries(thing).flatMap(([member, value]) => {
    const type = TYPES[member === 'Arn' && 'PolicyId' in thing ? 'PolicyArn' : member];
    return type !== undefined && typeof value === 'string' ? [[value, type] as const] : [];
  });

const isObject = (value: unknown): value is object => typeof value === 'object' && value !== null && !Array.isArray(value);

/** Codes of MFA devices, besides what the model calls sensitive. */
const NEVER = ['AuthenticationCode1', 'AuthenticationCode2'];

const everyOther = (operation: string): RuleLine<never, never, never> => {
  const line = byName(operation);
  return line.readOnly ? line : { ...line, found };
};

export const iamAudit = auditRules(model as never, {}, { everyOther, never: NEVER });
