/** The tables of the KMS service, by date. Expand, then contract: code must run before, during and after each. */
import type { Kysely } from 'kysely';
import type { Migrations } from '../../store/migrate.ts';
import { text } from '../../store/columns.ts';
import { type Columns, createTable } from '../../store/create-table.ts';

const NAME = { account: 'text', region: 'text', key_id: 'text' } as const;
const KEY = ['account', 'region', 'key_id'] as const;

async function createKeys(db: Kysely<unknown>): Promise<void> {
  const columns: Columns = {
    ...NAME,
    version: 'integer',
    spec: 'text',
    key_usage: 'text',
    origin: 'text',
    state: 'text',
    description: 'text',
    policy: 'text',
    created_at: 'integer',
    deletion_at: 'integer?',
    pending_window_days: 'integer?',
    multi_region: 'integer',
    primary_region: 'text?',
    rotation_enabled: 'integer',
    rotation_period_days: 'integer?',
    next_rotation_at: 'integer?',
    on_demand_rotations: 'integer',
    current_material_id: 'text?',
    due_at: 'integer?',
  };
  await createTable(db, 'kms_keys', columns, KEY);
  await db.schema.createIndex('kms_keys_related').on('kms_keys').columns(['account', 'key_id']).execute();
  const due = db.schema.createIndex('kms_keys_due').on('kms_keys').column('due_at');
  await due.where('due_at', 'is not', null).execute();
}

async function createMaterials(db: Kysely<unknown>): Promise<void> {
  const columns: Columns = {
    ...NAME,
    material_id: 'text',
    sequence: 'integer',
    state: 'text',
    sealed: 'bytes?',
    description: 'text?',
    expiration_model: 'text?',
    valid_to: 'integer?',
    rotated_at: 'integer?',
    rotation_type: 'text?',
  };
  await createTable(db, 'kms_key_materials', columns, [...KEY, 'material_id']);
}

async function createAliases(db: Kysely<unknown>): Promise<void> {
  const columns: Columns = { ...NAME, alias_name: 'text', created_at: 'integer', updated_at: 'integer' };
  await createTable(db, 'kms_aliases', columns, ['account', 'region', 'alias_name']);
  const byKey = db.schema.createIndex('kms_aliases_by_key').on('kms_aliases');
  await byKey.columns([...KEY, 'alias_name']).execute();
}

async function createUsage(db: Kysely<unknown>): Promise<void> {
  const columns: Columns = { ...NAME, operation: 'text', used_at: 'integer', event_id: 'text', request_id: 'text' };
  await createTable(db, 'kms_key_usage', columns, KEY);
}

async function createGrants(db: Kysely<unknown>): Promise<void> {
  const columns: Columns = {
    ...NAME,
    grant_id: 'text',
    name: 'text?',
    grantee: 'text',
    grantee_service: 'integer',
    retiring: 'text?',
    retiring_service: 'integer',
    operations: 'text',
    constraints: 'text?',
    selector: 'text',
    issuing_account: 'text',
    created_at: 'integer',
    fingerprint: 'text',
  };
  await createTable(db, 'kms_grants', columns, [...KEY, 'grant_id']);
  const byGrantee = db.schema.createIndex('kms_grants_by_grantee').on('kms_grants');
  await byGrantee.columns([...KEY, 'grantee', 'selector', 'grant_id']).execute();
  const byRetiring = db.schema.createIndex('kms_grants_by_retiring').on('kms_grants');
  await byRetiring.columns(['region', 'retiring', 'grant_id']).where('retiring', 'is not', null).execute();
  // Unique: of two equal requests at once, one loses, looks again and finds the other's grant.
  const byName = db.schema.createIndex('kms_grants_by_name').unique().on('kms_grants');
  await byName.columns([...KEY, 'name', 'fingerprint']).where('name', 'is not', null).execute();
}

async function addManaged(db: Kysely<unknown>): Promise<void> {
  await db.schema.alterTable('kms_keys').addColumn('managed_by', text(db)).execute();
  // Unique: of two that make a service's key at once, one loses, looks again and finds the other's.
  const managed = db.schema.createIndex('kms_keys_managed').unique().on('kms_keys').columns(['account', 'region', 'managed_by']);
  await managed.where('managed_by', 'is not', null).execute();
  await createTable(db, 'kms_owned_key_uses', { key_id: 'text', uses: 'integer', used_at: 'integer' }, ['key_id']);
}

export const kmsMigrations: Migrations = {
  '2026-11-23-kms-keys': {
    async up(db: Kysely<unknown>): Promise<void> {
      await createKeys(db);
      await createMaterials(db);
      await createAliases(db);
      await createTable(db, 'kms_tags', { ...NAME, tag_key: 'text', tag_value: 'text' }, [...KEY, 'tag_key']);
      await createUsage(db);
    },
  },
  '2026-11-24-kms-grants': { up: createGrants },
  '2026-11-26-a-kms-managed': { up: addManaged },
};
