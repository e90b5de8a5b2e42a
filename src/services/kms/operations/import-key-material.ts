import { CryptoRefusal } from '../../../crypto/contract.ts';
import { importWrapping } from '../../../crypto/import-wrapping.ts';
import * as faults from '../faults.ts';
import { checkImportType, expiryOf, storeImport } from '../import-material.ts';
import { openImportToken } from '../import-token.ts';
import type { KeyRecord } from '../key-record.ts';
import type { Kms, Op } from '../kms.ts';
import { resolveKeyById } from '../resources.ts';
import { requireState } from '../states.ts';
import type { ImportKeyMaterialRequest } from '../types.ts';

export const importKeyMaterial = (kms: Kms): Op<'ImportKeyMaterial', KeyRecord> => ({
  resolve: resolveKeyById(kms, 'ImportKeyMaterial'),
  async run(input, { target: key, unit, now }) {
    if (key.row.origin !== 'EXTERNAL') throw faults.wrongOrigin(key.arn, key.row.origin);
    requireState(key, 'import');
    const expiry = expiryOf(input, now);
    checkImportType(key, input);
    const material = await unwrap(kms, key, input, now);
    try {
      return { KeyId: key.arn, KeyMaterialId: await storeImport(kms, unit, key, { input, material, expiry }) };
    } finally {
      material.fill(0);
    }
  },
});

/** @throws Fault InvalidImportTokenException, ExpiredImportTokenException, InvalidCiphertextException, IncorrectKeyMaterialException */
async function unwrap(kms: Kms, key: KeyRecord, input: ImportKeyMaterialRequest, now: number): Promise<Buffer> {
  const { wrappingAlgorithm, privateKey } = openImportToken(kms.keyring, key, input.ImportToken, now);
  try {
    const bytes = await importWrapping.unwrap(wrappingAlgorithm, privateKey, input.EncryptedKeyMaterial);
    return key.spec.importMaterial!(bytes);
  } catch (error) {
    if (!(error instanceof CryptoRefusal)) throw error;
    throw error.kind === 'KeyMaterial' ? faults.incorrectMaterial() : faults.invalidCiphertext();
  } finally {
    privateKey.fill(0);
  }
}
