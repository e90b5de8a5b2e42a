/** Which running server a command means. */
import { dirname } from 'node:path';
import type { TrentConfig } from '../config.ts';
import { askControl, NoServer } from './control-client.ts';
import { controlPath, isPrivate } from './control-path.ts';
import type { CommandName, ControlCommands, ServerStatus } from './control-protocol.ts';
import type { Flags } from './flags.ts';
import { IN_MEMORY, locationOf, portOf } from './server-flags.ts';
import { readServerFile } from './server-file.ts';

/** A server that answered. */
export interface RunningServer {
  readonly status: ServerStatus;
  ask<C extends CommandName>(request: { command: C } & ControlCommands[C]['request']): Promise<ControlCommands[C]['result']>;
}

/**
 * The server of `--data`, when one runs there; else the one on `--port`. With neither said, first that of the default
 * directory, then that of the default port. With one said, only what was said.
 * @throws FlagError; UsageError when a server is there and does not answer as one
 */
export async function findServer(flags: Flags): Promise<RunningServer | undefined> {
  const location = locationOf(flags);
  const port = portOf(flags);
  const saidLocation = flags.isSet('data') || flags.isSet('database-url');
  const mayBeByData = saidLocation || !flags.isSet('port');
  const byData = mayBeByData && 'data' in location && location.data !== IN_MEMORY ? await reach(readServerFile(location.data)?.control, location) : undefined;
  if (byData?.status.sameLocation) return byData;
  const byPort = port === 0 ? undefined : await reach(controlPath(port), location);
  if (flags.isSet('port') || !saidLocation) return byPort;
  return byPort?.status.sameLocation ? byPort : undefined;
}

/** A socket where somebody else may have put one is not asked: it could answer with a stranger's credentials. */
async function reach(path: string | undefined, location: TrentConfig['location']): Promise<RunningServer | undefined> {
  if (path === undefined || (process.platform !== 'win32' && !isPrivate(dirname(path)))) return undefined;
  try {
    const status = await askControl(path, { command: 'status', location });
    return { status, ask: (request) => askControl(path, request) };
  } catch (error) {
    if (error instanceof NoServer) return undefined;
    throw error;
  }
}
