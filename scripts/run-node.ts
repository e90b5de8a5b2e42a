/** Runs another script of the project on the Node.js that runs this one. */
import { spawnSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';

export const ROOT = fileURLToPath(new URL('..', import.meta.url));

/** From the project's root, with this process's stdio. @returns the exit code; 1 when a signal ended it */
export function runNode(...args: readonly string[]): number {
  const { status, error } = spawnSync(process.execPath, args, { cwd: ROOT, stdio: 'inherit' });
  if (error) throw error;
  return status ?? 1;
}
