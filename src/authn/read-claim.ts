/**
 * From a raw request to the claim that it makes: who signed it, when, and over what. Nothing is proven yet.
 */
import type { Fault } from '../base/errors.ts';
import type { RawRequest } from '../base/http-message.ts';
import { canonicalPath, canonicalQuery, hasRepeatedName, parseQuery, type QueryParameter } from './canonical-target.ts';
import { incompleteSignature, invalidSignature, missingAuthenticationToken } from './faults.ts';
import { hasLayout, ownCopy, readLayout, type HeaderLayout } from './header-layout.ts';
import { parseAuthorization, type Authorization } from './parse-authorization.ts';
import { isPresigned, parsePresigned, SIGNATURE_PARAMETER } from './presigned.ts';
import { RecentCache } from './recent-cache.ts';
import { requireStamp, stampOfDateHeader } from './request-date.ts';

export interface Claim extends Authorization {
  readonly layout: HeaderLayout;
  /** `YYYYMMDDTHHMMSSZ`, and the instant it names in milliseconds since 1970. */
  readonly stamp: string;
  readonly signedAt: number;
  /** Of a presigned request that names its own. */
  readonly lifetimeMs: number | undefined;
  /** Canonical, as is the query; that of a presigned request without its signature. */
  readonly path: string;
  readonly query: string;
  readonly securityToken: string | undefined;
  /** What the sender says is the SHA-256 of the body. */
  readonly contentSha256: string | undefined;
  /** The Authorization header up to its signature, where it ends in one. */
  readonly prefix: string | undefined;
}

interface Target {
  readonly path: string;
  readonly query: string;
}

/** What requests share whose header names are the same, and Authorization headers up to the signature. */
type Known = Pick<Claim, 'scope' | 'signedHeaders' | 'layout'>;

type HeaderClaim = Pick<Claim, 'scope' | 'signedHeaders' | 'signature' | 'layout' | 'prefix'>;

const SIGNATURE_LENGTH = 64;
/** A prefix for each client, day, region and set of headers. */
const PREFIXES_MAX = 2_048;
/** An SDK's prefix has 200 to 300 characters and its request some ten headers: one entry stays near 1 KB. */
const PREFIX_LENGTH_MAX = 1_024;
const HEADERS_MAX = 48;
const ROOT: Target = { path: '/', query: '' };

export class ClaimReader {
  /** By prefix. Only such as have verified, so a sender without a secret cannot push them out. */
  readonly #known = new RecentCache<Known>(PREFIXES_MAX);
  #lastStamp: string | undefined;
  #lastSignedAt = 0;

  /** @throws Fault MissingAuthenticationTokenException, IncompleteSignatureException, InvalidSignatureException */
  read({ headers, target }: RawRequest): Claim {
    const authorization = onlyAuthorization(headers);
    if (target === '/') {
      if (authorization === undefined) throw missingAuthenticationToken();
      return this.#fromHeader(authorization, headers, ROOT);
    }
    const { path, parameters } = readTarget(target);
    const presigned = isPresigned(parameters);
    if (authorization !== undefined && presigned) throw twoForms();
    if (authorization === undefined && !presigned) throw missingAuthenticationToken();
    if (hasRepeatedName(parameters)) throw invalidSignature('A query parameter must not be repeated.');
    if (authorization === undefined) return this.#fromQuery(parameters, headers, path);
    return this.#fromHeader(authorization, headers, { path, query: canonicalQuery(parameters) });
  }

  /** To be called once the claim has proven true. */
  remember({ prefix, scope, signedHeaders, layout }: Claim): void {
    if (prefix === undefined || this.#known.get(prefix)?.layout === layout) return;
    if (prefix.length > PREFIX_LENGTH_MAX || layout.names.length > HEADERS_MAX) return;
    this.#known.set(prefix, { scope, signedHeaders, layout });
  }

  #fromHeader(authorization: string, headers: readonly string[], { path, query }: Target): Claim {
    const { scope, signedHeaders, signature, layout, prefix } =
      this.#recall(authorization, headers) ?? readAnew(authorization, headers);
    const stamp = stampOf(headers, layout);
    return {
      scope,
      signedHeaders,
      signature,
      layout,
      stamp,
      signedAt: this.#instantOf(stamp),
      lifetimeMs: undefined,
      path,
      query,
      securityToken: valueAt(headers, layout.securityToken),
      contentSha256: valueAt(headers, layout.contentSha256),
      prefix,
    };
  }

