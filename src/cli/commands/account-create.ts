/** `trent account create`: one more account. */
import type { Command } from '../command.ts';
import { exportLines } from '../export-lines.ts';
import { findServer } from '../find-server.ts';
import type { Flags } from '../flags.ts';
import type { Output } from '../output.ts';
import { checkAccount } from '../server-flags.ts';
import { EXPORT_FLAGS, FIND_NOTE, withData, wouldBe } from './shared.ts';

export const accountCreate: Command = {
  name: 'account create',
  positionals: ['ID'],
  summary: 'make an account with an administrator, and print its export lines',
  flags: EXPORT_FLAGS,
  notes: [FIND_NOTE],
  example: ['$ eval "$(trent account create 111122223333)"', '$ aws kms create-key'],
  run: createAccount,
};

async function createAccount(flags: Flags, output: Output): Promise<number> {
  const account = checkAccount(flags.positionals[0]!, 'account create');
  const server = await findServer(flags);
  const credentials = server ? await server.ask({ command: 'create-account', account }) : await withData(flags, (data) => data.createAccount(account));
  output.note(`trent: made account ${account}`);
  for (const line of exportLines(server?.status ?? wouldBe(flags), credentials)) output.out(line);
  return 0;
}
