/** `trent env`: the lines that a server printed when it became ready, again. */
import { ACCOUNT_FLAG, checkAccount } from '../server-flags.ts';
import type { Command } from '../command.ts';
import { exportLines } from '../export-lines.ts';
import { findServer } from '../find-server.ts';
import type { Flags } from '../flags.ts';
import type { Output } from '../output.ts';
import { EXPORT_FLAGS, FIND_NOTE, withData, wouldBe } from './shared.ts';

export const env: Command = {
  name: 'env',
  positionals: [],
  summary: "print the export lines of an account's administrator, fit for eval",
  flags: [...EXPORT_FLAGS, { name: ACCOUNT_FLAG.name, value: 'ID', help: "account; else the server's own" }],
  notes: [FIND_NOTE, 'When none runs, the lines come from the data itself, with the URL and region that a server would have.'],
  example: ['$ eval "$(trent env)"', '$ aws kms list-keys'],
  run: printEnvironment,
};

async function printEnvironment(flags: Flags, output: Output): Promise<number> {
  const account = flags.text('account');
  if (account !== undefined) checkAccount(account, flags.shown('account'));
  const server = await findServer(flags);
  const credentials = server ? await server.ask({ command: 'credentials', account }) : await withData(flags, (data) => data.credentials(account));
  if (!server) output.note('trent: no server is running; these lines are for when it does');
  for (const line of exportLines(server?.status ?? wouldBe(flags), credentials)) output.out(line);
  return 0;
}
