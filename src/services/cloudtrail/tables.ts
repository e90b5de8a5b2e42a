/** The rows of the CloudTrail service. Times are milliseconds since 1970, flags 0 or 1. */
import type { Flag } from '../../store/contract.ts';

export interface CloudTrailTables {
  cloudtrail_accounts: AccountRow;
  cloudtrail_trails: TrailRow;
  cloudtrail_tags: TagRow;
}

/** Counts the changes of which trails an account has, so that names and quotas hold without locks. */
export interface AccountRow {
  account: string;
  version: number;
}

export interface TrailRow {
  account: string;
  /** Its home. */
  region: string;
  name: string;
  /** Counts the changes; each write names the version it was based on. */
  version: number;
  /** Whose deliveries are its own: another trail of the same name has another. */
  delivery_id: string;
  created_at: number;
  bucket: string;
  prefix: string | null;
  kms_key_arn: string | null;
  global_events: Flag;
  multi_region: Flag;
  validation: Flag;
  recursive: Flag;
  /** JSON of what PutEventSelectors was given; null: the default. */
  selectors: string | null;
  logging: Flag;
  started_at: number | null;
  stopped_at: number | null;
}

export interface TagRow {
  account: string;
  region: string;
  name: string;
  tag_key: string;
  tag_value: string | null;
}
