/** When access keys and roles were used last, and for what. AWS shows it late, so it is written late, in batches. */
import type { Store } from '../../store/contract.ts';
import { LateWrites } from '../../store/late-writes.ts';
import type { IamTables, LastUsedRow } from './tables.ts';
import type { RoleLastUsed } from './types.ts';

export interface LastUse {
  readonly usedAt: number;
  readonly region: string;
  /** `kms`, `iam`, … */
  readonly service: string;
}

/** Empty of a role that nobody has used. */
export const describeRoleUse = (use: LastUse | undefined): RoleLastUsed =>
  use ? { LastUsedDate: use.usedAt, Region: use.region } : {};

/** A use of the same service within this time is not noted again. */
const REPEATED_WITHIN_MS = 60_000;
/** Uses that are remembered, to know repeated ones by; beyond that it begins anew. */
const NOTED_MAX = 50_000;

export class LastUsed {
  readonly #store: Store<IamTables>;
  readonly #late: LateWrites<LastUsedRow>;
  readonly #noted = new Map<string, LastUsedRow>();

  constructor(store: Store<IamTables>) {
    this.#store = store;
    this.#late = new LateWrites(store, (rows) => upsert(store, rows));
  }

  /** On the way of every request: a look-up, most of the time. @param id access key id, or `AROA…` */
  note(id: string, now: number, region: string, service: string): void {
    const last = this.#noted.get(id);
    if (last?.service === service && last.region === region && now - last.used_at < REPEATED_WITHIN_MS) return;
    const row = { id, used_at: now, region, service };
    if (this.#noted.size >= NOTED_MAX) this.#noted.clear();
    this.#noted.set(id, row);
    this.#late.set(id, row);
  }

  async of(id: string): Promise<LastUse | undefined> {
    const row = this.#late.get(id) ?? (await this.#stored(id));
    return row && { usedAt: row.used_at, region: row.region, service: row.service };
  }

  /** An access key or role that is gone is not written back. */
  forget(id: string): void {
    this.#noted.delete(id);
    this.#late.delete(id);
  }

  clear(): void {
    this.#noted.clear();
    this.#late.clear();
  }

  flush(): Promise<void> {
    return this.#late.flush();
  }

  #stored(id: string): Promise<LastUsedRow | undefined> {
    return this.#store.db.selectFrom('iam_last_used').selectAll().where('id', '=', id).executeTakeFirst();
  }
}

const upsert = ({ db }: Store<IamTables>, rows: LastUsedRow[]) =>
  db
    .insertInto('iam_last_used')
    .values(rows)
    .onConflict((conflict) =>
      conflict.column('id').doUpdateSet((given) => ({
        used_at: given.ref('excluded.used_at'),
        region: given.ref('excluded.region'),
        service: given.ref('excluded.service'),
      })),
    );
