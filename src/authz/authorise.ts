/**
 * May this caller do this? Each ask of the operation is decided on its own; the first that is not allowed ends the
 * request. Policies come as texts, and are compiled once for as long as their text object lives.
 */
import { type Caller, mintPermit, type Permit } from '../base/caller.ts';
import { Fault } from '../base/errors.ts';
import type { Ask, PolicyText, RequestContext } from '../base/operation.ts';
import { compilePolicy } from './compile-policy.ts';
import type { AuthorizationRequest, Decision, NamedPolicy, PolicyKind, PrincipalFacts } from './contract.ts';
import { decide } from './decide.ts';
import { denialText } from './denial-text.ts';
import { conditionContext } from './global-context.ts';

/** The policies attached to a caller, as texts. */
export interface AttachedPolicies {
  readonly identity: readonly PolicyText[];
}

export interface AuthorityParts {
  readonly attachedTo: (caller: Caller) => Promise<AttachedPolicies> | AttachedPolicies;
}

export class Authority {
  readonly #attachedTo: AuthorityParts['attachedTo'];
  readonly #compiled = new WeakMap<PolicyText, NamedPolicy>();

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

  /** Whether a key policy would let this caller replace it again: the lockout check. */
  async mayPutKeyPolicy(request: RequestContext, key: { arn: string; account: string }, policy: PolicyText): Promise<boolean> {
    const ask: Ask = { action: 'kms:PutKeyPolicy', resource: key.arn, account: key.account, rule: 'key', resourcePolicy: policy };
    return decide(await this.#question(request, ask)).allowed;
  }

  async #question(request: RequestContext, ask: Ask): Promise<AuthorizationRequest> {
    const { caller } = request;
    const attached = await this.#attachedTo(caller);
    return {
      action: ask.action,
      resource: ask.resource,
      resourceAccount: ask.account,
      rule: ask.rule,
      principal: factsOf(caller),
      policies: { identity: attached.identity.map((policy) => this.#named(policy, 'identity')) },
      resourcePolicy: ask.resourcePolicy && this.#named(ask.resourcePolicy, 'resource'),
      context: conditionContext(request, ask),
    };
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

const NOT_OVER_ACCOUNTS: Decision = {
  allowed: false,
  explicit: false,
  source: 'resource',
  statements: [],
  missingContextKeys: [],
};

function factsOf(caller: Caller): PrincipalFacts {
  const { type, account, arn, principalId } = caller.principal;
  return { type, account, arn, principalArn: arn, uniqueId: principalId };
}

function denied(question: AuthorizationRequest, decision: Decision & { allowed: false }, ask: Ask): Fault {
  const foreign = ask.account !== question.principal.account;
  const form = ask.fromCiphertext ? 'ciphertext' : foreign ? 'foreign' : undefined;
  return new Fault('AccessDeniedException', denialText(question, decision, form));
}
