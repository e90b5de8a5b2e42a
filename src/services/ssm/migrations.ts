/** The tables of Parameter Store, by date. */
import type { Kysely } from 'kysely';
import { bytes, integer, text } from '../../store/columns.ts';
import type { Migrations } from '../../store/migrate.ts';

const OF_PARAMETER = ['account', 'region', 'path'] as const;

async function createParameters(db: Kysely<unknown>): Promise<void> {
  const words = text(db);
  await db.schema
    .createTable('ssm_parameters')
    .addColumn('account', words, (column) => column.notNull())
    .addColumn('region', words, (column) => column.notNull())
    .addColumn('path', words, (column) => column.notNull())
    .addColumn('parent', words, (column) => column.notNull())
    .addColumn('name', words, (column) => column.notNull())
    .addColumn('type', words, (column) => column.notNull())
    .addColumn('version', integer, (column) => column.notNull())
    .addColumn('revision', integer, (column) => column.notNull())
    .addColumn('due_at', integer)
    .addPrimaryKeyConstraint('ssm_parameters_pk', [...OF_PARAMETER] as never)
    .execute();
  // Recursive lists go by the primary key; those of one level by this.
  const byParent = db.schema.createIndex('ssm_parameters_by_parent').on('ssm_parameters');
  await byParent.columns(['account', 'region', 'parent', 'path']).execute();
  const due = db.schema.createIndex('ssm_parameters_due').on('ssm_parameters').column('due_at');
  await due.where('due_at', 'is not', null).execute();
}

async function createVersions(db: Kysely<unknown>): Promise<void> {
  const words = text(db);
  await db.schema
    .createTable('ssm_versions')
    .addColumn('account', words, (column) => column.notNull())
    .addColumn('region', words, (column) => column.notNull())
    .addColumn('path', words, (column) => column.notNull())
    .addColumn('version', integer, (column) => column.notNull())
    .addColumn('tier', words, (column) => column.notNull())
    .addColumn('value', bytes(db), (column) => column.notNull())
    .addColumn('key_id', words)
    .addColumn('key_arn', words)
    .addColumn('description', words)
    .addColumn('allowed_pattern', words)
    .addColumn('data_type', words, (column) => column.notNull())
    .addColumn('policies', words)
    .addColumn('modified_at', integer, (column) => column.notNull())
    .addColumn('modified_by', words, (column) => column.notNull())
    .addPrimaryKeyConstraint('ssm_versions_pk', [...OF_PARAMETER, 'version'] as never)
    .execute();
}

/** What hangs on a parameter by a name of its own. */
async function createNamed(db: Kysely<unknown>, table: string, name: string, value: string, numeric: boolean): Promise<void> {
  const words = text(db);
  await db.schema
    .createTable(table)
    .addColumn('account', words, (column) => column.notNull())
    .addColumn('region', words, (column) => column.notNull())
    .addColumn('path', words, (column) => column.notNull())
    .addColumn(name, words, (column) => column.notNull())
    .addColumn(value, numeric ? integer : words, (column) => column.notNull())
    .addPrimaryKeyConstraint(`${table}_pk`, [...OF_PARAMETER, name] as never)
    .execute();
}

async function createAccountRows(db: Kysely<unknown>): Promise<void> {
  const words = text(db);
  await db.schema
    .createTable('ssm_usage')
    .addColumn('account', words, (column) => column.notNull())
    .addColumn('region', words, (column) => column.notNull())
    .addColumn('tier', words, (column) => column.notNull())
    .addColumn('parameters', integer, (column) => column.notNull())
    .addPrimaryKeyConstraint('ssm_usage_pk', ['account', 'region', 'tier'] as never)
    .execute();
  await db.schema
    .createTable('ssm_settings')
    .addColumn('account', words, (column) => column.notNull())
    .addColumn('region', words, (column) => column.notNull())
    .addColumn('setting', words, (column) => column.notNull())
    .addColumn('value', words, (column) => column.notNull())
    .addColumn('modified_at', integer, (column) => column.notNull())
    .addColumn('modified_by', words, (column) => column.notNull())
    .addPrimaryKeyConstraint('ssm_settings_pk', ['account', 'region', 'setting'] as never)
    .execute();
}

export const ssmMigrations: Migrations = {
  '2026-11-26-a-ssm': {
    async up(db: Kysely<unknown>): Promise<void> {
      await createParameters(db);
      await createVersions(db);
      await createNamed(db, 'ssm_labels', 'label', 'version', true);
      await createNamed(db, 'ssm_tags', 'tag_key', 'tag_value', false);
      await createAccountRows(db);
    },
  },
};
