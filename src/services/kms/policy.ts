/** Key policies as documents: the default one, and what may be stored. What they decide is authz/'s. */
import { partitionOf } from '../../base/arn.ts';
import type { PolicyText, RequestContext } from '../../base/operation.ts';
import * as faults from './faults.ts';
import { LruMap } from '../../base/lru.ts';

export const DEFAULT_POLICY_NAME = 'default';
/** Developer guide, "Resource quotas". */
const POLICY_BYTES_MAX = 32_768;

/** The policy of a key made without one, in the layout in which AWS returns it. */
export function defaultKeyPolicy(account: string, region: string): string {
  return `{
  "Version" : "2012-10-17",
  "Id" : "key-default-1",
  "Statement" : [ {
    "Sid" : "Enable IAM User Permissions",
    "Effect" : "Allow",
    "Principal" : {
      "AWS" : "arn:${partitionOf(region)}:iam::${account}:root"
    },
    "Action" : "kms:*",
    "Resource" : "*"
  } ]
}`;
}

/** What the service needs of the policy engine; authz/ is behind it. */
export interface PolicyGuard {
  /** Why a text cannot be a key policy; `undefined` when it can. */
  problemOf(text: string): string | undefined;
  /** Whether the caller could replace the policy again if this were the key's. */
  mayPutKeyPolicy(context: RequestContext, key: { readonly arn: string; readonly account: string }, policy: PolicyText): Promise<boolean>;
  /** A valid policy as it is kept: its users and roles are unique ids, so that it means nobody who gets their names later. */
  stored(text: string): Promise<string | { readonly unknown: string }>;
  /** As a caller is shown it: users and roles by the ARNs that they have now, those that are gone by their ids. */
  shown(text: string): Promise<string>;
  /** The same for one principal by its ARN; `undefined` when it does not exist. */
  storedPrincipal(arn: string): Promise<string | undefined>;
  shownPrincipal(stored: string): Promise<string>;
}

/**
 * A key policy as it is kept.
 * @throws Fault LimitExceededException, MalformedPolicyDocumentException
 */
export async function storedKeyPolicy(guard: PolicyGuard, text: string): Promise<string> {
  if (Buffer.byteLength(text) > POLICY_BYTES_MAX) {
    throw faults.limitExceeded(`The policy exceeds the maximum size of ${POLICY_BYTES_MAX} bytes.`);
  }
  const problem = guard.problemOf(text);
  if (problem !== undefined) throw faults.malformedPolicy(problem);
  const stored = await guard.stored(text);
  if (typeof stored === 'string') return stored;
  throw faults.malformedPolicy('Policy contains a statement with one or more invalid principals.');
}

export interface PolicyRequest {
  readonly Policy?: string | undefined;
  readonly BypassPolicyLockoutSafetyCheck?: boolean | undefined;
}

/**
 * The policy that a request gives to a key, checked and as it is kept; the default one when it gives none.
 * @throws Fault LimitExceededException, MalformedPolicyDocumentException, also when the caller would lock himself out
 */
export async function givenKeyPolicy(
  guard: PolicyGuard,
  request: PolicyRequest,
  key: { readonly arn: string; readonly account: string; readonly region: string },
  context: RequestContext,
): Promise<string> {
  if (request.Policy === undefined) return defaultKeyPolicy(key.account, key.region);
  const text = await storedKeyPolicy(guard, request.Policy);
  if (!request.BypassPolicyLockoutSafetyCheck && !(await guard.mayPutKeyPolicy(context, key, keyPolicyOf(text)))) {
    throw faults.malformedPolicy('The new key policy will not allow you to update the key policy in the future.');
  }
  return text;
}

/** Most keys share a few policies: one object a text, so that each is compiled once and kept once. */
const SHARED_MAX = 2_000;
const shared = new LruMap<PolicyText>(SHARED_MAX);

export function keyPolicyOf(text: string): PolicyText {
  const known = shared.get(text, 0);
  if (known) return known;
  const policy = { name: 'key policy', text };
  shared.set(text, policy, 0);
  return policy;
}
