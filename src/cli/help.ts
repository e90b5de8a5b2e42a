/** Help texts, made from the tables of commands and flags, so that they cannot say something else. */
import type { Command } from './command.ts';
import { variableOf, type Flag } from './flags.ts';

const WIDTH = 100;

export function overview(commands: readonly Command[], version: string): string {
  const width = Math.max(...commands.map((command) => invocation(command).length));
  return [
    `Trent ${version}: the AWS KMS API, on your own machines`,
    '',
    'Usage: trent COMMAND [FLAG...]',
    '',
    ...commands.map((command) => `  ${invocation(command).padEnd(width)}  ${command.summary}`),
    '',
    '  trent COMMAND --help   flags and a worked example',
    '  trent --version',
    '',
    'Example:',
    ...indented(['$ trent serve &', '$ eval "$(trent env)"', '$ aws kms create-key --description orders']),
  ].join('\n');
}

export function helpOf(command: Command): string {
  return [
    `Usage: trent ${invocation(command)}${command.flags.length ? ' [FLAG...]' : ''}`,
    '',
    ...wrapped(`${command.summary[0]!.toUpperCase()}${command.summary.slice(1)}.`, 0),
    ...(command.notes ?? []).flatMap((note) => ['', ...wrapped(note, 0)]),
    ...(command.flags.length ? ['', 'Flags (each also as an environment variable):', ...command.flags.flatMap((flag) => flagLines(flag, command))] : []),
    '',
    'Example:',
    ...indented(command.example),
  ].join('\n');
}

export const invocation = (command: Command): string => [command.name, ...command.positionals].join(' ');

function flagLines(flag: Flag, command: Command): string[] {
  const standing = command.implied?.[flag.name] ?? flag.default;
  const name = `  --${flag.name}${flag.value ? ` ${flag.value}` : ''}`;
  const suffix = standing === undefined ? '' : ` (default ${standing})`;
  return [`${name}   ${variableOf(flag.name)}`, ...wrapped(`${flag.help}${suffix}`, 6)];
}

const indented = (lines: readonly string[]): string[] => lines.map((line) => `  ${line}`);

function wrapped(text: string, indent: number): string[] {
  const lines: string[] = [];
  for (const word of text.split(' ')) {
    const last = lines.at(-1);
    if (last !== undefined && last.length + 1 + word.length <= WIDTH) lines[lines.length - 1] = `${last} ${word}`;
    else lines.push(' '.repeat(indent) + word);
  }
  return lines;
}
