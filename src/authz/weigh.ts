/** What the policies of one request say, each for itself; decide.ts puts it together. */
import { statementsFor } from './compile-policy.ts';
import type { AuthorizationRequest, DenialSource, MatchedStatement, NamedPolicy, PrincipalFacts } from './contract.ts';
import { type Meant, NONE } from './principals.ts';
import { Question } from './question.ts';

/** Layers that a request does not have hold nothing back. */
export interface Findings {
  /** Statements with Deny that apply, in the order of `DenialSource`s in which AWS names them. */
  readonly denials: readonly MatchedStatement[];
  readonly allows: readonly MatchedStatement[];
  readonly serviceControl: boolean;
  readonly resourceControl: boolean;
  readonly identity: boolean;
  readonly boundary: boolean;
  readonly session: boolean;
  /** How the resource's own policy means the caller. */
  readonly resource: Meant;
  readonly missing: readonly string[];
}

/** Asks every policy there is: a Deny counts wherever it stands. */
export function weigh(request: AuthorizationRequest): Findings {
  const { policies, principal, resourcePolicy } = request;
  const scale = new Scale(request);
  // A service is no principal of an account, and no account's organization holds it back.
  const serviceControl = principal.type === 'service' ? undefined : policies.serviceControl;
  const controlled = scale.levels(serviceControl, 'service-control');
  const resourceControlled = scale.levels(request.resourceControl, 'resource-control');
  const resource = resourcePolicy ? scale.statements(resourcePolicy, request.rule === 'trust' ? 'trust' : 'resource') : NONE;
  const identity = scale.any(policies.identity, 'identity');
  const boundary = !policies.boundary || scale.statements(policies.boundary, 'boundary') !== NONE;
  // A federated user has by identity policies what its session policies pass on; a role's session has all of the role's.
  const session = policies.session ? scale.any(policies.session, 'session') : principal.type !== 'federated-user';
  return {
    denials: scale.denials,
    allows: scale.allows,
    serviceControl: controlled,
    resourceControl: resourceControlled,
    identity: identity || hasAll(principal),
    boundary,
    session,
    resource,
    missing: scale.missing,
  };
}

/** The root user needs no identity policies, and whom it issued credentials to has them of it. */
const hasAll = ({ type, account, uniqueId }: PrincipalFacts): boolean =>
  type === 'root' || (type === 'federated-user' && uniqueId === account);

class Scale {
  readonly denials: MatchedStatement[] = [];
  readonly allows: MatchedStatement[] = [];
  readonly #question: Question;

  constructor(request: AuthorizationRequest) {
    this.#question = new Question(request);
  }

  get missing(): readonly string[] {
    return this.#question.missing;
  }

  /** Every level must allow by one of its policies. */
  levels(levels: readonly (readonly NamedPolicy[])[] | undefined, source: DenialSource): boolean {
    let allowed = true;
    for (const level of levels ?? []) if (!this.any(level, source)) allowed = false;
    return allowed;
  }

  any(policies: readonly NamedPolicy[], source: DenialSource): boolean {
    let allowed = false;
    for (const policy of policies) if (this.statements(policy, source) !== NONE) allowed = true;
    return allowed;
  }

  /** The best that an Allow of the policy means the caller. */
  statements({ name, policy }: NamedPolicy, source: DenialSource): Meant {
    let best: Meant = NONE;
    for (const statement of statementsFor(policy, WITH_PRINCIPALS.includes(source), this.#question.action)) {
      const meant = statement.applies(this.#question);
      if (meant === NONE) continue;
      const { effect, index, sid } = statement;
      (effect === 'Deny' ? this.denials : this.allows).push({ policy: name, source, effect, index, sid });
      if (effect === 'Allow' && meant > best) best = meant;
    }
    return best;
  }
}

const WITH_PRINCIPALS: readonly DenialSource[] = ['resource', 'trust', 'resource-control'];
