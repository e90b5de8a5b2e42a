import { encryptSymmetric, refuseDryRun, refuseRecipient, resolveKey } from '../cryptography.ts';
import { generateDataKeyPair as newDataKeyPair, requirePairSpec, requireWrappingKey } from '../data-keys.ts';
import type { KeyRecord } from '../key-record.ts';
import type { Kms, Op } from '../kms.ts';

export const generateDataKeyPair = (kms: Kms): Op<'GenerateDataKeyPair', KeyRecord> => ({
  resolve: resolveKey(kms, 'GenerateDataKeyPair'),
  async run(input, call) {
    const key = call.target;
    refuseRecipient(input.Recipient);
    requireWrappingKey(key, 'GenerateDataKeyPair');
    requirePairSpec(input.KeyPairSpec);
    refuseDryRun(input.DryRun);
    const { privateKey, publicKey } = await newDataKeyPair(input.KeyPairSpec);
    const PrivateKeyCiphertextBlob = encryptSymmetric(kms, key, input.EncryptionContext, privateKey, call.now);
    kms.lastUsage.record(key, 'GenerateDataKeyPair', call);
    return {
      PrivateKeyCiphertextBlob,
      PrivateKeyPlaintext: privateKey,
      PublicKey: publicKey,
      KeyId: key.arn,
      KeyPairSpec: input.KeyPairSpec,
      KeyMaterialId: key.current!.material_id,
    };
  },
});
