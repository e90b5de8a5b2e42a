/** The tables of the CloudTrail service, by date. */
import type { Kysely } from 'kysely';
import { integer, text } from '../../store/columns.ts';
import type { Migrations } from '../../store/migrate.ts';

async function createTrails(db: Kysely<unknown>): Promise<void> {
  const kind = text(db);
  await db.schema
    .createTable('cloudtrail_accounts')
    .addColumn('account', kind, (column) => column.notNull().primaryKey())
    .addColumn('version', integer, (column) => column.notNull())
    .execute();
  let trails = db.schema.createTable('cloudtrail_trails');
  for (const name of ['account', 'region', 'name', 'delivery_id', 'bucket'] as const) {
    trails = trails.addColumn(name, kind, (column) => column.notNull());
  }
  for (const name of ['version', 'created_at', 'global_events', 'multi_region', 'validation', 'recursive', 'logging'] as const) {
    trails = trails.addColumn(name, integer, (column) => column.notNull());
  }
  await trails
    .addColumn('prefix', kind)
    .addColumn('kms_key_arn', kind)
    .addColumn('selectors', kind)
    .addColumn('started_at', integer)
    .addColumn('stopped_at', integer)
    .addPrimaryKeyConstraint('cloudtrail_trails_pk', ['account', 'region', 'name'] as never)
    .execute();
}

async function createTags(db: Kysely<unknown>): Promise<void> {
  let tags = db.schema.createTable('cloudtrail_tags');
  for (const name of ['account', 'region', 'name', 'tag_key'] as const) {
    tags = tags.addColumn(name, text(db), (column) => column.notNull());
  }
  await tags
    .addColumn('tag_value', text(db))
    .addPrimaryKeyConstraint('cloudtrail_tags_pk', ['account', 'region', 'name', 'tag_key'] as never)
    .execute();
}

export const cloudTrailMigrations: Migrations = {
  '2026-11-26-a-cloudtrail': {
    async up(db: Kysely<unknown>): Promise<void> {
      await createTrails(db);
      await createTags(db);
    },
  },
};
