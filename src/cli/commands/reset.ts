/** `trent reset`: an emulator as it was when it started. */
import type { Command } from '../command.ts';
import type { Flags } from '../flags.ts';
import type { Output } from '../output.ts';
import { FIND_FLAGS, FIND_NOTE, requireServer } from './shared.ts';

export const reset: Command = {
  name: 'reset',
  positionals: [],
  summary: 'empty a running emulator, and apply its seed again; for use between tests',
  flags: FIND_FLAGS,
  notes: ['A server that checks signatures refuses.', FIND_NOTE],
  example: ['$ trent dev --seed keys.yaml &', '$ trent reset'],
  run: resetServer,
};

async function resetServer(flags: Flags, output: Output): Promise<number> {
  const server = await requireServer(flags);
  await server.ask({ command: 'reset' });
  output.note(`trent: ${server.status.url} is empty again`);
  return 0;
}
