/** `command:CMD`: a shell command whose output is the key, so that any secret store with a client can keep it. */
import { spawn } from 'node:child_process';
import { UsageError } from '../../base/errors.ts';
import type { RootKeySource } from '../contract.ts';
import { FixedRootKey } from './fixed.ts';
import { parseKeyText } from './key-text.ts';

/** Long enough for a client that asks a person to confirm, milliseconds. */
const TIMEOUT_MS = 120_000;
const OUTPUT_CHARACTERS_MAX = 4_096;

/** The command is the operator's own text and goes to the shell as it is; nothing is put into it. It runs once. */
export const commandRootKey = (command: string): RootKeySource =>
  new FixedRootKey('command', 'the root key command', async () =>
    parseKeyText(await outputOf(command), 'the output of the root key command'),
  );

/** Its error output goes to the operator's terminal; its output is the key, so no message repeats it. */
function outputOf(command: string): Promise<string> {
  return new Promise((resolve, reject) => {
    const child = spawn(command, { shell: true, stdio: ['ignore', 'pipe', 'inherit'] });
    let output = '';
    const giveUp = (reason: string): void => {
      reject(new UsageError(`the root key command ${reason}`));
      clearTimeout(timer);
      // What the shell has started may outlive it, but not the pipe that it writes to.
      child.stdout.destroy();
      child.kill();
    };
    const timer = setTimeout(() => giveUp('did not end in time'), TIMEOUT_MS);
    child.stdout.setEncoding('utf8').on('data', (text: string) => {
      output += text;
      if (output.length > OUTPUT_CHARACTERS_MAX) giveUp('prints more than a key');
    });
    child.on('error', () => giveUp('cannot be started'));
    child.on('close', (status, signal) => {
      clearTimeout(timer);
      if (status === 0) resolve(output);
      else giveUp(`failed: ${signal ?? `status ${status}`}`);
    });
  });
}
