/**
 * Runs units on a SQLite connection: several in one transaction, each inside a savepoint. One sync of the log then
 * serves them all, while a unit that fails takes back its own writes alone. Nothing here leaves the thread it runs in;
 * what it takes and gives are plain values, fit for a message between threads.
 */
import type { DatabaseSync, SQLInputValue } from 'node:sqlite';
import { StoreUnavailable } from '../errors.ts';
import { WriteConflict } from '../../base/errors.ts';
import type { Write } from '../../base/unit.ts';
import { Statements } from './sqlite-statements.ts';

export interface Statement {
  readonly sql: string;
  readonly values: readonly SQLInputValue[];
  /** As `Write.rows`. */
  readonly rows: number | undefined;
}

/**
 * `conflict`: run the request again. `unavailable`: try later, and it is not known whether the unit is in. `untried`: try
 * later, it is not in. `refused`: a statement that can never run, a defect.
 */
export interface Failure {
  readonly kind: 'conflict' | 'unavailable' | 'untried' | 'refused';
  readonly message: string;
}

/** `undefined`: committed and durable. */
export type Outcome = Failure | undefined;

export const toStatement = ({ query, rows }: Write): Statement => ({
  sql: query.sql,
  values: query.parameters as readonly SQLInputValue[],
  rows,
});

export function toError({ kind, message }: Failure): Error {
  if (kind === 'conflict') return new WriteConflict(message);
  if (kind === 'unavailable' || kind === 'untried') return new StoreUnavailable(message);
  return new Error(`the database refused a statement: ${message}`);
}

export class UnitRunner {
  readonly #db: DatabaseSync;
  readonly #statements: Statements;

  constructor(db: DatabaseSync) {
    this.#db = db;
    this.#statements = new Statements(db);
  }

  /** One outcome a unit, in their order. When a transaction is lost as a whole, each unit gets a second try alone. */
  run(units: readonly (readonly Statement[])[]): Outcome[] {
    try {
      this.#db.exec('begin immediate');
    } catch (error) {
      // None has been tried. Where the lock was waited for in vain, each alone would wait as long again.
      return units.map(() => untried(error));
    }
    try {
      return this.#runTogether(units);
    } catch (error) {
      if (units.length === 1) return [failureOf(error)];
      return units.flatMap((unit) => this.run([unit])).map(triedOnce);
    }
  }

  #runTogether(units: readonly (readonly Statement[])[]): Outcome[] {
    try {
      const outcomes = units.map((unit) => this.#runOne(unit));
      this.#db.exec('commit');
      return outcomes;
    } catch (error) {
      if (this.#db.isTransaction) this.#db.exec('rollback');
      throw error;
    }
  }

  #runOne(unit: readonly Statement[]): Outcome {
    this.#db.exec('savepoint unit');
    try {
      for (const statement of unit) this.#runStatement(statement);
      this.#db.exec('release unit');
      return undefined;
    } catch (error) {
      // Disk full and the like may end the transaction inside SQLite (sqlite.org/lang_transaction.html, 3).
      if (!this.#db.isTransaction) throw error;
      this.#db.exec('rollback to unit; release unit');
      return failureOf(error);
    }
  }

  #runStatement({ sql, values, rows }: Statement): void {
    const changed = this.#statements.run(sql, values);
    if (rows !== undefined && changed !== rows) throw new WriteConflict(`changed ${changed} rows instead of ${rows}`);
  }
}

/** Primary result codes (sqlite.org/rescode.html) that tell of the surroundings, not of the statement. */
const UNAVAILABLE = new Set([
  5, // BUSY
  6, // LOCKED
  7, // NOMEM
  8, // READONLY
  10, // IOERR
  11, // CORRUPT
  13, // FULL
  14, // CANTOPEN
  15, // PROTOCOL
  26, // NOTADB
]);

/**
 * Extended codes of somebody having been first: FOREIGNKEY, PRIMARYKEY, UNIQUE, ROWID. A foreign key counts, since the
 * row that was meant existed when the operation read it.
 */
const CONFLICTS = new Set([787, 1555, 2067, 2579]);

/** Of the first try, which failed as a whole, it is not known how far it got. */
const triedOnce = (outcome: Outcome): Outcome => (outcome?.kind === 'untried' ? { ...outcome, kind: 'unavailable' } : outcome);

/** The connection, or the right to write on it, could not be had. */
export const untried = (error: unknown): Failure => ({ ...failureOf(error), kind: 'untried' });

/** The text of a SQLite error names tables and columns, never values. */
export function failureOf(error: unknown): Failure {
  const message = error instanceof Error ? error.message : 'unknown';
  if (error instanceof WriteConflict) return { kind: 'conflict', message };
  const code = error instanceof Error && 'errcode' in error ? Number(error.errcode) : 0;
  if (CONFLICTS.has(code)) return { kind: 'conflict', message };
  return { kind: UNAVAILABLE.has(code & 0xff) ? 'unavailable' : 'refused', message };
}
