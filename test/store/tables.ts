/** Tables for the tests of the store, and the units that they are changed with. */
import type { Insertable, Kysely } from 'kysely';
import { Unit } from '../../src/base/unit.ts';
import { bytes, integer, text } from '../../src/store/columns.ts';
import type { Store } from '../../src/store/contract.ts';
import type { Migrations } from '../../src/store/migrate.ts';

export interface Tables {
  things: { id: string; version: number; label: string | null; blob: Buffer | null };
  parts: { id: string; thing: string };
}

export type TestStore = Store<Tables>;

export const migrations: Migrations = {
  '2026-01-01-things': {
    async up(db: Kysely<unknown>) {
      await db.schema
        .createTable('things')
        .addColumn('id', text(db), (column) => column.primaryKey())
        .addColumn('version', integer, (column) => column.notNull())
        .addColumn('label', text(db), (column) => column.unique())
        .addColumn('blob', bytes(db))
        .execute();
    },
  },
  '2026-01-02-parts': {
    async up(db: Kysely<unknown>) {
      await db.schema
        .createTable('parts')
        .addColumn('id', text(db), (column) => column.primaryKey())
        .addColumn('thing', text(db), (column) => column.notNull().references('things.id'))
        .execute();
    },
  },
};

export type Thing = Insertable<Tables['things']>;

export const thing = (id: string, more: Partial<Thing> = {}): Thing => ({ id, version: 1, label: null, blob: null, ...more });

export function inserting(store: TestStore, ...things: Thing[]): Unit {
  const unit = new Unit();
  for (const one of things) unit.write(store.db.insertInto('things').values(one), 1);
  return unit;
}

/** The next version of a thing, based on the one that was read. */
export function updating(store: TestStore, id: string, readVersion: number, label: string): Unit {
  const unit = new Unit();
  const next = { version: readVersion + 1, label };
  unit.write(store.db.updateTable('things').set(next).where('id', '=', id).where('version', '=', readVersion), 1);
  return unit;
}

export function deleting(store: TestStore, id: string): Unit {
  const unit = new Unit();
  unit.write(store.db.deleteFrom('things').where('id', '=', id), 1);
  return unit;
}

export async function idsOf(store: TestStore): Promise<string[]> {
  return (await store.db.selectFrom('things').select('id').orderBy('id').execute()).map((row) => row.id);
}

export const readThing = (store: TestStore, id: string): Promise<Tables['things'] | undefined> =>
  store.db.selectFrom('things').selectAll().where('id', '=', id).executeTakeFirst();
