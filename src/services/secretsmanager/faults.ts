/** The exceptions of Secrets Manager with their texts, in one place. Texts: the API reference and observed answers. */
import { Fault } from '../../base/errors.ts';
import { KmsFault, kmsFaultText } from '../../base/kms-client.ts';
import type { FaultName } from './types.ts';

type UnmodelledName = 'ValidationException' | 'AccessDeniedException';

const fault = (name: FaultName | UnmodelledName, text?: string): Fault => new Fault(name, text);

export const validation = (text: string): Fault => fault('ValidationException', text);
export const invalidParameter = (text: string): Fault => fault('InvalidParameterException', text);
export const invalidRequest = (text: string): Fault => fault('InvalidRequestException', text);

export const notFound = (): Fault => fault('ResourceNotFoundException', "Secrets Manager can't find the specified secret.");
/** @param which `staging label: AWSCURRENT`, `VersionId: …` */
export const valueNotFound = (which: string): Fault =>
  fault('ResourceNotFoundException', `Secrets Manager can't find the specified secret value for ${which}`);
export const invalidName = (): Fault =>
  validation('Invalid name. Must be a valid name containing alphanumeric characters, or any of the following: -/_+=.@!');
export const tooLong = (member: string, most: number): Fault =>
  validation(
    `1 validation error detected: Value at '${member}' failed to satisfy constraint: ` +
      `Member must have length less than or equal to ${most}`,
  );

export const exists = (name: string): Fault =>
  fault('ResourceExistsException', `The operation failed because the secret ${name} already exists.`);
export const tokenInUse = (token: string, arn: string): Fault =>
  fault(
    'ResourceExistsException',
    `You can't use ClientRequestToken ${token} because that value is already in use for a version of secret ${arn}.`,
  );
export const nameScheduledForDeletion = (): Fault =>
  invalidRequest("You can't create this secret because a secret with this name is already scheduled for deletion.");
export const markedForDeletion = (): Fault =>
  invalidRequest("You can't perform this operation on the secret because it was marked for deletion.");
export const replicaReadOnly = (): Fault =>
  invalidParameter("Operation not permitted on a replica secret. Call must be made in primary secret's region.");
export const hasReplicas = (name: string, regions: readonly string[]): Fault =>
  invalidRequest(`You can't delete secret ${name} that still has replica regions [${regions.join(', ')}].`);
export const windowOutOfRange = (): Fault =>
  invalidParameter('The RecoveryWindowInDays value must be between 7 and 30 days (inclusive).');
export const windowAndForce = (): Fault =>
  invalidParameter("You can't use ForceDeleteWithoutRecovery in conjunction with RecoveryWindowInDays.");

export const noToken = (): Fault =>
  invalidRequest('You must provide a ClientRequestToken value. We recommend a UUID-type value.');
export const noValue = (): Fault => invalidRequest('You must provide either SecretString or SecretBinary.');
export const twoValues = (): Fault =>
  invalidParameter('You can’t specify both a binary secret value and a string secret value in the same secret.');
export const tooManyLabels = (most: number): Fault =>
  fault('LimitExceededException', `The request failed because a secret can have at most ${most} staging labels.`);
export const removeFromMissing = (label: string, version: string): Fault =>
  invalidParameter(
    `The parameter RemoveFromVersionId can't be empty. Staging label ${label} is currently attached to version ${version}, ` +
      'so you must explicitly reference that version in RemoveFromVersionId.',
  );
export const labelElsewhere = (label: string, version: string): Fault =>
  invalidParameter(`Staging label ${label} is not attached to version ${version}.`);
export const currentStays = (): Fault =>
  invalidParameter('You can only move staging label AWSCURRENT to a different secret version. It can’t be completely removed.');
export const disagreeing = (): Fault =>
  invalidRequest('You provided a VersionStage that is not associated to the provided VersionId.');

export const invalidNextToken = (): Fault => fault('InvalidNextTokenException', 'Invalid NextToken value.');
export const managedExternal = (): Fault =>
  invalidParameter(
    'Trent does not have managed external secrets: ' +
      'leave out Type, ExternalSecretRotationMetadata and ExternalSecretRotationRoleArn.',
  );

export const syntaxError = (): Fault =>
  fault('MalformedPolicyDocumentException', 'This resource policy contains a syntax error.');
export const unsupportedPrincipal = (): Fault =>
  fault('MalformedPolicyDocumentException', 'This resource policy contains an unsupported principal.');
export const invalidServicePrincipal = (): Fault =>
  fault('MalformedPolicyDocumentException', 'This resource policy contains an invalid service principal.');
export const publicPolicy = (): Fault =>
  fault('PublicPolicyException', "You can't attach a resource-based policy that allows broad access to the secret.");
export const LOCKED_OUT = 'Your requested changes will not allow you to manage this secret in the future.';
export const lockedOut = (): Fault => invalidParameter(LOCKED_OUT);
export const lockedOutByTags = (): Fault => fault('AccessDeniedException', LOCKED_OUT);

export const defaultKeyAcrossAccounts = (): Fault =>
  invalidRequest("You can't access a secret from a different AWS account if you encrypt the secret with the default KMS service key.");

/** What KMS refused, as Secrets Manager says it. Anything else passes through. */
export const decryptionRefused = (error: unknown): unknown => kmsRefused(error, 'DecryptionFailure', 'decrypt');
export const encryptionRefused = (error: unknown): unknown => kmsRefused(error, 'EncryptionFailure', 'encrypt');

function kmsRefused(error: unknown, name: FaultName, verb: string): unknown {
  if (!(error instanceof KmsFault) || error.status >= 500) return error;
  if (error.code === 'AccessDeniedException') return fault('AccessDeniedException', 'Access to KMS is not allowed');
  // User guide, "Troubleshoot AWS Secrets Manager". A MAC key is of the wrong kind, too, but not asymmetric.
  if (error.code === 'InvalidKeyUsageException' && !error.text?.includes('_MAC')) return fault(name, 'Cannot generate a data key with an asymmetric KMS key');
  return fault(name, `Secrets Manager can't ${verb} the secret value: ${kmsFaultText(error)}`);
}

export const rotationUnfinished = (): Fault =>
  invalidRequest("A previous rotation isn't complete. That rotation will be reattempted.");
export const noRotationFunction = (): Fault =>
  invalidRequest('No Lambda rotation function ARN is associated with this secret.');
/** Neither the policy of a function nor the function itself is there, which AWS tells alike. */
export const functionNotInvocable = (): Fault =>
  fault(
    'AccessDeniedException',
    'Secrets Manager cannot invoke the specified Lambda function. ' +
      'Ensure that the function policy grants access to the principal secretsmanager.amazonaws.com.',
  );

/** Whether a client's mistake, or somebody's policy, is the reason. */
export const isRefusal = (error: unknown): error is Fault => error instanceof Fault && error.status < 500;
