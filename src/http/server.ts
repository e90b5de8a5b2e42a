/** An HTTP/1.1 server over `node:net` and `node:tls`: lean, strict, and bounded in all that a client can ask of it. */
import type { AddressInfo, Socket } from 'node:net';
import { isIPv6 } from 'node:net';
import type { Clock } from '../base/clock.ts';
import type { RawHead, RawRequest, RawResponse } from '../base/http-message.ts';
import { BODY_BYTES_MAX } from '../base/limits.ts';
import { AnswerWriter } from './answer.ts';
import { Connection } from './connection.ts';
import { Inbox } from './inbox.ts';
import type { HttpLimits } from './limits.ts';
import { HTTP_LIMITS } from './limits.ts';
import type { Listener, TlsIdentity } from './listener.ts';
import { plainListener, tlsListener } from './listener.ts';
import { Outbox } from './outbox.ts';
import type { HttpProblem } from './problem.ts';
import { type Adopt, leaveAsAccepted, sharedReads } from './shared-reads.ts';
import type { Site } from './site.ts';
import type { Every } from './sweep.ts';
import { SWEEP_MS, sweep, timerEvery } from './sweep.ts';

export type { HttpLimits } from './limits.ts';
export type { HttpProblem } from './problem.ts';

export interface ServerOptions {
  readonly host: string;
  /** 0 takes a free one. */
  readonly port: number;
  readonly tls?: TlsIdentity | undefined;
  /** For the `Date` of answers; time limits have a clock of their own, `time`. */
  readonly clock: Clock;
  readonly limits?: Partial<HttpLimits> | undefined;
  readonly handle: (request: RawRequest) => Promise<RawResponse> | RawResponse;
  /** Octets that the body of a request may have; asked before any of it is read. Default: `BODY_BYTES_MAX`. */
  readonly bodyLimit?: ((head: RawHead) => number) | undefined;
  readonly newRequestId: () => string;
  /** The answer to what never reached `handle`, or failed in it. */
  readonly reject: (problem: HttpProblem, requestId: string) => RawResponse;
  /** For the operator's log: what `handle` threw, and what the listening socket reports. */
  readonly onError?: ((error: unknown) => void) | undefined;
  /** Monotonic milliseconds. */
  readonly time?: (() => number) | undefined;
  /** What wakes the sweep over time limits. */
  readonly every?: Every | undefined;
  /** How accepted sockets are read. Default: by `sharedReads`. */
  readonly adopt?: Adopt | undefined;
}

export interface RunningServer {
  /** Without a slash at the end. */
  readonly url: string;
  readonly port: number;
  /**
   * Takes no more connections, closes idle ones, lets requests in flight finish. Resolves when all are
   * closed; what is left after `limits.drainMs` is cut off.
   */
  drain(): Promise<void>;
}

/** @throws what the system says when it cannot listen (`EADDRINUSE`, `EACCES`), or TLS about key and certificate. */
export async function startServer(options: ServerOptions): Promise<RunningServer> {
  const adopt = options.adopt ?? (options.tls ? leaveAsAccepted : await sharedReads());
  const server = new HttpServer(options, adopt);
  await server.listen(options.host, options.port);
  return server;
}

class HttpServer implements RunningServer {
  readonly #site: Site;
  readonly #listener: Listener;
  readonly #every: Every;
  readonly #connections = new Set<Connection>();
  readonly #forget = (connection: Connection): void => void this.#connections.delete(connection);
  #stopSweep: () => void = () => undefined;
  #drained: Promise<void> | undefined;
  #drainEnds = Number.POSITIVE_INFINITY;
  #url = '';
  #port = 0;

  constructor(options: ServerOptions, adopt: Adopt) {
    const accept = (socket: Socket): void => this.#accept(socket);
    this.#site = siteOf(options);
    this.#every = options.every ?? timerEvery;
    const { limits } = this.#site;
    this.#listener = options.tls ? tlsListener(options.tls, limits.handshakeMs, accept) : plainListener(adopt, accept);
    this.#listener.server.maxConnections = limits.connectionCount;
  }

  get url(): string {
    return this.#url;
  }

  get port(): number {
    return this.#port;
  }

  async listen(host: string, port: number): Promise<void> {
    const { server } = this.#listener;
    await new Promise<void>((resolve, reject) => {
      server.once('error', reject);
      server.listen(port, host, () => {
        server.off('error', reject);
        resolve();
      });
    });
    // Such as EMFILE on accept: one connection is lost, the server is not.
    server.on('error', this.#site.onError);
    this.#port = (server.address() as AddressInfo).port;
    this.#url = `${this.#site.secure ? 'https' : 'http'}://${isIPv6(host) ? `[${host}]` : host}:${this.#port}`;
    this.#stopSweep = this.#every(SWEEP_MS, () => this.#sweep());
  }

  drain(): Promise<void> {
    this.#drained ??= this.#drain();
    return this.#drained;
  }

  async #drain(): Promise<void> {
    this.#site.draining = true;
    this.#drainEnds = this.#site.time() + this.#site.limits.drainMs;
    const closed = new Promise<void>((resolve) => this.#listener.server.close(() => resolve()));
    this.#listener.abandonHandshakes();
    for (const connection of this.#connections) connection.release();
    await closed;
    this.#stopSweep();
  }

  #accept(socket: Socket): void {
    this.#connections.add(new Connection(this.#site, socket, this.#forget));
  }

  #sweep(): void {
    const now = this.#site.time();
    sweep(this.#connections, now, this.#site.onError);
    if (now < this.#drainEnds) return;
    for (const connection of this.#connections) connection.destroy();
  }
}

function siteOf(options: ServerOptions): Site {
  return {
    limits: { ...HTTP_LIMITS, ...options.limits },
    secure: options.tls !== undefined,
    answers: new AnswerWriter(options.clock),
    inbox: new Inbox(),
    outbox: new Outbox(),
    handle: options.handle,
    bodyLimit: options.bodyLimit ?? (() => BODY_BYTES_MAX),
    newRequestId: options.newRequestId,
    reject: options.reject,
    onError: quiet(options.onError),
    time: options.time ?? (() => performance.now()),
    draining: false,
  };
}

/** A log that fails must not take a connection with it. */
function quiet(onError: ((error: unknown) => void) | undefined): (error: unknown) => void {
  return (error) => {
    try {
      onError?.(error);
    } catch {
      // There is no further place to report to.
    }
  };
}
