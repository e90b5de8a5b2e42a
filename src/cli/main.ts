/** The `trent` command: finds the command that was meant, reads its flags, runs it. */
import { readFileSync } from 'node:fs';
import type { Command } from './command.ts';
import { accountCreate } from './commands/account-create.ts';
import { auditStatus } from './commands/audit-status.ts';
import { auditVerify } from './commands/audit-verify.ts';
import { clockAdvance } from './commands/clock-advance.ts';
import { env } from './commands/env.ts';
import { ownedKeys } from './commands/owned-keys.ts';
import { reset } from './commands/reset.ts';
import { rotateRootKey } from './commands/rotate-root-key.ts';
import { dev, serve } from './commands/serve.ts';
import { readFlags } from './flags.ts';
import { helpOf, invocation, overview } from './help.ts';
import { FlagError, processOutput, report, type Output } from './output.ts';

const COMMANDS: readonly Command[] = [serve, dev, env, accountCreate, clockAdvance, reset, rotateRootKey, ownedKeys, auditStatus, auditVerify];

const LEFTOVER_MS = 1_000;

/** @returns the exit code: 0, 2 for a wrong command line, 1 for anything else that did not work */
async function main(args: readonly string[], output: Output): Promise<number> {
  try {
    return await dispatch(args, output);
  } catch (error) {
    return report(error, output);
  }
}

function dispatch(args: readonly string[], output: Output): Promise<number> | number {
  const [first] = args;
  if (first === '--version' || first === 'version') return print(version(), output);
  const command = COMMANDS.find(({ name }) => name.split(' ').every((word, index) => args[index] === word));
  if (command) return runCommand(command, args.slice(command.name.split(' ').length), output);
  if (first === undefined || first === '--help' || first === '-h' || first === 'help') return helpFor(args.slice(1), output);
  const family = COMMANDS.filter(({ name }) => name.startsWith(`${first} `));
  if (family.length && isHelp(args)) return print(family.map(helpOf).join('\n\n'), output);
  throw new FlagError(
    family.length ? `${first}: what shall be done?` : `there is no command '${first}'`,
    family.length ? family.map((one) => `trent ${invocation(one)}`).join(', ') : 'trent --help lists the commands',
  );
}

const isHelp = (args: readonly string[]): boolean => args.some((arg) => arg === '--help' || arg === '-h');

function runCommand(command: Command, args: readonly string[], output: Output): Promise<number> | number {
  if (isHelp(args)) return print(helpOf(command), output);
  const flags = readFlags(args, command.flags, process.env, command.implied);
  const surplus = flags.positionals[command.positionals.length];
  if (surplus !== undefined) throw new FlagError(`${command.name}: '${surplus}' is one word too many`, `trent ${invocation(command)}`);
  const lacking = command.positionals[flags.positionals.length];
  if (lacking !== undefined) throw new FlagError(`${command.name}: ${lacking} is missing`, `trent ${invocation(command)}`);
  return command.run(flags, output);
}

/** `trent help env` */
function helpFor(words: readonly string[], output: Output): number {
  const named = COMMANDS.find(({ name }) => words.length > 0 && name === words.join(' '));
  return print(named ? helpOf(named) : overview(COMMANDS, version()), output);
}

function print(text: string, output: Output): number {
  output.out(text);
  return 0;
}

function version(): string {
  const { version } = JSON.parse(readFileSync(new URL('../../package.json', import.meta.url), 'utf8')) as { version: string };
  return version;
}

/** `trent env | head -1` closes the pipe early: nothing is wrong then. */
process.stdout.on('error', (error: NodeJS.ErrnoException) => {
  if (error.code !== 'EPIPE') throw error;
});
process.exitCode = await main(process.argv.slice(2), processOutput);
// The process ends when nothing is left to do. Should something have been left open, it ends nevertheless.
setTimeout(() => process.exit(), LEFTOVER_MS).unref();
