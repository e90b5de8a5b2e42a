/** Programs that tests need and a machine may lack. */
import { spawnSync } from 'node:child_process';

/**
 * For `{ skip }` of a test: the reason, or false. Where CI is set every tool must be there, so a missing one fails the
 * file instead of leaving the tests out.
 * @param probe a command that succeeds when the tool is usable
 */
export function missing(what: string, probe: readonly [string, ...string[]]): string | false {
  const [program, ...args] = probe;
  const { status, error } = spawnSync(program, args, { stdio: 'ignore' });
  if (!error && status === 0) return false;
  const reason = `${what} is not on this machine (${probe.join(' ')})`;
  if (process.env['CI']) throw new Error(reason);
  process.stderr.write(`skipped: ${reason}\n`);
  return reason;
}
