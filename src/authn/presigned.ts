/**
 * The signature in the query (a presigned request):
 *
 *     /?X-Amz-Algorithm=AWS4-HMAC-SHA256 &X-Amz-Credential=AKID%2F20150830%2F… &X-Amz-Date=20150830T123600Z
 *       &X-Amz-Expires=60 &X-Amz-SignedHeaders=host [&X-Amz-Security-Token=…] &X-Amz-Signature=64 hex
 *
 * Names are matched by letter case, as AWS writes them. All but the signature are part of what is signed.
 */
import { SECOND_MS } from '../base/clock.ts';
import type { QueryParameter } from './canonical-target.ts';
import { requireCredential } from './credential-scope.ts';
import { incompleteSignature } from './faults.ts';
import { requireAlgorithm, type Authorization } from './parse-authorization.ts';
import { parseSignedHeaders } from './signed-headers.ts';

export interface PresignedAuthorization extends Authorization {
  readonly stamp: string;
  /** `undefined` when the request says none: then the common window holds. */
  readonly lifetimeMs: number | undefined;
  readonly securityToken: string | undefined;
  readonly contentSha256: string | undefined;
}

export const SIGNATURE_PARAMETER = 'X-Amz-Signature';
/** In the order in which AWS names those that are missing. */
const REQUIRED = [
  'X-Amz-Algorithm',
  'X-Amz-Credential',
  SIGNATURE_PARAMETER,
  'X-Amz-SignedHeaders',
  'X-Amz-Date',
] as const;
/** Any of these makes a request a presigned one. */
const MARKS = new Set<string>([...REQUIRED, 'X-Amz-Expires', 'X-Amz-Security-Token']);
/** A week. */
const EXPIRES_SECONDS_MAX = 604_800;

export const isPresigned = (parameters: readonly QueryParameter[]): boolean =>
  parameters.some(({ name }) => MARKS.has(name));

/** Of a target that may not even be readable: any mark will do, whatever its case. */
export const hasSignature = (target: string): boolean => /[?&]X-Amz-/i.test(target);

/** @param parameters none repeated @throws Fault IncompleteSignatureException, InvalidSignatureException */
export function parsePresigned(parameters: readonly QueryParameter[]): PresignedAuthorization {
  const values = new Map(parameters.map(({ name, value }) => [name, value]));
  const missing = REQUIRED.filter((name) => !values.get(name));
  if (missing.length > 0) {
    const sentences = missing.map((name) => `AWS query-string parameters must include '${name}'.`);
    throw incompleteSignature(`${sentences.join(' ')} Re-examine the query-string parameters.`);
  }
  requireAlgorithm(values.get('X-Amz-Algorithm')!);
  return {
    scope: requireCredential(values.get('X-Amz-Credential')!),
    signedHeaders: parseSignedHeaders(values.get('X-Amz-SignedHeaders')!),
    signature: values.get(SIGNATURE_PARAMETER)!,
    stamp: values.get('X-Amz-Date')!,
    lifetimeMs: lifetimeOf(values.get('X-Amz-Expires')),
    securityToken: values.get('X-Amz-Security-Token'),
    contentSha256: valueIgnoringCase(parameters, 'x-amz-content-sha256'),
  };
}

function lifetimeOf(expires: string | undefined): number | undefined {
  if (expires === undefined) return undefined;
  const seconds = /^\d{1,6}$/.test(expires) ? Number(expires) : 0;
  if (seconds >= 1 && seconds <= EXPIRES_SECONDS_MAX) return seconds * SECOND_MS;
  throw incompleteSignature(`X-Amz-Expires must be a number of seconds from 1 to ${EXPIRES_SECONDS_MAX}.`);
}

/** Signers move the header of that name into the query in whatever case they had it. */
const valueIgnoringCase = (parameters: readonly QueryParameter[], name: string): string | undefined =>
  parameters.find((parameter) => parameter.name.toLowerCase() === name)?.value;
