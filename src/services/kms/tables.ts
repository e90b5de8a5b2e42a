/** The rows of the KMS service. Times are milliseconds since 1970, flags 0 or 1. */
import type { Flag } from '../../store/contract.ts';
import type { KeySpec, KeyState, KeyUsageType, OriginType } from './types.ts';

export interface KmsTables {
  kms_keys: KeyRow;
  kms_key_materials: KeyMaterialRow;
  kms_aliases: AliasRow;
  kms_tags: TagRow;
  kms_key_usage: KeyUsageRow;
  kms_grants: GrantRow;
  kms_owned_key_uses: OwnedKeyUsesRow;
}

/** A key in one region. Related multi-Region keys share `key_id` and `primary_region`. */
export interface KeyRow {
  account: string;
  region: string;
  key_id: string;
  /** Counts the changes; each write names the version it was based on. */
  version: number;
  spec: KeySpec;
  key_usage: KeyUsageType;
  origin: OriginType;
  state: KeyState;
  description: string;
  policy: string;
  created_at: number;
  deletion_at: number | null;
  pending_window_days: number | null;
  multi_region: Flag;
  primary_region: string | null;
  rotation_enabled: Flag;
  rotation_period_days: number | null;
  next_rotation_at: number | null;
  on_demand_rotations: number;
  current_material_id: string | null;
  /** When something must happen to the key by itself: rotation, expiry, deletion. */
  due_at: number | null;
  /** Of an AWS managed key the service, `ssm`; of an AWS owned key service and name, `ssm/parameters`; else null. */
  managed_by: string | null;
}

/** One key material of a key. `sealed` is null before its import and after its deletion. */
export interface KeyMaterialRow {
  account: string;
  region: string;
  key_id: string;
  material_id: string;
  /** Order of association with the key, from 1. */
  sequence: number;
  state: 'CURRENT' | 'NON_CURRENT' | 'PENDING_ROTATION' | 'PENDING_MULTI_REGION_IMPORT_AND_ROTATION';
  sealed: Uint8Array | null;
  description: string | null;
  expiration_model: 'KEY_MATERIAL_EXPIRES' | 'KEY_MATERIAL_DOES_NOT_EXPIRE' | null;
  valid_to: number | null;
  rotated_at: number | null;
  rotation_type: 'AUTOMATIC' | 'ON_DEMAND' | null;
}

export interface AliasRow {
  account: string;
  region: string;
  /** With its prefix: `alias/orders`. */
  alias_name: string;
  key_id: string;
  created_at: number;
  updated_at: number;
}

export interface TagRow {
  account: string;
  region: string;
  key_id: string;
  tag_key: string;
  tag_value: string;
}

/** The last successful cryptographic use, for GetKeyLastUsage. */
export interface KeyUsageRow {
  account: string;
  region: string;
  key_id: string;
  operation: string;
  used_at: number;
  event_id: string;
  request_id: string;
}

/** A grant on a key: what it says never changes, it only ends. */
export interface GrantRow {
  account: string;
  region: string;
  key_id: string;
  /** 64 hexadecimal digits. */
  grant_id: string;
  name: string | null;
  /**
   * Unique id of a user or role; ARN of a session, a federated user, or an account's root; the DNS name of a service where
   * the flag is set.
   */
  grantee: string;
  grantee_service: Flag;
  /** As `grantee`. */
  retiring: string | null;
  retiring_service: Flag;
  /** `,Decrypt,Encrypt,`: with a comma on both sides of each, in the order of the request. */
  operations: string;
  /** JSON of GrantConstraints. */
  constraints: string | null;
  /** Tells which requests the grant can be for at all: see grants-constraints.ts. */
  selector: string;
  /** 12 digits: the account of whoever made it. */
  issuing_account: string;
  created_at: number;
  /** SHA-256 of all that was asked for, in hexadecimal digits: tells a repeated request. */
  fingerprint: string;
}

/** How often AWS owned keys were used. */
export interface OwnedKeyUsesRow {
  key_id: string;
  uses: number;
  used_at: number;
}
