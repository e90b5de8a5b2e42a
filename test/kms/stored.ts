/** What a stopped server has left in its data directory. */
import type { Kysely } from 'kysely';
import { MIGRATIONS } from '../../src/assembly/vault.ts';
import { type Compilable, Unit } from '../../src/base/unit.ts';
import type { KmsTables } from '../../src/services/kms/tables.ts';
import type { Store } from '../../src/store/contract.ts';
import { openStore } from '../../src/store/open.ts';

/** The store of a stopped server. */
export async function withStored<T>(data: string, act: (store: Store<KmsTables>) => Promise<T>): Promise<T> {
  const store = await openStore({ data }, MIGRATIONS);
  try {
    return await act(store.tables<KmsTables>());
  } finally {
    await store.close();
  }
}

/** Runs one statement, as no operation would. */
export function changeStored(data: string, statement: (db: Kysely<KmsTables>) => Compilable): Promise<void> {
  return withStored(data, (store) => {
    const unit = new Unit();
    unit.write(statement(store.db));
    return store.commit(unit);
  });
}

const TABLES = ['kms_keys', 'kms_key_materials', 'kms_aliases', 'kms_tags', 'kms_key_usage'] as const;

/** How many rows of each table are about a key. */
export function rowsOf(data: string, keyId: string): Promise<{ readonly [table: string]: number }> {
  return withStored(data, async ({ db }) => {
    const counts: Record<string, number> = {};
    for (const table of TABLES) {
      counts[table] = (await db.selectFrom(table).select('key_id').where('key_id', '=', keyId).execute()).length;
    }
    return counts;
  });
}
