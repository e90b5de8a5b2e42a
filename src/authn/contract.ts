/** What authentication needs of the outside. */
import type { Principal } from '../base/caller.ts';

export interface Credential {
  readonly accessKeyId: string;
  readonly secretAccessKey: string;
  readonly principal: Principal;
  /** Present for temporary credentials: the request's token must be this one. */
  readonly sessionToken?: string | undefined;
  /** Milliseconds since 1970, for temporary credentials: refused from then on. */
  readonly expiresAt?: number | undefined;
}

export interface CredentialSource {
  /** `undefined` for an id that is unknown, inactive or deleted. */
  find(accessKeyId: string): Promise<Credential | undefined> | Credential | undefined;
}
