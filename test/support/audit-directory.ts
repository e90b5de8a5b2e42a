/** Where the servers of a test file keep their audit journals when they keep all else in PostgreSQL: one a database. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

const directories = new Map<string, string>();

export function auditDirectoryOf(databaseUrl: string): string {
  const known = directories.get(databaseUrl);
  if (known !== undefined) return known;
  const directory = mkdtempSync(join(tmpdir(), 'trent-audit-'));
  directories.set(databaseUrl, directory);
  process.once('exit', () => rmSync(directory, { recursive: true, force: true }));
  return directory;
}
