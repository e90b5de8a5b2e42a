/** Policy documents on their way in and out. */
import * as faults from './faults.ts';
import type { Iam } from './iam.ts';
import { MANAGED_POLICY_SIZE } from './quotas.ts';

/** @throws Fault MalformedPolicyDocumentException for what is no policy of a user, group or role */
export function requireDocument(iam: Iam, text: string): void {
  const problem = iam.tools.problemOf(text, 'identity');
  if (problem !== undefined) throw faults.malformedPolicy(problem);
}

/** @throws Fault MalformedPolicyDocumentException, LimitExceededException for what cannot be a managed policy */
export function requirePolicyDocument(iam: Iam, text: string): void {
  requireDocument(iam, text);
  if (documentSize(text) > MANAGED_POLICY_SIZE) throw faults.overQuota('PolicySize', MANAGED_POLICY_SIZE);
}

/** Characters that count against quotas: all but white space (IAM User Guide, "IAM and AWS STS quotas"). */
export const documentSize = (text: string): number => text.replaceAll(/\s/g, '').length;

/** As answers of IAM hold documents: URL-encoded by RFC 3986, which reserves more than `encodeURIComponent` does. */
export const encodeDocument = (text: string): string =>
  encodeURIComponent(text).replaceAll(/[!'()*]/g, (character) => `%${character.charCodeAt(0).toString(16).toUpperCase()}`);
