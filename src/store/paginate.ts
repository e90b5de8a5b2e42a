/**
 * Lists go by key: a page ends at a key, and the next one begins after it, so rows that come and go meanwhile move
 * nothing. The marker between two pages is
 *
 *     base64( version 1 byte ‖ tag 16 bytes ‖ last key, UTF-8 )      tag = MAC( scope length 4 bytes ‖ scope ‖ last key )
 *
 * The scope tells what was listed, for whom and how filtered; a marker does not open under any other. It is not secret.
 */

/** A MAC under a key of the caller's (HMAC-SHA256), at least 16 bytes long. */
export type Mac = (data: Buffer) => Buffer;

export interface Page<Row> {
  readonly items: readonly Row[];
  readonly truncated: boolean;
}

const VERSION = 1;
/** 128 bits: a forger has one guess a request (NIST SP 800-224, truncation of HMAC). */
const TAG_BYTES = 16;
const KEY_OFFSET = 1 + TAG_BYTES;

/** `rows`: what a query with a limit of one more than `limit` gave. */
export function page<Row>(rows: readonly Row[], limit: number): Page<Row> {
  return rows.length > limit ? { items: rows.slice(0, limit), truncated: true } : { items: rows, truncated: false };
}

/** @param scope operation, account, region and filters of the list, put together so that no two lists share one */
export function sealMarker(mac: Mac, scope: string, lastKey: string): string {
  const key = Buffer.from(lastKey, 'utf8');
  return Buffer.concat([Buffer.of(VERSION), tagOf(mac, scope, key), key]).toString('base64');
}

/** The last key of the page before; `undefined` for whatever `sealMarker` did not make under this MAC and scope. */
export function openMarker(mac: Mac, scope: string, marker: string): string | undefined {
  const bytes = Buffer.from(marker, 'base64');
  if (bytes.length < KEY_OFFSET || bytes[0] !== VERSION) return undefined;
  if (bytes.toString('base64') !== marker) return undefined;
  const key = bytes.subarray(KEY_OFFSET);
  return equal(bytes.subarray(1, KEY_OFFSET), tagOf(mac, scope, key)) ? key.toString('utf8') : undefined;
}

function tagOf(mac: Mac, scope: string, key: Buffer): Buffer {
  const scopeBytes = Buffer.from(scope, 'utf8');
  const length = Buffer.alloc(4);
  length.writeUInt32BE(scopeBytes.length);
  return mac(Buffer.concat([length, scopeBytes, key])).subarray(0, TAG_BYTES);
}

/** Looks at every byte whatever it finds, so that the time taken tells nothing of the tag. */
function equal(a: Buffer, b: Buffer): boolean {
  let difference = a.length ^ b.length;
  for (let i = 0; i < a.length; i++) difference |= a[i]! ^ b[i % b.length]!;
  return difference === 0;
}
