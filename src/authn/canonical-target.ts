/**
 * The request target in canonical form: path and query. Rules: AWS General Reference, "Create a signed AWS API
 * request", step 1; the path as for every service but S3: normalised, then encoded once more.
 */
import { signatureMismatch } from './faults.ts';
import { uriDecode, uriEncode } from './uri-encoding.ts';

export interface QueryParameter {
  /** Decoded: latin1, a character a byte. */
  readonly name: string;
  readonly value: string;
  /** `name=value`, both encoded canonically. */
  readonly encodedName: string;
  readonly encodedValue: string;
}

/** Sorting is the dearest step that a sender without a key can cause; no real request comes near. */
const PARAMETERS_MAX = 1_000;

/** Empty segments and `.` vanish, `..` takes its parent along, and each byte that is left is encoded, `%` too. */
export function canonicalPath(path: string): string {
  if (path === '/') return path;
  const kept: string[] = [];
  for (const segment of path.split('/')) {
    if (segment === '' || segment === '.') continue;
    if (segment === '..') kept.pop();
    else kept.push(uriEncode(segment));
  }
  const end = path.endsWith('/') && kept.length > 0 ? '/' : '';
  return `/${kept.join('/')}${end}`;
}

/**
 * The parameters in canonical order: by encoded name, then by encoded value.
 * @param query what follows the `?`, without it
 * @throws Fault InvalidSignatureException when it cannot be decoded: no signer can have meant it
 */
export function parseQuery(query: string): QueryParameter[] {
  if (query === '') return [];
  const pieces = query.split('&', PARAMETERS_MAX + 1);
  if (pieces.length > PARAMETERS_MAX) throw signatureMismatch();
  return pieces.map(parseParameter).sort(byNameThenValue);
}

function parseParameter(piece: string): QueryParameter {
  const equals = piece.indexOf('=');
  const name = uriDecode(equals < 0 ? piece : piece.slice(0, equals));
  const value = uriDecode(equals < 0 ? '' : piece.slice(equals + 1));
  if (name === undefined || value === undefined) throw signatureMismatch();
  return { name, value, encodedName: uriEncode(name), encodedValue: uriEncode(value) };
}

function byNameThenValue(a: QueryParameter, b: QueryParameter): number {
  if (a.encodedName !== b.encodedName) return a.encodedName < b.encodedName ? -1 : 1;
  if (a.encodedValue === b.encodedValue) return 0;
  return a.encodedValue < b.encodedValue ? -1 : 1;
}

/** @param without the name of a parameter that is left out: a signature does not sign itself */
export function canonicalQuery(parameters: readonly QueryParameter[], without?: string): string {
  let query = '';
  for (const { name, encodedName, encodedValue } of parameters) {
    if (name === without) continue;
    if (query !== '') query += '&';
    query += `${encodedName}=${encodedValue}`;
  }
  return query;
}

/**
 * Sorting hides in which order equal names came, and readers differ in whether the first or the last counts,
 * so what a repeated parameter means would not be signed.
 */
export function hasRepeatedName(parameters: readonly QueryParameter[]): boolean {
  for (let i = 1; i < parameters.length; i++) {
    if (parameters[i]!.encodedName === parameters[i - 1]!.encodedName) return true;
  }
  return false;
}
