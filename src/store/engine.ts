/** What an engine is, and the store that rooms see in front of it. */
import type { Kysely } from 'kysely';
import type { Unit } from '../base/unit.ts';
import type { Store } from './contract.ts';

export interface Engine {
  /** Reads only: a change that is tried here is refused by the database. */
  readonly db: Kysely<unknown>;
  /** As `Store.commit`: units become visible, and run `committed()`, in the order of their commits. */
  commit(unit: Unit): Promise<void>;
  close(): Promise<void>;
}

export function storeOf<Tables>(engine: Engine): Store<Tables> {
  return {
    db: engine.db as Kysely<unknown> as Kysely<Tables>,
    commit: (unit) => engine.commit(unit),
    tables: <Other>() => storeOf<Other>(engine),
    close: () => engine.close(),
  };
}
