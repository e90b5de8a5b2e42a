/** Quotas of an account ("IAM and AWS STS quotas" in the user guide), as far as operations here share them. */
export const ACCESS_KEYS_PER_USER = 2;
export const OIDC_PROVIDERS_PER_ACCOUNT = 100;
export const CLIENT_IDS_PER_OIDC_PROVIDER = 100;
export const THUMBPRINTS_PER_OIDC_PROVIDER = 5;
export const USERS_PER_ACCOUNT = 5000;
export const GROUPS_PER_ACCOUNT = 300;
export const ROLES_PER_ACCOUNT = 1000;
export const GROUPS_PER_USER = 10;
export const TAGS_PER_RESOURCE = 50;
/** Characters of a trust policy. */
export const TRUST_POLICY_SIZE = 2048;
export const POLICIES_PER_ACCOUNT = 1500;
export const VERSIONS_PER_POLICY = 5;
/** On a user, group or role. */
export const MANAGED_POLICIES_PER_ENTITY = 10;
/** Characters of a managed policy. */
export const MANAGED_POLICY_SIZE = 6144;
/** Characters of all inline policies together. */
export const INLINE_POLICIES_SIZE = { user: 2048, role: 10_240, group: 5120 };
export const POLICY_VERSIONS_IN_USE = 10_000;
