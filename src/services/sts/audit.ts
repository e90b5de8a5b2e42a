/** What CloudTrail shows of each operation (IAM User Guide, "Logging IAM and AWS STS API calls with AWS CloudTrail"). */
import { auditRules, byName, type RuleLine, type RuleLines, whole } from '../../audit/records/rules.ts';
import type { AuditFacts, FoundBy } from '../../base/audit.ts';
import type { Assumption } from './assumption.ts';
import model from './model.json' with { type: 'json' };
import type { AssumedRoleUser, Credentials, FederatedUser, Operations } from './types.ts';
import type { WebIdentity } from './web-identity.ts';

const ROLE = 'AWS::IAM::Role';

interface IssuedOutput {
  readonly Credentials?: Credentials | undefined;
  readonly AssumedRoleUser?: AssumedRoleUser | undefined;
  readonly FederatedUser?: FederatedUser | undefined;
}

/** Who looks for a session finds how it came to be. */
function issued({ output }: AuditFacts<unknown, IssuedOutput, unknown>): FoundBy[] {
  const { Credentials: credentials, AssumedRoleUser: role, FederatedUser: user } = output ?? {};
  const found: FoundBy[] = credentials ? [['AWS::IAM::AccessKey', credentials.AccessKeyId]] : [];
  if (role) found.push(['AWS::STS::AssumedRole', role.AssumedRoleId], ['AWS::STS::AssumedRole', role.Arn]);
  if (user) found.push(['AWS::STS::FederatedUser', user.FederatedUserId], ['AWS::STS::FederatedUser', user.Arn]);
  return found;
}

const assumption: RuleLine<unknown, IssuedOutput, Assumption> = {
  readOnly: true,
  answer: whole,
  resources: ({ target }) => target && [{ arn: target.roleArn, account: target.account, type: ROLE }],
  found: issued,
  foreignCallerReduced: true,
};

type WebAssumption = Assumption & { readonly identity: WebIdentity };

const webAssumption: RuleLine<unknown, IssuedOutput, WebAssumption> = {
  ...assumption,
  request(logged, { target }) {
    const { tags = [], transitiveTagKeys = [] } = target?.requested ?? {};
    if (tags.length === 0) return logged();
    return { ...logged(), principalTags: Object.fromEntries(tags.map(({ key, value }) => [key, value])), transitiveTagKeys };
  },
  userIdentity({ target }) {
    if (!target) return undefined;
    const { provider, audience, subject } = target.identity;
    const principalId = `${provider.arn}:${audience}:${subject}`;
    return { type: 'WebIdentityUser', principalId, userName: subject, identityProvider: provider.arn };
  },
};

const LINES: RuleLines<Operations> = {
  AssumeRole: assumption,
  AssumeRoleWithSAML: { readOnly: true },
  AssumeRoleWithWebIdentity: webAssumption,
  AssumeRoot: { readOnly: true },
  DecodeAuthorizationMessage: { readOnly: true },
  GetFederationToken: { readOnly: false, answer: whole, found: issued },
  GetSessionToken: { readOnly: true, answer: whole, found: issued },
};

/** Codes of MFA devices, and what only AWS can read, besides what the model calls sensitive. */
const NEVER = ['TokenCode', 'EncodedMessage'];

export const stsAudit = auditRules(model as never, LINES, { everyOther: byName, never: NEVER });
