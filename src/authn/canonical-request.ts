/**
 * What a SigV4 signature is made over. Two texts, the second holds the hash of the first:
 *
 *     POST                                  AWS4-HMAC-SHA256
 *     /                                     20150830T123600Z
 *     (query)                               20150830/us-east-1/kms/aws4_request
 *     host:kms.us-east-1.amazonaws.com      (SHA-256 of the left, hex)
 *     x-amz-date:20150830T123600Z
 *     (empty line)
 *     host;x-amz-date
 *     (SHA-256 of the body, hex)
 *
 * Lines end in LF, the last in nothing. AWS General Reference, "Create a signed AWS API request", steps 1 to 3.
 */
import { sha256Hex, sha256HexOfLatin1 } from '../crypto/hash.ts';
import type { HeaderLayout } from './header-layout.ts';
import { ALGORITHM } from './parse-authorization.ts';

const EMPTY_BODY_SHA256 = 'e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855';

/** Lower-case hex, over the bytes as they arrived. */
export const hashBody = (body: Buffer): string => (body.length === 0 ? EMPTY_BODY_SHA256 : sha256Hex(body));

/** @param path canonical @param query canonical @returns latin1 text, a character a byte of what was sent */
export function canonicalRequest(
  method: string,
  path: string,
  query: string,
  headerLines: string,
  signedHeaders: string,
  bodySha256: string,
): string {
  return `${method}\n${path}\n${query}\n${headerLines}\n\n${signedHeaders}\n${bodySha256}`;
}

/** Hashed as the bytes that were sent: a header may hold any, whatever a signer thought they spell. */
export const stringToSign = (stamp: string, scope: string, canonical: string): string =>
  `${ALGORITHM}\n${stamp}\n${scope}\n${sha256HexOfLatin1(canonical)}`;

/** The header lines without the last LF. */
export function canonicalHeaders(headers: readonly string[], layout: HeaderLayout): string {
  const { pieces, positions } = layout;
  let lines = '';
  for (let i = 0; i < pieces.length; i++) lines += pieces[i]! + headers[positions[i]!]!;
  return lines.includes('  ') || lines.includes('\t') ? withBlanksCollapsed(headers, layout) : lines;
}

/** The rare case: a run of blanks in a value counts as one, those at its ends as none. */
function withBlanksCollapsed(headers: readonly string[], { pieces, positions }: HeaderLayout): string {
  let lines = '';
  for (let i = 0; i < pieces.length; i++) {
    const value = headers[positions[i]!]!;
    lines += pieces[i]! + value.split(/[ \t]+/).filter((word) => word !== '').join(' ');
  }
  return lines;
}
