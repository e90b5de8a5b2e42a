/**
 * Brings the tables up to date. Every room has a list of migrations, named by date (`2026-11-01-keys`); all lists
 * together make one order, and a migration dated before one that has run is refused, never slipped in.
 */
import type { Kysely } from 'kysely';
import { type Migration, Migrator } from 'kysely/migration';
import { UsageError } from '../base/errors.ts';

/** By name; names sort by date. */
export type Migrations = Readonly<Record<string, Migration>>;

/**
 * All pending migrations in one transaction, under the engine's migration lock. Nothing to do is fine.
 * @throws UsageError when the database has seen migrations that this version does not know, or in another order
 */
export async function migrate(db: Kysely<unknown>, migrations: Migrations): Promise<void> {
  const migrator = new Migrator({ db, provider: { getMigrations: async () => migrations } });
  const { error, results } = await migrator.migrateToLatest();
  if (error === undefined) return;
  if (error instanceof Error && error.message.startsWith('corrupted migrations')) {
    throw new UsageError(
      `the database does not fit this version of Trent: ${error.message}`,
      'start the version that last used this database, or a newer one',
    );
  }
  const failed = results?.find((result) => result.status === 'Error')?.migrationName;
  throw failed === undefined ? error : new Error(`migration ${failed} failed`, { cause: error });
}
