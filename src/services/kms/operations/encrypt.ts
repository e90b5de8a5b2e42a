import { whenThere } from '../../../base/when-there.ts';
import { refuseDryRun, resolveKey, SYMMETRIC_ALGORITHM } from '../cryptography.ts';
import { requireSeal, seal } from '../encryption.ts';
import type { KeyRecord } from '../key-record.ts';
import type { Kms, Op } from '../kms.ts';

export const encrypt = (kms: Kms): Op<'Encrypt', KeyRecord> => ({
  resolve: resolveKey(kms, 'Encrypt'),
  run(input, call) {
    const key = call.target;
    const algorithm = input.EncryptionAlgorithm ?? SYMMETRIC_ALGORITHM;
    requireSeal(key, 'Encrypt', algorithm, input.EncryptionContext);
    return whenThere(seal(kms, key, algorithm, input.EncryptionContext, input.Plaintext, call.now), (CiphertextBlob) => {
      refuseDryRun(input.DryRun);
      kms.managed.keep(call.unit, key);
      kms.lastUsage.record(key, 'Encrypt', call);
      return { CiphertextBlob, KeyId: key.arn, EncryptionAlgorithm: algorithm };
    });
  },
});
