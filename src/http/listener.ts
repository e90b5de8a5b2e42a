/** The listening socket, plain or TLS, and the connections that have not reached HTTP yet. */
import type { Server, Socket } from 'node:net';
import { createServer } from 'node:net';
import { createServer as createTlsServer, TLSSocket } from 'node:tls';
import type { TlsDetails } from '../base/operation.ts';
import type { Adopt } from './shared-reads.ts';

export interface TlsIdentity {
  /** PEM. */
  readonly key: string;
  /** PEM: the certificate, then its chain. */
  readonly cert: string;
}

export interface Listener {
  readonly server: Server;
  /** Closes what is still shaking hands; without TLS there is nothing. */
  abandonHandshakes(): void;
}

/** Half-open, since a client may shut its sending side and still wait for the answer. */
const SOCKETS = { allowHalfOpen: true, noDelay: true };

export function plainListener(adopt: Adopt, accept: (socket: Socket) => void): Listener {
  const server = createServer(SOCKETS, (socket) => accept(adopt(socket)));
  return { server, abandonHandshakes: () => undefined };
}

export function tlsListener(identity: TlsIdentity, handshakeMs: number, accept: (socket: Socket) => void): Listener {
  const { key, cert } = identity;
  const settings = { minVersion: 'TLSv1.2', ALPNProtocols: ['http/1.1'], handshakeTimeout: handshakeMs } as const;
  const server = createTlsServer({ ...SOCKETS, ...settings, key, cert });
  const handshakes = new Map<string, Socket>();
  server.on('connection', (socket: Socket) => {
    const peer = peerOf(socket);
    handshakes.set(peer, socket);
    socket.once('close', () => {
      if (handshakes.get(peer) === socket) handshakes.delete(peer);
    });
  });
  server.on('secureConnection', (socket: TLSSocket) => {
    handshakes.delete(peerOf(socket));
    accept(socket);
  });
  server.on('tlsClientError', (_error, socket) => socket.destroy());
  return { server, abandonHandshakes: () => handshakes.forEach((socket) => socket.destroy()) };
}

/** What was agreed on with the client, by OpenSSL's names; `undefined` without TLS. */
export function tlsDetailsOf(socket: Socket): TlsDetails | undefined {
  if (!(socket instanceof TLSSocket)) return undefined;
  return { version: socket.getProtocol() ?? '', cipherSuite: socket.getCipher().name };
}

/** A TLS socket does not tell which plain one it came from; both have the same two ends. */
const peerOf = (socket: Socket): string => `${socket.localAddress} ${socket.remoteAddress} ${socket.remotePort}`;
