/** The common part of the four operations that give out data keys under a symmetric key. */
import { randomBytes } from '../../crypto/random.ts';
import { KEY_SPECS } from '../../crypto/key-specs.ts';
import { requireAlgorithm, requireUse, SYMMETRIC_ALGORITHM } from './cryptography.ts';
import * as faults from './faults.ts';
import type { KeyRecord } from './key-record.ts';
import type { DataKeyPairSpec, DataKeySpec } from './types.ts';

const DATA_KEY_BYTES: { readonly [S in DataKeySpec]: number } = { AES_128: 16, AES_256: 32 };

/** @throws Fault DisabledException, KMSInvalidStateException, InvalidKeyUsageException */
export function requireWrappingKey(key: KeyRecord, operation: string): void {
  requireUse(key, operation, 'ENCRYPT_DECRYPT');
  requireAlgorithm(key, SYMMETRIC_ALGORITHM);
}

/** Exactly one of the two says how long. @throws Fault ValidationException */
export function dataKeyBytes(keySpec: DataKeySpec | undefined, numberOfBytes: number | undefined): number {
  if ((keySpec === undefined) === (numberOfBytes === undefined)) {
    throw faults.validation('Please specify either number of bytes or key spec.');
  }
  return numberOfBytes ?? DATA_KEY_BYTES[keySpec!];
}

export const generateDataKey = (bytes: number): Buffer => randomBytes(bytes);

export interface DataKeyPair {
  /** PKCS#8 DER, RFC 5958. */
  readonly privateKey: Buffer;
  /** SPKI DER, RFC 5280. */
  readonly publicKey: Buffer;
}

/** @throws Fault UnsupportedOperationException for SM2, which AWS has in China only */
export function requirePairSpec(keyPairSpec: DataKeyPairSpec): void {
  if (!KEY_SPECS[keyPairSpec]?.dataKeyPair) {
    throw faults.unsupported(`KeyPairSpec ${keyPairSpec} is not supported in this region.`);
  }
}

export async function generateDataKeyPair(keyPairSpec: DataKeyPairSpec): Promise<DataKeyPair> {
  const spec = KEY_SPECS[keyPairSpec]!;
  const privateKey = await spec.generate();
  const usable = spec.load(privateKey);
  const publicKey = spec.publicKey!(usable);
  usable.destroy();
  return { privateKey, publicKey };
}
