import { currentKey, refuseDryRun, requireAlgorithm, requireUse, resolveKey } from '../cryptography.ts';
import type { KeyRecord } from '../key-record.ts';
import type { Kms, Op } from '../kms.ts';

export const encapsulate = (kms: Kms): Op<'Encapsulate', KeyRecord> => ({
  resolve: resolveKey(kms, 'Encapsulate'),
  async run(input, call) {
    const key = call.target;
    const { EncapsulationAlgorithm } = input;
    requireUse(key, 'Encapsulate', 'ENCAPSULATE_DECAPSULATE');
    requireAlgorithm(key, EncapsulationAlgorithm);
    refuseDryRun(input.DryRun);
    const { ciphertext, sharedSecret } = await key.spec.encapsulate!(currentKey(kms, key, call.now));
    kms.lastUsage.record(key, 'Encapsulate', call);
    return { KeyId: key.arn, SharedSecret: sharedSecret, SharedSecretCiphertextBlob: ciphertext, EncapsulationAlgorithm };
  },
});
