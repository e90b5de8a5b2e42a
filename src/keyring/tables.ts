/** The keyring's tables, as Kysely sees them. */

export interface KeyringTables {
  domain_keys: DomainKeyRow;
  keyring_secrets: KeyringSecretRow;
}

export interface DomainKeyRow {
  /** 32 hexadecimal digits. */
  id: string;
  /** The 32 bytes of the key, wrapped by the root key: see root-keys/wrapped.ts. */
  wrapped: Buffer;
  /** New values are sealed under the one that is ACTIVE; RETIRED ones only open. */
  state: 'ACTIVE' | 'RETIRED';
  /** Milliseconds since 1970. */
  created_at: number;
}

/** Secrets of the keyring's own, sealed like any other value. */
export interface KeyringSecretRow {
  name: string;
  sealed: Buffer;
}
