/** `trent clock advance`: lets time pass on an emulator. */
import type { Command } from '../command.ts';
import { parseDuration } from '../duration.ts';
import type { Flags } from '../flags.ts';
import type { Output } from '../output.ts';
import { FIND_FLAGS, FIND_NOTE, requireServer } from './shared.ts';

export const clockAdvance: Command = {
  name: 'clock advance',
  positionals: ['SPAN'],
  summary: 'move the clock of a server started with --clock manual, and do all that became due',
  flags: FIND_FLAGS,
  notes: ['SPAN is digits and units, large ones first: 30d, 1d12h, 90s. The new time is printed, in UTC.', FIND_NOTE],
  example: ['$ trent dev --clock manual &', '$ aws kms schedule-key-deletion --key-id alias/orders --pending-window-in-days 7', '$ trent clock advance 7d'],
  run: advanceClock,
};

async function advanceClock(flags: Flags, output: Output): Promise<number> {
  const milliseconds = parseDuration(flags.positionals[0]!);
  const server = await requireServer(flags);
  const { now } = await server.ask({ command: 'advance-clock', milliseconds });
  output.out(new Date(now).toISOString());
  return 0;
}
