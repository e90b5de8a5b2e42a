/**
 * KMS as an integrated service calls it: through the spine like everybody, so key policies, grants, the audit trail and
 * limits hold. Refusals are KMS's own faults; the service says them in its own words.
 */
import type { RequestContext } from './operation.ts';

export interface EncryptionContext {
  readonly [key: string]: string;
}

/** For whom a service calls. */
export type ServiceCall =
  /** A forward access session: the caller of the request at hand, with its rights; `kms:ViaService` is set. */
  | { readonly onBehalfOf: RequestContext }
  /** The service itself (its principal), about a resource: `aws:SourceArn` and `aws:SourceAccount`. */
  | { readonly asItself: { readonly region: string; readonly sourceArn: string; readonly sourceAccount: string } };

export interface KmsClient {
  /** @param input `KeyId` in any form, `alias/aws/…` too, which makes the AWS managed key when there is none yet */
  encrypt(
    call: ServiceCall,
    input: { KeyId: string; Plaintext: Buffer; EncryptionContext: EncryptionContext },
  ): Promise<{ readonly KeyId: string; readonly CiphertextBlob: Buffer }>;
  decrypt(
    call: ServiceCall,
    input: { KeyId?: string | undefined; CiphertextBlob: Buffer; EncryptionContext: EncryptionContext },
  ): Promise<{ readonly KeyId: string; readonly Plaintext: Buffer }>;
  /** A 256-bit data key. `KeyId` of the answer is the key's ARN. */
  generateDataKey(
    call: ServiceCall,
    input: { KeyId: string; EncryptionContext: EncryptionContext },
  ): Promise<{ readonly KeyId: string; readonly Plaintext: Buffer; readonly CiphertextBlob: Buffer }>;
  describeKey(call: ServiceCall, input: { KeyId: string }): Promise<{ readonly Arn: string; readonly KeyManager: 'AWS' | 'CUSTOMER' }>;
}
