/** `trent rotate-root-key`: everything sealed under another root key. */
import type { Command } from '../command.ts';
import { findServer } from '../find-server.ts';
import type { Flags } from '../flags.ts';
import { FlagError, type Output } from '../output.ts';
import { rootKeyOf } from '../server-flags.ts';
import { FIND_NOTE, OPEN_FLAGS, withData } from './shared.ts';

export const rotateRootKey: Command = {
  name: 'rotate-root-key',
  positionals: [],
  summary: 'wrap the keys under another root key, without stopping a running server',
  flags: [{ name: 'to', value: 'SOURCE', help: 'the new root key: file:PATH, env:NAME, command:LINE, passphrase:env:NAME, passphrase:file:PATH' }, ...OPEN_FLAGS],
  notes: [
    'From the next start on, the server needs --root-key with the new source. A running server reads the source itself: env:NAME is a variable of its environment, not of this shell.',
    FIND_NOTE,
  ],
  example: ['$ trent rotate-root-key --to file:/etc/trent/root-2.key', '$ trent serve --root-key file:/etc/trent/root-2.key'],
  run: rotate,
};

async function rotate(flags: Flags, output: Output): Promise<number> {
  const source = rootKeyOf(flags, 'to');
  if (source === undefined) throw new FlagError('rotate-root-key: --to is missing', 'for example --to file:/etc/trent/root-2.key');
  const server = await findServer(flags);
  if (server) await server.ask({ command: 'rotate-root-key', source });
  else await withData(flags, (data) => data.rotateRootKey(source));
  output.note('trent: the keys are wrapped under the new root key; start the server with it from now on');
  return 0;
}
