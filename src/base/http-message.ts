/** What the network room hands over, and what it takes back. Bytes and names only: no meaning yet. */

import type { TlsDetails } from './operation.ts';

export interface RawHead {
  readonly method: string;
  /** The request target as sent, for example `/` or `/?X-Amz-Algorithm=…`. Always starts with `/`. */
  readonly target: string;
  /**
   * Header names in lower case and values as sent (latin1, one character a byte, outer blanks removed),
   * alternating: `[name, value, name, value, …]`, in the order of arrival, repeated names kept.
   */
  readonly headers: readonly string[];
}

export interface RawRequest extends RawHead {
  readonly body: Buffer;
  readonly remoteAddress: string;
  readonly secure: boolean;
  /** Present for connections with TLS. */
  readonly tls?: TlsDetails | undefined;
  /** A UUID made by the server; sent back as `x-amzn-RequestId`. */
  readonly requestId: string;
}

export interface RawResponse {
  readonly status: number;
  readonly contentType: string;
  /** Text is sent as UTF-8. */
  readonly body: string;
}

/** The value of a header that occurs once. `undefined` when it is absent or repeated with different values. */
export function headerOf(head: RawHead, name: string): string | undefined {
  const { headers } = head;
  let found: string | undefined;
  for (let i = 0; i < headers.length; i += 2) {
    if (headers[i] !== name) continue;
    if (found !== undefined && found !== headers[i + 1]) return undefined;
    found = headers[i + 1];
  }
  return found;
}
