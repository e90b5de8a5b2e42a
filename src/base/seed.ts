/**
 * What a seed file asks for, to be there before the first request: accounts with users, groups, roles and policies, and
 * keys with aliases and grants. `cli/seed-file.ts` makes it, with all defaults filled in and everything checked that can
 * be checked without a store; `services/` applies it.
 */

export interface Seed {
  readonly accounts: readonly SeedAccount[];
  /** Ids are unique among them; so are alias names within one account and region. */
  readonly keys: readonly SeedKey[];
  /** Names are unique among those of one account and region. */
  readonly parameters: readonly SeedParameter[];
  readonly secrets: readonly SeedSecret[];
}

export interface SeedAccount {
  /** `FILE:LINE`, for messages. */
  readonly at: string;
  /** 12 digits. */
  readonly id: string;
  /** Chosen credentials; absent: made at random. */
  readonly administrator?: SeedCredentials | undefined;
  /** Names are unique in each of these lists, whatever their case. */
  readonly policies: readonly SeedPolicy[];
  readonly groups: readonly SeedHolder[];
  readonly users: readonly SeedUser[];
  readonly roles: readonly SeedRole[];
  readonly oidcProviders: readonly SeedOidcProvider[];
}

/** A policy as JSON text, or the name or ARN of something, with its place. */
export interface SeedText {
  /** `FILE:LINE`, for messages. */
  readonly at: string;
  readonly text: string;
}

/** Tags, or the pairs of an encryption context. */
export interface SeedTexts {
  readonly [key: string]: string;
}

/** A customer managed policy. */
export interface SeedPolicy {
  readonly at: string;
  readonly name: string;
  readonly path: string;
  readonly description: string;
  readonly document: SeedText;
}

/** What users, groups and roles have alike; a group has nothing else. */
export interface SeedHolder {
  readonly at: string;
  readonly name: string;
  readonly path: string;
  /** ARNs of managed policies, or names among the account's own in this file. */
  readonly policies: readonly SeedText[];
  readonly inline: readonly { readonly name: string; readonly document: SeedText }[];
}

interface SeedIdentity extends SeedHolder {
  /** The managed policy that is its permissions boundary, as in `policies`. */
  readonly boundary?: SeedText | undefined;
  readonly tags: SeedTexts;
}

export interface SeedUser extends SeedIdentity {
  /** Names among the account's groups in this file. */
  readonly groups: readonly string[];
  readonly accessKeys: readonly (SeedCredentials & { readonly at: string })[];
}

export interface SeedRole extends SeedIdentity {
  readonly trustPolicy: SeedText;
  /** Absent: it has none. */
  readonly description?: string | undefined;
  readonly maxSessionSeconds: number;
}

export interface SeedOidcProvider {
  /** `https://…` */
  readonly url: string;
  readonly clientIds: readonly string[];
  readonly thumbprints: readonly string[];
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
  readonly tags: SeedTexts;
  /** JSON text; absent: the default key policy. */
  readonly policy?: string | undefined;
  /** `alias/orders`. Of the key in `region`: as in KMS, a replica shares neither aliases nor tags with its primary. */
  readonly aliases: readonly string[];
  /** Of the key in `region`, like aliases; made by the key's account. */
  readonly grants: readonly SeedGrant[];
}

export interface SeedGrant {
  readonly at: string;
  readonly name?: string | undefined;
  /** An ARN, 12 digits, or the name of a service: `example.amazonaws.com`. */
  readonly grantee: string;
  readonly retiring?: string | undefined;
  /** `Encrypt`, … */
  readonly operations: readonly string[];
  readonly constraints: {
    readonly encryptionContextEquals?: SeedTexts | undefined;
    readonly encryptionContextSubset?: SeedTexts | undefined;
    readonly sourceArn?: string | undefined;
  };
}

/** A parameter of Parameter Store, as PutParameter takes it. */
export interface SeedParameter {
  /** `FILE:LINE`, for messages. */
  readonly at: string;
  /** One of `Seed.accounts`, or the server's own account. */
  readonly account: string;
  readonly region: string;
  readonly name: string;
  readonly type: 'String' | 'StringList' | 'SecureString';
  readonly value: string;
  /** Of a SecureString: key id, ARN or alias; absent: the AWS managed key. */
  readonly keyId?: string | undefined;
  readonly tier: 'Standard' | 'Advanced' | 'Intelligent-Tiering';
  readonly description?: string | undefined;
  readonly allowedPattern?: string | undefined;
  readonly tags: SeedTexts;
}

/** A secret of Secrets Manager, as CreateSecret takes it. */
export interface SeedSecret {
  /** `FILE:LINE`, for messages. */
  readonly at: string;
  /** One of `Seed.accounts`, or the server's own account. */
  readonly account: string;
  readonly region: string;
  readonly name: string;
  /** Absent: it has no version. */
  readonly value?: string | Buffer | undefined;
  /** Key id, ARN or alias; absent: the AWS managed key. */
  readonly keyId?: string | undefined;
  readonly description?: string | undefined;
  readonly tags: SeedTexts;
  /** JSON text. */
  readonly policy?: SeedText | undefined;
  /** Regions that hold a replica, never `region` itself. */
  readonly replicas: readonly string[];
}
