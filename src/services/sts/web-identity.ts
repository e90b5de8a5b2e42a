/**
 * Who somebody outside of AWS is, by an OpenID Connect token (OpenID Connect Core 1.0, sections 2 and 3.1.3.7) of a
 * provider that the account of the role trusts. Nothing is fetched for issuers that it does not.
 */
import { MINUTE_MS, SECOND_MS } from '../../base/clock.ts';
import type { ContextValue } from '../../base/operation.ts';
import { type Jws, type JsonObject, parseJws, verifyJws } from '../../crypto/jws.ts';
import * as faults from './faults.ts';
import { requestedTags, type TagSet } from './session-tags.ts';
import type { Provider, Sts } from './sts.ts';

export interface WebIdentity {
  readonly provider: Provider;
  readonly subject: string;
  readonly audience: string;
  /** Condition keys in lower case: `ISSUER:aud`, … */
  readonly conditions: ReadonlyMap<string, ContextValue>;
  readonly tags: TagSet;
  readonly sourceIdentity: string | undefined;
}

const HTTPS = 'https://';
/** How far the clocks of issuers may be ahead. */
const LEEWAY_MS = 5 * MINUTE_MS;
const TAGS_CLAIM = 'https://aws.amazon.com/tags';
const SOURCE_IDENTITY_CLAIM = 'https://aws.amazon.com/source_identity';
/** As the parameter of AssumeRole. */
const SOURCE_IDENTITY = /^[\w+=,.@-]{2,64}$/;
const TAG_KEY = /^[\p{L}\p{Z}\p{N}_.:/=+\-@]{1,128}$/u;
const TAG_VALUE = /^[\p{L}\p{Z}\p{N}_.:/=+\-@]{0,256}$/u;
const TAGS_MAX = 50;

/**
 * @param account whose providers count
 * @throws Fault InvalidIdentityTokenException, ExpiredTokenException, IDPCommunicationErrorException
 */
export async function webIdentityOf(sts: Sts, account: string, token: string, now: number): Promise<WebIdentity> {
  const jws = parseJws(token);
  if (!jws) throw faults.notAJwt();
  const issuer = textClaim(jws.payload, 'iss');
  const url = issuer.startsWith(HTTPS) ? issuer.slice(HTTPS.length) : '';
  const provider = url === '' ? undefined : await sts.directory.provider(account, url);
  if (!provider) throw faults.noProvider(issuer);
  await checkSignature(sts, url, jws);
  checkTimes(jws.payload, now);
  const subject = textClaim(jws.payload, 'sub');
  const { audience, named } = audienceOf(jws.payload);
  if (!provider.clientIds.includes(audience)) throw faults.wrongAudience();
  return {
    provider,
    subject,
    audience,
    conditions: conditionsOf(url, jws.payload, audience, named),
    tags: tagsOf(jws.payload),
    sourceIdentity: sourceIdentityOf(jws.payload),
  };
}

async function checkSignature(sts: Sts, issuer: string, jws: Jws): Promise<void> {
  const key = await sts.issuerKeys.keyOf(issuer, jws);
  if (!key) throw faults.noVerificationKey();
  if (!verifyJws(jws, key)) throw faults.wrongSignature();
}

function checkTimes(claims: JsonObject, now: number): void {
  const expiry = claims['exp'];
  if (expiry === undefined) throw faults.missingClaim('exp');
  if (typeof expiry !== 'number') throw faults.invalidClaim('exp');
  if (!(now < expiry * SECOND_MS)) throw faults.tokenExpired(Math.floor(now / SECOND_MS), Math.floor(expiry));
  for (const name of ['nbf', 'iat']) {
    const from = claims[name] ?? 0;
    if (typeof from !== 'number') throw faults.invalidClaim(name);
    if (from * SECOND_MS > now + LEEWAY_MS) throw faults.notYetValid();
  }
}

/** The party that the token was issued to, where it says so, stands for the audience (IAM's condition key `aud`). */
function audienceOf(claims: JsonObject): { audience: string; named: readonly string[] } {
  const { aud, azp } = claims;
  if (aud === undefined) throw faults.missingClaim('aud');
  const named = textsIn(aud);
  if (!named || named.length === 0) throw faults.invalidClaim('aud');
  if (azp !== undefined) return { audience: textClaim(claims, 'azp'), named };
  // Several without a word on whose token it is: it could be anyone's.
  if (named.length > 1) throw faults.wrongAudience();
  return { audience: named[0]!, named };
}

function conditionsOf(url: string, claims: JsonObject, audience: string, named: readonly string[]) {
  const values: Record<string, ContextValue | undefined> = {
    aud: audience,
    oaud: named.length === 1 ? named[0] : named,
    sub: textClaim(claims, 'sub'),
    amr: textsIn(claims['amr']),
    azp: textsIn(claims['azp'])?.[0],
    email: textsIn(claims['email'])?.[0],
  };
  const prefix = url.toLowerCase();
  const present = Object.entries(values).filter((entry): entry is [string, ContextValue] => entry[1] !== undefined);
  return new Map(present.map(([name, value]) => [`${prefix}:${name}`, value]));
}

/** IAM User Guide, "Pass session tags in AWS STS": `{"principal_tags": {"KEY": ["VALUE"]}, "transitive_tag_keys": ["KEY"]}` */
function tagsOf(claims: JsonObject): TagSet {
  const claim = claims[TAGS_CLAIM];
  if (claim === undefined) return requestedTags();
  const { principal_tags = {}, transitive_tag_keys = [] } = objectOf(claim);
  const pairs = Object.entries(objectOf(principal_tags));
  const transitive = textsIn(transitive_tag_keys);
  if (pairs.length > TAGS_MAX || !transitive) throw faults.invalidClaim(TAGS_CLAIM);
  const tags = pairs.map(([Key, values]) => {
    const [Value, ...more] = textsIn(values) ?? [];
    const isTag = Value !== undefined && more.length === 0 && TAG_KEY.test(Key) && TAG_VALUE.test(Value);
    if (!isTag) throw faults.invalidClaim(TAGS_CLAIM);
    return { Key, Value };
  });
  return requestedTags(tags, transitive);
}

function sourceIdentityOf(claims: JsonObject): string | undefined {
  const claim = claims[SOURCE_IDENTITY_CLAIM];
  if (claim === undefined) return undefined;
  if (typeof claim !== 'string' || !SOURCE_IDENTITY.test(claim)) throw faults.invalidClaim(SOURCE_IDENTITY_CLAIM);
  return claim;
}

function textClaim(claims: JsonObject, name: string): string {
  const value = claims[name];
  if (value === undefined) throw faults.missingClaim(name);
  if (typeof value !== 'string' || value === '') throw faults.invalidClaim(name);
  return value;
}

/** A text or a list of texts, as a list; `undefined` for everything else. */
function textsIn(value: unknown): readonly string[] | undefined {
  const values: readonly unknown[] = Array.isArray(value) ? value : [value];
  return values.every((item) => typeof item === 'string') ? values : undefined;
}

function objectOf(value: unknown): JsonObject {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) throw faults.invalidClaim(TAGS_CLAIM);
  return value as JsonObject;
}
