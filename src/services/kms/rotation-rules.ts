/** Which keys rotate, and what the others answer. */
import { MINUTE_MS } from '../../base/clock.ts';
import * as faults from './faults.ts';
import { isReplica, isSymmetricEncryption, type KeyRecord } from './key-record.ts';

export const ON_DEMAND_ROTATIONS_MAX = 25;
/** Closer than this to an automatic rotation, an on-demand one is a conflict. */
export const ROTATIONS_APART_MS = 20 * MINUTE_MS;

/** @throws Fault UnsupportedOperationException */
export function requireAutomaticRotation(key: KeyRecord): void {
  requireRotatable(key);
  if (key.row.origin !== 'AWS_KMS') throw faults.wrongOrigin(key.arn, key.row.origin);
}

/** Symmetric keys rotate; multi-Region ones through their primary. @throws Fault UnsupportedOperationException */
export function requireRotatable(key: KeyRecord): void {
  if (!isSymmetricEncryption(key)) throw faults.unsupported();
  if (isReplica(key)) throw faults.notPrimary(key.arn);
}
