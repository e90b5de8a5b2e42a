/** The tables of Secrets Manager, by date. */
import type { Kysely } from 'kysely';
import { type Columns, createTable } from '../../store/create-table.ts';
import type { Migrations } from '../../store/migrate.ts';

const PLACE = { account: 'text', region: 'text', secret_id: 'text' } as const;
const SECRET = ['account', 'region', 'secret_id'] as const;

async function createSecrets(db: Kysely<unknown>): Promise<void> {
  const columns: Columns = {
    ...PLACE,
    name: 'text',
    version: 'integer',
    sealed: 'bytes',
    stages: 'text',
    version_count: 'integer',
    created_at: 'integer',
    changed_at: 'integer',
    deletion_at: 'integer?',
    rotation_at: 'integer?',
    due_at: 'integer?',
    primary_region: 'text?',
  };
  await createTable(db, 'secrets', columns, SECRET);
  // Unique: of two that make a secret of one name at once, one loses and finds the other's.
  await db.schema.createIndex('secrets_by_name').unique().on('secrets').columns(['account', 'region', 'name']).execute();
  for (const order of ['created_at', 'changed_at']) {
    await db.schema.createIndex(`secrets_by_${order}`).on('secrets').columns(['account', 'region', order, 'secret_id']).execute();
  }
  const due = db.schema.createIndex('secrets_due').on('secrets').column('due_at');
  await due.where('due_at', 'is not', null).execute();
}

async function createVersions(db: Kysely<unknown>): Promise<void> {
  const columns: Columns = { ...PLACE, version_id: 'text', created_at: 'integer', kind: 'text', ciphertext: 'bytes?', data_keys: 'text' };
  await createTable(db, 'secrets_versions', columns, [...SECRET, 'version_id']);
  const byAge = db.schema.createIndex('secrets_versions_by_age').on('secrets_versions');
  await byAge.columns([...SECRET, 'created_at', 'version_id']).execute();
}

async function createUses(db: Kysely<unknown>): Promise<void> {
  await createTable(db, 'secrets_uses', { ...PLACE, version_id: 'text', accessed_at: 'integer' }, [...SECRET, 'version_id']);
  const byUse = db.schema.createIndex('secrets_by_use').on('secrets_uses');
  await byUse.columns(['account', 'region', 'version_id', 'accessed_at', 'secret_id']).execute();
}

export const secretMigrations: Migrations = {
  '2026-11-26-a-secretsmanager': {
    async up(db: Kysely<unknown>): Promise<void> {
      await createSecrets(db);
      await createVersions(db);
      await createUses(db);
    },
  },
};
