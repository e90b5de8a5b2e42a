/**
 * SQLite in a directory:
 *
 *     DIR/            mode 0700
 *       trent.db      the database, mode 0600; while it is open also trent.db-wal and trent.db-shm, of the same mode
 *       lock.db       empty; held by the process that uses the directory
 *
 * Reads run on this thread, where they take microseconds; commits run on the writing thread.
 */
import { closeSync, existsSync, fsyncSync, mkdirSync, openSync } from 'node:fs';
import { join } from 'node:path';
import type { DatabaseSync } from 'node:sqlite';
import { UsageError } from '../../base/errors.ts';
import type { Engine } from '../engine.ts';
import { type Migrations, migrate } from '../migrate.ts';
import { openReading, openWriting } from './sqlite-connection.ts';
import { kyselyOn } from './sqlite-dialect.ts';
import { lockDirectory } from './sqlite-lock.ts';
import { WriterThread } from './sqlite-writer-thread.ts';

/** After a commit, how long deleted bytes may stay in the write-ahead log, milliseconds. */
const CLEAR_LOG_AFTER_MS = 1_000;

/**
 * @param directory made when absent
 * @throws UsageError when it is in use or cannot be used
 */
export async function openSqlite(
  directory: string,
  migrations: Migrations,
  clearLogAfterMs = CLEAR_LOG_AFTER_MS,
): Promise<Engine> {
  const unlock = prepareDirectory(directory);
  try {
    const file = join(directory, 'trent.db');
    await migrateFile(file, migrations);
    return engineOn(file, clearLogAfterMs, unlock);
  } catch (error) {
    unlock();
    throw error;
  }
}

function engineOn(file: string, clearLogAfterMs: number, unlock: () => void): Engine {
  const reader = openReading(file);
  const writer = new WriterThread({ file, clearLogAfterMs });
  let closing: Promise<void> | undefined;
  const close = async (): Promise<void> => {
    reader.close();
    // Last to leave, so that it can fold the log into the database and remove it.
    await writer.close();
    unlock();
  };
  return {
    db: kyselyOn(reader),
    commit: (unit) => writer.commit(unit),
    close: () => (closing ??= close()),
  };
}

function prepareDirectory(directory: string): () => void {
  try {
    mkdirSync(directory, { recursive: true, mode: 0o700 });
    const made = ['trent.db', 'lock.db'].map((name) => makePrivate(join(directory, name)));
    if (made.includes(true)) syncDirectory(directory);
    return lockDirectory(directory);
  } catch (error) {
    if (error instanceof UsageError) throw error;
    throw unusable(`the data directory ${directory}`, error);
  }
}

const unusable = (what: string, error: unknown): UsageError =>
  new UsageError(
    `${what} cannot be used: ${error instanceof Error ? error.message : 'unknown'}`,
    'it must be readable and writable for Trent, and undamaged',
  );

/** Made empty with mode 0600 before SQLite would make it with the process's own. An existing file is left unopened. */
function makePrivate(file: string): boolean {
  if (existsSync(file)) return false;
  closeSync(openSync(file, 'a', 0o600));
  return true;
}

/** A new name in a directory is safe from a power cut only when the directory is. Windows cannot open one for that. */
function syncDirectory(directory: string): void {
  if (process.platform === 'win32') return;
  const descriptor = openSync(directory, 'r');
  fsyncSync(descriptor);
  closeSync(descriptor);
}

async function migrateFile(file: string, migrations: Migrations): Promise<void> {
  const db = openForMigration(file);
  try {
    await migrate(kyselyOn(db), migrations);
  } finally {
    db.close();
  }
}

function openForMigration(file: string): DatabaseSync {
  try {
    return openWriting(file);
  } catch (error) {
    throw unusable(`the database ${file}`, error);
  }
}
