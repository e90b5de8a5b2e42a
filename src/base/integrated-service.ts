/** What makes a service an integrated one: its principal, its AWS managed key, its AWS owned keys. */

export interface IntegratedService {
  /** The signing name, and the name in `kms:ViaService`: `secretsmanager`. */
  readonly name: string;
  /** `secretsmanager.amazonaws.com` */
  readonly principal: string;
  readonly managedKey?: ManagedKey | undefined;
  /** Keys in the service's own account, for use over all accounts. */
  readonly ownedKeys?: readonly OwnedKey[] | undefined;
}

/** The key that the service has in each account and region that uses it. */
export interface ManagedKey {
  /** `alias/aws/secretsmanager` */
  readonly alias: string;
  readonly description: string;
  /** The key policy as AWS writes it. */
  policy(account: string, region: string): string;
}

export interface OwnedKey {
  /** Unique within the service: `parameters`. */
  readonly name: string;
  readonly spec: 'SYMMETRIC_DEFAULT' | 'RSA_2048';
  /** What it is for, for the operator. */
  readonly description: string;
  /** The service's own rule; absent: never by itself. */
  readonly rotationDays?: number | undefined;
}

/** What the operator sees of one; never its material. Times are milliseconds since 1970, absent for what has not happened. */
export interface OwnedKeyFacts {
  readonly service: string;
  readonly name: string;
  readonly description: string;
  readonly spec: OwnedKey['spec'];
  readonly createdAt?: number | undefined;
  readonly rotatedAt?: number | undefined;
  readonly nextRotationAt?: number | undefined;
  readonly uses: number;
  readonly usedAt?: number | undefined;
}

/** What a sealed value belongs to; all of it is authenticated. As `SealedFor` of keyring/. */
export interface SealedOwner {
  readonly purpose: string;
  readonly names: readonly string[];
}

/** Seals values under an AWS owned key, in memory and at once. The key and material are named in the bytes. */
export interface Sealer {
  seal(owner: SealedOwner, plaintext: Buffer): Buffer;
  /** @throws Error (never a Fault) when the bytes were not sealed for this owner */
  open(owner: SealedOwner, sealed: Buffer): Buffer;
}
