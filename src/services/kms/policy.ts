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
}

/** @throws Fault LimitExceededException, MalformedPolicyDocumentException */
export function checkKeyPolicy(guard: PolicyGuard, text: string): string {
  if (Buffer.byteLength(text) > POLICY_BYTES_MAX) {
    throw faults.limitExceeded(`The policy exceeds the maximum size of ${POLICY_BYTES_MAX} bytes.`);
  }
  const problem = guard.problemOf(text);
  if (problem !== undefined) throw faults.malformedPolicy(problem);
  return text;
}

export interface PolicyRequest {
  readonly Policy?: string | undefined;
  readonly BypassPolicyLockoutSafetyCheck?: boolean | undefined;
}

/**
 * The policy that a request gives to a key, checked; the default one when it gives none.
 * @throws Fault LimitExceededException, MalformedPolicyDocumentException, also when the caller would lock himself out
 */
export async function givenKeyPolicy(
  guard: PolicyGuard,
  request: PolicyRequest,
  key: { readonly arn: string; readonly account: string; readonly region: string },
  context: RequestContext,
): Promise<string> {
  if (request.Policy === undefined) return defaultKeyPolicy(key.account, key.region);
  const text = checkKeyPolicy(guard, request.Policy);
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
