import type { Kysely } from 'kysely';
import { integer, text } from '../../store/columns.ts';
import type { Migrations } from '../../store/migrate.ts';

export const auditMigrations: Migrations = {
  '2026-11-26-a-audit-journal': {
    async up(db: Kysely<unknown>) {
      await db.schema
        .createTable('audit_intents')
        .addColumn('id', text(db), (column) => column.primaryKey())
        .addColumn('journal', text(db), (column) => column.notNull())
        .addColumn('void', integer, (column) => column.notNull())
        .execute();
      await db.schema
        .createTable('audit_heads')
        .addColumn('journal', text(db), (column) => column.primaryKey())
        .addColumn('segment', integer, (column) => column.notNull())
        .addColumn('hash', text(db), (column) => column.notNull())
        .addColumn('signature', text(db), (column) => column.notNull())
        .execute();
    },
  },
};
