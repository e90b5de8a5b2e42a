/** The rows of Secrets Manager. Times are milliseconds since 1970. */

export interface SecretTables {
  secrets: SecretRow;
  secrets_versions: VersionRow;
  secrets_uses: UseRow;
}

/** A secret in one region. A replica has the name and id of its primary. */
export interface SecretRow {
  account: string;
  region: string;
  /** The last part of the ARN: `NAME-AbC123`. */
  secret_id: string;
  name: string;
  /** Counts the changes; each write names the version it was based on. */
  version: number;
  /** `SecretDetails`, sealed. */
  sealed: Uint8Array;
  /** JSON: `[[staging label, version id], …]`. */
  stages: string;
  /** Of rows in `secrets_versions`. */
  version_count: number;
  created_at: number;
  changed_at: number;
  deletion_at: number | null;
  /** When the next rotation window opens. */
  rotation_at: number | null;
  /** When something must happen by itself: deletion, rotation. */
  due_at: number | null;
  /** Of a replica; null for all others. */
  primary_region: string | null;
}

/** One version: its value under a data key of its own. */
export interface VersionRow {
  account: string;
  region: string;
  secret_id: string;
  version_id: string;
  created_at: number;
  /** How the value was given: `string`, `binary`; `none` as long as a rotation has not given one. */
  kind: 'string' | 'binary' | 'none';
  /** AES-256-GCM under the data key; null without a value. */
  ciphertext: Uint8Array | null;
  /** JSON: `[{"key": ARN or DefaultEncryptionKey, "blob": encrypted data key, base64}]`, the newest first. Each opens the version. */
  data_keys: string;
}

/** The day of the last reading, 0 for never: of a version, or with an empty version id of the secret. */
export interface UseRow {
  account: string;
  region: string;
  secret_id: string;
  version_id: string;
  accessed_at: number;
}
