import { encryptSymmetric, refuseDryRun, refuseRecipient, resolveKey } from '../cryptography.ts';
import { dataKeyBytes, generateDataKey as newDataKey, requireWrappingKey } from '../data-keys.ts';
import type { KeyRecord } from '../key-record.ts';
import type { Kms, Op } from '../kms.ts';

export const generateDataKey = (kms: Kms): Op<'GenerateDataKey', KeyRecord> => ({
  resolve: resolveKey(kms, 'GenerateDataKey'),
  run(input, call) {
    const key = call.target;
    const bytes = dataKeyBytes(input.KeySpec, input.NumberOfBytes);
    refuseRecipient(input.Recipient);
    requireWrappingKey(key, 'GenerateDataKey');
    refuseDryRun(input.DryRun);
    const Plaintext = newDataKey(bytes);
    const CiphertextBlob = encryptSymmetric(kms, key, input.EncryptionContext, Plaintext, call.now);
    kms.managed.keep(call.unit, key);
    kms.lastUsage.record(key, 'GenerateDataKey', call);
    return { CiphertextBlob, Plaintext, KeyId: key.arn, KeyMaterialId: key.current!.material_id };
  },
});
