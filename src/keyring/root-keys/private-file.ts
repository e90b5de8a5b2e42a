/** Files that only their owner may read, written so that a crash leaves either the whole file or none. */
import { closeSync, fstatSync, fsyncSync, openSync, readFileSync, renameSync, rmSync, writeSync } from 'node:fs';
import { dirname } from 'node:path';
import { UsageError } from '../../base/errors.ts';

const OTHERS = 0o077;

/**
 * The text of the file; `undefined` when there is none.
 * @throws UsageError when group or others may use it (not checked on Windows), or it cannot be read
 */
export function readPrivateFile(path: string): string | undefined {
  const descriptor = openExisting(path);
  if (descriptor === undefined) return undefined;
  try {
    const mode = fstatSync(descriptor).mode;
    if (process.platform !== 'win32' && (mode & OTHERS) !== 0) {
      throw new UsageError(`${path} may be used by others than its owner`, `chmod 600 ${path}`);
    }
    return readFileSync(descriptor, 'utf8');
  } finally {
    closeSync(descriptor);
  }
}

/** Durable when it returns. @throws UsageError when it cannot be written */
export function writePrivateFile(path: string, text: string): void {
  const unfinished = `${path}.tmp`;
  try {
    rmSync(unfinished, { force: true });
    const descriptor = openSync(unfinished, 'wx', 0o600);
    try {
      writeSync(descriptor, text);
      fsyncSync(descriptor);
    } finally {
      closeSync(descriptor);
    }
    movePrivateFile(unfinished, path);
  } catch (error) {
    throw new UsageError(`${path} cannot be written: ${reasonOf(error)}`);
  }
}

/** Takes the place of `to` in one step (rename, POSIX.1-2024). Durable when it returns. */
export function movePrivateFile(from: string, to: string): void {
  renameSync(from, to);
  if (process.platform === 'win32') return;
  const directory = openSync(dirname(to), 'r');
  try {
    fsyncSync(directory);
  } finally {
    closeSync(directory);
  }
}

function openExisting(path: string): number | undefined {
  try {
    return openSync(path, 'r');
  } catch (error) {
    if (reasonOf(error) === 'ENOENT') return undefined;
    throw new UsageError(`${path} cannot be read: ${reasonOf(error)}`);
  }
}

const reasonOf = (error: unknown): string => (error instanceof Error && 'code' in error ? String(error.code) : 'unknown');
