/**
 * The credential of a SigV4 signature: who signed, and what the signature is good for.
 *
 *     AKIDEXAMPLE/20150830/us-east-1/kms/aws4_request
 *     access key  day      region    service terminator
 */
import { REGION_NAME } from '../base/arn.ts';
import { incompleteSignature, invalidSignature } from './faults.ts';

export interface CredentialScope {
  /** As sent: all five parts. */
  readonly credential: string;
  readonly accessKeyId: string;
  /** The last four parts, as they stand in the string to sign. */
  readonly scope: string;
  /** `YYYYMMDD`, but not checked for being one: it must equal the day of the request's date. */
  readonly day: string;
  readonly region: string;
  readonly service: string;
  readonly terminator: string;
  /** The region looks like one, and the terminator is `aws4_request`. */
  readonly wellFormed: boolean;
}

const TERMINATOR = 'aws4_request';
/** The longest names today have 24 characters; the bound keeps nonsense out of ARNs and records. */
const REGION_LENGTH_MAX = 64;

export const looksLikeRegion = (text: string): boolean => text.length <= REGION_LENGTH_MAX && REGION_NAME.test(text);

/** `undefined` unless there are exactly five parts, the access key id not empty. */
export function parseCredential(credential: string): CredentialScope | undefined {
  const parts = credential.split('/', 6);
  if (parts.length !== 5 || parts[0] === '') return undefined;
  const [accessKeyId, day, region, service, terminator] = parts as [string, string, string, string, string];
  return {
    credential,
    accessKeyId,
    scope: credential.slice(accessKeyId.length + 1),
    day,
    region,
    service,
    terminator,
    wellFormed: looksLikeRegion(region) && terminator === TERMINATOR,
  };
}

/** @throws Fault IncompleteSignatureException unless there are five parts */
export function requireCredential(credential: string): CredentialScope {
  const scope = parseCredential(credential);
  if (scope !== undefined) return scope;
  throw incompleteSignature(
    'Credential must have exactly 5 slash-delimited elements, ' +
      `e.g. keyid/date/region/service/term, got '${credential}'`,
  );
}

/**
 * The scope must be of this service and of the day on which the request says it was made.
 * @param stamp the request's date, `YYYYMMDDTHHMMSSZ`
 * @throws Fault InvalidSignatureException, naming all that is wrong
 */
export function checkScope(scope: CredentialScope, service: string, stamp: string): void {
  if (scope.wellFormed && scope.service === service && stamp.length === 16 && stamp.slice(0, 8) === scope.day) return;
  throw invalidSignature(scopeProblems(scope, service, stamp));
}

/** Sentences that end in a blank, as AWS joins them. */
function scopeProblems(scope: CredentialScope, service: string, stamp: string): string {
  const day = stamp.slice(0, 8);
  let text = '';
  if (scope.day !== day) {
    text +=
      'Date in Credential scope does not match YYYYMMDD from ISO-8601 version of date from HTTP: ' +
      `'${scope.day}' != '${day}', from '${stamp}'. `;
  }
  if (!looksLikeRegion(scope.region)) text += 'Credential should be scoped to a valid region. ';
  if (scope.service !== service) text += `Credential should be scoped to correct service: '${service}'. `;
  if (scope.terminator !== TERMINATOR) {
    text += `Credential should be scoped with a valid terminator: '${TERMINATOR}', not '${scope.terminator}'. `;
  }
  return text;
}
