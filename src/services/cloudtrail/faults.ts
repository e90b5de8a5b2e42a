/**
 * The exceptions of AWS CloudTrail with their texts, in one place. Texts: the API reference and observed answers; where
 * none was found, the words are Trent's.
 */
import { Fault } from '../../base/errors.ts';
import type { FaultName } from './types.ts';

/** The one mint of CloudTrail's faults: a name that is in the model. All of them are the client's mistakes. */
const fault = (name: FaultName, text: string): Fault => new Fault(name, text);

export const unsupported = (operation: string, why: string): Fault =>
  fault('UnsupportedOperationException', `Trent does not support ${operation}: ${why}`);

export const invalidTrailName = (text: string): Fault => fault('InvalidTrailNameException', text);
export const invalidArn = (text: string): Fault => fault('CloudTrailARNInvalidException', text);
export const malformedArn = (arn: string): Fault => invalidArn(`The ARN ${arn} is not the ARN of a trail.`);

/** @param trail as it was named */
export const trailNotFound = (trail: string, account: string): Fault =>
  fault('TrailNotFoundException', `Unknown trail: ${trail} for the user: ${account}`);
export const resourceNotFound = (arn: string): Fault =>
  fault('ResourceNotFoundException', `The resource ${arn} was not found.`);
export const trailExists = (name: string, account: string): Fault =>
  fault('TrailAlreadyExistsException', `Trail ${name} already exists for customer: ${account}`);
export const tooManyTrails = (account: string, most: number, region: string): Fault =>
  fault('MaximumNumberOfTrailsExceededException', `User: ${account} already has ${most} trails in ${region}.`);
export const notHomeRegion = (arn: string, home: string): Fault =>
  fault('InvalidHomeRegionException', `The trail ${arn} can be changed in its home region ${home} alone.`);

export const multiRegionWithoutGlobal = (): Fault =>
  fault('InvalidParameterCombinationException', 'Multi-Region trail must include global service events.');
export const notInOrganization = (): Fault =>
  fault('OrganizationsNotInUseException', 'The account is not in an organization.');

export const invalidBucketName = (text: string): Fault => fault('InvalidS3BucketNameException', text);
export const invalidPrefix = (text: string): Fault => fault('InvalidS3PrefixException', text);
export const noSuchBucket = (bucket: string, more = ''): Fault =>
  fault('S3BucketDoesNotExistException', `S3 bucket ${bucket} does not exist!${more}`);
export const bucketRefuses = (bucket: string): Fault =>
  fault('InsufficientS3BucketPolicyException', `Incorrect S3 bucket policy is detected for bucket: ${bucket}`);

export const keyNotFound = (keyId: string): Fault => fault('KmsKeyNotFoundException', `The KMS key ${keyId} does not exist.`);
export const keyDisabled = (keyId: string): Fault => fault('KmsKeyDisabledException', `The KMS key ${keyId} is disabled.`);
export const invalidKeyId = (text: string): Fault => fault('InvalidKmsKeyIdException', text);
export const keyRefuses = (bucket: string, keyId: string): Fault =>
  fault('InsufficientEncryptionPolicyException', `Insufficient permissions to access S3 bucket ${bucket} or KMS key ${keyId}.`);
export const keyUnusable = (text: string): Fault => fault('KmsException', text);

export const invalidSelectors = (text: string): Fault => fault('InvalidEventSelectorsException', text);
export const invalidTags = (text: string): Fault => fault('InvalidTagParameterException', text);
export const tooManyTags = (most: number): Fault =>
  fault('TagsLimitExceededException', `A trail can have up to ${most} tags.`);
export const invalidToken = (): Fault => fault('InvalidTokenException', 'The token is not valid.');

/** Of LookupEvents, and the second of ListPublicKeys, too; but for the first, AWS's words for them in the API reference. */
export const severalAttributes = (): Fault =>
  fault('InvalidLookupAttributesException', 'You can look up events by one attribute at a time.');
export const longAttribute = (): Fault =>
  fault('InvalidLookupAttributesException', 'The value of a lookup attribute can have up to 2000 characters.');
export const invalidLookupTimes = (): Fault =>
  fault(
    'InvalidTimeRangeException',
    'Occurs if the timestamp values are not valid. Either the start time occurs after the end time, or the time range is outside the range of possible values.',
  );
export const invalidNextToken = (): Fault =>
  fault(
    'InvalidNextTokenException',
    'A token that is not valid, or a token that was previously used in a request with different parameters. This exception is thrown if the token is not valid.',
  );
