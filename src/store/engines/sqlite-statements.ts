/** Prepared statements of one SQLite connection, kept by their text. */
import type { DatabaseSync, SQLInputValue, SQLOutputValue, StatementSync } from 'node:sqlite';

export type SqlValues = readonly SQLInputValue[];
export type Row = Record<string, unknown>;

interface Prepared {
  readonly statement: StatementSync;
  /** Empty when the statement gives no rows. */
  readonly columns: readonly string[];
}

/** More than Trent has queries; a bound because the text of an `in (…)` list differs with its length. */
const STATEMENTS_MAX = 256;

export class Statements {
  readonly #db: DatabaseSync;
  readonly #prepared = new Map<string, Prepared>();

  constructor(db: DatabaseSync) {
    this.#db = db;
  }

  /** Rows as plain objects, blobs as `Buffer`, whatever the engine's own habits. */
  all(sql: string, values: SqlValues): Row[] {
    const { statement, columns } = this.#prepare(sql);
    return (statement.all(...values) as unknown as SQLOutputValue[][]).map((row) => toObject(columns, row));
  }

  /** Number of rows changed; meaningful for insert, update and delete alone. */
  run(sql: string, values: SqlValues): number {
    return Number(this.#prepare(sql).statement.run(...values).changes);
  }

  givesRows(sql: string): boolean {
    return this.#prepare(sql).columns.length > 0;
  }

  #prepare(sql: string): Prepared {
    let prepared = this.#prepared.get(sql);
    if (prepared === undefined) {
      prepared = prepare(this.#db, sql);
      if (this.#prepared.size >= STATEMENTS_MAX) this.#forgetOldest();
    } else {
      this.#prepared.delete(sql);
    }
    this.#prepared.set(sql, prepared);
    return prepared;
  }

  /** The map keeps the order of last use. */
  #forgetOldest(): void {
    for (const sql of this.#prepared.keys()) {
      this.#prepared.delete(sql);
      return;
    }
  }
}

function prepare(db: DatabaseSync, sql: string): Prepared {
  const statement = db.prepare(sql);
  statement.setReturnArrays(true);
  return { statement, columns: statement.columns().map((column) => column.name) };
}

function toObject(columns: readonly string[], values: readonly SQLOutputValue[]): Row {
  const row: Row = {};
  for (let i = 0; i < columns.length; i++) {
    const value = values[i];
    row[columns[i]!] = value instanceof Uint8Array ? Buffer.from(value.buffer, value.byteOffset, value.byteLength) : value;
  }
  return row;
}
