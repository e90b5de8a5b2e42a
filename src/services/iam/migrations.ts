import type { Kysely } from 'kysely';
import { bytes, integer, text } from '../../store/columns.ts';
import type { Migrations } from '../../store/migrate.ts';

export const iamMigrations: Migrations = {
  '2026-11-23-iam-accounts': {
    async up(db: Kysely<unknown>): Promise<void> {
      await db.schema
        .createTable('iam_accounts')
        .addColumn('account', text(db), (column) => column.primaryKey())
        .addColumn('created_at', integer, (column) => column.notNull())
        .execute();
      await db.schema
        .createTable('iam_access_keys')
        .addColumn('access_key_id', text(db), (column) => column.primaryKey())
        .addColumn('account', text(db), (column) => column.notNull())
        .addColumn('user_name', text(db), (column) => column.notNull())
        .addColumn('user_id', text(db), (column) => column.notNull())
        .addColumn('sealed_secret', bytes(db), (column) => column.notNull())
        .addColumn('created_at', integer, (column) => column.notNull())
        .execute();
      await db.schema.createIndex('iam_access_keys_by_user').on('iam_access_keys').columns(['account', 'user_name']).execute();
    },
  },
};
