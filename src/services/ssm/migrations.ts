/** The tables of Parameter Store, by date. */
import type { Kysely } from 'kysely';
import { type Columns, createTable } from '../../store/create-table.ts';
import type { Migrations } from '../../store/migrate.ts';

const PLACE = { account: 'text', region: 'text' } as const;
const NAME = { ...PLACE, path: 'text' } as const;
const OF_PARAMETER = ['account', 'region', 'path'] as const;

async function createParameters(db: Kysely<unknown>): Promise<void> {
  const columns = { ...NAME, parent: 'text', name: 'text', type: 'text', version: 'integer', revision: 'integer', due_at: 'integer?' } as const;
  await createTable(db, 'ssm_parameters', columns, OF_PARAMETER);
  // Recursive lists go by the primary key; those of one level by this.
  const byParent = db.schema.createIndex('ssm_parameters_by_parent').on('ssm_parameters');
  await byParent.columns(['account', 'region', 'parent', 'path']).execute();
  const due = db.schema.createIndex('ssm_parameters_due').on('ssm_parameters').column('due_at');
  await due.where('due_at', 'is not', null).execute();
}

async function createVersions(db: Kysely<unknown>): Promise<void> {
  const columns: Columns = {
    ...NAME,
    version: 'integer',
    tier: 'text',
    value: 'bytes',
    key_id: 'text?',
    key_arn: 'text?',
    description: 'text?',
    allowed_pattern: 'text?',
    data_type: 'text',
    policies: 'text?',
    modified_at: 'integer',
    modified_by: 'text',
  };
  await createTable(db, 'ssm_versions', columns, [...OF_PARAMETER, 'version']);
}

async function createAccountRows(db: Kysely<unknown>): Promise<void> {
  const usage = { ...PLACE, tier: 'text', parameters: 'integer' } as const;
  await createTable(db, 'ssm_usage', usage, ['account', 'region', 'tier']);
  const settings = { ...PLACE, setting: 'text', value: 'text', modified_at: 'integer', modified_by: 'text' } as const;
  await createTable(db, 'ssm_settings', settings, ['account', 'region', 'setting']);
}

export const ssmMigrations: Migrations = {
  '2026-11-26-a-ssm': {
    async up(db: Kysely<unknown>): Promise<void> {
      await createParameters(db);
      await createVersions(db);
      await createTable(db, 'ssm_labels', { ...NAME, label: 'text', version: 'integer' }, [...OF_PARAMETER, 'label']);
      await createTable(db, 'ssm_tags', { ...NAME, tag_key: 'text', tag_value: 'text' }, [...OF_PARAMETER, 'tag_key']);
      await createAccountRows(db);
    },
  },
};
