/**
 * Where a message ends and whether another may follow (RFC 9112, sections 6 and 9). Two readers that
 * disagree on this can be played against each other (request smuggling), so what the RFC lets a server
 * repair is refused here.
 */
import type { HttpProblem } from './problem.ts';

/** `bodyLength` of a body in chunks. */
export const CHUNKED = -1;

export interface Framing {
  /** Octets, or `CHUNKED`. */
  readonly bodyLength: number;
  /** The client wants to send more requests on this connection. */
  readonly persistent: boolean;
  /** The client holds the body back until it is told to go on. */
  readonly expectsContinue: boolean;
}

/** uri-host and port, RFC 3986 3.2.2, without user information. */
const HOST = /^[A-Za-z0-9\-._~%!$&'()*+,;=:[\]]*$/;
const DECIMAL = /^[0-9]+$/;

/** Reads the few headers that frame a message. `minor` is 0 or 1, of HTTP/1.x. */
export function frame(headers: readonly string[], minor: number): Framing | HttpProblem {
  let hosts = 0;
  let contentLength: string | undefined;
  let codings: string | undefined;
  let persistent = minor === 1;
  let expectsContinue = false;
  for (let i = 0; i < headers.length; i += 2) {
    const value = headers[i + 1] as string;
    switch (headers[i]) {
      case 'host':
        hosts += HOST.test(value) ? 1 : 2;
        break;
      case 'content-length':
        if (contentLength !== undefined || !DECIMAL.test(value)) return 'Malformed';
        contentLength = value;
        break;
      case 'transfer-encoding':
        codings = codings === undefined ? value : `${codings},${value}`;
        break;
      case 'connection':
        if (asksToClose(value)) persistent = false;
        break;
      case 'expect':
        expectsContinue = minor === 1 && value.toLowerCase() === '100-continue';
        break;
    }
  }
  if (hosts > 1 || (hosts === 0 && minor === 1)) return 'Malformed';
  if (codings === undefined) return { bodyLength: Number(contentLength ?? 0), persistent, expectsContinue };
  if (contentLength !== undefined || minor === 0) return 'Malformed';
  return chunkedOnly(codings) ?? { bodyLength: CHUNKED, persistent, expectsContinue };
}

function asksToClose(connection: string): boolean {
  if (connection === 'keep-alive') return false;
  return connection.split(',').some((option) => option.trim().toLowerCase() === 'close');
}

/** `chunked` must be the one coding. Any other list that names it has no certain end, and is no mere gap of ours. */
function chunkedOnly(codings: string): HttpProblem | undefined {
  const names = codings.split(',').map((name) => name.trim().toLowerCase());
  if (names.length === 1 && names[0] === 'chunked') return undefined;
  if (names.includes('')) return 'Malformed';
  const chunkedAt = names.indexOf('chunked');
  return chunkedAt >= 0 && chunkedAt < names.length - 1 ? 'Malformed' : 'Unsupported';
}
