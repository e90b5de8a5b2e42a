/**
 * JSON Web Signature (RFC 7515) in its compact form, with keys as JSON Web Keys (RFC 7517):
 *
 *     base64url(header) . base64url(payload) . base64url(signature)
 *
 * Only RS256/384/512 and ES256/384/512 (RFC 7518 3.1), which is what AWS STS takes. The key settles which algorithms
 * it may be used with; what the header says must be among them. So neither `none` nor an HMAC keyed with a public key
 * has a chance.
 */
import { createPublicKey, type KeyObject, verify } from 'node:crypto';
import { parseJson } from '../base/parse-json.ts';

interface Algorithm {
  readonly hash: string;
  /** Of elliptic curves: the curve, and the bytes of a signature. */
  readonly curve?: string;
  readonly bytes?: number;
}

const ALGORITHMS: ReadonlyMap<string, Algorithm> = new Map<string, Algorithm>([
  ['RS256', { hash: 'sha256' }],
  ['RS384', { hash: 'sha384' }],
  ['RS512', { hash: 'sha512' }],
  ['ES256', { hash: 'sha256', curve: 'P-256', bytes: 64 }],
  ['ES384', { hash: 'sha384', curve: 'P-384', bytes: 96 }],
  ['ES512', { hash: 'sha512', curve: 'P-521', bytes: 132 }],
]);
const MODULUS_BITS = { least: 2_048, most: 8_192 };
/** Characters; AWS STS takes no longer ones. */
const JWS_LENGTH_MAX = 20_000;

/** Nothing of it is proven. */
export interface Jws {
  readonly algorithm: string;
  readonly keyId: string | undefined;
  /** A JSON object. */
  readonly payload: JsonObject;
  readonly signed: Buffer;
  readonly signature: Buffer;
}

export type JsonObject = { readonly [name: string]: unknown };

export interface JwsKey {
  readonly keyId: string | undefined;
  /** The names of the algorithms that it may be used with. */
  readonly algorithms: readonly string[];
  readonly key: KeyObject;
}

/** `undefined` for everything that is not a compact JWS of two JSON objects. */
export function parseJws(text: string): Jws | undefined {
  const parts = text.length > JWS_LENGTH_MAX ? [] : text.split('.');
  if (parts.length !== 3) return undefined;
  const [protectedHeader, payloadText, signatureText] = parts as [string, string, string];
  const header = objectIn(protectedHeader);
  const payload = objectIn(payloadText);
  const signature = base64url(signatureText);
  if (!header || !payload || !signature) return undefined;
  const { alg, kid } = header;
  // `crit` names extensions that must be understood, and none is.
  if (typeof alg !== 'string' || 'crit' in header || (kid !== undefined && typeof kid !== 'string')) return undefined;
  const signed = Buffer.from(`${protectedHeader}.${payloadText}`, 'latin1');
  return { algorithm: alg, keyId: kid, payload, signed, signature };
}

/** `undefined` for keys of other kinds, for other purposes, or that make no sense. */
export function importJwk(jwk: unknown): JwsKey | undefined {
  if (!isObject(jwk)) return undefined;
  const { kid, use, key_ops, alg } = jwk;
  if ((use !== undefined && use !== 'sig') || (Array.isArray(key_ops) && !key_ops.includes('verify'))) return undefined;
  const key = publicKeyOf(jwk);
  if (!key) return undefined;
  const algorithms = algorithmsOf(key).filter((name) => alg === undefined || alg === name);
  return algorithms.length === 0 ? undefined : { keyId: typeof kid === 'string' ? kid : undefined, algorithms, key };
}

export function verifyJws({ algorithm, signed, signature }: Jws, { algorithms, key }: JwsKey): boolean {
  const known = algorithms.includes(algorithm) ? ALGORITHMS.get(algorithm) : undefined;
  if (!known || (known.bytes !== undefined && signature.length !== known.bytes)) return false;
  return verify(known.hash, signed, { key, dsaEncoding: 'ieee-p1363' }, signature);
}

/** Public members alone are taken: a set may hold private keys by mistake. */
function publicKeyOf({ kty, n, e, crv, x, y }: JsonObject): KeyObject | undefined {
  const members = kty === 'RSA' ? { n, e } : kty === 'EC' ? { crv, x, y } : {};
  const texts = Object.entries(members).filter((member): member is [string, string] => typeof member[1] === 'string');
  try {
    return createPublicKey({ key: { kty: String(kty), ...Object.fromEntries(texts) }, format: 'jwk' });
  } catch {
    return undefined;
  }
}

function algorithmsOf(key: KeyObject): string[] {
  const names = [...ALGORITHMS.keys()];
  const { crv } = key.export({ format: 'jwk' });
  if (crv !== undefined) return names.filter((name) => ALGORITHMS.get(name)?.curve === crv);
  const bits = key.asymmetricKeyDetails?.modulusLength ?? 0;
  const strong = bits >= MODULUS_BITS.least && bits <= MODULUS_BITS.most;
  return strong ? names.filter((name) => ALGORITHMS.get(name)?.curve === undefined) : [];
}

const strictUtf8 = new TextDecoder('utf-8', { fatal: true });

function objectIn(encoded: string): JsonObject | undefined {
  const bytes = base64url(encoded);
  if (!bytes) return undefined;
  try {
    const value = parseJson(strictUtf8.decode(bytes));
    return isObject(value) ? value : undefined;
  } catch {
    return undefined;
  }
}

const isObject = (value: unknown): value is JsonObject =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/** The one encoding of the bytes: no padding, no other characters, no bits left over. */
function base64url(text: string): Buffer | undefined {
  const bytes = Buffer.from(text, 'base64url');
  return bytes.toString('base64url') === text ? bytes : undefined;
}
