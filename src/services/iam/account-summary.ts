/** GetAccountSummary: how much of everything an account has, and may have. */
import type { Iam } from './iam.ts';
import * as quotas from './quotas.ts';
import type { summaryKeyType } from './types.ts';

type Summary = { readonly [Key in summaryKeyType]: number };

/** What no account has here, with AWS's quotas. */
const ABSENT = {
  AccountAccessKeysPresent: 0,
  AccountMFAEnabled: 0,
  AccountPasswordPresent: 0,
  AccountSigningCertificatesPresent: 0,
  InstanceProfiles: 0,
  InstanceProfilesQuota: 1000,
  MFADevices: 0,
  MFADevicesInUse: 0,
  ServerCertificates: 0,
  ServerCertificatesQuota: 20,
  SigningCertificatesPerUserQuota: 2,
};

const QUOTAS = {
  AccessKeysPerUserQuota: quotas.ACCESS_KEYS_PER_USER,
  AssumeRolePolicySizeQuota: quotas.TRUST_POLICY_SIZE,
  AttachedPoliciesPerGroupQuota: quotas.MANAGED_POLICIES_PER_ENTITY,
  AttachedPoliciesPerRoleQuota: quotas.MANAGED_POLICIES_PER_ENTITY,
  AttachedPoliciesPerUserQuota: quotas.MANAGED_POLICIES_PER_ENTITY,
  GroupPolicySizeQuota: quotas.INLINE_POLICIES_SIZE.group,
  GroupsPerUserQuota: quotas.GROUPS_PER_USER,
  GroupsQuota: quotas.GROUPS_PER_ACCOUNT,
  PoliciesQuota: quotas.POLICIES_PER_ACCOUNT,
  PolicySizeQuota: quotas.MANAGED_POLICY_SIZE,
  PolicyVersionsInUseQuota: quotas.POLICY_VERSIONS_IN_USE,
  RolePolicySizeQuota: quotas.INLINE_POLICIES_SIZE.role,
  RolesQuota: quotas.ROLES_PER_ACCOUNT,
  UserPolicySizeQuota: quotas.INLINE_POLICIES_SIZE.user,
  UsersQuota: quotas.USERS_PER_ACCOUNT,
  VersionsPerPolicyQuota: quotas.VERSIONS_PER_POLICY,
};

/** AWS's default: tokens of the global endpoint are valid in the Regions that are enabled by default. */
const TOKEN_VERSION = { GlobalEndpointTokenVersion: 1 };

export async function summaryOf(iam: Iam, account: string): Promise<Summary> {
  return {
    ...ABSENT,
    ...QUOTAS,
    ...TOKEN_VERSION,
    Users: await iam.entities.count(account, 'user'),
    Groups: await iam.entities.count(account, 'group'),
    Roles: await iam.entities.count(account, 'role'),
    Policies: await iam.managed.count(account),
    PolicyVersionsInUse: await countVersions(iam, account),
    Providers: (await iam.oidcProviders.list(account)).length,
  };
}

async function countVersions({ store }: Iam, account: string): Promise<number> {
  const row = await store.db
    .selectFrom('iam_policy_versions')
    .innerJoin('iam_policies', 'iam_policies.id', 'iam_policy_versions.policy_id')
    .select((select) => select.fn.countAll<number>().as('count'))
    .where('account', '=', account)
    .executeTakeFirstOrThrow();
  return Number(row.count);
}
