/** The exceptions of AWS KMS with their texts, in one place. Texts: the API reference and observed answers. */
import { accessDenied, Fault } from '../../base/errors.ts';
import { CryptoRefusal } from '../../crypto/contract.ts';
import model from './model.json' with { type: 'json' };
import type { FaultName } from './types.ts';

type UnmodelledName = 'ValidationException' | 'AccessDeniedException';

const SERVER_FAULTS: ReadonlySet<string> = new Set<FaultName>([
  'DependencyTimeoutException',
  'KMSInternalException',
  'KeyUnavailableException',
]);

/** The one mint of KMS faults: a name that is in the model, 400 for clients' mistakes and 500 for ours. */
function fault(name: FaultName | UnmodelledName, text?: string): Fault {
  return new Fault(name, text, SERVER_FAULTS.has(name) ? 500 : 400);
}

const MALFORMED_ARN_ACTIONS: ReadonlySet<string> = new Set(
  Object.values(model.operations)
    .filter(({ errors }) => (errors as readonly { shape: string }[]).some(({ shape }) => shape === 'InvalidArnException'))
    .map(({ name }) => `kms:${name}`),
);

export { accessDenied };
export const validation = (text?: string): Fault => fault('ValidationException', text);

export const keyNotFound = (arn: string): Fault => fault('NotFoundException', `Key '${arn}' does not exist`);
export const aliasNotFound = (arn: string): Fault => fault('NotFoundException', `Alias ${arn} is not found.`);
export const foreignRegion = (region: string): Fault => fault('NotFoundException', `Invalid arn ${region}`);
export const invalidKeyId = (text: string): Fault => fault('NotFoundException', `Invalid keyId '${text}'`);
export const policyNotFound = (): Fault => fault('NotFoundException', 'No such policy exists');
/** Where the model of an action has no InvalidArnException, NotFoundException takes its place. */
export const invalidArn = (text: string, action: string): Fault =>
  fault(MALFORMED_ARN_ACTIONS.has(action) ? 'InvalidArnException' : 'NotFoundException', `Invalid arn ${text}`);
export const aliasNotSupported = (text: string, action: string): Fault =>
  MALFORMED_ARN_ACTIONS.has(action)
    ? fault('InvalidArnException', 'Key Aliases are not supported for this operation.')
    : invalidKeyId(text);

export const aliasExists = (arn: string): Fault =>
  fault('AlreadyExistsException', `An alias with the name ${arn} already exists`);
export const aliasPrefix = (): Fault =>
  validation(
    'Alias must start with the prefix "alias/". Please see https://docs.aws.amazon.com/kms/latest/developerguide/kms-alias.html',
  );
export const invalidAliasName = (text: string): Fault => fault('InvalidAliasNameException', text);
export const aliasQuota = (quota: number, usage: number): Fault =>
  fault(
    'LimitExceededException',
    `Aliases per key quota for this account in this region is ${quota}, current usage is ${usage}.`,
  );

export const disabled = (arn: string): Fault => fault('DisabledException', `${arn} is disabled.`);
export const pendingDeletion = (arn: string): Fault => fault('KMSInvalidStateException', `${arn} is pending deletion.`);
export const pendingReplicaDeletion = (arn: string): Fault =>
  fault('KMSInvalidStateException', `${arn} is pending replica deletion.`);
export const notPendingDeletion = (arn: string): Fault =>
  fault('KMSInvalidStateException', `${arn} is not pending deletion.`);
export const pendingImport = (arn: string): Fault => fault('KMSInvalidStateException', `${arn} is pending import.`);
export const invalidState = (text: string): Fault => fault('KMSInvalidStateException', text);

export const wrongUsage = (arn: string, usage: string, operation: string): Fault =>
  fault('InvalidKeyUsageException', `${arn} key usage is ${usage} which is not valid for ${operation}.`);
export const wrongAlgorithm = (algorithm: string, spec: string): Fault =>
  fault('InvalidKeyUsageException', `Algorithm ${algorithm} is incompatible with key spec ${spec}.`);
export const wrongOrigin = (arn: string, origin: string): Fault =>
  fault('UnsupportedOperationException', `${arn} origin is ${origin} which is not valid for this operation.`);
export const unsupported = (text?: string): Fault => fault('UnsupportedOperationException', text);

export const incorrectKey = (): Fault =>
  fault('IncorrectKeyException', 'The key ID in the request does not identify a CMK that can perform this operation.');
export const invalidCiphertext = (): Fault => fault('InvalidCiphertextException');
export const ciphertextKeyHidden = (): Fault =>
  fault(
    'AccessDeniedException',
    'The ciphertext refers to a customer master key that does not exist, does not exist in this region, or you are not allowed to access.',
  );
export const invalidSignature = (): Fault => fault('KMSInvalidSignatureException');
export const invalidMac = (): Fault => fault('KMSInvalidMacException');
export const invalidMarker = (): Fault => fault('InvalidMarkerException', 'Invalid marker');
export const dryRunSucceeded = (): Fault =>
  fault('DryRunOperationException', 'The request would have succeeded, but the DryRun option is set.');

export const tagFault = (text: string): Fault => fault('TagException', text);
export const limitExceeded = (text: string): Fault => fault('LimitExceededException', text);
export const malformedPolicy = (text?: string): Fault => fault('MalformedPolicyDocumentException', text);
export const replicaExists = (text: string): Fault => fault('AlreadyExistsException', text);
export const notPrimary = (arn: string): Fault =>
  fault('UnsupportedOperationException', `${arn} is not a multi-region primary key.`);
export const incorrectMaterial = (text?: string): Fault => fault('IncorrectKeyMaterialException', text);
export const expiredImportToken = (): Fault => fault('ExpiredImportTokenException');
export const invalidImportToken = (): Fault => fault('InvalidImportTokenException');

/** What crypto/ refused, in AWS's words. Anything else passes through. */
export function refused(error: unknown, algorithm: string, spec: string, messageType?: string): unknown {
  if (!(error instanceof CryptoRefusal)) return error;
  switch (error.kind) {
    case 'DigestLength':
      return validation(`Digest is invalid length for algorithm ${algorithm}.`);
    case 'MessageType':
      return validation(`Message type ${messageType} is incompatible with key spec ${spec}.`);
    case 'PlaintextTooLong':
      return validation(`Algorithm ${algorithm} and key spec ${spec} cannot encrypt data larger than ${error.detail} bytes.`);
    case 'PublicKey':
      return validation();
    case 'KeyMaterial':
    case 'Ciphertext':
      return invalidCiphertext();
  }
}
export const rotationConflict = (arn: string): Fault =>
  fault('ConflictException', `An automatic rotation of ${arn} is in progress or scheduled within 20 minutes.`);
