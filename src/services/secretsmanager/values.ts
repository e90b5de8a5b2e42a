/**
 * Secret values at rest. Each version has a 256-bit data key of its own from KMS, asked for on the caller's behalf:
 *
 *     data key    KMS GenerateDataKey, encryption context {SecretARN, SecretVersionId}
 *     ciphertext  AES-256-GCM under the data key, bound to ARN, version and kind
 *
 * Plaintext data keys are overwritten as soon as they were used, and values are kept by nobody. KMS may remember a data key
 * for a while, as it does key material (services/kms/opened-data-keys.ts); it is asked at each reading all the same.
 */
import type { EncryptionContext, KmsClient, ServiceCall } from '../../base/kms-client.ts';
import { KmsFault } from '../../base/kms-client.ts';
import { aeadOpen, aeadSeal } from '../../crypto/aead.ts';
import { constantTimeEqual } from '../../crypto/hash.ts';
import * as faults from './faults.ts';
import type { DataKey, VersionRecord } from './secret-record.ts';

export interface Value {
  readonly kind: 'string' | 'binary';
  readonly bytes: Buffer;
}

export interface GivenValue {
  readonly SecretString?: string | undefined;
  readonly SecretBinary?: Buffer | undefined;
}

/** API reference, `SecretString` and `SecretBinary`; of texts the model counts characters. */
const VALUE_BYTES_MAX = 65_536;

export const DEFAULT_KEY = 'alias/aws/secretsmanager';

/** By its alias, or the alias's ARN. @param kmsKeyId absent or empty: the default key */
export const isDefaultKey = (kmsKeyId: string | undefined): boolean =>
  !kmsKeyId || kmsKeyId === DEFAULT_KEY || kmsKeyId.endsWith(`:${DEFAULT_KEY}`);

/** What a request gives. @throws Fault InvalidParameterException, ValidationException */
export function valueOf({ SecretString, SecretBinary }: GivenValue): Value | undefined {
  if (SecretString !== undefined && SecretBinary !== undefined) throw faults.twoValues();
  if (SecretBinary !== undefined) return { kind: 'binary', bytes: SecretBinary };
  if (SecretString === undefined) return undefined;
  // A lone surrogate has no UTF-8, and would be read back as another character.
  if (!SecretString.isWellFormed()) throw faults.invalidParameter('SecretString is not valid Unicode.');
  const bytes = Buffer.from(SecretString, 'utf8');
  if (bytes.length > VALUE_BYTES_MAX) throw faults.tooLong('secretString', VALUE_BYTES_MAX);
  return { kind: 'string', bytes };
}

/** As an answer shows it. */
export const shownValue = ({ kind, bytes }: Value): { SecretString: string } | { SecretBinary: Buffer } =>
  kind === 'string' ? { SecretString: bytes.toString('utf8') } : { SecretBinary: bytes };

/** The version that a value belongs to: its place in the encryption context, and in what the ciphertext is bound to. */
export interface VersionName {
  readonly arn: string;
  readonly versionId: string;
}

const VALIDATION_VERSION = 'RequestToValidateKeyAccess';

export class Values {
  readonly #kms: KmsClient;

  constructor(kms: KmsClient) {
    this.#kms = kms;
  }

  /** @throws Fault EncryptionFailure, AccessDeniedException */
  async seal(
    name: VersionName,
    value: Value,
    createdAt: number,
    kmsKeyId: string | undefined,
    by: ServiceCall,
  ): Promise<VersionRecord> {
    const input = { KeyId: kmsKeyId ?? DEFAULT_KEY, EncryptionContext: contextOf(name) };
    const dataKey = await this.#kms.generateDataKey(by, input).catch(refusedEncryption);
    const ciphertext = aeadSeal(dataKey.Plaintext, value.bytes, bindingOf(name, value.kind));
    dataKey.Plaintext.fill(0);
    const dataKeys = [{ key: keyName(kmsKeyId, dataKey.KeyId), blob: dataKey.CiphertextBlob }];
    return { versionId: name.versionId, createdAt, kind: value.kind, ciphertext, dataKeys };
  }

