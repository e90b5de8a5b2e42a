/**
 * `DIR/server.json`: where the server of a data directory can be reached. It lies there while one runs; after a crash
 * it stays and leads nowhere, which readers must expect.
 *
 *   {"pid": 4711, "url": "http://127.0.0.1:8736", "control": "/run/user/1000/trent/8736.sock"}
 */
import { readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

export interface ServerFile {
  readonly pid: number;
  readonly url: string;
  readonly control: string;
}

const fileIn = (directory: string): string => join(directory, 'server.json');

/** Whole or not at all: readers never see a half-written file. */
export function writeServerFile(directory: string, server: ServerFile): void {
  const draft = `${fileIn(directory)}.${server.pid}`;
  writeFileSync(draft, `${JSON.stringify(server)}\n`, { mode: 0o600 });
  renameSync(draft, fileIn(directory));
}

/** `undefined` when there is none, or none that can be read. */
export function readServerFile(directory: string): ServerFile | undefined {
  try {
    const { pid, url, control } = JSON.parse(readFileSync(fileIn(directory), 'utf8')) as Partial<ServerFile>;
    return typeof pid === 'number' && typeof url === 'string' && typeof control === 'string' ? { pid, url, control } : undefined;
  } catch {
    return undefined;
  }
}

/** Leaves the file of another process alone. */
export function removeServerFile(directory: string, pid: number): void {
  if (readServerFile(directory)?.pid === pid) rmSync(fileIn(directory), { force: true });
}
