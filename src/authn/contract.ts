/** What authentication needs of the outside. */
import type { Principal, Session } from '../base/caller.ts';

export interface Credential {
  readonly accessKeyId: string;
  readonly secretAccessKey: string;
  readonly principal: Principal;
  /** Present for temporary credentials: the request's token must be this one. */
  readonly sessionToken?: string | undefined;
  /** Milliseconds since 1970, for temporary credentials: refused from then on. */
  readonly expiresAt?: number | undefined;
  /** Present for temporary credentials. */
  readonly session?: Session | undefined;
  /** Known, and not to be used: refused as an unknown one is, in emulator mode as well. */
  readonly inactive?: boolean | undefined;
}

export interface CredentialSource {
  /**
   * `undefined` for an id that is unknown or deleted, or that the token does not belong to.
   * @param sessionToken as the request has it: some credentials are known by it alone
   */
  find(accessKeyId: string, sessionToken?: string): Promise<Credential | undefined> | Credential | undefined;
}
