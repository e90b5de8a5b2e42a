/** The public keys of identity providers, kept for an hour. */
import { type Clock, HOUR_MS, MINUTE_MS, SECOND_MS } from '../../base/clock.ts';
import { LruMap } from '../../base/lru.ts';
import type { Jws, JwsKey } from '../../crypto/jws.ts';
import { idpCommunication } from './faults.ts';

/** @param issuer without `https://`. @throws when the keys cannot be had */
export type ReadKeySet = (issuer: string) => Promise<readonly JwsKey[]>;

interface KeySet {
  readonly keys: readonly JwsKey[];
  readonly goodAt: number;
}

interface Entry {
  readonly readAt: number;
  /** `undefined` when they could not be read. */
  readonly set: Promise<KeySet | undefined>;
}

const ISSUERS_MAX = 1_000;
/** How long keys are good for, how soon an unknown key id is reason to look again, and how soon a failure is. */
const KEPT_MS = HOUR_MS;
const LOOK_AGAIN_MS = MINUTE_MS;
const RETRY_MS = 5 * SECOND_MS;

export class IssuerKeys {
  readonly #read: ReadKeySet;
  readonly #clock: Clock;
  readonly #entries = new LruMap<Entry>(ISSUERS_MAX);

  constructor(read: ReadKeySet, clock: Clock) {
    this.#read = read;
    this.#clock = clock;
  }

  /**
   * The key that such a token must have been signed with: by key id, or the only one where tokens name none.
   * @throws Fault IDPCommunicationErrorException
   */
  async keyOf(issuer: string, jws: Jws): Promise<JwsKey | undefined> {
    const set = await this.#set(issuer, KEPT_MS);
    const known = set && choose(set.keys, jws);
    if (known) return known;
    const again = await this.#set(issuer, set ? LOOK_AGAIN_MS : RETRY_MS);
    if (!again) throw idpCommunication();
    return choose(again.keys, jws);
  }

  /** Not older than `age`. Requests that come while it is read wait for the same answer. */
  #set(issuer: string, age: number): Promise<KeySet | undefined> {
    const now = this.#clock.now();
    const known = this.#entries.get(issuer, now);
    if (known && now - known.readAt < age) return known.set;
    const set = this.#read(issuer).then(
      (keys) => ({ keys, goodAt: now }),
      async () => {
        // Keys that were good a moment ago are not lost because the provider is out of reach.
        const before = await known?.set;
        return before && now - before.goodAt < KEPT_MS ? before : undefined;
      },
    );
    this.#entries.set(issuer, { readAt: now, set }, now);
    return set;
  }
}

function choose(keys: readonly JwsKey[], { keyId, algorithm }: Jws): JwsKey | undefined {
  const fitting = keys.filter((key) => key.algorithms.includes(algorithm) && (keyId === undefined || key.keyId === keyId));
  return fitting.length === 1 ? fitting[0] : undefined;
}
