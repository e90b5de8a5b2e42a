import { type Kysely, sql } from 'kysely';
import { bytes, integer, text } from '../../store/columns.ts';
import type { Migrations } from '../../store/migrate.ts';

type ColumnKind = 'text' | 'text?' | 'integer' | 'integer?';
type Columns = { readonly [name: string]: ColumnKind };

async function createTable(db: Kysely<unknown>, table: string, columns: Columns, key: readonly string[]): Promise<void> {
  let made = db.schema.createTable(table);
  for (const [name, kind] of Object.entries(columns)) {
    const type = kind.startsWith('text') ? text(db) : integer;
    made = made.addColumn(name, type, (column) => (kind.endsWith('?') ? column : column.notNull()));
  }
  await made.addPrimaryKeyConstraint(`${table}_key`, key as never).execute();
}

const index = (db: Kysely<unknown>, name: string, table: string, columns: readonly string[]): Promise<void> =>
  db.schema.createIndex(name).on(table).columns([...columns]).execute();

const unique = (db: Kysely<unknown>, name: string, table: string, columns: readonly string[]): Promise<void> =>
  db.schema.createIndex(name).unique().on(table).columns([...columns]).execute();

async function createAccounts(db: Kysely<unknown>): Promise<void> {
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
}

const ENTITY: Columns = {
  id: 'text',
  account: 'text',
  kind: 'text',
  name: 'text',
  name_key: 'text',
  path: 'text',
  created_at: 'integer',
  version: 'integer',
  boundary: 'text?',
  trust_policy: 'text?',
  description: 'text?',
  max_session_seconds: 'integer?',
};

const POLICY: Columns = {
  id: 'text',
  account: 'text',
  name: 'text',
  name_key: 'text',
  path: 'text',
  description: 'text',
  default_version: 'integer',
  last_version: 'integer',
  created_at: 'integer',
  updated_at: 'integer',
  version: 'integer',
};

async function createIdentities(db: Kysely<unknown>): Promise<void> {
  await createTable(db, 'iam_entities', ENTITY, ['id']);
  await unique(db, 'iam_entities_by_name', 'iam_entities', ['account', 'kind', 'name_key']);
  await index(db, 'iam_entities_by_boundary', 'iam_entities', ['boundary']);
  await createTable(db, 'iam_memberships', { user_id: 'text', group_id: 'text' }, ['user_id', 'group_id']);
  await index(db, 'iam_memberships_by_group', 'iam_memberships', ['group_id', 'user_id']);
  await createTable(db, 'iam_inline_policies', { entity_id: 'text', name: 'text', document: 'text' }, ['entity_id', 'name']);
  await createTable(db, 'iam_policies', POLICY, ['id']);
  await unique(db, 'iam_policies_by_name', 'iam_policies', ['account', 'name_key']);
  const version: Columns = { policy_id: 'text', number: 'integer', document: 'text', created_at: 'integer' };
  await createTable(db, 'iam_policy_versions', version, ['policy_id', 'number']);
  await createTable(db, 'iam_attachments', { entity_id: 'text', policy_arn: 'text' }, ['entity_id', 'policy_arn']);
  await index(db, 'iam_attachments_by_policy', 'iam_attachments', ['policy_arn', 'entity_id']);
  await createTable(db, 'iam_tags', { resource_id: 'text', tag_key: 'text', name: 'text', value: 'text' }, ['resource_id', 'tag_key']);
  const provider: Columns = {
    account: 'text', url: 'text', client_ids: 'text', thumbprints: 'text', created_at: 'integer', version: 'integer',
  };
  await createTable(db, 'iam_oidc_providers', provider, ['account', 'url']);
  await createTable(db, 'iam_last_used', { id: 'text', used_at: 'integer', region: 'text', service: 'text' }, ['id']);
}

/** Access keys belonged to administrators alone; from now on those are users like others. */
async function moveAdministrators(db: Kysely<unknown>): Promise<void> {
  await sql`insert into iam_entities (id, account, kind, name, name_key, path, created_at, version)
    select user_id, account, 'user', user_name, user_name, '/', min(created_at), 1
    from iam_access_keys group by user_id, account, user_name`.execute(db);
  await sql`insert into iam_attachments (entity_id, policy_arn)
    select id, 'arn:aws:iam::aws:policy/AdministratorAccess' from iam_entities`.execute(db);
  await db.schema.dropIndex('iam_access_keys_by_user').execute();
  await db.schema.alterTable('iam_access_keys').dropColumn('user_name').execute();
  await db.schema.alterTable('iam_access_keys').addColumn('active', integer, (column) => column.notNull().defaultTo(1)).execute();
  await index(db, 'iam_access_keys_by_user', 'iam_access_keys', ['user_id', 'access_key_id']);
  await db.schema.alterTable('iam_accounts').addColumn('alias', text(db)).execute();
  await unique(db, 'iam_accounts_by_alias', 'iam_accounts', ['alias']);
}

export const iamMigrations: Migrations = {
  '2026-11-23-iam-accounts': { up: createAccounts },
  '2026-11-25-iam-identities': {
    async up(db: Kysely<unknown>): Promise<void> {
      await createIdentities(db);
      await moveAdministrators(db);
    },
  },
};
