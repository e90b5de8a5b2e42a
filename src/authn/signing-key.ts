/**
 * The key of a SigV4 signature, and the cache that spares its derivation (four HMACs) on nearly every request:
 *
 *     HMAC(HMAC(HMAC(HMAC("AWS4" + secret, day), region), service), "aws4_request")
 */
import { hmacSha256, prepareHmac } from '../crypto/hmac.ts';
import type { CredentialScope } from './credential-scope.ts';
import { RecentCache } from './recent-cache.ts';

/** A signing key with its HMAC pads made: `digest(stringToSign)` is the signature, 32 bytes. */
export type SigningKey = ReturnType<typeof prepareHmac>;

interface Entry {
  readonly accessKeyId: string;
  /** The key is good for this secret only, should an id ever get another one. */
  readonly secretAccessKey: string;
  readonly key: SigningKey;
}

/** One key a day, region and service: room for some hundreds of busy access keys over midnight. */
const KEYS_MAX = 2_048;

export function deriveSigningKey(secretAccessKey: string, scope: CredentialScope): SigningKey {
  const daily = hmacSha256(Buffer.from(`AWS4${secretAccessKey}`), scope.day);
  const regional = hmacSha256(daily, scope.region);
  const ofService = hmacSha256(regional, scope.service);
  const final = hmacSha256(ofService, scope.terminator);
  const key = prepareHmac('sha256', final);
  for (const step of [daily, regional, ofService, final]) step.fill(0);
  return key;
}

/**
 * Keys that have verified a signature. Others are never put in, so a sender without a secret cannot push out
 * those that are in use.
 */
export class SigningKeys {
  readonly #entries = new RecentCache<Entry>(KEYS_MAX, (entry) => entry.key.destroy());

  find(scope: CredentialScope, secretAccessKey: string): SigningKey | undefined {
    const entry = this.#entries.get(scope.credential);
    return entry !== undefined && entry.secretAccessKey === secretAccessKey ? entry.key : undefined;
  }

  keep(scope: CredentialScope, secretAccessKey: string, key: SigningKey): void {
    this.#entries.set(scope.credential, { accessKeyId: scope.accessKeyId, secretAccessKey, key });
  }

  forget(accessKeyId: string): void {
    this.#entries.deleteWhere((entry) => entry.accessKeyId === accessKeyId);
  }
}
