/** Trust policies on their way in: who may assume a role. */
import { documentSize } from './documents.ts';
import * as faults from './faults.ts';
import type { Iam } from './iam.ts';
import { TRUST_POLICY_SIZE } from './quotas.ts';

/**
 * @returns the text as it is stored
 * @throws Fault MalformedPolicyDocumentException, LimitExceededException
 */
export async function acceptTrustPolicy(iam: Iam, text: string): Promise<string> {
  if (documentSize(text) > TRUST_POLICY_SIZE) throw faults.overQuota('ACLSizePerRole', TRUST_POLICY_SIZE);
  const problem = iam.tools.problemOf(text, 'trust');
  if (problem !== undefined) throw faults.malformedPolicy(problem);
  const stored = await iam.principals.stored(text);
  if (typeof stored !== 'string') throw faults.malformedPolicy(`Invalid principal in policy: "AWS":"${stored.unknown}"`);
  return stored;
}
