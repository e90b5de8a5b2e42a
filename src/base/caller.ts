/**
 * Proof of who asks, and proof of what was allowed. Each has one mint: `authn/` alone makes a `Caller`,
 * `authz/` alone makes a `Permit`; an operation cannot be run without both. `test/tidy.test.ts` holds the rule.
 */

export type PrincipalType = 'root' | 'user';

/** Whom an access key belongs to. */
export interface Principal {
  readonly type: PrincipalType;
  /** 12 digits. */
  readonly account: string;
  /** `arn:aws:iam::ACCOUNT:root`, `arn:aws:iam::ACCOUNT:user/NAME`. */
  readonly arn: string;
  /** AWS's unique id: the account for root, `AIDA…` for a user. */
  readonly principalId: string;
}

/** The authenticated sender of one request. The region is that of the credential scope. */
class AuthenticatedCaller {
  /** Nobody else's object fits the type, not even a copy of one of these with a field changed. */
  protected declare readonly minted: 'Caller';
  readonly principal: Principal;
  readonly account: string;
  readonly region: string;
  readonly accessKeyId: string;

  constructor(fields: CallerFields) {
    this.principal = fields.principal;
    this.account = fields.account;
    this.region = fields.region;
    this.accessKeyId = fields.accessKeyId;
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

interface CallerFields {
  readonly principal: Principal;
  readonly account: string;
  readonly region: string;
  readonly accessKeyId: string;
}

export type Caller = AuthenticatedCaller;
export type Permit = GrantedPermit;

/** For `authn/` alone. */
export const mintCaller = (fields: CallerFields): Caller => new AuthenticatedCaller(fields);

/** For `authz/` alone. */
export const mintPermit = (caller: Caller, action: string, byGrant = false): Permit =>
  new GrantedPermit(caller, action, byGrant);
