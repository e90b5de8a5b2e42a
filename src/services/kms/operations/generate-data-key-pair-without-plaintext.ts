import { encryptSymmetric, refuseDryRun, resolveKey } from '../cryptography.ts';
import { generateDataKeyPair as newDataKeyPair, requirePairSpec, requireWrappingKey } from '../data-keys.ts';
import type { KeyRecord } from '../key-record.ts';
import type { Kms, Op } from '../kms.ts';

export const generateDataKeyPairWithoutPlaintext = (kms: Kms): Op<'GenerateDataKeyPairWithoutPlaintext', KeyRecord> => ({
  resolve: resolveKey(kms, 'GenerateDataKeyPairWithoutPlaintext'),
  async run(input, call) {
    const key = call.target;
    requireWrappingKey(key, 'GenerateDataKeyPairWithoutPlaintext');
    requirePairSpec(input.KeyPairSpec);
    refuseDryRun(input.DryRun);
    const { privateKey, publicKey } = await newDataKeyPair(input.KeyPairSpec);
    const PrivateKeyCiphertextBlob = encryptSymmetric(kms, key, input.EncryptionContext, privateKey, call.now);
    privateKey.fill(0);
    kms.lastUsage.record(key, 'GenerateDataKeyPairWithoutPlaintext', call);
    return {
      PrivateKeyCiphertextBlob,
      PublicKey: publicKey,
      KeyId: key.arn,
      KeyPairSpec: input.KeyPairSpec,
      KeyMaterialId: key.current!.material_id,
    };
  },
});
