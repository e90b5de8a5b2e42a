/**
 * Which headers a request has, and where: all that follows from the names alone, so that a client which sends
 * the same names in the same order again (every SDK does) has them checked once.
 *
 * `headers` alternates names and values (base/http-message.ts); positions are those of values.
 */
import { invalidSignature, signatureMismatch } from './faults.ts';
import { mustBeSigned, type SignedHeaders } from './signed-headers.ts';

export interface HeaderLayout {
  /** Every name, in the order of arrival. */
  readonly names: readonly string[];
  /**
   * The canonical headers, cut at the values: `pieces[i]` stands before the value at `positions[i]`, and is
   * `host:`, `\nx-amz-date:`, or `,` before the second value of a repeated header.
   */
  readonly pieces: readonly string[];
  readonly positions: readonly number[];
  /** Positions of single values; -1 where the header is absent. */
  readonly date: number;
  readonly xAmzDate: number;
  readonly securityToken: number;
  readonly contentSha256: number;
}

/** A second one would leave open which counts: with `Authorization`, those that this room reads. */
const ONCE_ONLY = ['host', 'date', 'x-amz-date', 'x-amz-security-token', 'x-amz-content-sha256'] as const;

/** A text cut out of a request keeps the whole of it in memory; what is to be remembered is copied first. */
export const ownCopy = (text: string): string => Buffer.from(text, 'latin1').toString('latin1');

/** Whether `headers` has the names of `layout`, in its order. */
export function hasLayout(headers: readonly string[], layout: HeaderLayout): boolean {
  const { names } = layout;
  if (headers.length !== names.length * 2) return false;
  for (let i = 0; i < names.length; i++) {
    if (headers[i * 2] !== names[i]) return false;
  }
  return true;
}

/**
 * @throws Fault InvalidSignatureException when an `x-amz-…` header is not signed, a signed one is absent,
 *   or one is repeated that must not be
 */
export function readLayout(headers: readonly string[], signed: SignedHeaders): HeaderLayout {
  const found = positionsByName(headers);
  for (const name of ONCE_ONLY) {
    if ((found.get(name)?.length ?? 0) > 1) throw invalidSignature(`Header '${displayName(name)}' must occur once.`);
  }
  requireSigned(found, signed);
  const position = (name: string): number => found.get(name)?.[0] ?? -1;
  return {
    names: headers.filter((_, i) => i % 2 === 0).map(ownCopy),
    ...canonicalPieces(found, signed),
    date: position('date'),
    xAmzDate: position('x-amz-date'),
    securityToken: position('x-amz-security-token'),
    contentSha256: position('x-amz-content-sha256'),
  };
}

function positionsByName(headers: readonly string[]): Map<string, number[]> {
  const found = new Map<string, number[]>();
  for (let i = 0; i < headers.length; i += 2) {
    const positions = found.get(headers[i]!);
    if (positions === undefined) found.set(headers[i]!, [i + 1]);
    else positions.push(i + 1);
  }
  return found;
}

/**
 * AWS's documentation wants `content-type` signed as well, but AWS's SDK for PHP does not sign it and is served;
 * nothing that this server reads out of it can change what a signed body means.
 */
function requireSigned(found: Map<string, number[]>, signed: SignedHeaders): void {
  const names = new Set(signed.names);
  for (const name of found.keys()) {
    if (name.startsWith('x-amz-') && !names.has(name)) throw invalidSignature(mustBeSigned(`'${displayName(name)}'`));
  }
}

function canonicalPieces(
  found: Map<string, number[]>,
  signed: SignedHeaders,
): Pick<HeaderLayout, 'pieces' | 'positions'> {
  const pieces: string[] = [];
  const positions: number[] = [];
  for (const name of signed.names) {
    const ofName = found.get(name);
    if (ofName === undefined) throw signatureMismatch();
    for (const [nth, position] of ofName.entries()) {
      pieces.push(nth > 0 ? ',' : positions.length === 0 ? `${name}:` : `\n${name}:`);
      positions.push(position);
    }
  }
  return { pieces, positions };
}

/** `x-amz-date` as AWS writes it: `X-Amz-Date`. */
const displayName = (name: string): string => name.replace(/(^|-)[a-z]/g, (start) => start.toUpperCase());
