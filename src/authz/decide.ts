/**
 * The decision on one request.
 *
 *     an explicit Deny anywhere           denied
 *     service and resource control        every level must allow
 *     then, by rule and by whose the resource is:
 *
 *     rule      in the caller's account                            in another account
 *     identity  caller's side                                      denied
 *     resource  caller's side, or the resource policy by name      caller's side and resource policy
 *     key       the key policy by name, or                         caller's side and key policy;
 *               by account together with the caller's side;        or a grant
 *               or a grant
 *     trust     as key, without grants                             caller's side and trust policy
 *
 *     caller's side = identity policies ∩ boundary ∩ session policies; the root user needs no identity policy
 *
 * How far a resource policy reaches when it means the caller (IAM User Guide, "Policy evaluation for requests within
 * a single account"): named itself, or by `*`, neither boundary nor session policies limit it; named by its role, or by
 * the user that issued its credentials, both do. Grants reach as far: AWS does not say, so a session is not given more
 * by a grant than by its role's name in the key policy.
 */
import type { AuthorizationRequest, Decision, DenialSource, MatchedStatement } from './contract.ts';
import { ACCOUNT, ITSELF, NONE, ORIGIN } from './principals.ts';
import { type Findings, weigh } from './weigh.ts';

const OWNERS_SIDE: readonly DenialSource[] = ['resource', 'trust', 'resource-control'];

/** Answers every request that its types allow; only what `context` throws is passed on. */
export const decide = (request: AuthorizationRequest): Decision => decideBy(request, weigh(request));

/** @param findings what `weigh` says of the request */
export function decideBy(request: AuthorizationRequest, findings: Findings): Decision {
  const denial = namedDenial(request, findings);
  if (denial) {
    return { allowed: false, explicit: true, source: denial.source, statements: findings.denials, missingContextKeys: findings.missing };
  }
  const refusal = refusalOf(request, findings);
  if (refusal === undefined) return { allowed: true, by: 'policy', statements: findings.allows };
  if (isGranted(request, findings)) return { allowed: true, by: 'grant', statements: [] };
  return { allowed: false, explicit: false, source: refusal, statements: findings.allows, missingContextKeys: findings.missing };
}

const isForeign = ({ principal, resourceAccount }: AuthorizationRequest): boolean =>
  principal.type !== 'service' && principal.account !== resourceAccount;

/**
 * The Deny that is answered with. What somebody is told must not depend on the policy of another account's resource as
 * long as the own side refuses already; so there a Deny of the owner's counts last, and behind an implicit refusal.
 */
function namedDenial(request: AuthorizationRequest, findings: Findings): MatchedStatement | undefined {
  const [first] = findings.denials;
  if (!first || !isForeign(request)) return first;
  return findings.denials.find(({ source }) => !OWNERS_SIDE.includes(source)) ?? (callersRefusal(findings) ? undefined : first);
}

function isGranted({ granted, rule, principal }: AuthorizationRequest, findings: Findings): boolean {
  if (granted !== true || rule !== 'key' || findings.denials.length > 0) return false;
  if (!findings.resourceControl || !findings.serviceControl) return false;
  const isSession = principal.type === 'role-session' || principal.type === 'federated-user';
  return !isSession || limit(findings) === undefined;
}

/** Who refuses, or nobody. */
function refusalOf(request: AuthorizationRequest, findings: Findings): DenialSource | undefined {
  if (isForeign(request)) return callersRefusal(findings) ?? ownersRefusal(request, findings);
  if (!findings.resourceControl) return 'resource-control';
  if (!findings.serviceControl) return 'service-control';
  return request.principal.type === 'service' ? ownersRefusal(request, findings) : withinAccount(request, findings);
}

function withinAccount(request: AuthorizationRequest, findings: Findings): DenialSource | undefined {
  const { rule } = request;
  if (rule === 'identity') return callersRefusal(findings);
  if (findings.resource === ITSELF) return undefined;
  if (findings.resource === ORIGIN) return limit(findings);
  const counts = rule === 'resource' || (findings.resource === ACCOUNT && !assumesItself(request));
  return counts ? callersRefusal(findings) : ownerOf(request);
}

/** A role that assumes itself must be named by its trust policy: its account is not enough. */
const assumesItself = ({ rule, principal, resource }: AuthorizationRequest): boolean =>
  rule === 'trust' && principal.type === 'role-session' && principal.principalArn === resource;

/** The caller's own account: does it let the caller ask for this? */
function callersRefusal(findings: Findings): DenialSource | undefined {
  if (!findings.serviceControl) return 'service-control';
  return findings.identity ? limit(findings) : 'identity';
}

function limit({ boundary, session }: Findings): DenialSource | undefined {
  if (!boundary) return 'boundary';
  return session ? undefined : 'session';
}

/** The account of the resource: does it let somebody from outside in? */
function ownersRefusal(request: AuthorizationRequest, findings: Findings): DenialSource | undefined {
  if (!findings.resourceControl) return 'resource-control';
  return findings.resource === NONE || request.rule === 'identity' ? ownerOf(request) : undefined;
}

function ownerOf({ rule }: AuthorizationRequest): DenialSource {
  if (rule === 'identity') return 'identity';
  return rule === 'trust' ? 'trust' : 'resource';
}
