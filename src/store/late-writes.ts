/**
 * Rows whose last state matters and may be late: kept in memory, and written in batches, by a job and at a graceful
 * stop. The hot path only replaces a map entry; a crash loses what has not been written.
 */
import { type Compilable, Unit } from '../base/unit.ts';
import type { Store } from './contract.ts';

/** Rows that wait for the next batch before one is written early. */
const PENDING_MAX = 20_000;
/** Rows of one statement; between two of them requests get their turn. */
const ROWS_A_WRITE = 200;

export class LateWrites<Row> {
  readonly #store: Pick<Store, 'commit'>;
  readonly #upsert: (rows: Row[]) => Compilable;
  #pending = new Map<string, Row>();
  /** The batch under way. */
  #leaving: ReadonlyMap<string, Row> = new Map();
  #flushing: Promise<void> = Promise.resolve();
  /** Under way or waiting their turn. */
  #flushes = 0;

  /** @param upsert the statement that inserts rows, or replaces those that are there */
  constructor(store: Pick<Store, 'commit'>, upsert: (rows: Row[]) => Compilable) {
    this.#store = store;
    this.#upsert = upsert;
  }

  set(name: string, row: Row): void {
    this.#pending.set(name, row);
    // One early flush at a time: while the database is away, each row would ask for another.
    if (this.#pending.size >= PENDING_MAX && this.#flushes === 0) void this.flush().catch(() => undefined);
  }

  /** What the store does not have yet. */
  get(name: string): Row | undefined {
    return this.#pending.get(name) ?? this.#leaving.get(name);
  }

  delete(name: string): void {
    this.#pending.delete(name);
  }

  clear(): void {
    this.#pending.clear();
  }

  /** Writes what is pending. What could not be written stays for the next time, unless a newer row took its place. */
  flush(): Promise<void> {
    this.#flushes++;
    const turn = this.#flushing.catch(() => undefined).then(() => this.#write());
    this.#flushing = turn.finally(() => this.#flushes--);
    return this.#flushing;
  }

  async #write(): Promise<void> {
    const batch = this.#pending;
    this.#pending = new Map();
    this.#leaving = batch;
    const rows = [...batch.values()];
    try {
      for (let start = 0; start < rows.length; start += ROWS_A_WRITE) {
        const unit = new Unit();
        unit.write(this.#upsert(rows.slice(start, start + ROWS_A_WRITE)));
        await this.#store.commit(unit);
      }
    } catch (error) {
      for (const [name, row] of batch) if (!this.#pending.has(name)) this.#pending.set(name, row);
      throw error;
    } finally {
      this.#leaving = new Map();
    }
  }
}
