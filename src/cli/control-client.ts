/** A command's end of the control channel (control-protocol.ts). */
import { connect } from 'node:net';
import { UsageError } from '../base/errors.ts';
import { ANSWER_BYTES_MAX, parseObject, type CommandName, type ControlCommands } from './control-protocol.ts';

/** Of silence. A hung server shall not take the shell with it; one that is at work says so now and then. */
const ANSWER_TIMEOUT_MS = 60_000;

/** Nobody listens there. */
export class NoServer extends UsageError {}

/**
 * One question to the server behind a socket.
 * @throws NoServer, or UsageError with what the server said
 */
export async function askControl<C extends CommandName>(
  path: string,
  request: { command: C } & ControlCommands[C]['request'],
): Promise<ControlCommands[C]['result']> {
  const line = await exchange(path, `${JSON.stringify(request)}\n`);
  const answer = parseObject(line);
  const error = answer['error'] as { message?: unknown; hint?: unknown } | undefined;
  if (error !== undefined) throw new UsageError(String(error.message), error.hint === undefined ? undefined : String(error.hint));
  return answer['result'] as ControlCommands[C]['result'];
}

function exchange(path: string, line: string): Promise<string> {
  return new Promise((resolve, reject) => {
    const pieces: Buffer[] = [];
    let bytes = 0;
    const socket = connect(path);
    socket.setTimeout(ANSWER_TIMEOUT_MS, () => socket.destroy(new UsageError('the server does not answer on its control socket')));
    socket.on('connect', () => socket.write(line));
    socket.on('data', (piece: Buffer) => {
      bytes += piece.length;
      pieces.push(piece);
      if (bytes > ANSWER_BYTES_MAX) socket.destroy(new UsageError('the answer on the control socket is too long'));
    });
    socket.on('end', () => {
      socket.destroy();
      resolve(Buffer.concat(pieces).toString('utf8'));
    });
    socket.on('error', (error: NodeJS.ErrnoException) => reject(isAbsent(error) ? new NoServer('no server is running') : error));
  });
}

const isAbsent = (error: NodeJS.ErrnoException): boolean => error.code === 'ENOENT' || error.code === 'ECONNREFUSED';
