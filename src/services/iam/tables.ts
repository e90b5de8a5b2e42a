/** The rows of IAM. Times are milliseconds since 1970; JSON columns hold arrays of text. */
import type { Flag } from '../../store/contract.ts';

export interface IamTables {
  iam_accounts: AccountRow;
  iam_entities: EntityRow;
  iam_memberships: MembershipRow;
  iam_access_keys: AccessKeyRow;
  iam_inline_policies: InlinePolicyRow;
  iam_policies: PolicyRow;
  iam_policy_versions: PolicyVersionRow;
  iam_attachments: AttachmentRow;
  iam_tags: TagRow;
  iam_oidc_providers: OidcProviderRow;
  iam_last_used: LastUsedRow;
}

export interface AccountRow {
  /** 12 digits. */
  account: string;
  created_at: number;
  /** The name for people (CreateAccountAlias), unique in the deployment. */
  alias: string | null;
}

export type EntityKind = 'user' | 'group' | 'role';

/** A user, group or role. */
export interface EntityRow {
  /** `AIDA…`, `AGPA…`, `AROA…` */
  id: string;
  account: string;
  kind: EntityKind;
  name: string;
  /** In lower case: names that differ by case alone cannot both exist in an account, of each kind. */
  name_key: string;
  /** `/` or `/division/team/`. */
  path: string;
  created_at: number;
  /** Counts the changes of the entity and of all that hangs on it; each write names the one it was based on. */
  version: number;
  /** ARN of the managed policy that is its permissions boundary. Never of a group. */
  boundary: string | null;
  /** Roles alone have the rest: the trust policy with users and roles as unique ids, … */
  trust_policy: string | null;
  description: string | null;
  max_session_seconds: number | null;
}

export interface MembershipRow {
  user_id: string;
  group_id: string;
}

export interface AccessKeyRow {
  access_key_id: string;
  account: string;
  /** `AIDA…` */
  user_id: string;
  active: Flag;
  /** The secret access key, sealed under IAM's AWS owned key for this row. */
  sealed_secret: Uint8Array;
  created_at: number;
}

/** A policy that belongs to one entity. */
export interface InlinePolicyRow {
  entity_id: string;
  name: string;
  document: string;
}

/** A customer managed policy; AWS managed ones are in aws-managed-policies.ts. */
export interface PolicyRow {
  /** `ANPA…` */
  id: string;
  account: string;
  name: string;
  /** In lower case. */
  name_key: string;
  path: string;
  /** As in the request; empty when there was none. */
  description: string;
  /** 1 for `v1`. */
  default_version: number;
  /** The number that was given last: numbers of deleted versions do not come back. */
  last_version: number;
  created_at: number;
  updated_at: number;
  /** As of entities. */
  version: number;
}

export interface PolicyVersionRow {
  policy_id: string;
  number: number;
  document: string;
  created_at: number;
}

export interface AttachmentRow {
  entity_id: string;
  /** Of a customer's or AWS's managed policy. */
  policy_arn: string;
}

export interface TagRow {
  /** Unique id of user, role or policy; ARN of an identity provider. */
  resource_id: string;
  /** In lower case: keys that differ by case alone cannot both exist. */
  tag_key: string;
  /** As given. */
  name: string;
  value: string;
}

/** An OpenID Connect identity provider: it may say who somebody is, to roles whose trust policies name it. */
export interface OidcProviderRow {
  account: string;
  /** Without `https://`. */
  url: string;
  /** JSON: audiences that are accepted. */
  client_ids: string;
  /** JSON. Kept for the API; connections are verified by the certificate authorities that the server trusts. */
  thumbprints: string;
  created_at: number;
  version: number;
}

/** Of access keys and roles; written in batches. */
export interface LastUsedRow {
  /** Access key id, or `AROA…`. */
  id: string;
  used_at: number;
  region: string;
  service: string;
}
