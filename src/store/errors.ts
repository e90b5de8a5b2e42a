/**
 * The database could not do its work: disk full, input/output error, connection lost, store closed. Nothing about
 * the request is at fault, and the same unit may succeed once the cause is gone. When a connection or a disk fails
 * during a commit it is not known whether the unit is in: the versions that its writes name keep a second try safe.
 */
export class StoreUnavailable extends Error {
  override readonly name = 'StoreUnavailable';
}

/** Whether the database is damaged, as SQLite says it (sqlite.org/rescode.html, CORRUPT and NOTADB). */
export const isDamaged = (error: unknown): boolean => error instanceof Error && /malformed|not a database/.test(error.message);