  #recall(authorization: string, headers: readonly string[]): HeaderClaim | undefined {
    const prefix = authorization.slice(0, -SIGNATURE_LENGTH);
    const known = this.#known.get(prefix);
    if (known === undefined || !hasLayout(headers, known.layout)) return undefined;
    const { scope, signedHeaders, layout } = known;
    return { scope, signedHeaders, signature: authorization.slice(-SIGNATURE_LENGTH), layout, prefix };
  }

  #fromQuery(parameters: readonly QueryParameter[], headers: readonly string[], path: string): Claim {
    const presigned = parsePresigned(parameters);
    const { scope, signedHeaders, signature, stamp, lifetimeMs } = presigned;
    const layout = readLayout(headers, signedHeaders);
    const tokenInHeader = valueAt(headers, layout.securityToken);
    if (tokenInHeader !== undefined && presigned.securityToken !== undefined) throw twoForms();
    return {
      scope,
      signedHeaders,
      signature,
      layout,
      stamp,
      signedAt: this.#instantOf(stamp),
      lifetimeMs,
      path,
      query: canonicalQuery(parameters, SIGNATURE_PARAMETER),
      securityToken: presigned.securityToken ?? tokenInHeader,
      contentSha256: presigned.contentSha256 ?? valueAt(headers, layout.contentSha256),
      prefix: undefined,
    };
  }

  /** Busy clients send many requests a second, and a stamp names a whole one. */
  #instantOf(stamp: string): number {
    if (stamp === this.#lastStamp) return this.#lastSignedAt;
    this.#lastSignedAt = requireStamp(stamp);
    this.#lastStamp = stamp;
    return this.#lastSignedAt;
  }
}

function onlyAuthorization(headers: readonly string[]): string | undefined {
  let found: string | undefined;
  for (let i = 0; i < headers.length; i += 2) {
    if (headers[i] !== 'authorization') continue;
    if (found !== undefined) throw incompleteSignature('Authorization header must occur once.');
    found = headers[i + 1]!;
  }
  return found;
}

function readTarget(target: string): { path: string; parameters: QueryParameter[] } {
  const question = target.indexOf('?');
  const end = question < 0 ? target.length : question;
  return { path: canonicalPath(target.slice(0, end)), parameters: parseQuery(target.slice(end + 1)) };
}

/** @throws Fault as parseAuthorization and readLayout */
function readAnew(authorization: string, headers: readonly string[]): HeaderClaim {
  const text = ownCopy(authorization);
  const { scope, signedHeaders, signature } = parseAuthorization(text, hasDate(headers));
  const prefix = text.slice(0, -SIGNATURE_LENGTH);
  const layout = readLayout(headers, signedHeaders);
  return { scope, signedHeaders, signature, layout, prefix: prefix.endsWith('Signature=') ? prefix : undefined };
}

function hasDate(headers: readonly string[]): boolean {
  for (let i = 0; i < headers.length; i += 2) {
    if (headers[i] === 'x-amz-date' || headers[i] === 'date') return true;
  }
  return false;
}

/**
 * `X-Amz-Date` wins: clients that cannot set `Date`, or set it before they sign, send both. One is there:
 * parseAuthorization has seen to it.
 */
const stampOf = (headers: readonly string[], { date, xAmzDate }: HeaderLayout): string =>
  xAmzDate >= 0 ? headers[xAmzDate]! : stampOfDateHeader(headers[date]!);

const valueAt = (headers: readonly string[], position: number): string | undefined =>
  position < 0 ? undefined : headers[position];

const twoForms = (): Fault =>
  incompleteSignature('The request must carry its signature in the Authorization header or in the query, not in both.');
