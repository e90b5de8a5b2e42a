/**
 * A change and its events are kept both or not at all, though they lie in two places. First the journal gets the events,
 * as an intent; then the store gets the change, with a row that bears the intent's id; then the journal gets the events
 * for good, and the row goes. After a crash, or when nobody knows whether a commit went through, the row tells.
 */
import { WriteConflict } from '../../base/errors.ts';
import { type Compilable, Unit } from '../../base/unit.ts';
import type { Store } from '../../store/contract.ts';
import { StoreUnavailable } from '../../store/errors.ts';
import type { AuditTables } from './tables.ts';

/** Rows of one statement. */
const ROWS_A_DELETE = 200;

export class IntentRows {
  readonly #store: Store<AuditTables>;
  #settled: string[] = [];

  constructor(store: Store<AuditTables>) {
    this.#store = store;
  }

  /** With the change that the intent is about. */
  write(unit: Unit, id: string, journal: string): void {
    unit.write(this.#store.db.insertInto('audit_intents').values({ id, journal, void: 0 }), 1);
  }

  /**
   * Whether the change was committed. Where it was not, a row is written that keeps it from ever being: the statement
   * may still be on its way to the database.
   * @throws StoreUnavailable when it cannot be known now
   */
  async isCommitted(id: string, journal: string): Promise<boolean> {
    const known = await this.#read(id);
    if (known !== undefined) return known;
    const unit = new Unit();
    unit.write(this.#store.db.insertInto('audit_intents').values({ id, journal, void: 1 }), 1);
    try {
      await this.#store.commit(unit);
      return false;
    } catch (error) {
      if (!(error instanceof WriteConflict)) throw error;
    }
    const decided = await this.#read(id);
    if (decided === undefined) throw new StoreUnavailable('the commit is still under way');
    return decided;
  }

  /** Its row may go with the next ones: the journal tells now. */
  settled(id: string): void {
    this.#settled.push(id);
  }

  /** Removes rows that are not needed any more. */
  async flush(): Promise<void> {
    while (this.#settled.length > 0) {
      const ids = this.#settled.slice(0, ROWS_A_DELETE);
      await this.#commit(this.#store.db.deleteFrom('audit_intents').where('id', 'in', ids));
      this.#settled.splice(0, ids.length);
    }
  }

  /** When nothing in the journal is open: all rows of it. */
  async clear(journal: string): Promise<void> {
    const { db } = this.#store;
    const left = await db.selectFrom('audit_intents').select('id').where('journal', '=', journal).limit(1).executeTakeFirst();
    if (left) await this.#commit(db.deleteFrom('audit_intents').where('journal', '=', journal));
  }

  async #commit(statement: Compilable): Promise<void> {
    const unit = new Unit();
    unit.write(statement);
    await this.#store.commit(unit);
  }

  async #read(id: string): Promise<boolean | undefined> {
    const row = await this.#store.db.selectFrom('audit_intents').select('void').where('id', '=', id).executeTakeFirst();
    return row && row.void === 0;
  }
}
