/**
 * May this caller do this? Each ask of the operation is decided on its own; the first that is not allowed ends the
 * request. Policies come as texts, and are compiled once for as long as their text object lives.
 */
import type { AttachedPolicies } from '../base/attached-policies.ts';
import { type Caller, mintPermit, type Permit, type Principal } from '../base/caller.ts';
import { Fault } from '../base/errors.ts';
import type { Ask, PolicyText, RequestContext } from '../base/operation.ts';
import { whenThere } from '../base/when-there.ts';
import { compilePolicy } from './compile-policy.ts';
import type { AuthorizationRequest, Decision, NamedPolicy, PolicyKind, PrincipalFacts, PrincipalPolicies } from './contract.ts';
import { decide } from './decide.ts';
import { denialText } from './denial-text.ts';
import { conditionContext } from './global-context.ts';

export interface AuthorityParts {
  readonly attachedTo: (caller: Caller) => Promise<AttachedPolicies> | AttachedPolicies;
}

export class Authority {
  readonly #attachedTo: AuthorityParts['attachedTo'];
  readonly #compiled = new WeakMap<PolicyText, NamedPolicy>();
  readonly #policies = new WeakMap<AttachedPolicies, PrincipalPolicies>();

  constructor(parts: AuthorityParts) {
    this.#attachedTo = parts.attachedTo;
  }

  /** @throws Fault AccessDeniedException for the first ask that is not allowed */
  authorise(request: RequestContext, operation: string, asks: readonly Ask[]): Promise<Permit> | Permit {
    return whenThere(this.#attachedTo(request.caller), (attached) =>
      whenThere(this.#anyByGrant(request, asks, attached), (byGrant) => mintPermit(request.caller, operation, byGrant)),
    );
  }

  /** Whether a grant was needed for one of the asks from `at` on. @throws Fault AccessDeniedException */
  #anyByGrant(request: RequestContext, asks: readonly Ask[], attached: AttachedPolicies, at = 0): Promise<boolean> | boolean {
    const ask = asks[at];
    if (!ask) return false;
    const question = this.#question(request, ask, attached);
    return whenThere(this.#decide(question, ask), (decision) => {
      if (!decision.allowed) throw denied(question, decision, ask);
      return whenThere(this.#anyByGrant(request, asks, attached, at + 1), (later) => later || decision.by === 'grant');
    });
  }

  /**
   * Whether a key policy would let this caller replace it again: the lockout check. Where the policy leaves it to the
   * account, the account can see to it.
   */
  async mayPutKeyPolicy(request: RequestContext, key: { arn: string; account: string }, policy: PolicyText): Promise<boolean> {
    const ask: Ask = { action: 'kms:PutKeyPolicy', resource: key.arn, account: key.account, rule: 'key', resourcePolicy: policy };
    const question = this.#question(request, ask, await this.#attachedTo(request.caller));
    return decide({ ...question, policies: { identity: [this.#named(ALL_ALLOWED, 'identity')] } }).allowed;
  }

  /** Whether the caller would be allowed this, by his policies as they are: for changes by which he could lock himself out. */
  async allows(request: RequestContext, ask: Ask): Promise<boolean> {
    return (await this.#decide(this.#question(request, ask, await this.#attachedTo(request.caller)), ask)).allowed;
  }

  #question(request: RequestContext, ask: Ask, attached: AttachedPolicies): AuthorizationRequest {
    return {
      action: ask.action,
      resource: ask.resource,
      resourceAccount: ask.account,
      rule: ask.rule,
      principal: factsOf(request.caller, ask),
      // With a token of somebody else's it does not matter whose signature came along.
      policies: ask.webIdentity === undefined ? this.#policiesOf(attached) : NO_POLICIES,
      resourcePolicy: ask.resourcePolicy && this.#named(ask.resourcePolicy, ask.rule === 'trust' ? 'trust' : 'resource'),
      context: conditionContext(request, ask, attached.tags),
    };
  }

  #policiesOf(attached: AttachedPolicies): PrincipalPolicies {
    const known = this.#policies.get(attached);
    if (known) return known;
    const { identity, boundary, session } = attached;
    const policies = {
      identity: identity.map((policy) => this.#named(policy, 'identity')),
      boundary: boundary && this.#named(boundary, 'boundary'),
      // Managed policies can be session policies, too. What else a session policy must keep was checked when it was given.
      session: session?.map((policy) => this.#named(policy, 'identity')),
    };
    this.#policies.set(attached, policies);
    return policies;
  }

  #decide(question: AuthorizationRequest, ask: Ask): Promise<Decision> | Decision {
    if (ask.ownAccountOnly && ask.account !== question.principal.account) return NOT_OVER_ACCOUNTS;
    const decision = decide(question);
    return whenThere(ask.context?.loadMissing?.() ?? false, (loaded) =>
      this.#withGrants(question, ask, loaded ? decide(question) : decision),
    );
  }

  #withGrants(question: AuthorizationRequest, ask: Ask, decision: Decision): Promise<Decision> | Decision {
    if (decision.allowed || decision.explicit || !ask.granted) return decision;
    return whenThere(ask.granted(), (granted) => (granted ? decide({ ...question, granted }) : decision));
  }

  #named(policy: PolicyText, kind: PolicyKind): NamedPolicy {
    const known = this.#compiled.get(policy);
    if (known) return known;
    const named = { name: policy.name, policy: compilePolicy(policy.text, kind) };
    this.#compiled.set(policy, named);
    return named;
  }
}

const ALL_ALLOWED: PolicyText = {
  name: 'account',
  text: '{"Version":"2012-10-17","Statement":{"Effect":"Allow","Action":"*","Resource":"*"}}',
};

const NO_POLICIES: PrincipalPolicies = { identity: [] };

const NOT_OVER_ACCOUNTS: Decision = {
  allowed: false,
  explicit: false,
  source: 'resource',
  statements: [],
  missingContextKeys: [],
};

function factsOf({ principal }: Caller, { webIdentity, account }: Ask): PrincipalFacts {
  if (webIdentity !== undefined) {
    return { type: 'web-identity', account, arn: webIdentity, principalArn: webIdentity, uniqueId: webIdentity };
  }
  return callerFacts(principal);
}

/** Somebody with credentials of AWS, as policies see it. */
export const callerFacts = ({ type, account, arn, origin }: Principal): PrincipalFacts => ({
  type,
  account,
  arn,
  principalArn: origin.arn,
  uniqueId: origin.id,
});

function denied(question: AuthorizationRequest, decision: Decision & { allowed: false }, ask: Ask): Fault {
  // What other resources' policies say is told, as AWS does.
  const foreign = ask.rule !== 'resource' && ask.account !== question.principal.account;
  const form = ask.fromCiphertext ? 'ciphertext' : foreign ? 'foreign' : undefined;
  return new Fault('AccessDeniedException', denialText(question, decision, form, ask.shown));
}
