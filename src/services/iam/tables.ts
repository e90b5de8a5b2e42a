/** The rows of accounts and their access keys. Times are milliseconds since 1970. */

export interface IamTables {
  iam_accounts: AccountRow;
  iam_access_keys: AccessKeyRow;
}

export interface AccountRow {
  /** 12 digits. */
  account: string;
  created_at: number;
}

export interface AccessKeyRow {
  access_key_id: string;
  account: string;
  user_name: string;
  /** `AIDA…` */
  user_id: string;
  /** The secret access key, sealed by the keyring for this row. */
  sealed_secret: Uint8Array;
  created_at: number;
}
