/**
 * May this caller do this? Each ask of the operation is decided on its own; the first that is not allowed ends the
 * request. Policies come as texts, and are compiled once for as long as their text object lives.
 */
import type { AttachedPolicies } from '../base/attached-policies.ts';
import { type Caller, mintPermit, type Permit } from '../base/caller.ts';
import { Fault } from '../base/errors.ts';
import type { Ask, PolicyText, RequestContext } from '../base/operation.ts';
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
  async authorise(request: RequestContext, operation: string, asks: readonly Ask[]): Promise<Permit> {
    const { caller } = request;
    let byGrant = false;
    for (const ask of asks) {
      const question = await this.#question(request, ask);
      const decision = await this.#decide(question, ask);
      if (!decision.allowed) throw denied(question, decision, ask);
      byGrant ||= decision.by === 'grant';
    }
    return mintPermit(caller, operation, byGrant);
  }

  /**
   * Whether a key policy would let this caller replace it again: the lockout check. Where the policy leaves it to the
   * account, the account can see to it.
   */
  async mayPutKeyPolicy(request: RequestContext, key: { arn: string; account: string }, policy: PolicyText): Promise<boolean> {
    const ask: Ask = { action: 'kms:PutKeyPolicy', resource: key.arn, account: key.account, rule: 'key', resourcePolicy: policy };
    const question = await this.#question(request, ask);
    return decide({ ...question, policies: { identity: [this.#named(ALL_ALLOWED, 'identity')] } }).allowed;
  }

  async #question(request: RequestContext, ask: Ask): Promise<AuthorizationRequest> {
    const { caller } = request;
    const found = this.#attachedTo(caller);
    const attached = found instanceof Promise ? await found : found;
    return {
      action: ask.action,
      resource: ask.resource,
      resourceAccount: ask.account,
      rule: ask.rule,
      principal: factsOf(caller, ask),
      policies: this.#policiesOf(attached),
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
      session: session?.map((policy) => this.#named(policy, 'session')),
    };
    this.#policies.set(attached, policies);
    return policies;
  }

  async #decide(question: AuthorizationRequest, ask: Ask): Promise<Decision> {
    if (ask.ownAccountOnly && ask.account !== question.principal.account) return NOT_OVER_ACCOUNTS;
    let decision = decide(question);
    if (await ask.context?.loadMissing?.()) decision = decide(question);
    if (decision.allowed || decision.explicit || !ask.granted) return decision;
    return (await ask.granted()) ? decide({ ...question, granted: true }) : decision;
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
  const { type, arn, origin } = principal;
  return { type, account: principal.account, arn, principalArn: origin.arn, uniqueId: origin.id };
}

function denied(question: AuthorizationRequest, decision: Decision & { allowed: false }, ask: Ask): Fault {
  const foreign = ask.account !== question.principal.account;
  const form = ask.fromCiphertext ? 'ciphertext' : foreign ? 'foreign' : undefined;
  return new Fault('AccessDeniedException', denialText(question, decision, form));
}
