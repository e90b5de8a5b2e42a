/**
 * The door to the database. Rooms declare their own tables and see the store through them; SQL is built by Kysely
 * everywhere; `engines/` alone knows which database it is.
 */
import type { Kysely } from 'kysely';
import type { Unit } from '../base/unit.ts';

export interface Store<Tables = unknown> {
  /** For reading: sees every unit that was committed. Lookups are by index; lists are by key, never by offset. */
  readonly db: Kysely<Tables>;
  /**
   * All of a unit's writes or none, durable when it resolves; then runs the unit's `committed()`;
   * its `inDoubt()` when it cannot be known whether they are in.
   * @throws WriteConflict when a write changed another number of rows than it named, or broke a uniqueness rule
   */
  commit(unit: Unit): Promise<void>;
  /** The same store, seen through another room's tables. */
  tables<Other>(): Store<Other>;
  close(): Promise<void>;
}

/** Column types that both engines hold alike: text, integers below 2^53 (times in ms since 1970, booleans 0/1), bytes. */
export type Flag = 0 | 1;
