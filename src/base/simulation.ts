/** What the policy simulator of IAM asks the policy engine, what it is told, and what it learns of a key. */
import type { Principal } from './caller.ts';
import type { Ask, AskContext, ConditionContext, PolicyText } from './operation.ts';

export interface SimulatedRequest {
  readonly action: string;
  readonly resource: string;
  /** That owns the resource. */
  readonly account: string;
  readonly rule: Ask['rule'];
  readonly principal: Principal;
  readonly identity: readonly PolicyText[];
  readonly boundary?: PolicyText | undefined;
  /** Levels from the root of the organization down. */
  readonly serviceControl?: readonly (readonly PolicyText[])[] | undefined;
  readonly resourcePolicy?: PolicyText | undefined;
  readonly context: ConditionContext;
  readonly granted?: boolean | undefined;
}

/** As the API calls it. */
export type Verdict = 'allowed' | 'explicitDeny' | 'implicitDeny';

export interface SimulatedDecision {
  readonly verdict: Verdict;
  readonly byGrant: boolean;
  /** Statements of identity and resource policies that made the verdict; the index counts from 0. */
  readonly statements: readonly { readonly policy: PolicyText; readonly index: number }[];
  /** Condition keys that were asked for in vain. */
  readonly missing: readonly string[];
  /** What each kind of policy says for itself; one that is not there holds nothing back. */
  readonly identity: Verdict;
  readonly resource: Verdict;
  readonly boundary: boolean;
  readonly serviceControl: boolean;
}

/** A place in a text; lines and columns count from 1. */
export interface TextPosition {
  readonly Line: number;
  readonly Column: number;
}

/** Where a statement begins and ends. */
export interface StatementSpan {
  readonly start: TextPosition;
  readonly end: TextPosition;
}

/** What decides about one action on a key, besides the caller's own policies. */
export interface SimulatedKey {
  /** As it is stored. */
  readonly policy: PolicyText;
  readonly context: AskContext;
  /** The id of a grant that allows it to one of these principals. */
  grant(principals: readonly string[], encryptionContext: { readonly [key: string]: string }): Promise<string | undefined>;
}
