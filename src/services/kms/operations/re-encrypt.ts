import type { Ask, RequestContext } from '../../../base/operation.ts';
import { keyAsk } from '../asks.ts';
import { refuseDryRun, SYMMETRIC_ALGORITHM } from '../cryptography.ts';
import { open, requireSeal, resolveSealed, seal, type Sealed, type SealedTarget, symmetricMaterialId } from '../encryption.ts';
import type { KeyRecord } from '../key-record.ts';
import type { Kms, Op } from '../kms.ts';
import type { ReEncryptRequest } from '../types.ts';

const sealedOf = (input: ReEncryptRequest): Sealed => ({
  blob: input.CiphertextBlob,
  keyId: input.SourceKeyId,
  algorithm: input.SourceEncryptionAlgorithm,
  context: input.SourceEncryptionContext,
  dryRun: input.DryRun,
  modifiers: input.DryRunModifiers,
});

/** Each side shows its own algorithm and encryption context to conditions. */
function asksOf(kms: Kms, input: ReEncryptRequest, source: KeyRecord, destination: KeyRecord, context: RequestContext): Ask[] {
  const shared = { GrantTokens: input.GrantTokens, ReEncryptOnSameKey: source.name === destination.name };
  const from = {
    ...shared,
    KeyId: input.SourceKeyId,
    EncryptionAlgorithm: input.SourceEncryptionAlgorithm,
    EncryptionContext: input.SourceEncryptionContext,
  };
  const to = {
    ...shared,
    KeyId: input.DestinationKeyId,
    EncryptionAlgorithm: input.DestinationEncryptionAlgorithm,
    EncryptionContext: input.DestinationEncryptionContext,
  };
  return [
    keyAsk(kms, source, 'ReEncryptFrom', from, context, input.SourceKeyId === undefined),
    keyAsk(kms, destination, 'ReEncryptTo', to, context),
  ];
}

/** The plaintext never leaves the server; each key is judged on its own. */
export const reEncrypt = (kms: Kms): Op<'ReEncrypt', { source: SealedTarget; destination: KeyRecord }> => ({
  async resolve(input, context) {
    const source = await resolveSealed(kms, sealedOf(input), 'kms:ReEncryptFrom', context);
    const destination = await kms.keys.find(input.DestinationKeyId, 'kms:ReEncryptTo', context, true);
    return { asks: asksOf(kms, input, source.key, destination, context), target: { source, destination } };
  },
  async run(input, call) {
    const { source, destination } = call.target;
    const sealed = sealedOf(input);
    const context = input.DestinationEncryptionContext;
    const algorithm = input.DestinationEncryptionAlgorithm ?? SYMMETRIC_ALGORITHM;
    const plaintext = await open(kms, source, sealed, 'ReEncrypt', call);
    requireSeal(destination, 'ReEncrypt', algorithm, context);
    // Without a ciphertext there is no plaintext, and nothing left to be found out about the destination.
    if (source.ignoresCiphertext) refuseDryRun(input.DryRun);
    const CiphertextBlob = await seal(kms, destination, algorithm, context, plaintext, call.now);
    plaintext.fill(0);
    refuseDryRun(input.DryRun);
    kms.lastUsage.record(source.key, 'ReEncrypt', call);
    kms.lastUsage.record(destination, 'ReEncrypt', call);
    return {
      CiphertextBlob,
      SourceKeyId: source.key.arn,
      KeyId: destination.arn,
      SourceEncryptionAlgorithm: input.SourceEncryptionAlgorithm ?? SYMMETRIC_ALGORITHM,
      DestinationEncryptionAlgorithm: algorithm,
      SourceKeyMaterialId: symmetricMaterialId(source),
      DestinationKeyMaterialId: destination.spec.symmetric ? destination.current!.material_id : undefined,
    };
  },
});
