import type { Kysely } from 'kysely';
import { bytes, integer, text } from '../store/columns.ts';
import type { Migrations } from '../store/migrate.ts';

export const keyringMigrations: Migrations = {
  '2026-11-01-keyring': {
    async up(db: Kysely<unknown>) {
      await db.schema
        .createTable('domain_keys')
        .addColumn('id', text(db), (column) => column.primaryKey())
        .addColumn('wrapped', bytes(db), (column) => column.notNull())
        .addColumn('state', text(db), (column) => column.notNull())
        .addColumn('created_at', integer, (column) => column.notNull())
        .execute();
      await db.schema
        .createTable('keyring_secrets')
        .addColumn('name', text(db), (column) => column.primaryKey())
        .addColumn('sealed', bytes(db), (column) => column.notNull())
        .execute();
    },
  },
};
