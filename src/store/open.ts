import { openMemory } from './engines/sqlite-memory.ts';
import { openPostgres, openPostgresBeside } from './engines/postgres.ts';
import { openSqlite } from './engines/sqlite.ts';
import type { Store } from './contract.ts';
import { type Engine, storeOf } from './engine.ts';
import type { Migrations } from './migrate.ts';

/** `data`: a directory, made when absent, or `:memory:`. `databaseUrl`: `postgres://user:password@host:port/database`. */
export type StoreLocation = { readonly data: string } | { readonly databaseUrl: string };

/**
 * Opens the database and brings its tables up to date.
 * @param migrations of all rooms together
 * @throws UsageError when another Trent holds the database, it cannot be reached, or it is not this version's
 */
export async function openStore(location: StoreLocation, migrations: Migrations): Promise<Store> {
  return storeOf(await engineFor(location, migrations));
}

/** Beside the store that this process has opened on the database: for another thread. */
export const openBeside = (databaseUrl: string): Store => storeOf(openPostgresBeside(databaseUrl));

function engineFor(location: StoreLocation, migrations: Migrations): Promise<Engine> {
  if ('databaseUrl' in location) return openPostgres(location.databaseUrl, migrations);
  if (location.data === ':memory:') return openMemory(migrations);
  return openSqlite(location.data, migrations);
}
