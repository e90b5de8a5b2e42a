/**
 * Proof of who asks, and proof of what was allowed. Each has one mint: `authn/` alone makes a `Caller`,
 * `authz/` alone makes a `Permit`; an operation cannot be run without both. `test/tidy.test.ts` holds the rule.
 */
import type { PolicyText } from './operation.ts';

/**
 * `anonymous`: nobody signed; only operations that take a token of somebody else's instead are open to it.
 * `service`: a service of Trent's calls as itself; no request from outside ever is one.
 */
export type PrincipalType = 'root' | 'user' | 'role-session' | 'federated-user' | 'service' | 'anonymous';

/** Whom credentials belong to. */
export interface Principal {
  readonly type: PrincipalType;
  /** 12 digits. */
  readonly account: string;
  /**
   * As messages and GetCallerIdentity show it: `arn:aws:iam::ACCOUNT:root`, `arn:aws:iam::ACCOUNT:user/PATH/NAME`,
   * `arn:aws:sts::ACCOUNT:assumed-role/ROLE/SESSION`, `arn:aws:sts::ACCOUNT:federated-user/NAME`.
   */
  readonly arn: string;
  /** `aws:userid`: the account for root, `AIDA…`, `AROA…:SESSION`, `ACCOUNT:NAME`. */
  readonly principalId: string;
  /**
   * Where its permissions come from: of a role session the role, of a federated user the user (or root) that issued
   * its credentials, else itself. The id is the account's number for root, `AIDA…`, `AROA…`.
   */
  readonly origin: { readonly arn: string; readonly id: string };
}

/** What temporary credentials carry with them. */
export interface Session {
  readonly by: 'AssumeRole' | 'AssumeRoleWithWebIdentity' | 'GetSessionToken' | 'GetFederationToken';
  /** Milliseconds since 1970, both. */
  readonly issuedAt: number;
  readonly expiresAt: number;
  /** The session policy given as text. */
  readonly policy: PolicyText | undefined;
  /** ARNs of managed policies that limit the session, too. */
  readonly policyArns: readonly string[];
  /** Session tags: `aws:PrincipalTag/…` over the tags of role or user. */
  readonly tags: readonly SessionTag[];
  /** Keys of tags that pass on when the session assumes another role. */
  readonly transitiveTagKeys: readonly string[];
  readonly sourceIdentity: string | undefined;
  /** `aws:FederatedProvider`: the ARN of the identity provider. */
  readonly provider: string | undefined;
}

export interface SessionTag {
  readonly key: string;
  readonly value: string;
}

interface CallerFields {
  readonly principal: Principal;
  readonly account: string;
  readonly region: string;
  readonly accessKeyId: string;
  readonly session?: Session | undefined;
}

/** The authenticated sender of one request. The region is that of the credential scope. */
class AuthenticatedCaller {
  /** Nobody else's object fits the type, not even a copy of one of these with a field changed. */
  protected declare readonly minted: 'Caller';
  readonly principal: Principal;
  readonly account: string;
  readonly region: string;
  readonly accessKeyId: string;
  /** Present for temporary credentials. */
  readonly session: Session | undefined;

  constructor(fields: CallerFields) {
    this.principal = fields.principal;
    this.account = fields.account;
    this.region = fields.region;
    this.accessKeyId = fields.accessKeyId;
    this.session = fields.session;
  }
}

/** Leave to run one operation on the resources that were asked for. */
class GrantedPermit {
  protected declare readonly minted: 'Permit';
  readonly caller: Caller;
  readonly action: string;
  /** Whether it was a grant that allowed it: then the operation may have to stay within that grant. */
  readonly byGrant: boolean;

  constructor(caller: Caller, action: string, byGrant: boolean) {
    this.caller = caller;
    this.action = action;
    this.byGrant = byGrant;
  }
}

export type Caller = AuthenticatedCaller;
export type Permit = GrantedPermit;

/** For `authn/` alone. */
export const mintCaller = (fields: CallerFields): Caller => new AuthenticatedCaller(fields);

/** For `authz/` alone. */
export const mintPermit = (caller: Caller, action: string, byGrant = false): Permit =>
  new GrantedPermit(caller, action, byGrant);

/** The user of an account that needs no policies. @param partition `aws` */
export function rootPrincipal(account: string, partition: string): Principal {
  const arn = `arn:${partition}:iam::${account}:root`;
  return { type: 'root', account, arn, principalId: account, origin: { arn, id: account } };
}
