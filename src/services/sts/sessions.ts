/** Temporary credentials: issuing them, and knowing them again by their tokens. */
import type { Credential, CredentialSource } from '../../authn/contract.ts';
import type { Principal, Session } from '../../base/caller.ts';
import type { Clock } from '../../base/clock.ts';
import type { Sealer } from '../../base/integrated-service.ts';
import { LruMap } from '../../base/lru.ts';
import { whenThere } from '../../base/when-there.ts';
import { randomBytes } from '../../crypto/random.ts';
import { isSessionKeyId, newSessionKeyId } from './access-key-ids.ts';
import { openToken, sealToken, type TextOf } from './session-tokens.ts';

/** Credentials that are kept open. */
const CACHED_MAX = 10_000;
const SECRET_BYTES = 30;

export interface SessionsParts {
  /** For session tokens. */
  readonly sealer: Sealer;
  readonly clock: Clock;
  /** Whether the user or role of this unique id still exists. */
  readonly exists: (id: string) => boolean | Promise<boolean>;
  readonly textOf: TextOf;
}

export interface Issued {
  readonly accessKeyId: string;
  readonly secretAccessKey: string;
  readonly sessionToken: string;
}

export class Sessions implements CredentialSource {
  readonly #parts: SessionsParts;
  /** By token. What was opened once stays the same object, since what is compiled hangs on it. */
  readonly #opened = new LruMap<Credential>(CACHED_MAX);

  constructor(parts: SessionsParts) {
    this.#parts = parts;
  }

  /** @param minimumLength characters that the token has at least */
  issue(principal: Principal, session: Session, minimumLength?: number): Issued {
    const accessKeyId = newSessionKeyId(principal.account);
    const secretAccessKey = randomBytes(SECRET_BYTES).toString('base64');
    const content = { secretAccessKey, principal, session };
    const sessionToken = sealToken(this.#parts.sealer, accessKeyId, content, minimumLength);
    return { accessKeyId, secretAccessKey, sessionToken };
  }

  /** Of expired sessions, too: that they are is for the caller to find. */
  find(accessKeyId: string, sessionToken?: string): Credential | undefined | Promise<Credential | undefined> {
    if (sessionToken === undefined) return undefined;
    const credential = this.#opened.get(sessionToken, this.#parts.clock.now()) ?? this.#open(accessKeyId, sessionToken);
    if (credential?.accessKeyId !== accessKeyId) return undefined;
    const { account, origin } = credential.principal;
    // The root user goes only with its account.
    if (origin.id === account) return credential;
    return whenThere(this.#parts.exists(origin.id), (exists) => (exists ? credential : undefined));
  }

  #open(accessKeyId: string, sent: string): Credential | undefined {
    if (!isSessionKeyId(accessKeyId)) return undefined;
    const content = openToken(this.#parts.sealer, accessKeyId, sent, this.#parts.textOf);
    if (!content) return undefined;
    // A text of its own: the one that was sent may be part of the whole head, and keep that in memory.
    const sessionToken = Buffer.from(sent, 'latin1').toString('latin1');
    const credential = { ...content, accessKeyId, sessionToken, expiresAt: content.session.expiresAt };
    this.#opened.set(sessionToken, credential, this.#parts.clock.now());
    return credential;
  }
}
