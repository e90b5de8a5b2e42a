/**
 * What the rest of Trent knows of the policy engine: policies are compiled once, when they are stored or read, and
 * decided on as often as it takes. No store, no clock, no network: everything a decision needs comes in.
 */

import type { ConditionContext } from '../base/operation.ts';

export type { ConditionContext, ContextValue } from '../base/operation.ts';

/** Where a policy is attached decides its grammar: resource and trust policies name principals, the others must not. */
export type PolicyKind = 'identity' | 'boundary' | 'session' | 'resource' | 'trust' | 'service-control' | 'resource-control';

/** What is wrong with a policy: principals of no valid form, services among them by themselves, or everything else. */
export type PolicyProblem = 'syntax' | 'principal' | 'service-principal';

/** A policy that cannot be stored: `message` says why, in words for the one who wrote it. */
export class PolicyError extends Error {
  override readonly name = 'PolicyError';
  readonly kind: PolicyProblem;

  constructor(kind: PolicyProblem, message: string) {
    super(message);
    this.kind = kind;
  }
}

/** A policy ready for decisions. What is inside belongs to authz/ alone. */
export interface CompiledPolicy {
  readonly kind: PolicyKind;
  /** All principals named by `Principal` and `NotPrincipal`, as written, for checks against a store. */
  readonly principals: readonly { readonly type: 'AWS' | 'Service' | 'Federated' | 'CanonicalUser'; readonly value: string }[];
}

/** A policy and where it came from: `arn:aws:iam::aws:policy/AdministratorAccess`, `inline:NAME`, `key policy`. */
export interface NamedPolicy {
  readonly name: string;
  readonly policy: CompiledPolicy;
}

/** Who asks, as policies see it. */
export interface PrincipalFacts {
  readonly type: 'root' | 'user' | 'role-session' | 'federated-user' | 'web-identity' | 'service' | 'anonymous';
  readonly account: string;
  /** As shown in messages: the session's ARN for sessions, the provider's for web identities. */
  readonly arn: string;
  /** The role of a session, the user (or root) that issued a federated user's credentials; else as `arn`. */
  readonly principalArn: string;
  /** Of user or role (`AIDA…`, `AROA…` without session), as policies keep principals; a federated user's is the issuer's. */
  readonly uniqueId: string;
}

/** The policies that apply to the caller, whatever is asked. Absent lists: no such policy is attached. */
export interface PrincipalPolicies {
  readonly identity: readonly NamedPolicy[];
  readonly boundary?: NamedPolicy | undefined;
  /** Present (even when empty) for sessions that were made with session policies. */
  readonly session?: readonly NamedPolicy[] | undefined;
  /** Levels from the root of the organization down; each must allow. */
  readonly serviceControl?: readonly (readonly NamedPolicy[])[] | undefined;
}

/**
 * How the resource decides:
 * `identity`: no resource policy (account-level operations, aliases): the identity policies of the caller decide;
 * `key`: a KMS key: its policy is the root of trust, identity policies count only where it delegates to the account;
 * `resource`: other services' resource policies: either side is enough within an account, both are needed across;
 * `trust`: a role's trust policy for AssumeRole.
 */
export type ResourceRule = 'identity' | 'key' | 'resource' | 'trust';

export interface AuthorizationRequest {
  /** `kms:Encrypt`. */
  readonly action: string;
  /** ARN, or `*` for actions without a resource. */
  readonly resource: string;
  /** Account that owns the resource. */
  readonly resourceAccount: string;
  readonly rule: ResourceRule;
  readonly principal: PrincipalFacts;
  readonly policies: PrincipalPolicies;
  readonly resourcePolicy?: NamedPolicy | undefined;
  readonly resourceControl?: readonly (readonly NamedPolicy[])[] | undefined;
  readonly context: ConditionContext;
  /** Whether a grant on the key allows this: counted only where nothing denies. */
  readonly granted?: boolean | undefined;
}

/** Which policy type a refusal names. */
export type DenialSource =
  | 'identity'
  | 'resource'
  | 'boundary'
  | 'session'
  | 'service-control'
  | 'resource-control'
  | 'trust';

export interface MatchedStatement {
  readonly policy: string;
  readonly source: DenialSource;
  readonly effect: 'Allow' | 'Deny';
  /** Index of the statement in its policy, from 0, and its Sid. */
  readonly index: number;
  readonly sid: string | undefined;
}

export type Decision =
  | { readonly allowed: true; readonly by: 'policy' | 'grant'; readonly statements: readonly MatchedStatement[] }
  | {
      readonly allowed: false;
      readonly explicit: boolean;
      readonly source: DenialSource;
      readonly statements: readonly MatchedStatement[];
      /** Condition keys that were asked for and absent, for the simulator. */
      readonly missingContextKeys: readonly string[];
    };
