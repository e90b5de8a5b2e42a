/** A secret as the service works with it: one immutable value per version of its row. */
import { partitionOf } from '../../base/arn.ts';
import type { Sealer, SealedOwner } from '../../base/integrated-service.ts';
import type { PolicyText } from '../../base/operation.ts';
import type { SecretRow, VersionRow } from './tables.ts';
import type { RotationRulesType, Tag } from './types.ts';

/** What is known of a secret besides its value. At rest it is sealed under a key of the service's own. */
export interface SecretDetails {
  readonly description?: string | undefined;
  /** As it was given; absent: `alias/aws/secretsmanager`. */
  readonly kmsKeyId?: string | undefined;
  readonly tags: readonly Tag[];
  /** Its users and roles are unique ids. */
  readonly policy?: string | undefined;
  /** Since rotation was configured for the first time. */
  readonly rotation?: Rotation | undefined;
  /** Of a primary. */
  readonly replicas?: readonly Replica[] | undefined;
}

export interface Rotation {
  readonly enabled: boolean;
  readonly functionArn?: string | undefined;
  readonly rules: RotationRulesType;
  readonly rotatedAt?: number | undefined;
  /** When the present window ends: the date until which the next rotation has happened. */
  readonly nextBy?: number | undefined;
  /** Of the rotation that has begun and not succeeded. */
  readonly attempts?: number | undefined;
}

export interface Replica {
  readonly region: string;
  readonly kmsKeyId?: string | undefined;
  readonly status: 'InSync' | 'Failed';
  readonly message?: string | undefined;
}

/** Staging label -> version id. */
export type Stages = ReadonlyMap<string, string>;

export interface SecretRecord {
  readonly row: Readonly<Omit<SecretRow, 'sealed' | 'stages'>>;
  readonly arn: string;
  readonly details: SecretDetails;
  readonly stages: Stages;
  readonly policy: PolicyText | undefined;
  /** Versions that were read; the record is dropped at every change of the secret. */
  readonly versions: Map<string, VersionRecord>;
}

export interface VersionRecord {
  readonly versionId: string;
  readonly createdAt: number;
  readonly kind: VersionRow['kind'];
  readonly ciphertext: Buffer | undefined;
  readonly dataKeys: readonly DataKey[];
}

/** A data key under a KMS key: its ARN, or `DefaultEncryptionKey`. */
export interface DataKey {
  readonly key: string;
  readonly blob: Buffer;
}

export interface SecretCoordinates {
  readonly account: string;
  readonly region: string;
  readonly secret_id: string;
}

/** What rows of this secret have, for `where.and(…)`. */
export const ofSecret = ({ account, region, secret_id }: SecretCoordinates): SecretCoordinates => ({ account, region, secret_id });

/** @param id `NAME-AbC123` */
export const secretArn = (account: string, region: string, id: string): string =>
  `arn:${partitionOf(region)}:secretsmanager:${region}:${account}:secret:${id}`;

const detailsOwner = ({ account, region, secret_id }: SecretCoordinates): SealedOwner => ({
  purpose: 'secret-details',
  names: [account, region, secret_id],
});

export const sealDetails = (sealer: Sealer, place: SecretCoordinates, details: SecretDetails): Buffer =>
  sealer.seal(detailsOwner(place), Buffer.from(JSON.stringify(details)));

const openDetails = (sealer: Sealer, row: SecretRow): SecretDetails =>
  JSON.parse(sealer.open(detailsOwner(row), Buffer.from(row.sealed)).toString()) as SecretDetails;

/** What can be asked of a secret in a list: its details are opened only when something looks at them. */
export type ListedSecret = Pick<SecretRecord, 'row' | 'details'>;

export function listedSecret(sealer: Sealer, row: SecretRow): ListedSecret {
  let details: SecretDetails | undefined;
  return {
    row,
    get details() {
      return (details ??= openDetails(sealer, row));
    },
  };
}

export function secretRecord(sealer: Sealer, stored: SecretRow): SecretRecord {
  const { sealed: _sealed, stages, ...row } = stored;
  const details = openDetails(sealer, stored);
  return {
    row,
    arn: secretArn(row.account, row.region, row.secret_id),
    details,
    stages: new Map(JSON.parse(stages) as [label: string, versionId: string][]),
    policy: details.policy === undefined ? undefined : { name: 'resource policy', text: details.policy },
    versions: new Map(),
  };
}

export const stagesText = (stages: Stages): string => JSON.stringify([...stages]);

/** Its time is over, whether or not it has been taken away yet. */
export const isDeleted = ({ row }: SecretRecord, now: number): boolean => row.deletion_at !== null && row.deletion_at <= now;

export const isReplica = ({ row }: SecretRecord): boolean => row.primary_region !== null;

export const replicasInSync = ({ replicas = [] }: SecretDetails): readonly Replica[] =>
  replicas.filter(({ status }) => status === 'InSync');
export const replicasBehind = ({ replicas = [] }: SecretDetails): readonly Replica[] =>
  replicas.filter(({ status }) => status !== 'InSync');

interface StoredDataKey {
  readonly key: string;
  readonly blob: string;
}

export const dataKeysText = (dataKeys: readonly DataKey[]): string =>
  JSON.stringify(dataKeys.map(({ key, blob }): StoredDataKey => ({ key, blob: blob.toString('base64') })));

export const versionRecord = (row: VersionRow): VersionRecord => ({
  versionId: row.version_id,
  createdAt: row.created_at,
  kind: row.kind,
  ciphertext: row.ciphertext === null ? undefined : Buffer.from(row.ciphertext),
  dataKeys: (JSON.parse(row.data_keys) as StoredDataKey[]).map(({ key, blob }) => ({ key, blob: Buffer.from(blob, 'base64') })),
});
