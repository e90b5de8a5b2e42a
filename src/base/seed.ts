/**
 * What a seed file asks for: accounts, keys and aliases that are there before the first request. `cli/seed-file.ts`
 * makes it, with all defaults filled in and everything checked that can be checked without a store; `services/` applies it.
 */

export interface Seed {
  readonly accounts: readonly SeedAccount[];
  /** Ids are unique among them; so are alias names within one account and region. */
  readonly keys: readonly SeedKey[];
}

export interface SeedAccount {
  /** `FILE:LINE`, for messages. */
  readonly at: string;
  /** 12 digits. */
  readonly id: string;
  /** Chosen credentials; absent: made at random. */
  readonly administrator?: SeedCredentials | undefined;
}

export interface SeedCredentials {
  readonly accessKeyId: string;
  readonly secretAccessKey: string;
}

export interface SeedKey {
  /** `FILE:LINE`, for messages. */
  readonly at: string;
  /** A UUID in lower case, or `mrk-` and 32 hex digits: a multi-Region key. */
  readonly id: string;
  /** One of `Seed.accounts`, or the server's own account. */
  readonly account: string;
  readonly region: string;
  readonly spec: string;
  readonly usage: string;
  readonly origin: 'AWS_KMS' | 'EXTERNAL';
  readonly description: string;
  readonly enabled: boolean;
  /** Absent: automatic rotation is off. */
  readonly rotationPeriodInDays?: number | undefined;
  /** Regions that hold a replica; only for multi-Region keys, and never `region` itself. */
  readonly replicas: readonly string[];
  /**
   * Oldest first, the current one last: raw bytes for symmetric and HMAC keys, PKCS#8 DER for key pairs.
   * Empty: made at random, or for EXTERNAL the key waits for its import.
   */
  readonly materials: readonly Buffer[];
  readonly tags: { readonly [key: string]: string };
  /** JSON text; absent: the default key policy. */
  readonly policy?: string | undefined;
  /** `alias/orders`. Of the key in `region`: as in KMS, a replica shares neither aliases nor tags with its primary. */
  readonly aliases: readonly string[];
}
