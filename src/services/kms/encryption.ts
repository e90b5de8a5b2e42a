/** Encrypt and decrypt under any key of usage ENCRYPT_DECRYPT: the common part of Encrypt, Decrypt and ReEncrypt. */
import type { RequestContext } from '../../base/operation.ts';
import { recallOf } from '../../base/recall.ts';
import { whenThere } from '../../base/when-there.ts';
import { ciphertexts } from '../../crypto/ciphertext.ts';
import type { CiphertextHome, EncryptionContext } from '../../crypto/contract.ts';
import {
  currentKey,
  decryptSymmetric,
  encryptSymmetric,
  inAwsWords,
  refuseContext,
  requireAlgorithm,
  requireUse,
  SYMMETRIC_ALGORITHM,
} from './cryptography.ts';
import * as faults from './faults.ts';
import type { KeyRecord } from './key-record.ts';
import type { Kms } from './kms.ts';
import type { EncryptionAlgorithmSpec } from './types.ts';

/** What is to be opened, as the request says it. */
export interface Sealed {
  readonly blob: Buffer | undefined;
  readonly keyId: string | undefined;
  readonly algorithm: EncryptionAlgorithmSpec | undefined;
  readonly context: EncryptionContext | undefined;
  readonly dryRun: boolean | undefined;
  readonly modifiers: readonly string[] | undefined;
}

export interface SealedTarget {
  readonly key: KeyRecord;
  /** What the blob says of itself; absent for asymmetric ciphertexts and for IGNORE_CIPHERTEXT. */
  readonly home: CiphertextHome | undefined;
  readonly ignoresCiphertext: boolean;
}

/** Finds the key to open a blob with: the one named, else the one that the blob names. */
export function resolveSealed(
  kms: Kms,
  sealed: Sealed,
  action: string,
  context: RequestContext,
): SealedTarget | Promise<SealedTarget> {
  const ignoresCiphertext = requireBlob(sealed);
  const home = sealed.blob && isSymmetric(sealed) ? homeOf(sealed.blob, context) : undefined;
  if (sealed.keyId !== undefined) {
    return whenThere(kms.keys.find(sealed.keyId, action, context, true), (key) => ({ key, home, ignoresCiphertext }));
  }
  if (!isSymmetric(sealed)) throw faults.validation('KeyId is required when the encryption algorithm is asymmetric.');
  if (!home) throw faults.invalidCiphertext();
  const { principal, region } = context.caller;
  return whenThere(kms.keys.get({ account: home.account, region, key_id: home.keyId }, context.now), (key) => {
    if (!key) throw faults.ciphertextKeyHidden(principal.arn, action);
    return { key, home, ignoresCiphertext };
  });
}

/** Of what services keep, and give by the same object each time. */
const keptHome = recallOf(ciphertexts.parseHome);

const homeOf = (blob: Buffer, { via }: RequestContext): CiphertextHome | undefined =>
  via ? keptHome(blob) : ciphertexts.parseHome(blob);

/** @returns whether the ciphertext is to be ignored. @throws Fault ValidationException */
function requireBlob(sealed: Sealed): boolean {
  const ignores = sealed.modifiers?.includes('IGNORE_CIPHERTEXT') ?? false;
  if (ignores && !sealed.dryRun) {
    throw faults.validation('DryRunModifiers can only be specified when DryRun is true.');
  }
  if (ignores && sealed.keyId === undefined) throw faults.validation('KeyId is required with IGNORE_CIPHERTEXT.');
  if (!ignores && sealed.blob === undefined) {
    throw faults.validation(
      "1 validation error detected: Value null at 'ciphertextBlob' failed to satisfy constraint: Member must not be null",
    );
  }
  return ignores;
}

const isSymmetric = (sealed: Sealed): boolean => (sealed.algorithm ?? SYMMETRIC_ALGORITHM) === SYMMETRIC_ALGORITHM;

/**
 * @returns the plaintext, empty when the ciphertext is to be ignored
 * @throws Fault DisabledException, KMSInvalidStateException, IncorrectKeyException, InvalidKeyUsageException,
 *   InvalidCiphertextException
 */
export function open(
  kms: Kms,
  target: SealedTarget,
  sealed: Sealed,
  operation: string,
  call: RequestContext,
): Buffer | Promise<Buffer> {
  const { key, home } = target;
  if (key.row.key_usage !== 'ENCRYPT_DECRYPT') {
    if (target.ignoresCiphertext) requireUse(key, operation, 'ENCRYPT_DECRYPT');
    throw faults.incorrectKey();
  }
  requireUse(key, operation, 'ENCRYPT_DECRYPT');
  if (home && !target.ignoresCiphertext && !isOf(key, home)) throw faults.incorrectKey();
  requireAlgorithm(key, sealed.algorithm ?? SYMMETRIC_ALGORITHM);
  if (!key.spec.symmetric) refuseContext(sealed.context);
  if (target.ignoresCiphertext) return Buffer.alloc(0);
  if (!key.spec.symmetric) return openAsymmetric(kms, key, sealed, call.now);
  if (!home) throw faults.invalidCiphertext();
  const given = { blob: sealed.blob!, home, context: sealed.context, again: call.via?.again === true };
  return decryptSymmetric(kms, key, given, call.now);
}

const isOf = ({ row }: KeyRecord, home: CiphertextHome): boolean =>
  home.keyId === row.key_id && home.account === row.account;

function openAsymmetric(kms: Kms, key: KeyRecord, sealed: Sealed, now: number): Promise<Buffer> {
  const algorithm = sealed.algorithm!;
  return inAwsWords(key, algorithm, () => key.spec.decrypt!(currentKey(kms, key, now), algorithm, sealed.blob!));
}

/** The checks before `seal`. @throws Fault */
export function requireSeal(
  key: KeyRecord,
  operation: string,
  algorithm: EncryptionAlgorithmSpec,
  context: EncryptionContext | undefined,
): void {
  requireUse(key, operation, 'ENCRYPT_DECRYPT');
  requireAlgorithm(key, algorithm);
  if (!key.spec.symmetric) refuseContext(context);
}

export function seal(
  kms: Kms,
  key: KeyRecord,
  algorithm: EncryptionAlgorithmSpec,
  context: EncryptionContext | undefined,
  plaintext: Buffer,
  now: number,
): Buffer | Promise<Buffer> {
  if (key.spec.symmetric) return encryptSymmetric(kms, key, context, plaintext, now);
  return inAwsWords(key, algorithm, () => key.spec.encrypt!(currentKey(kms, key, now), algorithm, plaintext));
}

/** The key material id is told for symmetric keys only. */
export const symmetricMaterialId = (target: SealedTarget): string | undefined => target.home?.materialId;
