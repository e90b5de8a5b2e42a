/** Delivery's tables, by date. */
import type { Kysely } from 'kysely';
import { integer, text } from '../../store/columns.ts';
import type { Migrations } from '../../store/migrate.ts';

interface TableColumns {
  readonly key: readonly string[];
  readonly texts?: readonly string[];
  readonly integers?: readonly string[];
  readonly optionalTexts?: readonly string[];
  readonly optionalIntegers?: readonly string[];
}

async function createTable(db: Kysely<unknown>, name: string, columns: TableColumns): Promise<void> {
  let table = db.schema.createTable(name);
  for (const column of [...columns.key, ...(columns.texts ?? [])]) table = table.addColumn(column, text(db), (made) => made.notNull());
  for (const column of columns.integers ?? []) table = table.addColumn(column, integer, (made) => made.notNull());
  for (const column of columns.optionalTexts ?? []) table = table.addColumn(column, text(db));
  for (const column of columns.optionalIntegers ?? []) table = table.addColumn(column, integer);
  await table.addPrimaryKeyConstraint(`${name}_pk`, columns.key as never).execute();
}

export const deliveryMigrations: Migrations = {
  '2026-11-26-a-trail-delivery': {
    async up(db: Kysely<unknown>): Promise<void> {
      await createTable(db, 'trail_deliveries', { key: ['delivery_id'], texts: ['definition', 'windows'], optionalIntegers: ['ended_at'] });
      await createTable(db, 'trail_progress', {
        key: ['delivery_id', 'journal'],
        integers: ['segment', 'position'],
        optionalTexts: ['plan'],
        optionalIntegers: ['delivered_at', 'digest_delivered_at'],
      });
      await createTable(db, 'trail_log_files', {
        key: ['delivery_id', 'region', 'object_key'],
        texts: ['bucket', 'hash'],
        integers: ['newest_event_at', 'oldest_event_at', 'delivered_at'],
      });
      await createTable(db, 'trail_digests', {
        key: ['delivery_id', 'region'],
        integers: ['starts_at'],
        optionalTexts: ['previous'],
        optionalIntegers: ['planned_end'],
      });
    },
  },
};
