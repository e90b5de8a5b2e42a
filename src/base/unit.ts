/**
 * The writes of one request. They are collected while the operation runs and committed together when it
 * has returned, so nothing is half done and no slow work happens inside a transaction. A write names how
 * many rows it must change; another number means that somebody else was first (`WriteConflict`).
 */
import type { CompiledQuery } from 'kysely';
import type { ServiceEvent } from './audit.ts';

export interface Write {
  readonly query: CompiledQuery;
  /** Rows that the statement must change; not checked when absent. */
  readonly rows?: number | undefined;
}

/** Anything Kysely can compile: an insert, update or delete builder. */
export interface Compilable {
  compile(): CompiledQuery;
}

/** Commits what no request asked for: the unit's writes, and the records of its events, both or neither. */
export type CommitUnit = (unit: Unit) => Promise<void>;

export class Unit {
  readonly writes: Write[] = [];
  /** What the audit trail shows of the change besides the request that made it. */
  readonly events: ServiceEvent[] = [];
  readonly #afterCommit: (() => void)[] = [];

  /** Adds a statement. `rows`: how many rows it must change, or the whole unit is a `WriteConflict`. */
  write(statement: Compilable, rows?: number): void {
    this.writes.push({ query: statement.compile(), rows });
  }

  /**
   * Runs once the writes are durable, and when nobody can know whether they are: the place to forget what caches hold
   * of the rows. Must not throw.
   */
  afterCommit(action: () => void): void {
    this.#afterCommit.push(action);
  }

  /** For the committer alone. */
  committed(): void {
    for (const action of this.#afterCommit) action();
  }

  /** For the committer alone: connection, disk or thread failed on the way, and the writes may be in or not. */
  inDoubt(): void {
    this.committed();
  }
}
