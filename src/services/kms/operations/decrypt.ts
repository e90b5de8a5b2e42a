import { whenThere } from '../../../base/when-there.ts';
import { keyAsk } from '../asks.ts';
import { refuseDryRun, refuseRecipient, SYMMETRIC_ALGORITHM } from '../cryptography.ts';
import { open, resolveSealed, type Sealed, type SealedTarget, symmetricMaterialId } from '../encryption.ts';
import type { Kms, Op } from '../kms.ts';
import type { DecryptRequest } from '../types.ts';

const sealedOf = (input: DecryptRequest): Sealed => ({
  blob: input.CiphertextBlob,
  keyId: input.KeyId,
  algorithm: input.EncryptionAlgorithm,
  context: input.EncryptionContext,
  dryRun: input.DryRun,
  modifiers: input.DryRunModifiers,
});

/** A symmetric blob names its key, so `KeyId` is a demand, not a hint: any other key is the fault IncorrectKey. */
export const decrypt = (kms: Kms): Op<'Decrypt', SealedTarget> => ({
  resolve(input, context) {
    return whenThere(resolveSealed(kms, sealedOf(input), 'kms:Decrypt', context), (target) => ({
      asks: [keyAsk(kms, target.key, 'Decrypt', input, context, input.KeyId === undefined)],
      target,
    }));
  },
  run(input, call) {
    const { target } = call;
    refuseRecipient(input.Recipient);
    return whenThere(open(kms, target, sealedOf(input), 'Decrypt', call), (Plaintext) => {
      refuseDryRun(input.DryRun);
      kms.lastUsage.record(target.key, 'Decrypt', call);
      const EncryptionAlgorithm = input.EncryptionAlgorithm ?? SYMMETRIC_ALGORITHM;
      return { KeyId: target.key.arn, Plaintext, EncryptionAlgorithm, KeyMaterialId: symmetricMaterialId(target) };
    });
  },
});
