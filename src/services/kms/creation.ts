/** Making a key: what CreateKey, ReplicateKey and the seed file have in common. */
import { randomHex, randomUuid } from '../../crypto/random.ts';
import { keyMaterialId } from '../../crypto/material-id.ts';
import { KEY_SPECS } from '../../crypto/key-specs.ts';
import type { KeySpecRow } from '../../crypto/contract.ts';
import * as faults from './faults.ts';
import type { NewMaterial } from './key-changes.ts';
import type { KeyRow } from './tables.ts';
import type { CreateKeyRequest, KeySpec, KeyUsageType } from './types.ts';

/** UUID, or for multi-Region keys `mrk-` and 32 hex digits. */
export const newKeyId = (multiRegion: boolean): string => (multiRegion ? `mrk-${randomHex(16)}` : randomUuid());

/** The spec and usage that a request means. @throws Fault ValidationException, UnsupportedOperationException */
export function specAndUsage(input: CreateKeyRequest): { spec: KeySpecRow; name: KeySpec; usage: KeyUsageType } {
  if (input.KeySpec !== undefined && input.CustomerMasterKeySpec !== undefined) {
    throw faults.validation(
      'You cannot specify KeySpec and CustomerMasterKeySpec in the same request. CustomerMasterKeySpec is deprecated.',
    );
  }
  const name = input.KeySpec ?? input.CustomerMasterKeySpec ?? 'SYMMETRIC_DEFAULT';
  if (name !== 'SYMMETRIC_DEFAULT' && input.KeyUsage === undefined) {
    throw faults.validation('You must specify a KeyUsage value for all KMS keys except for symmetric encryption keys.');
  }
  const spec = KEY_SPECS[name];
  if (!spec) throw faults.unsupported(`KeySpec ${name} is not supported in this region.`);
  const usage = input.KeyUsage ?? 'ENCRYPT_DECRYPT';
  if (!spec.usages[usage]) throw faults.validation(`KeyUsage ${usage} is not compatible with KeySpec ${name}`);
  return { spec, name, usage };
}

/** PostgreSQL cannot store U+0000 in a text. @throws Fault ValidationException */
export function checkDescription(text: string): string {
  if (text.includes('\0')) throw faults.validation('The description contains a character that is not allowed: U+0000.');
  return text;
}

export type NewKey = Omit<KeyRow, 'version' | 'due_at'>;

/** A row with everything unset that a new key has not. */
export function newKeyRow(
  fields: Pick<KeyRow, 'account' | 'region' | 'key_id' | 'spec' | 'key_usage' | 'origin' | 'policy' | 'created_at'> &
    Partial<KeyRow>,
): NewKey {
  const { version: _version, due_at: _dueAt, ...given } = fields;
  return {
    state: given.origin === 'EXTERNAL' ? 'PendingImport' : 'Enabled',
    description: '',
    deletion_at: null,
    pending_window_days: null,
    multi_region: 0,
    primary_region: null,
    rotation_enabled: 0,
    rotation_period_days: null,
    next_rotation_at: null,
    on_demand_rotations: 0,
    current_material_id: null,
    managed_by: null,
    ...given,
  };
}

/** The first material of a key. */
export function firstMaterial(keyId: string, material: Buffer): NewMaterial {
  return {
    material_id: keyMaterialId(keyId, material),
    sequence: 1,
    state: 'CURRENT',
    material,
    description: null,
    expiration_model: null,
    valid_to: null,
    rotated_at: null,
    rotation_type: null,
  };
}
