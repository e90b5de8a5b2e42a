/** Assuming a role, by whatever proof: what it asks for, and the session that it gives. */
import type { Caller, Principal } from '../../base/caller.ts';
import { ACCOUNT_ID, parseArn } from '../../base/arn.ts';
import type { Ask, AskContext, ContextValue } from '../../base/operation.ts';
import * as faults from './faults.ts';
import { issue, type IssuedAnswer } from './issue.ts';
import { type PolicyInput, sessionPolicies } from './session-policies.ts';
import type { TagSet } from './session-tags.ts';
import type { Role, Sts } from './sts.ts';
import type { AssumedRoleUser } from './types.ts';

/** A role, whether it exists or not, and what the request says of the session to be. */
export interface Assumption {
  readonly by: 'AssumeRole' | 'AssumeRoleWithWebIdentity';
  readonly roleArn: string;
  readonly account: string;
  readonly role: Role | undefined;
  readonly sessionName: string;
  /** As the request, or the token of the identity provider, has them. */
  readonly requested: TagSet;
  /** With what the caller's session passes on. */
  readonly tags: TagSet;
  readonly sourceIdentity: string | undefined;
  readonly externalId?: string | undefined;
  /** ARN of the identity provider, and condition keys in lower case that its token gives values to. */
  readonly provider?: string | undefined;
  readonly claims?: ReadonlyMap<string, ContextValue> | undefined;
}

/** The account of a role's ARN. @throws Fault ValidationException */
export function accountOfRole(roleArn: string): string {
  const arn = parseArn(roleArn);
  const ofRole = arn?.service === 'iam' && arn.resource.startsWith('role/') && ACCOUNT_ID.test(arn.account);
  if (!ofRole) throw faults.invalidRoleArn();
  return arn.account;
}

/**
 * What is inherited from the caller's session has to be allowed again by each role of the chain. A role that does not
 * exist has no trust policy, so these are refused, and nobody learns which of both it was.
 */
export function assumptionAsks(assumption: Assumption): Ask[] {
  const { by, roleArn, account, role, provider, tags, sourceIdentity } = assumption;
  const actions = [`sts:${by}`];
  if (tags.tags.length > 0) actions.push('sts:TagSession');
  if (sourceIdentity !== undefined) actions.push('sts:SetSourceIdentity');
  const context = contextOf(assumption);
  return actions.map((action) => ({
    action,
    resource: roleArn,
    account,
    rule: 'trust',
    resourcePolicy: role?.trustPolicy,
    webIdentity: provider,
    context,
  }));
}

/** IAM User Guide, "IAM and AWS STS condition context keys". */
function contextOf({ role, sessionName, externalId, sourceIdentity, requested, claims }: Assumption): AskContext {
  const values = new Map<string, ContextValue | undefined>(claims);
  values.set('sts:rolesessionname', sessionName);
  values.set('sts:externalid', externalId);
  values.set('sts:sourceidentity', sourceIdentity);
  values.set('sts:transitivetagkeys', requested.transitiveTagKeys);
  values.set('aws:tagkeys', requested.tags.map(({ key }) => key));
  for (const { key, value } of requested.tags) values.set(`aws:requesttag/${key.toLowerCase()}`, value);
  for (const [key, value] of role?.tags ?? []) {
    values.set(`aws:resourcetag/${key}`, value);
    values.set(`iam:resourcetag/${key}`, value);
  }
  return { value: (key) => values.get(key) };
}

const CHAINED_SECONDS_MAX = 3_600;
const DEFAULT_SECONDS = 3_600;

/** @throws Fault ValidationException */
function durationOf(seconds: number | undefined, role: Role, isChained: boolean): number {
  const wanted = seconds ?? DEFAULT_SECONDS;
  if (wanted > role.maxSessionSeconds) throw faults.overRolesMaximum();
  if (isChained && wanted > CHAINED_SECONDS_MAX) throw faults.overChainMaximum();
  return wanted;
}

export interface AssumedInput extends PolicyInput {
  readonly DurationSeconds?: number | undefined;
  readonly MinimumSessionTokenSize?: number | undefined;
}

/**
 * For who was allowed to. Tokens of identity providers start a new chain, whoever sends them.
 * @throws Fault ValidationException, MalformedPolicyDocumentException, PackedPolicyTooLargeException
 */
export async function assume(
  sts: Sts,
  assumption: Assumption,
  input: AssumedInput,
  { caller, now }: { readonly caller: Caller; readonly now: number },
): Promise<IssuedAnswer & { readonly AssumedRoleUser: AssumedRoleUser; readonly SourceIdentity: string | undefined }> {
  const { by, role, tags, sourceIdentity, provider, sessionName } = assumption;
  // Without a role there was no permit.
  if (!role) throw new Error('a permit for a role that does not exist');
  const isChained = by === 'AssumeRole' && caller.principal.type === 'role-session';
  const seconds = durationOf(input.DurationSeconds, role, isChained);
  const policies = await sessionPolicies(sts, role.account, input);
  const principal = sessionPrincipal(sts.directory.partition, role, sessionName);
  const minimumTokenSize = input.MinimumSessionTokenSize;
  const issued = issue(sts, { principal, by, now, seconds, policies, tags, sourceIdentity, provider, minimumTokenSize });
  const AssumedRoleUser = { AssumedRoleId: principal.principalId, Arn: principal.arn };
  return { ...issued, AssumedRoleUser, SourceIdentity: sourceIdentity };
}

/** The path of the role is in its own ARN alone. */
const sessionPrincipal = (partition: string, { id, arn, account, name }: Role, sessionName: string): Principal => ({
  type: 'role-session',
  account,
  arn: `arn:${partition}:sts::${account}:assumed-role/${name}/${sessionName}`,
  principalId: `${id}:${sessionName}`,
  origin: { arn, id },
});
