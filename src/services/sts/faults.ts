/** The refusals of AWS STS with their texts, by the names of their shapes. Texts: observed answers of AWS. */
import { Fault } from '../../base/errors.ts';
import type { FaultName, Operations } from './types.ts';

/** Status and name on the wire are the model's. */
const fault = (name: FaultName | 'AccessDeniedException' | 'ValidationException', text: string): Fault =>
  new Fault(name, text);

/** @param what an operation, or a member of a request */
export const unsupported = (what: string, why: string): Fault =>
  new Fault('UnsupportedOperation', `Trent does not support ${what}: ${why}`);

/** As for a request that is signed with such an access key. */
export const unknownAccessKey = (): Fault =>
  new Fault('InvalidClientTokenId', 'The access key ID that was given does not exist.', 403);

export const validation = (text: string): Fault => fault('ValidationException', text);
export const invalidRoleArn = (): Fault => validation('Request ARN is invalid');
export const overRolesMaximum = (): Fault =>
  validation('The requested DurationSeconds exceeds the MaxSessionDuration set for this role.');
export const overChainMaximum = (): Fault =>
  validation('The requested DurationSeconds exceeds the 1 hour session limit for roles assumed by role chaining');

export const denied = (text: string): Fault => fault('AccessDeniedException', text);
export const notForRoot = (): Fault => denied('Roles may not be assumed by root accounts.');
export const notForSessions = (operation: keyof Operations): Fault =>
  denied(`Cannot call ${operation} with session credentials`);
/** Nobody has an MFA device here, so no code is right. */
export const invalidMfaCode = (): Fault =>
  denied('MultiFactorAuthentication failed with invalid MFA one time pass code. ');
export const otherSourceIdentity = (): Fault => denied('The source identity of a session cannot be changed.');

export const duplicateTagKeys = (): Fault =>
  validation('Duplicate tag keys found. Please note that Tag keys are case insensitive.');
export const reservedTagKey = (): Fault => validation('Tag keys that begin with aws: are reserved.');
export const transitiveKeyWithoutTag = (): Fault =>
  validation('The specified transitive tag key must be included in the requested tags.');
export const inheritedTagKey = (): Fault =>
  validation(
    "One of the specified transitive tag keys can't be set because it conflicts with a transitive tag key " +
      'from the calling session.',
  );

export const malformedPolicy = (text: string): Fault => fault('MalformedPolicyDocumentException', text);
export const tooManyPolicies = (most: number): Fault =>
  validation(`A session can have ${most} managed policies at most.`);
export const invalidPolicyArn = (arn: string): Fault => validation(`${arn} is not a policy that the session can have`);
export const policiesTooLong = (most: number): Fault =>
  validation(`The session policies must not have more than ${most} characters together.`);
export const packedPolicyTooLarge = (percent: number): Fault =>
  fault('PackedPolicyTooLargeException', `Packed policy consumes ${percent}% of allotted space, please use smaller policy.`);
export const packedTagsTooLarge = (percent: number): Fault =>
  fault('PackedPolicyTooLargeException', `Packed size of session tags consumes ${percent}% of allotted space.`);

export const invalidMessage = (): Fault => fault('InvalidAuthorizationMessageException', 'Message is not valid');

const invalidToken = (text: string): Fault => fault('InvalidIdentityTokenException', text);
export const notAJwt = (): Fault =>
  invalidToken('The ID Token provided is not a valid JWT. (You may see this error if you sent an Access Token)');
export const missingClaim = (claim: string): Fault => invalidToken(`Missing a required claim: ${claim}`);
export const invalidClaim = (claim: string): Fault => invalidToken(`The claim ${claim} of the token is invalid`);
export const noProvider = (issuer: string): Fault =>
  invalidToken(`No OpenIDConnect provider found in your account for ${issuer}`);
export const wrongAudience = (): Fault => invalidToken('Incorrect token audience');
export const noVerificationKey = (): Fault =>
  invalidToken(
    "Couldn't retrieve verification key from your identity provider, please reference AssumeRoleWithWebIdentity " +
      'documentation for requirements',
  );
export const wrongSignature = (): Fault => invalidToken('The web identity token that was passed could not be validated');
export const notYetValid = (): Fault => invalidToken('The web identity token that was passed is not valid yet');
/** Both in seconds since 1970. */
export const tokenExpired = (now: number, expiry: number): Fault =>
  fault('ExpiredTokenException', `Token expired: current date/time ${now} must be before the expiration date/time ${expiry}`);
export const idpCommunication = (): Fault =>
  fault('IDPCommunicationErrorException', 'The identity provider that has to verify the token could not be reached');
