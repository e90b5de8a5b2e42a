/** What the cryptographic operations share: the checks before the work, in AWS's order, and the work's own helpers. */
import type { RequestContext, Resolved } from '../../base/operation.ts';
import { ciphertexts } from '../../crypto/ciphertext.ts';
import type { CiphertextHome, EncryptionContext, UsableKey } from '../../crypto/contract.ts';
import { resolveByKeyId } from './asks.ts';
import * as faults from './faults.ts';
import type { KeyRecord } from './key-record.ts';
import type { Kms } from './kms.ts';
import { requireState } from './states.ts';
import type { KeyLastUsageTrackingOperation, KeyUsageType, Operations } from './types.ts';

export const SYMMETRIC_ALGORITHM = 'SYMMETRIC_DEFAULT';

/** Operations on one key that take ids, ARNs and aliases. */
export type KeyOperation = keyof Operations & KeyLastUsageTrackingOperation;

interface KeyInput {
  readonly KeyId: string;
}

export const resolveKey =
  (kms: Kms, operation: KeyOperation | 'DescribeKey' | 'GetPublicKey') =>
  (input: KeyInput, context: RequestContext): Resolved<KeyRecord> | Promise<Resolved<KeyRecord>> =>
    resolveByKeyId(kms, operation, input, context, true);

/** @throws Fault DisabledException, KMSInvalidStateException, InvalidKeyUsageException */
export function requireUse(key: KeyRecord, operation: string, usage: KeyUsageType): void {
  requireState(key, 'use');
  if (key.row.key_usage !== usage) throw faults.wrongUsage(key.arn, key.row.key_usage, operation);
}

/** @throws Fault InvalidKeyUsageException */
export function requireAlgorithm(key: KeyRecord, algorithm: string): void {
  if (!key.spec.usages[key.row.key_usage]?.includes(algorithm)) {
    throw faults.wrongAlgorithm(algorithm, key.row.spec);
  }
}

/** The last check of all: what came so far would have been allowed and done. */
export function refuseDryRun(dryRun: boolean | undefined): void {
  if (dryRun) throw faults.dryRunSucceeded();
}

export function refuseRecipient(recipient: unknown): void {
  if (recipient !== undefined) {
    throw faults.unsupported('Trent does not support the Recipient parameter (attestation documents) yet.');
  }
}

/** @throws Fault ValidationException: only symmetric ciphertexts can be bound to a context */
export function refuseContext(context: EncryptionContext | undefined): void {
  if (context !== undefined) throw faults.validation('EncryptionContext is not supported for asymmetric encryption.');
}

export const currentKey = (kms: Kms, key: KeyRecord, now: number): UsableKey => kms.materials.use(key, key.current!, now);

/** Under the current material. @returns the ciphertext blob */
export function encryptSymmetric(
  kms: Kms,
  key: KeyRecord,
  context: EncryptionContext | undefined,
  plaintext: Buffer,
  now: number,
): Buffer {
  const material = key.current!;
  const home = { account: key.row.account, keyId: key.row.key_id, materialId: material.material_id };
  return ciphertexts.encrypt(kms.materials.use(key, material, now), home, key.ciphertextRegion, context, plaintext);
}

export interface SymmetricSealed {
  readonly blob: Buffer;
  readonly home: CiphertextHome;
  readonly context: EncryptionContext | undefined;
  /** See `CallingService`. */
  readonly again: boolean;
}

/** @throws Fault InvalidCiphertextException */
export function decryptSymmetric(kms: Kms, key: KeyRecord, { blob, home, context, again }: SymmetricSealed, now: number): Buffer {
  const material = key.materials.find((candidate) => candidate.material_id === home.materialId);
  if (!material?.sealed) throw faults.invalidCiphertext();
  const usable = kms.materials.use(key, material, now);
  const decrypt = (): Buffer | undefined => ciphertexts.decrypt(usable, home, key.ciphertextRegion, context, blob);
  const plaintext = again ? kms.materials.openAgain(key, usable, blob, context, now, decrypt) : decrypt();
  if (!plaintext) throw faults.invalidCiphertext();
  return plaintext;
}

/** Runs work of crypto/ with its refusals in AWS's words. */
export async function inAwsWords<T>(
  key: KeyRecord,
  algorithm: string,
  work: () => Promise<T> | T,
  messageType?: string,
): Promise<T> {
  try {
    return await work();
  } catch (error) {
    throw faults.refused(error, algorithm, key.row.spec, messageType);
  }
}
