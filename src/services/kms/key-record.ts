/** A key as the service works with it: one immutable value per version, made from its rows. */
import { keyArn } from '../../base/arn.ts';
import type { PolicyText } from '../../base/operation.ts';
import type { KeySpecRow } from '../../crypto/contract.ts';
import { KEY_SPECS } from '../../crypto/key-specs.ts';
import { keyPolicyOf } from './policy.ts';
import type { KeyMaterialRow, KeyRow } from './tables.ts';

export interface KeyRecord {
  /** The row as stored, but for its policy, which is read when it is asked for. */
  readonly row: Readonly<Omit<KeyRow, 'policy'>>;
  readonly arn: string;
  readonly spec: KeySpecRow;
  /** In order of association. */
  readonly materials: readonly Readonly<KeyMaterialRow>[];
  /** The one that new work uses; absent before the first import. */
  readonly current: Readonly<KeyMaterialRow> | undefined;
  /** Where its symmetric ciphertexts are bound to: nowhere for multi-Region keys, which share them. */
  readonly ciphertextRegion: string;
  /** Shared by all keys that have the same text. */
  readonly policy: PolicyText;
  /** `account/region/keyId`. */
  readonly name: string;
}

export function keyRecord({ policy, ...row }: KeyRow, materials: readonly KeyMaterialRow[]): KeyRecord {
  const spec = KEY_SPECS[row.spec];
  if (!spec) throw new Error(`stored key of unknown spec ${row.spec}`);
  return {
    row,
    arn: keyArn(row.region, row.account, row.key_id),
    spec,
    materials,
    current: materials.find((material) => material.material_id === row.current_material_id),
    ciphertextRegion: row.multi_region ? '' : row.region,
    policy: keyPolicyOf(policy),
    name: keyName(row),
  };
}

/** Whose AWS owned keys are. It is no account: no caller, ARN or ciphertext can name it, so nobody finds them. */
export const OWNED_KEYS_ACCOUNT = 'aws-owned';
/** They serve all regions. */
export const OWNED_KEYS_REGION = 'all';

/** What decides what a key can do. */
export interface KeyKind {
  readonly row: Pick<KeyRow, 'spec' | 'key_usage'>;
  readonly spec: KeySpecRow;
}

export interface KeyCoordinates {
  readonly account: string;
  readonly region: string;
  readonly key_id: string;
}

/** What rows of this key have, for `where.and(…)`. */
export const ofKey = ({ account, region, key_id }: KeyCoordinates): KeyCoordinates => ({ account, region, key_id });

export const keyName = (key: KeyCoordinates): string => `${key.account}/${key.region}/${key.key_id}`;

export const isPrimary = (key: KeyRecord): boolean => key.row.primary_region === key.row.region;
export const isReplica = (key: KeyRecord): boolean => key.row.multi_region === 1 && !isPrimary(key);
/** A service's key in a customer's account, or of its own. */
export const isManaged = ({ row }: KeyRecord): boolean => row.managed_by !== null;
/** SYMMETRIC_DEFAULT: the keys that rotate, and that can have several materials. HMAC keys cannot. */
export const isSymmetricEncryption = (key: KeyKind): boolean =>
  key.spec.symmetric && key.row.key_usage === 'ENCRYPT_DECRYPT';
/** Materials that the key keeps for good: all but those that still wait for their rotation. */
export const isAssociated = (material: Pick<KeyMaterialRow, 'state'>): boolean =>
  material.state === 'CURRENT' || material.state === 'NON_CURRENT';

/** The earliest moment at which something happens to the key by itself, or null. */
export function dueAt(row: Omit<KeyRow, 'policy'>, materials: readonly Pick<KeyMaterialRow, 'sealed' | 'valid_to'>[]): number | null {
  const dates: number[] = [];
  if (row.state === 'PendingDeletion' && row.deletion_at !== null) dates.push(row.deletion_at);
  if (row.state === 'Enabled' && row.rotation_enabled && row.next_rotation_at !== null && isRotationLeader(row)) {
    dates.push(row.next_rotation_at);
  }
  for (const material of materials) {
    if (material.sealed !== null && material.valid_to !== null) dates.push(material.valid_to);
  }
  return dates.length === 0 ? null : Math.min(...dates);
}

/** Replicas rotate with their primary. */
const isRotationLeader = (row: Omit<KeyRow, 'policy'>): boolean => !row.multi_region || row.primary_region === row.region;
