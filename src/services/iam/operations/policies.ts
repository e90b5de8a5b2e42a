/** Managed policies; their versions are in policy-versions.ts. */
import { iamAsk, resolveAccount } from '../asks.ts';
import { requirePolicyDocument } from '../documents.ts';
import { describePolicy } from '../describe-policy.ts';
import * as faults from '../faults.ts';
import type { Family, Iam, Op } from '../iam.ts';
import { newEntityId } from '../ids.ts';
import type { ManagedPolicy } from '../managed-policies.ts';
import { requireOwnPolicy, requirePolicy, resolvePolicy } from '../policy-asks.ts';
import { listPolicies as listOwn, type Usage, usageOf } from '../policy-usage.ts';
import { POLICIES_PER_ACCOUNT } from '../quotas.ts';
import { checkTags, insertTags, tagsOf } from '../tags.ts';
import type { ListPoliciesRequest, PolicyUsageType } from '../types.ts';
import { policyVersions, type PolicyVersionsOperations } from './policy-versions.ts';

type PoliciesOperations = 'CreatePolicy' | 'GetPolicy' | 'ListPolicies' | 'DeletePolicy' | PolicyVersionsOperations;

type Target = ManagedPolicy | undefined;

/** @throws Fault LimitExceededException */
async function requireRoom(iam: Iam, account: string): Promise<void> {
  if ((await iam.managed.count(account)) < POLICIES_PER_ACCOUNT) return;
  throw faults.overQuota('PoliciesPerAccount', POLICIES_PER_ACCOUNT);
}

/** What no answer could hold (XML 1.0, section 2.2). AWS documents nothing but the length of descriptions. */
// eslint-disable-next-line no-control-regex
const UNWRITABLE = /[\0-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]/;

const createPolicy = (iam: Iam): Op<'CreatePolicy', undefined> => ({
  resolve(input, context) {
    const { PolicyName: name, Path: path = '/' } = input;
    const arn = iam.managed.arnOf({ account: context.caller.account, path, name });
    return { asks: [iamAsk(iam, 'CreatePolicy', { arn }, input, context)], target: undefined };
  },
  async run(input, { caller: { account }, unit, now }) {
    const { PolicyName: name, Path: path = '/', Description: description = '', Tags } = input;
    checkTags(Tags);
    if (UNWRITABLE.test(description)) throw faults.invalidInput('The description contains characters that are not allowed.');
    requirePolicyDocument(iam, input.PolicyDocument);
    if (await iam.managed.named(account, name)) throw faults.policyExists(name);
    await requireRoom(iam, account);
    const dates = { created_at: now, updated_at: now };
    const row = { id: newEntityId('policy'), account, name, path, description, ...dates };
    const policy = iam.managed.insert(unit, row, input.PolicyDocument);
    insertTags(iam, unit, policy.id, Tags);
    return { Policy: { ...describePolicy(iam.managed.ofRow(policy), { attachments: 0, boundaries: 0 }), Tags } };
  },
});

const getPolicy = (iam: Iam): Op<'GetPolicy', Target> => ({
  resolve: (input, context) => resolvePolicy(iam, 'GetPolicy', input, context),
  async run({ PolicyArn }, { target, caller: { account } }) {
    const policy = requirePolicy(target, PolicyArn);
    const usage = await usageOf(iam, account, [policy]);
    const Description = policy.description === '' ? undefined : policy.description;
    return { Policy: { ...describePolicy(policy, usage(policy.arn)), Description, Tags: await tagsOf(iam, policy.id) } };
  },
});

/** Own policies come first, then AWS's; each in order of their names. */
const OWN = '0';
const AWS = '1';
const placeOf = ({ row, name_key }: ManagedPolicy): string => (row ? OWN : AWS) + name_key;

/** How a policy must be used to be listed. To be attached is to be used for permissions, unless boundaries are asked for. */
const useOf = ({ OnlyAttached, PolicyUsageFilter }: ListPoliciesRequest): PolicyUsageType | undefined =>
  PolicyUsageFilter ?? (OnlyAttached ? 'PermissionsPolicy' : undefined);

const isUsed = ({ attachments, boundaries }: Usage, use: PolicyUsageType | undefined): boolean =>
  use === undefined || (use === 'PermissionsPolicy' ? attachments : boundaries) > 0;

async function fetchPolicies(
  iam: Iam,
  account: string,
  input: ListPoliciesRequest,
  last: string,
  count: number,
): Promise<ManagedPolicy[]> {
  const { Scope = 'All', PathPrefix: pathPrefix = '/' } = input;
  const use = useOf(input);
  const [part, name] = [last.slice(0, 1), last.slice(1)];
  const own = Scope === 'AWS' || part === AWS ? [] : await listOwn(iam, account, { pathPrefix, use }, name, count);
  const found = own.map((row) => iam.managed.ofRow(row));
  if (Scope === 'Local' || found.length === count) return found;
  const aws = iam.managed.listAwsManaged(pathPrefix, part === AWS ? name : '');
  const usage = await usageOf(iam, account, aws);
  return [...found, ...aws.filter(({ arn }) => isUsed(usage(arn), use))].slice(0, count);
}

const listPolicies = (iam: Iam): Op<'ListPolicies', undefined> => ({
  resolve: (input, context) => resolveAccount(iam, 'ListPolicies', input, context),
  async run(input, { caller: { account } }) {
    const scope = ['ListPolicies', account, input.Scope ?? 'All', input.PathPrefix ?? '/', useOf(input) ?? ''];
    const fetch = (last: string, count: number) => fetchPolicies(iam, account, input, last, count);
    const { items, ...rest } = await iam.pages.list(input, scope, placeOf, fetch);
    const usage = await usageOf(iam, account, items);
    return { Policies: items.map((policy) => describePolicy(policy, usage(policy.arn))), ...rest };
  },
});

const deletePolicy = (iam: Iam): Op<'DeletePolicy', Target> => ({
  resolve: (input, context) => resolvePolicy(iam, 'DeletePolicy', input, context),
  async run({ PolicyArn }, { target, unit }) {
    const policy = requireOwnPolicy(target, PolicyArn);
    const { attachments, boundaries } = (await usageOf(iam, policy.row.account, [policy]))(policy.arn);
    if (attachments + boundaries > 0) throw faults.policyInUse();
    if ((await iam.managed.versions(policy)).length > 1) throw faults.policyHasVersions();
    iam.managed.remove(unit, policy.row);
  },
});

export const policies = (iam: Iam): Family<PoliciesOperations> => ({
  CreatePolicy: createPolicy(iam),
  GetPolicy: getPolicy(iam),
  ListPolicies: listPolicies(iam),
  DeletePolicy: deletePolicy(iam),
  ...policyVersions(iam),
});
