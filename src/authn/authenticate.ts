/**
 * Who sent this request? Signature Version 4 over the raw bytes, before anything of the body is read.
 * The order of checks is AWS's as far as it is known: form, time, scope, credential, signature, expiry.
 */
import { mintCaller, type Caller } from '../base/caller.ts';
import type { Clock } from '../base/clock.ts';
import type { RawRequest } from '../base/http-message.ts';
import { whenThere } from '../base/when-there.ts';
import { constantTimeEqual, FixedLengthComparison, sha256 } from '../crypto/hash.ts';
import { canonicalHeaders, canonicalRequest, hashBody, stringToSign } from './canonical-request.ts';
import type { Credential, CredentialSource } from './contract.ts';
import { checkScope } from './credential-scope.ts';
import { expiredToken, signatureMismatch, unrecognizedClient } from './faults.ts';
import { ClaimReader, type Claim } from './read-claim.ts';
import { checkWindow } from './request-date.ts';
import { deriveSigningKey, SigningKeys } from './signing-key.ts';

export interface AuthenticatorOptions {
  readonly credentials: CredentialSource;
  readonly clock: Clock;
}

/** Stands in for the secret of an unknown access key, so that the same work is done; it opens nothing. */
const NO_SECRET = 'no-such-access-key';

export class Authenticator {
  readonly #credentials: CredentialSource;
  readonly #clock: Clock;
  readonly #claims = new ClaimReader();
  readonly #keys = new SigningKeys();

  constructor({ credentials, clock }: AuthenticatorOptions) {
    this.#credentials = credentials;
    this.#clock = clock;
  }

  /**
   * @param service the signing name that the scope must have: `kms`
   * @param windowMs how far the request's date may be from now, both ways; then presigned requests live that long as
   *   well, whatever they say. Absent: five minutes, and presigned requests choose their lifetime
   * @throws Fault MissingAuthenticationTokenException, IncompleteSignatureException, InvalidSignatureException,
   *   UnrecognizedClientException, ExpiredTokenException: at once, or later where the credential is not at hand
   */
  authenticate(request: RawRequest, service: string, windowMs?: number): Promise<Caller> | Caller {
    const claim = this.#claims.read(request);
    const now = this.#clock.now();
    checkWindow(claim.stamp, claim.signedAt, now, windowMs ?? claim.lifetimeMs, windowMs);
    checkScope(claim.scope, service, claim.stamp);
    const found = this.#credentials.find(claim.scope.accessKeyId, claim.securityToken);
    return whenThere(found, (known) => this.#prove(request, claim, known, now));
  }

  #prove(request: RawRequest, claim: Claim, known: Credential | undefined, now: number): Caller {
    const credential = known?.inactive ? undefined : known;
    const proven = this.#verify(request, claim, credential?.secretAccessKey ?? NO_SECRET, credential !== undefined);
    if (credential === undefined || !hasToken(credential, claim.securityToken)) throw unrecognizedClient();
    if (!proven) throw signatureMismatch();
    if (credential.expiresAt !== undefined && now >= credential.expiresAt) throw expiredToken();
    return mintCaller({
      principal: credential.principal,
      account: credential.principal.account,
      region: claim.scope.region,
      accessKeyId: credential.accessKeyId,
      session: credential.session,
    });
  }

  /** Forgets the keys that were derived for an access key: to be called when it is deleted, or made inactive. */
  forget(accessKeyId: string): void {
    this.#keys.forget(accessKeyId);
  }

  /** Whether the signature is the one that `secretAccessKey` makes. Only then, and if `keep`, caches learn of it. */
  #verify(request: RawRequest, claim: Claim, secretAccessKey: string, keep: boolean): boolean {
    const { scope } = claim;
    const bodySha256 = hashBody(request.body);
    const cached = this.#keys.find(scope, secretAccessKey);
    const key = cached ?? deriveSigningKey(secretAccessKey, scope);
    const signature = key.digestHex(textToSign(request, claim, bodySha256));
    const proven =
      signatures.equal(signature, claim.signature) &&
      (claim.contentSha256 === undefined || claim.contentSha256 === bodySha256);
    if (proven && keep) {
      this.#claims.remember(claim);
      if (cached === undefined) this.#keys.keep(scope, secretAccessKey, key);
    } else if (cached === undefined) {
      key.destroy();
    }
    return proven;
  }
}

function textToSign(request: RawRequest, claim: Claim, bodySha256: string): string {
  const { layout, signedHeaders, path, query, stamp, scope } = claim;
  const headerLines = canonicalHeaders(request.headers, layout);
  const canonical = canonicalRequest(request.method, path, query, headerLines, signedHeaders.text, bodySha256);
  return stringToSign(stamp, scope.scope, canonical);
}

/** Hexadecimal SHA-256 values. */
const signatures = new FixedLengthComparison(64);

/** Permanent credentials have no token, and one that is sent with them belongs to somebody else. */
function hasToken({ sessionToken }: Credential, sent: string | undefined): boolean {
  if (sessionToken === undefined || sent === undefined) return sessionToken === sent;
  return constantTimeEqual(sha256(Buffer.from(sessionToken, 'latin1')), sha256(Buffer.from(sent, 'latin1')));
}
