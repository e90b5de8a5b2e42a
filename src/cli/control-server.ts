/** The running server's end of the control channel (control-protocol.ts). It imports node:net as no HTTP is spoken here. */
import { chmodSync, rmSync } from 'node:fs';
import { createServer, type Server, type Socket } from 'node:net';
import { UsageError } from '../base/errors.ts';
import { askControl } from './control-client.ts';
import { controlPath, makeControlDirectory } from './control-path.ts';
import { ALIVE_EVERY_MS, parseRequest, REQUEST_BYTES_MAX, type ControlAnswer, type ControlRequest } from './control-protocol.ts';

/** A command writes its line at once; who has not by then never will. */
const REQUEST_TIMEOUT_MS = 10_000;
const CONNECTIONS_MAX = 16;

export interface ControlServer {
  readonly path: string;
  /** Lets the request that is being answered finish. */
  close(): Promise<void>;
}

/** Carries out a request. A UsageError is told to the asker; of anything else it learns nothing but that it failed. */
export type ControlHandler = (request: ControlRequest) => Promise<object>;

/**
 * Listens for the server on `port`.
 * @param failed is told what a handler threw besides UsageErrors
 * @throws UsageError when no place for the socket can be had
 */
export async function serveControl(port: number, handle: ControlHandler, failed: (error: unknown) => void): Promise<ControlServer> {
  makeControlDirectory();
  const path = await freePath(port);
  const server = createServer({ allowHalfOpen: true }, (socket) => attend(socket, handle, failed));
  server.maxConnections = CONNECTIONS_MAX;
  await listen(server, path);
  // The directory is 0700 already; this covers the case that somebody loosens it.
  if (process.platform !== 'win32') chmodSync(path, 0o600);
  return { path, close: () => new Promise((resolve) => server.close(() => resolve())) };
}

/** A socket that nobody answers was left by a server that was killed. */
async function freePath(port: number): Promise<string> {
  const path = controlPath(port);
  if (await answers(path)) return controlPath(port, `-${process.pid}`);
  if (process.platform !== 'win32') rmSync(path, { force: true });
  return path;
}

const answers = (path: string): Promise<boolean> =>
  askControl(path, { command: 'status' }).then(
    () => true,
    () => false,
  );

function listen(server: Server, path: string): Promise<void> {
  return new Promise((resolve, reject) => {
    server.once('error', reject);
    server.listen(path, () => resolve());
  });
}

function attend(socket: Socket, handle: ControlHandler, failed: (error: unknown) => void): void {
  const pieces: Buffer[] = [];
  let bytes = 0;
  socket.setTimeout(REQUEST_TIMEOUT_MS, () => socket.destroy());
  socket.on('error', () => socket.destroy());
  socket.on('data', (piece: Buffer) => {
    bytes += piece.length;
    if (bytes > REQUEST_BYTES_MAX) return void socket.destroy();
    pieces.push(piece);
    if (!piece.includes(0x0a)) return;
    socket.removeAllListeners('data').resume();
    socket.setTimeout(0);
    const line = Buffer.concat(pieces).toString('utf8').split('\n', 1)[0]!;
    const alive = setInterval(() => socket.write(' '), ALIVE_EVERY_MS);
    void answer(line, handle, failed).then((said) => {
      clearInterval(alive);
      socket.end(`${JSON.stringify(said)}\n`);
    });
  });
  socket.on('end', () => {
    if (!pieces.at(-1)?.includes(0x0a)) socket.destroy();
  });
}

async function answer(line: string, handle: ControlHandler, failed: (error: unknown) => void): Promise<ControlAnswer> {
  try {
    return { result: await handle(parseRequest(line)) };
  } catch (error) {
    if (error instanceof UsageError) return { error: { message: error.message, hint: error.hint } };
    failed(error);
    return { error: { message: 'the server could not do it', hint: 'its own output says why' } };
  }
}
