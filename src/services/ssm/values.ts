/**
 * Values as they are stored (KMS developer guide, "How AWS Systems Manager Parameter Store uses AWS KMS"):
 *
 *     String, StringList       sealed by the service's own key
 *     SecureString, standard   the ciphertext of KMS Encrypt
 *     SecureString, advanced   a message of the AWS Encryption SDK, under a data key of KMS GenerateDataKey
 *
 * Both encryption contexts are { PARAMETER_ARN }. The calls are made on the caller's behalf: his rights on the key decide.
 */
import type { Sealer } from '../../base/integrated-service.ts';
import { type KmsClient, KmsFault, kmsFaultText, type ServiceCall } from '../../base/kms-client.ts';
import type { RequestContext } from '../../base/operation.ts';
import { openMessage, readMessage, sealMessage } from '../../crypto/encryption-sdk-message.ts';
import * as faults from './faults.ts';
import { parameterArn } from './names.ts';
import type { Parameter } from './parameters.ts';
import type { ParameterCoordinates, StoredTier, VersionRow } from './tables.ts';
import type { ParameterType } from './types.ts';

export const DEFAULT_KEY = 'alias/aws/ssm';

export type StoredValue = Pick<VersionRow, 'value' | 'key_id' | 'key_arn'>;

/** Whose value it is, and how it is to be kept. */
export interface ValueOwner extends ParameterCoordinates {
  readonly version: number;
  readonly type: ParameterType;
  readonly tier: StoredTier;
}

export class Values {
  readonly #sealer: Sealer;
  readonly #kms: KmsClient;

  constructor(sealer: Sealer, kms: KmsClient) {
    this.#sealer = sealer;
    this.#kms = kms;
  }

  /** @throws Fault InvalidKeyId, AccessDeniedException */
  async protect(owner: ValueOwner, text: string, keyId = DEFAULT_KEY, context: RequestContext): Promise<StoredValue> {
    if (owner.type !== 'SecureString') return { value: sealPlainValue(this.#sealer, owner, text), key_id: null, key_arn: null };
    const plaintext = Buffer.from(text, 'utf8');
    try {
      const { value, arn } = await this.#encrypt(owner, keyId, plaintext, context);
      return { value, key_id: keyId, key_arn: arn };
    } catch (error) {
      throw saidBy(error);
    } finally {
      plaintext.fill(0);
    }
  }

  /** @throws Fault InvalidKeyId, AccessDeniedException; Error when the stored bytes are not this parameter's */
  reveal(parameter: Parameter, withDecryption: boolean, context: RequestContext): Promise<string> | string {
    if (parameter.type !== 'SecureString') return this.#sealer.open(sealedFor(parameter), parameter.value).toString('utf8');
    if (!withDecryption) return parameter.value.toString('base64');
    return this.#decrypt(parameter, { onBehalfOf: context }).then(textOf, refused);
  }

  async #encrypt(owner: ValueOwner, KeyId: string, plaintext: Buffer, context: RequestContext): Promise<{ value: Buffer; arn: string }> {
    const EncryptionContext = { PARAMETER_ARN: parameterArn(owner) };
    const by = { onBehalfOf: context };
    if (owner.tier === 'Standard') {
      const sealed = await this.#kms.encrypt(by, { KeyId, Plaintext: plaintext, EncryptionContext });
      return { value: sealed.CiphertextBlob, arn: sealed.KeyId };
    }
    const dataKey = await this.#kms.generateDataKey(by, { KeyId, EncryptionContext });
    const wrapped = { keyArn: dataKey.KeyId, ciphertext: dataKey.CiphertextBlob };
    const value = sealMessage(dataKey.Plaintext, wrapped, EncryptionContext, plaintext);
    dataKey.Plaintext.fill(0);
    return { value, arn: dataKey.KeyId };
  }

  /** The key is named: a ciphertext that came under another key would not be this parameter's. */
  #decrypt(parameter: Parameter, by: ServiceCall): Promise<Opened> {
    const { context: EncryptionContext, key_arn, tier, value } = parameter;
    if (tier !== 'Standard') return this.#openMessage(parameter, by);
    return this.#kms.decrypt(by, { KeyId: key_arn ?? undefined, CiphertextBlob: value, EncryptionContext });
  }

  async #openMessage({ context: EncryptionContext, key_arn, value }: Parameter, by: ServiceCall): Promise<Opened> {
    const message = readMessage(value);
    if (message.context['PARAMETER_ARN'] !== EncryptionContext.PARAMETER_ARN) throw new Error('a value of another parameter was stored');
    const KeyId = key_arn ?? undefined;
    const dataKey = await this.#kms.decrypt(by, { KeyId, CiphertextBlob: message.wrapped.ciphertext, EncryptionContext });
    const Plaintext = openMessage(dataKey.Plaintext, message);
    dataKey.Plaintext.fill(0);
    if (!Plaintext) throw new Error('a stored value was changed');
    return { Plaintext };
  }
}

interface Opened {
  readonly Plaintext: Buffer;
}

/** The plaintext is erased. */
function textOf({ Plaintext }: Opened): string {
  const text = Plaintext.toString('utf8');
  Plaintext.fill(0);
  return text;
}

function refused(error: unknown): never {
  throw saidBy(error);
}

/** A value that KMS has nothing to do with. */
export const sealPlainValue = (sealer: Sealer, owner: ParameterCoordinates & { version: number }, text: string): Buffer =>
  sealer.seal(sealedFor(owner), Buffer.from(text, 'utf8'));

const sealedFor = ({ account, region, path, version }: ParameterCoordinates & { version: number }) => ({
  purpose: 'ssm-parameter',
  names: [account, region, path, String(version)],
});

/** What KMS refused, as Parameter Store says it. */
function saidBy(error: unknown): unknown {
  if (!(error instanceof KmsFault) || error.status >= 500 || error.code === 'ThrottlingException') return error;
  // Stored bytes that KMS cannot open are a defect, not a mistake of the client's.
  if (error.code === 'InvalidCiphertextException') return new Error('a stored value was changed', { cause: error });
  const text = kmsFaultText(error);
  return error.code === 'AccessDeniedException' ? faults.keyDenied(text) : faults.invalidKeyId(text);
}
