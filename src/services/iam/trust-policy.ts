/** Trust policies on their way in: who may assume a role. */
import { documentSize } from './documents.ts';
import * as faults from './faults.ts';
import type { Iam } from './iam.ts';

/** IAM User Guide, "IAM and AWS STS quotas". */
const SIZE_MAX = 2048;

/**
 * @returns the text as it is stored
 * @throws Fault MalformedPolicyDocumentException, LimitExceededException
 */
export async function acceptTrustPolicy(iam: Iam, text: string): Promise<string> {
  if (documentSize(text) > SIZE_MAX) throw faults.overQuota('ACLSizePerRole', SIZE_MAX);
  const problem = iam.tools.problemOf(text, 'trust');
  if (problem !== undefined) throw faults.malformedPolicy(problem);
  const stored = await iam.principals.stored(text);
  if (typeof stored !== 'string') throw faults.malformedPolicy(`Invalid principal in policy: "AWS":"${stored.unknown}"`);
  return stored;
}
