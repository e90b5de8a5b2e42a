/** Where the control sockets lie: one a port, in a directory that is the user's alone. */
import { lstatSync, mkdirSync } from 'node:fs';
import { tmpdir, userInfo } from 'node:os';
import { join } from 'node:path';
import { UsageError } from '../base/errors.ts';

/** `sun_path` holds 104 bytes on macOS and 108 on Linux, the closing zero included; longer paths are cut or refused. */
export const SOCKET_PATH_BYTES_MAX = 100;

/** Without making it. `$XDG_RUNTIME_DIR` is made by the system for one login: mode 0700, gone with it. */
export function controlDirectory(environment: NodeJS.ProcessEnv = process.env): string {
  const runtime = environment['XDG_RUNTIME_DIR'];
  if (runtime && isOwnDirectory(runtime)) return join(runtime, 'trent');
  return join(tmpdir(), `trent-${userInfo().uid}`);
}

/** Of the server on a port. `suffix`: for a second one, as two may share a port on different addresses. */
export function controlPath(port: number, suffix = '', environment: NodeJS.ProcessEnv = process.env): string {
  // Windows has no mode bits on sockets; its pipes can be written by their owner and administrators alone.
  if (process.platform === 'win32') return `\\\\.\\pipe\\trent-${port}${suffix}`;
  const path = join(controlDirectory(environment), `${port}${suffix}.sock`);
  if (Buffer.byteLength(path) > SOCKET_PATH_BYTES_MAX)
    throw new UsageError(`the path of the control socket is too long: ${path}`, 'set TMPDIR to a shorter path');
  return path;
}

/** Makes the directory. @throws UsageError when it is not ours alone: the name in /tmp can be taken by anybody. */
export function makeControlDirectory(environment: NodeJS.ProcessEnv = process.env): void {
  if (process.platform === 'win32') return;
  const directory = controlDirectory(environment);
  mkdirSync(directory, { recursive: true, mode: 0o700 });
  if (!isPrivate(directory))
    throw new UsageError(`${directory} is not a directory of yours alone (mode 0700)`, 'remove it, or set XDG_RUNTIME_DIR to a directory of yours');
}

/** Whether sockets in the directory can be trusted to be the user's. */
export function isPrivate(directory: string): boolean {
  if (process.platform === 'win32') return true;
  return isOwnDirectory(directory) && (lstatSync(directory).mode & 0o077) === 0;
}

/** Not through a symbolic link: it could be turned elsewhere later. */
function isOwnDirectory(directory: string): boolean {
  const found = lstatSync(directory, { throwIfNoEntry: false });
  return found !== undefined && found.isDirectory() && found.uid === userInfo().uid;
}