  /**
   * Any of its KMS keys opens a version. The newest is asked first, and its refusal is told.
   * @throws Fault DecryptionFailure, AccessDeniedException
   */
  async open(arn: string, version: VersionRecord, by: ServiceCall): Promise<Value> {
    const { kind, ciphertext, versionId } = version;
    if (kind === 'none' || !ciphertext) throw new Error(`version ${versionId} has no value`);
    const { context, binding } = boundTo(arn, version);
    const key = await this.#dataKey(context, version.dataKeys, by);
    const bytes = aeadOpen(key, ciphertext, binding);
    key.fill(0);
    if (!bytes) throw new Error(`the value of version ${versionId} of ${arn} does not open`);
    return { kind, bytes };
  }

  /** Whether the version has this very value. */
  async equals(arn: string, version: VersionRecord, value: Value, by: ServiceCall): Promise<boolean> {
    if (version.kind !== value.kind) return false;
    const known = await this.open(arn, version, by);
    return constantTimeEqual(known.bytes, value.bytes);
  }

  /**
   * Whether the caller can use a KMS key that is to be a secret's.
   * @throws Fault EncryptionFailure, DecryptionFailure, AccessDeniedException
   */
  async validateKey(arn: string, kmsKeyId: string | undefined, by: ServiceCall): Promise<void> {
    const EncryptionContext = contextOf({ arn, versionId: VALIDATION_VERSION });
    const made = await this.#kms.generateDataKey(by, { KeyId: kmsKeyId ?? DEFAULT_KEY, EncryptionContext }).catch(refusedEncryption);
    made.Plaintext.fill(0);
    const opened = await this.#kms.decrypt(by, { CiphertextBlob: made.CiphertextBlob, EncryptionContext }).catch(refusedDecryption);
    opened.Plaintext.fill(0);
  }

  /** The data key under another KMS key as well; `undefined` when the caller may not. */
  async rewrap(arn: string, version: VersionRecord, kmsKeyId: string | undefined, by: ServiceCall): Promise<VersionRecord | undefined> {
    const { context } = boundTo(arn, version);
    try {
      const Plaintext = await this.#dataKey(context, version.dataKeys, by);
      const input = { KeyId: kmsKeyId ?? DEFAULT_KEY, Plaintext, EncryptionContext: context };
      const wrapped = await this.#kms.encrypt(by, input).finally(() => Plaintext.fill(0));
      const newest = { key: keyName(kmsKeyId, wrapped.KeyId), blob: wrapped.CiphertextBlob };
      return { ...version, dataKeys: [newest, ...version.dataKeys.filter(({ key }) => key !== newest.key)] };
    } catch (error) {
      if (error instanceof KmsFault || faults.isRefusal(error)) return undefined;
      throw error;
    }
  }

  async #dataKey(EncryptionContext: EncryptionContext, dataKeys: readonly DataKey[], by: ServiceCall): Promise<Buffer> {
    let first: unknown;
    for (const { blob } of dataKeys) {
      try {
        return (await this.#kms.openDataKey(by, { CiphertextBlob: blob, EncryptionContext })).Plaintext;
      } catch (error) {
        if (!(error instanceof KmsFault)) throw error;
        first ??= error;
      }
    }
    throw faults.decryptionRefused(first);
  }
}

interface Bound {
  readonly context: EncryptionContext;
  readonly binding: Buffer;
}

/** What a version is bound to: the same each time that it is read. */
const bounds = new WeakMap<VersionRecord, Bound>();

function boundTo(arn: string, version: VersionRecord): Bound {
  const known = bounds.get(version);
  if (known) return known;
  const name = { arn, versionId: version.versionId };
  const bound = { context: contextOf(name), binding: bindingOf(name, version.kind) };
  bounds.set(version, bound);
  return bound;
}

const contextOf = ({ arn, versionId }: VersionName): EncryptionContext => ({ SecretARN: arn, SecretVersionId: versionId });

/** As ListSecretVersionIds shows it. */
const keyName = (kmsKeyId: string | undefined, arn: string): string => (isDefaultKey(kmsKeyId) ? 'DefaultEncryptionKey' : arn);

const bindingOf = ({ arn, versionId }: VersionName, kind: string): Buffer => Buffer.from(JSON.stringify([arn, versionId, kind]));

const refusedEncryption = (error: unknown): never => {
  throw faults.encryptionRefused(error);
};
const refusedDecryption = (error: unknown): never => {
  throw faults.decryptionRefused(error);
};
