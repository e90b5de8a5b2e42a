/** Versions of managed policies: each change of a policy is a new one, and one of them is in force. */
import { describeVersion } from '../describe-policy.ts';
import { encodeDocument, requirePolicyDocument } from '../documents.ts';
import * as faults from '../faults.ts';
import type { Family, Iam, Op } from '../iam.ts';
import { type ManagedPolicy, type PolicyVersion, versionId } from '../managed-policies.ts';
import { requireOwnPolicy, requirePolicy, resolvePolicy } from '../policy-asks.ts';
import { VERSIONS_PER_POLICY } from '../quotas.ts';

export type PolicyVersionsOperations =
  | 'CreatePolicyVersion'
  | 'GetPolicyVersion'
  | 'ListPolicyVersions'
  | 'DeletePolicyVersion'
  | 'SetDefaultPolicyVersion';

type Target = ManagedPolicy | undefined;

/** @throws Fault NoSuchEntityException */
async function requireVersion(iam: Iam, policy: ManagedPolicy, id: string): Promise<PolicyVersion> {
  const version = (await iam.managed.versions(policy)).find(({ number }) => versionId(number) === id);
  if (!version) throw faults.policyVersionNotFound(policy.arn, id);
  return version;
}

const createPolicyVersion = (iam: Iam): Op<'CreatePolicyVersion', Target> => ({
  resolve: (input, context) => resolvePolicy(iam, 'CreatePolicyVersion', input, context),
  async run({ PolicyArn, PolicyDocument: document, SetAsDefault = false }, { target, unit, now }) {
    const policy = requireOwnPolicy(target, PolicyArn);
    requirePolicyDocument(iam, document);
    if ((await iam.managed.versions(policy)).length >= VERSIONS_PER_POLICY) throw faults.tooManyVersions(VERSIONS_PER_POLICY);
    const version = { number: policy.row.last_version + 1, document, created_at: now };
    const inForce = SetAsDefault ? { default_version: version.number } : {};
    const changes = { last_version: version.number, updated_at: now, ...inForce };
    iam.managed.change(unit, policy.row, changes);
    iam.managed.insertVersion(unit, policy.row, version);
    return { PolicyVersion: describeVersion({ ...policy, ...changes }, version) };
  },
});

const getPolicyVersion = (iam: Iam): Op<'GetPolicyVersion', Target> => ({
  resolve: (input, context) => resolvePolicy(iam, 'GetPolicyVersion', input, context),
  async run({ PolicyArn, VersionId }, { target }) {
    const policy = requirePolicy(target, PolicyArn);
    const version = await requireVersion(iam, policy, VersionId);
    return { PolicyVersion: { Document: encodeDocument(version.document), ...describeVersion(policy, version) } };
  },
});

/** Lists go up by their keys; the newest version comes first. */
const newestFirst = ({ number }: PolicyVersion): string => String(Number.MAX_SAFE_INTEGER - number);

const listPolicyVersions = (iam: Iam): Op<'ListPolicyVersions', Target> => ({
  resolve: (input, context) => resolvePolicy(iam, 'ListPolicyVersions', input, context),
  async run(input, { target }) {
    const policy = requirePolicy(target, input.PolicyArn);
    const versions = await iam.managed.versions(policy);
    const { items, ...rest } = await iam.pages.ofAll(input, ['ListPolicyVersions', policy.id], newestFirst, versions);
    return { Versions: items.map((version) => describeVersion(policy, version)), ...rest };
  },
});

const deletePolicyVersion = (iam: Iam): Op<'DeletePolicyVersion', Target> => ({
  resolve: (input, context) => resolvePolicy(iam, 'DeletePolicyVersion', input, context),
  async run({ PolicyArn, VersionId }, { target, unit }) {
    const policy = requireOwnPolicy(target, PolicyArn);
    const { number } = await requireVersion(iam, policy, VersionId);
    if (number === policy.default_version) throw faults.deleteConflict('Cannot delete the default version of a policy.');
    iam.managed.change(unit, policy.row);
    iam.managed.removeVersion(unit, policy.row, number);
  },
});

const setDefaultPolicyVersion = (iam: Iam): Op<'SetDefaultPolicyVersion', Target> => ({
  resolve: (input, context) => resolvePolicy(iam, 'SetDefaultPolicyVersion', input, context),
  async run({ PolicyArn, VersionId }, { target, unit }) {
    const policy = requireOwnPolicy(target, PolicyArn);
    const { number } = await requireVersion(iam, policy, VersionId);
    iam.managed.change(unit, policy.row, { default_version: number });
  },
});

export const policyVersions = (iam: Iam): Family<PolicyVersionsOperations> => ({
  CreatePolicyVersion: createPolicyVersion(iam),
  GetPolicyVersion: getPolicyVersion(iam),
  ListPolicyVersions: listPolicyVersions(iam),
  DeletePolicyVersion: deletePolicyVersion(iam),
  SetDefaultPolicyVersion: setDefaultPolicyVersion(iam),
});
