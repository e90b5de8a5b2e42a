/**
 * The list of header names that a signature covers: `content-type;host;x-amz-date;x-amz-target`.
 * Lower case, in ascending order, none twice: the one form that can be in a canonical request, so any other
 * could not be matched by an honest signer.
 */
import { invalidSignature, signatureMismatch } from './faults.ts';

export interface SignedHeaders {
  readonly text: string;
  readonly names: readonly string[];
}

/** The characters of a header name (RFC 9110 5.6.2) without capitals. */
const LOWER_CASE_TOKEN = /^[!#$%&'*+.^_`|~0-9a-z-]+$/;

/** @throws Fault InvalidSignatureException when the list is not canonical, or `host` is not in it */
export function parseSignedHeaders(text: string): SignedHeaders {
  const names = text.split(';');
  let previous = '';
  for (const name of names) {
    if (name <= previous || !LOWER_CASE_TOKEN.test(name)) throw signatureMismatch();
    previous = name;
  }
  if (!names.includes('host')) throw invalidSignature(mustBeSigned("'Host' or ':authority'"));
  return { text, names };
}

/** AWS's words for a header that is sent but not signed. `quoted`: its name in quotes. */
export const mustBeSigned = (quoted: string): string =>
  `${quoted} must be a 'SignedHeader' in the AWS Authorization.`;
