/**
 * The grants of keys that were asked for lately, by grantee. Of a key with few grants all are here, so that a request
 * by somebody whom none of them names costs no reading; of others those of each grantee that came along.
 */
import type { GrantRecord } from './grants-record.ts';
import { LruMap } from '../../base/lru.ts';

/** A grantee has too many grants on the key to keep them here. */
export const MANY = 'many';
export type OfGrantee = readonly GrantRecord[] | typeof MANY;

const NONE: OfGrantee = [];
const KEYS_MAX = 20_000;
/** Grants and grantees together, about 1 KB each with their constraints. */
const HELD_MAX = 50_000;

interface OfKey {
  /** Whoever is not here has none. */
  readonly complete: boolean;
  readonly byGrantee: Map<string, OfGrantee>;
}

export class GrantCache {
  readonly #keys = new LruMap<OfKey>(KEYS_MAX, (leaving) => {
    for (const grants of leaving.byGrantee.values()) this.#held -= weightOf(grants);
  });
  #held = 0;
  /** Counts the forgotten: what was read before a change must not enter after it. */
  #changes = 0;

  get changes(): number {
    return this.#changes;
  }

  /** `undefined`: not known here. */
  get(key: string, grantee: string, now: number): OfGrantee | undefined {
    const known = this.#keys.get(key, now);
    return known && (known.byGrantee.get(grantee) ?? (known.complete ? NONE : undefined));
  }

  /** Whether anything is known of the key. */
  has(key: string): boolean {
    return this.#keys.peek(key) !== undefined;
  }

  /** @param all every grant of the key; `undefined` when there are too many */
  setKey(key: string, all: readonly GrantRecord[] | undefined, now: number): void {
    const byGrantee = new Map<string, GrantRecord[]>();
    for (const grant of all ?? []) {
      const grants = byGrantee.get(grant.row.grantee);
      if (grants) grants.push(grant);
      else byGrantee.set(grant.row.grantee, [grant]);
    }
    this.#keys.set(key, { complete: all !== undefined, byGrantee: new Map() }, now);
    for (const [grantee, grants] of byGrantee) this.setGrantee(key, grantee, grants);
  }

  setGrantee(key: string, grantee: string, grants: OfGrantee): void {
    if (this.#held >= HELD_MAX) this.clear();
    const known = this.#keys.peek(key);
    if (!known) return;
    this.#held += weightOf(grants) - weightOf(known.byGrantee.get(grantee));
    known.byGrantee.set(grantee, grants);
  }

  forget(key: string): void {
    this.#changes++;
    this.#keys.delete(key);
  }

  clear(): void {
    this.#changes++;
    this.#keys.clear();
  }
}

const weightOf = (grants: OfGrantee | undefined): number => (grants === undefined ? 0 : grants === MANY ? 1 : 1 + grants.length);
