/** How often AWS owned keys were used, and when last: counted in memory, written late. */
import type { Store } from '../../store/contract.ts';
import { LateWrites } from '../../store/late-writes.ts';
import type { KmsTables, OwnedKeyUsesRow } from './tables.ts';

export class OwnedKeyUses {
  readonly #store: Store<KmsTables>;
  readonly #counts = new Map<string, OwnedKeyUsesRow>();
  readonly #late: LateWrites<OwnedKeyUsesRow>;

  constructor(store: Store<KmsTables>) {
    this.#store = store;
    this.#late = new LateWrites(store, (rows) => upsert(store, rows));
  }

  async open(): Promise<void> {
    const rows = await this.#store.db.selectFrom('kms_owned_key_uses').selectAll().execute();
    for (const row of rows) this.#counts.set(row.key_id, row);
  }

  count(keyId: string, now: number): void {
    const row = { key_id: keyId, uses: (this.#counts.get(keyId)?.uses ?? 0) + 1, used_at: now };
    this.#counts.set(keyId, row);
    this.#late.set(keyId, row);
  }

  of(keyId: string | undefined): { readonly uses: number; readonly usedAt?: number } {
    const row = this.#counts.get(keyId ?? '');
    return row ? { uses: row.uses, usedAt: row.used_at } : { uses: 0 };
  }

  flush(): Promise<void> {
    return this.#late.flush();
  }
}

const upsert = ({ db }: Store<KmsTables>, rows: OwnedKeyUsesRow[]) =>
  db
    .insertInto('kms_owned_key_uses')
    .values(rows)
    .onConflict((conflict) =>
      conflict.column('key_id').doUpdateSet((given) => ({ uses: given.ref('excluded.uses'), used_at: given.ref('excluded.used_at') })),
    );
