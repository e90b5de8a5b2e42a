/** What commands have in common that speak to a running server, or open the data when none runs. */
import { existsSync } from 'node:fs';
import { UsageError } from '../../base/errors.ts';
import type { Offline } from '../../trent.ts';
import type { Flag, Flags } from '../flags.ts';
import { findServer, type RunningServer } from '../find-server.ts';
import { IN_MEMORY, LOCATION_FLAGS, locationOf, PORT_FLAG, portOf, REGION_FLAG, regionOf, rootKeyOf } from '../server-flags.ts';
import type { ExportedServer } from '../export-lines.ts';

/** By which a server is found. */
export const FIND_FLAGS: readonly Flag[] = [
  { ...LOCATION_FLAGS.find(({ name }) => name === 'data')!, help: 'data directory of the server' },
  { ...LOCATION_FLAGS.find(({ name }) => name === 'database-url')!, help: 'or its PostgreSQL database' },
  { ...PORT_FLAG, help: 'or its port' },
];

/** And by which its data can be opened when it does not run. */
export const OPEN_FLAGS: readonly Flag[] = [...FIND_FLAGS, LOCATION_FLAGS.find(({ name }) => name === 'root-key')!];
export const EXPORT_FLAGS: readonly Flag[] = [...OPEN_FLAGS, REGION_FLAG];

export const FIND_NOTE =
  'The server is found by --data, or else by --port; with neither, it is the one of ./trent-data, or else the one on port 8736.';

/** @throws UsageError */
export async function requireServer(flags: Flags): Promise<RunningServer> {
  const server = await findServer(flags);
  if (server) return server;
  throw new UsageError('no server is running there', 'start one with trent serve or trent dev, and name it with --data or --port');
}

/** Opens data that no server holds, for one piece of work. @throws UsageError when there is none, or it is in use */
export async function withData<T>(flags: Flags, work: (data: Offline) => Promise<T>): Promise<T> {
  const location = locationOf(flags);
  if ('data' in location) requireDirectory(location.data);
  const { openOffline } = await import('../../trent.ts');
  const data = await openOffline(location, rootKeyOf(flags, 'root-key'));
  try {
    return await work(data);
  } finally {
    await data.close();
  }
}

/** Asking must not make a new, empty data directory. */
function requireDirectory(directory: string): void {
  if (directory === IN_MEMORY) throw new UsageError('no server with --data :memory: is running', 'name it by --port');
  if (!existsSync(directory)) throw new UsageError(`no server is running, and there is no data directory ${directory}`, 'start one with npm start or trent serve');
}

/** Where a server of this data would be, when none runs. */
export function wouldBe(flags: Flags): ExportedServer {
  return { url: `http://127.0.0.1:${portOf(flags) || 8736}`, region: regionOf(flags) };
}
