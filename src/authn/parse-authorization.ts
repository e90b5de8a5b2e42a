/**
 * The signature in a header:
 *
 *     Authorization: AWS4-HMAC-SHA256 Credential=AKIDEXAMPLE/20150830/us-east-1/kms/aws4_request,
 *                    SignedHeaders=host;x-amz-date, Signature=5d672d79…        (one line, 64 hex at the end)
 *
 * Each parameter once, in any order, none besides; blanks (not tabs) may follow a comma.
 */
import type { Fault } from '../base/errors.ts';
import { requireCredential, type CredentialScope } from './credential-scope.ts';
import { hashedForDisplay, incompleteSignature } from './faults.ts';
import { parseSignedHeaders, type SignedHeaders } from './signed-headers.ts';

export const ALGORITHM = 'AWS4-HMAC-SHA256';

export interface Authorization {
  readonly scope: CredentialScope;
  readonly signedHeaders: SignedHeaders;
  /** As sent; not checked for being hex. */
  readonly signature: string;
}

/** In the order in which AWS names those that are missing. */
const PARAMETERS = ['Credential', 'Signature', 'SignedHeaders'] as const;
type Parameters = { [name in (typeof PARAMETERS)[number]]?: string };

/**
 * @param hasDate whether the request has a date header: AWS tells of its absence in the same breath
 * @throws Fault IncompleteSignatureException, InvalidSignatureException
 */
export function parseAuthorization(header: string, hasDate: boolean): Authorization {
  if (header.trim() === '') throw incompleteSignature('Authorization header cannot be empty.');
  const parameters = readParameters(header, withoutAlgorithm(header));
  const { Credential, Signature, SignedHeaders } = parameters;
  if (!Credential || !Signature || !SignedHeaders || !hasDate) {
    throw partsMissing(header, PARAMETERS.filter((name) => !parameters[name]), hasDate);
  }
  return {
    scope: requireCredential(Credential),
    signedHeaders: parseSignedHeaders(SignedHeaders),
    signature: Signature,
  };
}

/** SigV4a (`AWS4-ECDSA-P256-SHA256`) and whatever else begins with `AWS` is refused by name. */
export function requireAlgorithm(algorithm: string): void {
  if (algorithm !== ALGORITHM) throw incompleteSignature(`Unsupported AWS 'algorithm': '${algorithm}'.`);
}

/** Where the parameters start. A scheme of another family (`Basic`, `Bearer`) is read on, and fails as a pair. */
function withoutAlgorithm(header: string): number {
  const end = header.indexOf(' ');
  const algorithm = end < 0 ? header : header.slice(0, end);
  if (!algorithm.startsWith('AWS')) return 0;
  requireAlgorithm(algorithm);
  return algorithm.length;
}

function readParameters(header: string, start: number): Parameters {
  const parameters: Parameters = {};
  for (const piece of header.slice(start).split(',')) {
    const pair = trimBlanks(piece);
    const equals = pair.indexOf('=');
    if (equals < 0) throw notAPair(header);
    const name = pair.slice(0, equals);
    if (name !== 'Credential' && name !== 'Signature' && name !== 'SignedHeaders') throw unknownParameter(header);
    if (parameters[name] !== undefined) throw repeatedParameter(name);
    parameters[name] = pair.slice(equals + 1);
  }
  return parameters;
}

function trimBlanks(text: string): string {
  let from = 0;
  let to = text.length;
  while (from < to && text[from] === ' ') from++;
  while (to > from && text[to - 1] === ' ') to--;
  return text.slice(from, to);
}

/** AWS names everything that is missing at once. */
function partsMissing(header: string, missing: readonly string[], hasDate: boolean): Fault {
  const sentences = missing.map((name) => `Authorization header requires '${name}' parameter.`);
  if (!hasDate) {
    sentences.push("Authorization header requires existence of either a 'X-Amz-Date' or a 'Date' header.");
  }
  sentences.push(`(Hashed with SHA-256 and encoded with Base64) Authorization=${hashedForDisplay(header)}`);
  return incompleteSignature(sentences.join(' '));
}

const notAPair = (header: string): Fault =>
  incompleteSignature(
    'The signature contains an in-valid key=value pair (missing equal-sign) in Authorization header ' +
      `(hashed with SHA-256 and encoded with Base64): '${hashedForDisplay(header)}'.`,
  );

const unknownParameter = (header: string): Fault =>
  incompleteSignature(
    "Authorization header takes the parameters 'Credential', 'SignedHeaders' and 'Signature' only " +
      `(hashed with SHA-256 and encoded with Base64): '${hashedForDisplay(header)}'.`,
  );

const repeatedParameter = (name: string): Fault =>
  incompleteSignature(`Authorization header must not repeat the '${name}' parameter.`);
