/** What operations on managed policies ask for. */
import type { RequestContext, Resolved } from '../../base/operation.ts';
import { iamAsk } from './asks.ts';
import * as faults from './faults.ts';
import type { Iam } from './iam.ts';
import type { ManagedPolicy, Policy } from './managed-policies.ts';
import type { Operations } from './types.ts';

/** AWS's policies may be read as if they were the account's own. */
const READING = /^(?:Get|List)/;

/**
 * An operation on the policy that a request names; `run` says that it does not exist. Other accounts' policies, and
 * changes of AWS's, are refused by authorization.
 * @throws Fault InvalidInputException for what is no ARN of a policy
 */
export async function resolvePolicy(
  iam: Iam,
  operation: keyof Operations,
  input: { readonly PolicyArn: string },
  context: RequestContext,
): Promise<Resolved<ManagedPolicy | undefined>> {
  const { PolicyArn: arn } = input;
  const owner = iam.managed.ownerOf(arn);
  if (owner === undefined) throw faults.invalidArn(arn);
  const policy = await iam.managed.lookup(arn);
  const ask = iamAsk(iam, operation, { arn, tagged: policy?.row?.id }, input, context);
  const account = owner === 'aws' && READING.test(operation) ? ask.account : owner;
  return { asks: [{ ...ask, account }], target: policy };
}

/** @throws Fault NoSuchEntityException */
export function requirePolicy(policy: ManagedPolicy | undefined, arn: string): ManagedPolicy {
  if (!policy) throw faults.policyNotFound(arn);
  return policy;
}

/** A customer's policy, which can be changed. @throws Fault NoSuchEntityException */
export function requireOwnPolicy(policy: ManagedPolicy | undefined, arn: string): ManagedPolicy & { readonly row: Policy } {
  const { row, ...rest } = requirePolicy(policy, arn);
  if (!row) throw faults.policyNotFound(arn);
  return { ...rest, row };
}
