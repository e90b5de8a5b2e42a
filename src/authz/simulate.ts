/** The decision that the policy simulator of IAM shows, with the statements that made it, and what each policy says. */
import type { PolicyText } from '../base/operation.ts';
import type { SimulatedDecision, SimulatedRequest, Verdict } from '../base/simulation.ts';
import { callerFacts } from './authorise.ts';
import { compilePolicy } from './compile-policy.ts';
import type { AuthorizationRequest, CompiledPolicy, DenialSource, NamedPolicy, PolicyKind } from './contract.ts';
import { decideBy } from './decide.ts';
import { NONE } from './principals.ts';
import { type Findings, weigh } from './weigh.ts';

const compiled = new WeakMap<PolicyText, CompiledPolicy>();

/** @throws PolicyError for a text that is no policy */
export function simulate(asked: SimulatedRequest): SimulatedDecision {
  const texts: PolicyText[] = [];
  const request = requestOf(asked, texts);
  const findings = weigh(request);
  const decision = decideBy(request, findings);
  const explicit = findings.denials.length > 0;
  const decisive = explicit ? findings.denials : decision.allowed ? decision.statements : [];
  return {
    verdict: explicit ? 'explicitDeny' : decision.allowed ? 'allowed' : 'implicitDeny',
    byGrant: !explicit && decision.allowed && decision.by === 'grant',
    statements: decisive
      .filter(({ source }) => SHOWN.includes(source))
      .map(({ policy, index }) => ({ policy: texts[Number(policy)] as PolicyText, index })),
    missing: findings.missing,
    identity: verdictOf(findings, 'identity', findings.identity),
    resource: verdictOf(findings, 'resource', findings.resource !== NONE),
    boundary: verdictOf(findings, 'boundary', findings.boundary) === 'allowed',
    serviceControl: verdictOf(findings, 'service-control', findings.serviceControl) === 'allowed',
  };
}

/** Statements of other policies are never part of an answer. */
const SHOWN: readonly DenialSource[] = ['identity', 'resource'];

function verdictOf({ denials }: Findings, source: DenialSource, allowed: boolean): Verdict {
  if (denials.some((denial) => denial.source === source)) return 'explicitDeny';
  return allowed ? 'allowed' : 'implicitDeny';
}

/** @param texts gets the texts of the policies; each is known by its place there, since names need not be different */
function requestOf(asked: SimulatedRequest, texts: PolicyText[]): AuthorizationRequest {
  const named = (text: PolicyText, kind: PolicyKind): NamedPolicy => ({
    name: String(texts.push(text) - 1),
    policy: compiledFrom(text, kind),
  });
  return {
    action: asked.action,
    resource: asked.resource,
    resourceAccount: asked.account,
    rule: asked.rule,
    principal: callerFacts(asked.principal),
    policies: {
      identity: asked.identity.map((policy) => named(policy, 'identity')),
      boundary: asked.boundary && named(asked.boundary, 'boundary'),
      serviceControl: asked.serviceControl?.map((level) => level.map((policy) => named(policy, 'service-control'))),
    },
    resourcePolicy: asked.resourcePolicy && named(asked.resourcePolicy, 'resource'),
    context: asked.context,
    granted: asked.granted,
  };
}

function compiledFrom(text: PolicyText, kind: PolicyKind): CompiledPolicy {
  const known = compiled.get(text) ?? compilePolicy(text.text, kind);
  compiled.set(text, known);
  return known;
}
