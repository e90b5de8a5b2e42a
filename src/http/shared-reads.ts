/**
 * Reads of plain connections into one piece of memory. Left to itself Node takes 64 KiB for each read, gives most of it
 * back, and makes a Buffer of the rest for a stream to pass on: more than a microsecond a request. A `net.Socket` made with
 * `onread` fills its maker's buffer instead, and that is documented; but a server makes its sockets without. So the handle
 * of an accepted socket is moved to one that is made here.
 *
 * That a socket takes a handle, where it keeps it, and how a server counts its sockets, is not documented. So it is tried
 * out once, at start: where Node turns out to be built otherwise, sockets stay as they were accepted, which costs time only.
 *
 * An adopted socket tells what it has read as any does, by `data`. But these bytes are lent: the next read, of whatever
 * connection, overwrites them.
 */
import { once } from 'node:events';
import type { AddressInfo, Server, SocketConstructorOpts } from 'node:net';
import { Socket, createServer } from 'node:net';
import { SECOND_MS } from '../base/clock.ts';

/** Gives the socket to use in place of the accepted one; that one itself where it cannot be adopted. */
export type Adopt = (accepted: Socket) => Socket;

export const leaveAsAccepted: Adopt = (accepted) => accepted;

/** As much as Node asks for at a time. */
const READ_BYTES = 65_536;

/** What is not documented: the system's socket, and the server that counts this one until it is destroyed. */
interface Insides {
  _handle: object | null;
  _server: Server | null;
}

let safe: Promise<boolean> | undefined;

/** How a server had better adopt what it accepts, in this Node and on this system. */
export async function sharedReads(): Promise<Adopt> {
  safe ??= isSafe(adoption());
  return (await safe) ? adoption() : leaveAsAccepted;
}

function adoption(): Adopt {
  const memory = Buffer.allocUnsafeSlow(READ_BYTES);
  return (accepted) => {
    const { _handle: handle, _server: server } = accepted as unknown as Insides;
    if (!handle || !server) return accepted;
    const callback = (count: number): boolean => adopted.emit('data', memory.subarray(0, count));
    const settings = { handle, allowHalfOpen: true, noDelay: true, onread: { buffer: memory, callback } };
    const adopted = new Socket(settings as SocketConstructorOpts);
    Object.assign(adopted, { _server: server });
    Object.assign(accepted, { _handle: null, _server: null });
    return adopted;
  };
}

/** Sent at once: if both were read before either is told, one of them would be spoilt. */
const TRIALS = ['GET / HTTP/1.1\r\n\r\n', '{"Plaintext":"c2VjcmV0"}'];

/** Tries it out on connections of the process with itself: whether all goes as it should. */
export async function isSafe(adopt: Adopt): Promise<boolean> {
  // There a buffer may be lent to the system until something arrives, so no two sockets may share one.
  if (process.platform === 'win32') return false;
  const signal = AbortSignal.timeout(SECOND_MS);
  const clients = TRIALS.map(() => new Socket().setEncoding('latin1'));
  const speak = (): void => clients.forEach((client, i) => client.end(TRIALS[i] as string));
  const server = echoServer(adopt, speak);
  try {
    await once(server.listen(0, '127.0.0.1'), 'listening', { signal });
    const { port } = server.address() as AddressInfo;
    const echoes = clients.map((client) => allOf(client.connect(port, '127.0.0.1'), signal));
    const [heard] = await Promise.all([Promise.all(echoes), once(server, 'close', { signal })]);
    return heard.every((text, i) => text === TRIALS[i]);
  } catch {
    return false;
  } finally {
    clients.forEach((client) => client.destroy());
    server.close();
  }
}

async function allOf(client: Socket, signal: AbortSignal): Promise<string> {
  let text = '';
  client.on('data', (part: string) => (text += part));
  await once(client, 'close', { signal });
  return text;
}

/** Takes a connection for each trial; then `speak` is called. */
function echoServer(adopt: Adopt, speak: () => void): Server {
  let count = 0;
  const server = createServer({ allowHalfOpen: true }, (accepted) => {
    try {
      echo(accepted, adopt(accepted), server);
    } catch {
      accepted.destroy();
    }
    count += 1;
    if (count < TRIALS.length) return;
    server.close();
    speak();
  });
  return server;
}

/** Says what it has heard, when the client has ended; nothing where the socket was not adopted or is not counted. */
function echo(accepted: Socket, adopted: Socket, server: Server): void {
  let heard = '';
  adopted.on('data', (bytes: Buffer) => (heard += bytes.toString('latin1')));
  adopted.on('error', () => undefined);
  adopted.on('end', () => server.getConnections((_error, count) => adopted.end(adopted !== accepted && count > 0 ? heard : '')));
}
