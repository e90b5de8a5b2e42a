/** Managed policies and their versions as answers hold them. */
import { type ManagedPolicy, type PolicyVersion, versionId } from './managed-policies.ts';
import type { Usage } from './policy-usage.ts';
import type { PolicyVersion as DescribedVersion, Policy } from './types.ts';

/** As lists hold it; other answers add description and tags. */
export const describePolicy = (policy: ManagedPolicy, usage: Usage): Policy => ({
  PolicyName: policy.name,
  PolicyId: policy.id,
  Arn: policy.arn,
  Path: policy.path,
  DefaultVersionId: versionId(policy.default_version),
  AttachmentCount: usage.attachments,
  PermissionsBoundaryUsageCount: usage.boundaries,
  IsAttachable: true,
  CreateDate: policy.created_at,
  UpdateDate: policy.updated_at,
});

/** As lists hold it; other answers add the document. */
export const describeVersion = (
  { default_version }: Pick<ManagedPolicy, 'default_version'>,
  { number, created_at }: PolicyVersion,
): DescribedVersion => ({
  VersionId: versionId(number),
  IsDefaultVersion: number === default_version,
  CreateDate: created_at,
});
