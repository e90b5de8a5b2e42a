/** What one server needs to be told. `cli/` makes it from flags, environment and defaults; tests make it directly. */
import type { OwnedKeyFacts } from './base/integrated-service.ts';
import type { Seed } from './base/seed.ts';

export interface TrentConfig {
  readonly host: string;
  /** 0 picks a free one. */
  readonly port: number;
  /** `data`: a directory, or `:memory:`. */
  readonly location: { readonly data: string } | { readonly databaseUrl: string };
  /** `file:PATH`, `env:NAME`, `command:LINE`, `passphrase:env:NAME`, `passphrase:file:PATH`; absent: the location's default. */
  readonly rootKey?: string | undefined;
  /** The account made on first start: 12 digits. */
  readonly account: string;
  /** The region printed for clients, and that of unsigned requests. */
  readonly region: string;
  readonly auth: 'sigv4' | 'off';
  readonly tls?: { readonly certFile: string; readonly keyFile: string } | 'self-signed' | undefined;
  /** Applied before the first request, and again by `reset`. `cli/` reads it from the file of `--seed`. */
  readonly seed?: Seed | undefined;
  readonly clock: 'real' | 'manual';
  /** Where keys of OpenID Connect issuers are (file or `https://` URL) that are not to be discovered; `issuer` without `https://`. */
  readonly oidcKeys?: readonly { readonly issuer: string; readonly source: string }[] | undefined;
  /** What stands for Lambda functions that rotate secrets: by name, an `https://` URL or `command:LINE`. */
  readonly rotationFunctions?: readonly { readonly name: string; readonly target: string }[] | undefined;
  /** Parameters that an account may have in a region, in each tier; absent: as many as with AWS. */
  readonly parameterQuota?: number | undefined;
  readonly audit?: AuditConfig | undefined;
  readonly trails?: TrailsConfig | undefined;
}

/** CloudTrail's trails. */
export interface TrailsConfig {
  /** Where their buckets are: folders of a directory, or an S3-compatible server (`endpoint` absent: Amazon S3). Absent: nowhere. */
  readonly sink?:
    | { readonly directory: string }
    | {
        readonly endpoint: string | undefined;
        readonly region: string;
        /** Absent: wherever AWS's SDK finds them. */
        readonly credentials?: { readonly accessKeyId: string; readonly secretAccessKey: string; readonly sessionToken?: string | undefined } | undefined;
      }
    | undefined;
  /** Absent: 300. */
  readonly deliverySeconds?: number | undefined;
  /** Absent: 3600. */
  readonly digestSeconds?: number | undefined;
}

/** The audit trail. */
export interface AuditConfig {
  /** Where each node keeps its journal; absent: `audit` in the data directory, or in ./trent-data with a database. */
  readonly directory?: string | undefined;
  /** `async`: answers do not wait until their events are on the disk. */
  readonly durability?: 'sync' | 'async' | undefined;
  /** How long events are kept; absent: 90 days. */
  readonly retentionDays?: number | undefined;
  /** At most so much of them; absent: no limit. */
  readonly retentionBytes?: number | undefined;
  /** Lets retention drop what a trail has not delivered. */
  readonly dropUndelivered?: boolean | undefined;
}

/** How the audit trail of a running server is. */
export interface AuditStatus {
  readonly directory: string;
  readonly durability: 'sync' | 'async' | 'none';
  /** `false`: records cannot be written, so requests are refused. */
  readonly writable: boolean;
  /** The end of what is durable. */
  readonly segment: number;
  readonly segmentBytes: number;
  /** Bytes that wait for the index; look-ups wait for them. */
  readonly unindexedBytes: number;
  /** Requests refused before it was known whose they were, since the start, by their faults. */
  readonly unrecorded: { readonly [code: string]: number };
  readonly trails: readonly TrailProgress[];
}

/** How the deliveries of a trail do. */
export interface TrailProgress {
  readonly trailArn: string;
  /** Of the journal, that it still has to look through: whole segments, and bytes of the last. */
  readonly segmentsBehind: number;
  readonly bytesBehind: number;
  /** Milliseconds since 1970. */
  readonly deliveredAt?: number | undefined;
  /** Why the last attempt failed. */
  readonly error?: string | undefined;
}

/** What the audit journal of a node is verified by: from the store, none of it from the journal's own directory. */
export interface AuditEvidence {
  readonly directory: string;
  /** RSAPublicKey, DER, in base64. */
  readonly keys: readonly { readonly fingerprint: string; readonly pkcs1: string }[];
  /** The newest signed segment of each journal. */
  readonly heads: readonly { readonly journal: string; readonly segment: number; readonly hash: string; readonly signature: string }[];
  /** Other nodes' journals may be kept elsewhere. */
  readonly shared: boolean;
  readonly running: boolean;
  /** What the running server has written last: the batch, and where it stands. */
  readonly end?: { readonly journal: string; readonly segment: number; readonly batch: number; readonly hash: string } | undefined;
}

/** The credentials of an account's administrator, as printed by `trent env`. */
export interface AccountCredentials {
  readonly account: string;
  readonly accessKeyId: string;
  readonly secretAccessKey: string;
}

export interface OwnedKeyReport {
  readonly keys: readonly OwnedKeyFacts[];
  /** Milliseconds since 1970. */
  readonly now: number;
}

/** A running server. */
export interface Trent {
  readonly url: string;
  readonly port: number;
  readonly config: TrentConfig;
  /** The self-signed certificate (PEM), for clients to trust; absent without one, or without a data directory. */
  readonly certificateFile: string | undefined;
  /** Of the default account, or the one named. @throws UsageError for an unknown account */
  credentials(account?: string): Promise<AccountCredentials>;
  /** @throws UsageError when it exists */
  createAccount(account: string): Promise<AccountCredentials>;
  /** Emulator mode with a manual clock: moves time and runs all that became due. @returns the new time, ms */
  advanceClock(milliseconds: number): Promise<number>;
  /** Emulator mode: empties the server and applies the seed again. */
  reset(): Promise<void>;
  /** Re-wraps under another root key source (same syntax as `rootKey`). */
  rotateRootKey(source: string): Promise<void>;
  auditEvidence(): Promise<AuditEvidence>;
  auditStatus(): AuditStatus;
  /** The services' own keys, and the server's time. */
  ownedKeys(): OwnedKeyReport;
  /** Finishes requests in flight, then closes everything. */
  stop(): Promise<void>;
}
