/** The rows of Parameter Store. Times are milliseconds since 1970. */
import type { ParameterTier, ParameterType } from './types.ts';

export interface SsmTables {
  ssm_parameters: ParameterRow;
  ssm_versions: VersionRow;
  ssm_labels: LabelRow;
  ssm_tags: TagRow;
  ssm_usage: UsageRow;
  ssm_settings: SettingRow;
}

/** What names a parameter. `path` begins with a slash whatever the name does: `/X` and `X` have the same ARN. */
export interface ParameterCoordinates {
  readonly account: string;
  readonly region: string;
  readonly path: string;
}

export interface ParameterRow {
  account: string;
  region: string;
  /** `/orders/db/password`. Ordered by its bytes, so all that is below `/orders/` is one range. */
  path: string;
  /** `/orders/db/`: the hierarchy that it is directly in. Empty for a name without a slash: it is in none. */
  parent: string;
  /** As it was created: with the leading slash or without. */
  name: string;
  type: ParameterType;
  /** The latest version. */
  version: number;
  /** Counts all changes, of labels and tags as well; each write names the one it was based on. */
  revision: number;
  /** When it expires. */
  due_at: number | null;
}

export type StoredTier = Exclude<ParameterTier, 'Intelligent-Tiering'>;

/** One of the versions that are kept. */
export interface VersionRow {
  account: string;
  region: string;
  path: string;
  version: number;
  tier: StoredTier;
  /** Sealed by the service's own key (String, StringList), or a KMS ciphertext, or a message of the Encryption SDK. */
  value: Uint8Array;
  /** As it was given; of a SecureString alone. */
  key_id: string | null;
  /** The key that it resolved to. */
  key_arn: string | null;
  description: string | null;
  allowed_pattern: string | null;
  data_type: string;
  /** JSON: the policies, as they were given. */
  policies: string | null;
  modified_at: number;
  /** An ARN. */
  modified_by: string;
}

export interface LabelRow {
  account: string;
  region: string;
  path: string;
  label: string;
  version: number;
}

export interface TagRow {
  account: string;
  region: string;
  path: string;
  tag_key: string;
  tag_value: string;
}

/** How many parameters there are: counting them would take as long as there are many. */
export interface UsageRow {
  account: string;
  region: string;
  tier: StoredTier;
  parameters: number;
}

export interface SettingRow {
  account: string;
  region: string;
  /** `/ssm/parameter-store/default-parameter-tier` */
  setting: string;
  value: string;
  modified_at: number;
  modified_by: string;
}
