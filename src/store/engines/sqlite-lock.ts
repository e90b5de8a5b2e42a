/**
 * One Trent a data directory. The lock is SQLite's own on a file beside the database, held by an open transaction:
 * the operating system drops it when the process ends, however it ends. Never open and close `lock.db` by other
 * means in this process: POSIX drops a process's locks on a file with the first descriptor that it closes.
 */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { UsageError } from '../../base/errors.ts';

const SQLITE_BUSY = 5;

/** @returns what gives the lock back. @throws UsageError when another process, or this one, has it, or it cannot be had */
export function lockDirectory(directory: string): () => void {
  const db = new DatabaseSync(join(directory, 'lock.db'), { timeout: 0 });
  try {
    db.exec('pragma locking_mode = exclusive; begin exclusive');
  } catch (error) {
    db.close();
    if (!(error instanceof Error && 'errcode' in error)) throw error;
    throw error.errcode === SQLITE_BUSY ? inUse(directory) : notLocked(directory, error.message);
  }
  return () => db.close();
}

function inUse(directory: string): UsageError {
  const pid = pidIn(join(directory, 'trent.pid'));
  const who = pid === undefined ? 'another Trent' : `another Trent (process ${pid})`;
  return new UsageError(`${who} is using the data directory ${directory}`, 'stop it first, or choose another directory');
}

/** As on a disk that is full. */
const notLocked = (directory: string, why: string): UsageError =>
  new UsageError(`the directory ${directory} cannot be locked: ${why}`, 'it must be writable for Trent, and there must be room on its disk');

/** The server leaves `{ "pid": number, … }` there. */
function pidIn(file: string): number | undefined {
  try {
    const content: unknown = JSON.parse(readFileSync(file, 'utf8'));
    const pid = typeof content === 'object' && content !== null && 'pid' in content ? content.pid : undefined;
    return typeof pid === 'number' && Number.isSafeInteger(pid) ? pid : undefined;
  } catch {
    return undefined;
  }
}
