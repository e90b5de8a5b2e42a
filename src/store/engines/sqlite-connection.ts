/** SQLite connections as Trent sets them up. Every setting here lasts as long as the connection, save the WAL mode. */
import { DatabaseSync } from 'node:sqlite';

/** How long a connection waits for another's lock, milliseconds. Locks are held for one commit or checkpoint. */
const BUSY_TIMEOUT_MS = 5_000;

/**
 * - `synchronous = full`: in WAL mode the log is synced before a commit returns (sqlite.org/pragma.html); on macOS
 *   only `fullfsync` makes the disk write out its own cache.
 * - `secure_delete`: what is deleted is overwritten with zeros, so that destroyed key material is not left in free pages.
 * - `temp_store = memory`: nothing is spilled to temporary files elsewhere.
 */
const WRITER_PRAGMAS = `
  pragma synchronous = full;
  pragma fullfsync = on;
  pragma checkpoint_fullfsync = on;
  pragma secure_delete = on;
  pragma temp_store = memory;
  pragma trusted_schema = off;
`;

/** @param file a path, or `:memory:` */
export function openWriting(file: string): DatabaseSync {
  const db = new DatabaseSync(file, { timeout: BUSY_TIMEOUT_MS, enableForeignKeyConstraints: true });
  try {
    db.exec(`pragma journal_mode = wal; ${WRITER_PRAGMAS}`);
  } catch (error) {
    db.close();
    throw error;
  }
  return db;
}

/** Sees each committed unit as soon as its commit has returned; a change is refused. */
export function openReading(file: string): DatabaseSync {
  return new DatabaseSync(file, { readOnly: true, timeout: BUSY_TIMEOUT_MS });
}
