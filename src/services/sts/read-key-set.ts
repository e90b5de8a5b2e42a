/**
 * Where the keys of an issuer are: named by the operator, or found by OpenID Connect Discovery 1.0:
 *
 *     https://ISSUER/.well-known/openid-configuration  ->  jwks_uri  ->  {"keys": […]}
 *
 * Over HTTPS alone, with certificates that the machine trusts; no redirects.
 */
import { readFile } from 'node:fs/promises';
import { SECOND_MS } from '../../base/clock.ts';
import { importJwk, type JwsKey } from '../../crypto/jws.ts';
import type { ReadKeySet } from './issuer-keys.ts';

export interface KeySetSource {
  /** Without `https://`. */
  readonly issuer: string;
  /** The path of a file, or an `https://` URL, of a JSON Web Key Set (RFC 7517). */
  readonly source: string;
}

/** The text behind an `https://` URL. @throws when it cannot be had */
export type FetchText = (url: string) => Promise<string>;

const FETCH_MS_MAX = 5 * SECOND_MS;
const BYTES_MAX = 102_400;
const KEYS_MAX = 100;

export function keySetReader(sources: readonly KeySetSource[], fetchText: FetchText = fetchOverHttps): ReadKeySet {
  const named = new Map(sources.map(({ issuer, source }) => [issuer, source]));
  return async (issuer) => {
    const source = named.get(issuer) ?? (await discover(issuer, fetchText));
    return keysIn(await (isHttps(source) ? fetchText(source) : readFile(source, 'utf8')));
  };
}

async function discover(issuer: string, fetchText: FetchText): Promise<string> {
  const url = `https://${issuer}`;
  const text = await fetchText(`${url.replace(/\/$/, '')}/.well-known/openid-configuration`);
  const found = JSON.parse(text) as { issuer?: unknown; jwks_uri?: unknown } | null;
  if (found?.issuer !== url) throw new Error('the configuration is of another issuer');
  if (typeof found.jwks_uri !== 'string' || !isHttps(found.jwks_uri)) throw new Error('no jwks_uri with https');
  return found.jwks_uri;
}

const isHttps = (source: string): boolean => source.startsWith('https://');

/** Keys of kinds that are of no use here are passed over. */
function keysIn(text: string): readonly JwsKey[] {
  const set = JSON.parse(text) as { keys?: unknown } | null;
  if (!Array.isArray(set?.keys)) throw new Error('no key set');
  return set.keys.slice(0, KEYS_MAX).flatMap((jwk) => importJwk(jwk) ?? []);
}

async function fetchOverHttps(url: string): Promise<string> {
  const headers = { accept: 'application/json' };
  const response = await fetch(url, { headers, redirect: 'error', signal: AbortSignal.timeout(FETCH_MS_MAX) });
  if (response.status !== 200 || !response.body) throw new Error(`status ${response.status}`);
  const chunks: Uint8Array[] = [];
  let bytes = 0;
  for await (const chunk of response.body) {
    bytes += chunk.length;
    if (bytes > BYTES_MAX) throw new Error('too long');
    chunks.push(chunk);
  }
  return Buffer.concat(chunks).toString();
}
