import { encryptSymmetric, refuseDryRun, resolveKey } from '../cryptography.ts';
import { dataKeyBytes, generateDataKey as newDataKey, requireWrappingKey } from '../data-keys.ts';
import type { KeyRecord } from '../key-record.ts';
import type { Kms, Op } from '../kms.ts';

export const generateDataKeyWithoutPlaintext = (kms: Kms): Op<'GenerateDataKeyWithoutPlaintext', KeyRecord> => ({
  resolve: resolveKey(kms, 'GenerateDataKeyWithoutPlaintext'),
  run(input, call) {
    const key = call.target;
    const bytes = dataKeyBytes(input.KeySpec, input.NumberOfBytes);
    requireWrappingKey(key, 'GenerateDataKeyWithoutPlaintext');
    refuseDryRun(input.DryRun);
    const Plaintext = newDataKey(bytes);
    const CiphertextBlob = encryptSymmetric(kms, key, input.EncryptionContext, Plaintext, call.now);
    kms.managed.keep(call.unit, key);
    kms.lastUsage.record(key, 'GenerateDataKeyWithoutPlaintext', call);
    Plaintext.fill(0);
    return { CiphertextBlob, KeyId: key.arn, KeyMaterialId: key.current!.material_id };
  },
});
