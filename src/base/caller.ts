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

declare const minted: unique symbol;

/** The authenticated sender of one request. The region is that of the credential scope. */
export interface Caller {
  readonly [minted]: 'Caller';
  readonly principal: Principal;
  readonly account: string;
  readonly region: string;
  readonly accessKeyId: string;
}

/** Leave to run one operation on the resources that were asked for. */
export interface Permit {
  readonly [minted]: 'Permit';
  readonly caller: Caller;
  readonly action: string;
}

/** For `authn/` alone. */
export const mintCaller = (fields: Omit<Caller, typeof minted>): Caller => fields as Caller;

/** For `authz/` alone. */
export const mintPermit = (fields: Omit<Permit, typeof minted>): Permit => fields as Permit;
