/**
 * KMS as an integrated service calls it: through the spine like everybody, so key policies, grants, the audit trail and
 * limits hold. Refusals are KMS's own faults; the service says them in its own words.
 */
import { Fault } from './errors.ts';
import type { RequestContext } from './operation.ts';

export interface EncryptionContext {
  readonly [key: string]: string;
}

/** For whom a service calls. */
export type ServiceCall =
  /** A forward access session: the caller of the request at hand, with its rights; `kms:ViaService` is set. */
  | {
      readonly onBehalfOf: RequestContext;
      /** Where another than the request's own: KMS of that region is asked. */
      readonly region?: string | undefined;
    }
  /** The service itself (its principal), about a resource: `aws:SourceArn` and `aws:SourceAccount`. */
  | { readonly asItself: { readonly region: string; readonly sourceArn: string; readonly sourceAccount: string } };

/** What KMS refused, and in which call. */
export class KmsFault extends Fault {
  override readonly name = 'KmsFault';
  readonly requestId: string;

  constructor({ code, text, status }: Fault, requestId: string) {
    super(code, text, status);
    this.requestId = requestId;
  }
}

/** As integrated services pass it on in texts of their own. */
export const kmsFaultText = ({ code, text, status, requestId }: KmsFault): string =>
  `${text ?? 'null'} (Service: AWSKMS; Status Code: ${status}; Error Code: ${code}; Request ID: ${requestId}; Proxy: null)`;

/** Each call throws `KmsFault` where KMS refuses. */
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
  /**
   * As `decrypt`, of a data key that the service keeps and needs again and again. By the same objects for blob and
   * context KMS knows it again: it is not decrypted anew each time, but asked for, allowed and recorded it is.
   */
  openDataKey(
    call: ServiceCall,
    input: { readonly CiphertextBlob: Buffer; readonly EncryptionContext: EncryptionContext },
  ): Promise<{ readonly KeyId: string; readonly Plaintext: Buffer }>;
  /** A 256-bit data key. `KeyId` of the answer is the key's ARN. */
  generateDataKey(
    call: ServiceCall,
    input: { KeyId: string; EncryptionContext: EncryptionContext },
  ): Promise<{ readonly KeyId: string; readonly Plaintext: Buffer; readonly CiphertextBlob: Buffer }>;
  describeKey(call: ServiceCall, input: { KeyId: string }): Promise<{ readonly Arn: string; readonly KeyManager: 'AWS' | 'CUSTOMER' }>;
}
