import { currentKey, inAwsWords, refuseDryRun, requireAlgorithm, requireUse, resolveKey } from '../cryptography.ts';
import type { KeyRecord } from '../key-record.ts';
import type { Kms, Op } from '../kms.ts';

/** FIPS 203: a damaged ciphertext of the right length gives a pseudo-random secret, not a fault. */
export const decapsulate = (kms: Kms): Op<'Decapsulate', KeyRecord> => ({
  resolve: resolveKey(kms, 'Decapsulate'),
  async run(input, call) {
    const key = call.target;
    const { EncapsulationAlgorithm, SharedSecretCiphertextBlob } = input;
    requireUse(key, 'Decapsulate', 'ENCAPSULATE_DECAPSULATE');
    requireAlgorithm(key, EncapsulationAlgorithm);
    const work = () => key.spec.decapsulate!(currentKey(kms, key, call.now), SharedSecretCiphertextBlob);
    const SharedSecret = await inAwsWords(key, EncapsulationAlgorithm, work);
    refuseDryRun(input.DryRun);
    kms.lastUsage.record(key, 'Decapsulate', call);
    return { KeyId: key.arn, SharedSecret, EncapsulationAlgorithm };
  },
});
