/** The permissions boundary of a user or role: a managed policy, AWS's or of the same account. */
import type { Unit } from '../../base/unit.ts';
import * as faults from './faults.ts';
import type { Iam } from './iam.ts';
import type { AttachedPermissionsBoundary } from './types.ts';

/**
 * Whoever sets a boundary must ask here, in the same unit: the policy cannot be deleted meanwhile.
 * @throws Fault NoSuchEntityException
 */
export async function claimBoundary(iam: Iam, unit: Unit, account: string, arn: string): Promise<void> {
  if (iam.managed.awsManaged(arn)) return;
  const policy = await iam.managed.find(arn);
  if (policy?.account !== account) throw faults.boundaryNotFound(arn);
  iam.managed.change(unit, policy);
}

/** The API reference: "This data type can only have a value of `Policy`"; its model says something else. */
const TYPE = 'Policy' as never;

export const describeBoundary = (arn: string): AttachedPermissionsBoundary => ({
  PermissionsBoundaryType: TYPE,
  PermissionsBoundaryArn: arn,
});
