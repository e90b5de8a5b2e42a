/** Session policies, and how much of a token they take together with the tags. */
import { deflateRawSync } from 'node:zlib';
import { parseArn } from '../../base/arn.ts';
import * as faults from './faults.ts';
import type { TagSet } from './session-tags.ts';
import type { Sts } from './sts.ts';
import type { PolicyDescriptorType } from './types.ts';

const POLICIES_MAX = 10;
/** Characters of the policy given as text and of the ARNs. */
const PLAINTEXT_MAX = 2_048;
/** What AWS leaves open: with this the whole token has 6 KB at most (session-tokens.ts). */
const PACKED_BYTES_MAX = 3_072;

export interface SessionPolicies {
  readonly policy: string | undefined;
  readonly policyArns: readonly string[];
}

export interface PolicyInput {
  readonly Policy?: string | undefined;
  readonly PolicyArns?: readonly PolicyDescriptorType[] | undefined;
}

/**
 * @param account the managed policies are of this account, or AWS's
 * @throws Fault ValidationException, MalformedPolicyDocumentException
 */
export async function sessionPolicies(sts: Sts, account: string, input: PolicyInput): Promise<SessionPolicies> {
  const { Policy, PolicyArns = [] } = input;
  if (PolicyArns.length > POLICIES_MAX) throw faults.tooManyPolicies(POLICIES_MAX);
  const policyArns = [...new Set(PolicyArns.map(({ arn = '' }) => arn))];
  const length = policyArns.reduce((sum, arn) => sum + arn.length, Policy?.length ?? 0);
  if (length > PLAINTEXT_MAX) throw faults.policiesTooLong(PLAINTEXT_MAX);
  const problem = Policy === undefined ? undefined : sts.problemOf(Policy);
  if (problem !== undefined) throw faults.malformedPolicy(problem);
  for (const arn of policyArns) {
    const owner = parseArn(arn)?.account;
    const visible = owner === account || owner === 'aws';
    if (!visible || !(await sts.directory.policyExists(arn))) throw faults.invalidPolicyArn(arn);
  }
  return { policy: Policy, policyArns };
}

/**
 * Percent of the space; `undefined` when there is nothing to pack.
 * @throws Fault PackedPolicyTooLargeException
 */
export function packedSize(policies: SessionPolicies, { tags, transitiveTagKeys }: TagSet): number | undefined {
  const { policy, policyArns } = policies;
  const hasPolicies = policy !== undefined || policyArns.length > 0;
  if (!hasPolicies && tags.length === 0) return undefined;
  const pairs = tags.map(({ key, value }) => [key, value]);
  const packed = deflateRawSync(JSON.stringify([policy, policyArns, pairs, transitiveTagKeys]));
  const percent = Math.ceil((packed.length / PACKED_BYTES_MAX) * 100);
  if (percent > 100) throw hasPolicies ? faults.packedPolicyTooLarge(percent) : faults.packedTagsTooLarge(percent);
  return percent;
}
