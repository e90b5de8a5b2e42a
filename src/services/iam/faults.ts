/** The refusals of AWS IAM with their texts, by the names of their shapes. Texts: observed answers of AWS. */
import { Fault } from '../../base/errors.ts';
import type { EntityKind } from './tables.ts';
import type { FaultName } from './types.ts';

/** Status and name on the wire are the model's. */
const fault = (name: FaultName | 'ValidationException', text: string): Fault => new Fault(name, text);

const capitalized = (kind: string): string => kind.charAt(0).toUpperCase() + kind.slice(1);

export const unsupported = (operation: string, why: string): Fault =>
  new Fault('UnsupportedOperation', `Trent does not support ${operation}: ${why}`);

export const validation = (text: string): Fault => fault('ValidationException', text);
/** Roles and their like are no users of their own. */
export const noUserName = (): Fault => validation('Must specify userName when calling with non-User credentials');
export const invalidInput = (text: string): Fault => fault('InvalidInputException', text);

export const noSuchEntity = (text: string): Fault => fault('NoSuchEntityException', text);
/** @param kind `user`, `user policy`, … */
export const notFound = (kind: string, name: string): Fault => noSuchEntity(`The ${kind} with name ${name} cannot be found.`);
export const policyNotFound = (arn: string): Fault => noSuchEntity(`Policy ${arn} was not found.`);
export const policyNotAttachable = (arn: string): Fault =>
  noSuchEntity(`Policy ${arn} does not exist or is not attachable.`);
export const policyVersionNotFound = (arn: string, version: string): Fault =>
  noSuchEntity(`Policy ${arn} version ${version} does not exist.`);
export const invalidArn = (arn: string): Fault => invalidInput(`ARN ${arn} is not valid.`);
export const accessKeyNotFound = (id: string): Fault => noSuchEntity(`The Access Key with id ${id} cannot be found.`);
export const oidcProviderNotFound = (arn: string): Fault =>
  noSuchEntity(`OpenIDConnect Provider not found for arn ${arn}`);
export const boundaryNotFound = (arn: string): Fault =>
  noSuchEntity(`Scope ARN: ${arn} does not exist or is not attachable.`);

export const alreadyExists = (text: string): Fault => fault('EntityAlreadyExistsException', text);
export const entityExists = (kind: EntityKind, name: string): Fault =>
  alreadyExists(`${capitalized(kind)} with name ${name} already exists.`);

export const policyExists = (name: string): Fault =>
  alreadyExists(`A policy called ${name} already exists. Duplicate names are not allowed.`);

/** @param url without `https://` */
export const oidcProviderExists = (url: string): Fault => alreadyExists(`Provider with url https://${url} already exists.`);

export const aliasExists = (alias: string): Fault => alreadyExists(`The account alias ${alias} already exists.`);
export const aliasNotFound = (alias: string): Fault => notFound('account alias', alias);

export const deleteConflict = (text: string): Fault => fault('DeleteConflictException', text);

/** @param what must be done first */
export const inUse = (what: string): Fault => deleteConflict(`Cannot delete entity, ${what}`);

export const policyInUse = (): Fault => deleteConflict('Cannot delete a policy attached to entities.');
export const policyHasVersions = (): Fault =>
  deleteConflict(
    "This policy has more than one version. Before you delete a policy, you must delete the policy's versions. " +
      'The default version is deleted with the policy.',
  );

export const limitExceeded = (text: string): Fault => fault('LimitExceededException', text);
/** @param quota as AWS calls it: `AccessKeysPerUser` */
export const overQuota = (quota: string, most: number): Fault => limitExceeded(`Cannot exceed quota for ${quota}: ${most}`);
export const inlinePoliciesTooLarge = (kind: EntityKind, name: string, most: number): Fault =>
  limitExceeded(`Maximum policy size of ${most} bytes exceeded for ${kind} ${name}`);
export const tooManyVersions = (most: number): Fault =>
  limitExceeded(
    `A managed policy can have up to ${most} versions. ` +
      'Before you create a new version, you must delete an existing version.',
  );

export const duplicateTagKeys = (): Fault =>
  invalidInput('Duplicate tag keys found. Please note that Tag keys are case insensitive.');
export const systemTag = (): Fault => invalidInput('Caller is an end user and not allowed to mutate system tags');

export const malformedPolicy = (text: string): Fault => fault('MalformedPolicyDocumentException', text);
export const unmodifiable = (text: string): Fault => fault('UnmodifiableEntityException', text);
/** As for a request without valid credentials: sessions without MFA, and federated users, cannot call IAM. */
export const noIamForSessions = (): Fault =>
  new Fault('InvalidClientTokenId', 'The security token included in the request is invalid', 403);
