/** Servers, fake sockets and a plain client for the tests of this room. */
import { randomUUID } from 'node:crypto';
import { EventEmitter, once } from 'node:events';
import type { Socket } from 'node:net';
import { connect } from 'node:net';
import { ManualClock } from '../../src/base/clock.ts';
import type { RawRequest, RawResponse } from '../../src/base/http-message.ts';
import { AnswerWriter } from '../../src/http/answer.ts';
import { Connection } from '../../src/http/connection.ts';
import { HTTP_LIMITS } from '../../src/http/limits.ts';
import type { RunningServer, ServerOptions } from '../../src/http/server.ts';
import { startServer } from '../../src/http/server.ts';
import type { Site } from '../../src/http/site.ts';

export const NOON = Date.UTC(2026, 0, 2, 12, 0, 0);
export const JSON_TYPE = 'application/x-amz-json-1.1';

/** Says what it was asked. */
export const echo = (request: RawRequest): RawResponse => ({
  status: 200,
  contentType: JSON_TYPE,
  body: JSON.stringify({
    method: request.method,
    target: request.target,
    headers: request.headers,
    body: request.body.toString('latin1'),
  }),
});

export const refuseAs = (problem: string): RawResponse => ({ status: 400, contentType: 'text/plain', body: problem });

export interface Rig {
  readonly server: RunningServer;
  readonly requests: RawRequest[];
  readonly errors: unknown[];
  /** Moves the monotonic time, then sweeps. */
  pass(milliseconds: number): void;
}

/** A server that stands still in time until `pass`; it is drained when the test ends. */
export async function rig(
  t: { after(fn: () => Promise<void>): void },
  options: Partial<ServerOptions> = {},
): Promise<Rig> {
  const requests: RawRequest[] = [];
  const errors: unknown[] = [];
  let now = 5;
  let tick = (): void => undefined;
  const handle = options.handle ?? echo;
  const server = await startServer({
    host: '127.0.0.1',
    port: 0,
    clock: new ManualClock(NOON),
    newRequestId: () => randomUUID(),
    reject: refuseAs,
    onError: (error) => errors.push(error),
    time: () => now,
    every: (_milliseconds, sweep) => {
      tick = sweep;
      return () => undefined;
    },
    ...options,
    handle: (request) => {
      requests.push(request);
      return handle(request);
    },
  });
  const pass = (milliseconds: number): void => {
    now += milliseconds;
    tick();
  };
  t.after(async () => {
    const drained = server.drain();
    pass(HTTP_LIMITS.drainMs + 1);
    await drained;
  });
  return { server, requests, errors, pass };
}

/** A connected socket that keeps what it hears. */
export class Client {
  readonly socket: Socket;
  received = '';
  ended = false;
  closed = false;
  readonly #changes = new EventEmitter();

  constructor(socket: Socket) {
    this.socket = socket;
    socket.setEncoding('latin1');
    socket.on('data', (text: string) => {
      this.received += text;
      this.#changes.emit('change');
    });
    socket.on('end', () => {
      this.ended = true;
      this.#changes.emit('change');
    });
    socket.on('error', () => undefined);
    socket.on('close', () => {
      this.closed = true;
      this.#changes.emit('change');
    });
  }

  static async open(port: number): Promise<Client> {
    const socket = connect({ port, host: '127.0.0.1', noDelay: true, allowHalfOpen: true });
    await once(socket, 'connect');
    return new Client(socket);
  }

  send(text: string): void {
    this.socket.write(text, 'latin1');
  }

  /** Resolves when `isMet` holds; fails when the connection closes first. */
  async until(isMet: (client: Client) => boolean): Promise<void> {
    while (!isMet(this)) {
      if (this.closed) throw new Error(`closed too early, after: ${this.received}`);
      await once(this.#changes, 'change');
    }
  }

  /** Waits for `count` answers in all and gives them. */
  async answers(count: number): Promise<Answer[]> {
    await this.until((client) => parseAnswers(client.received).length >= count);
    return parseAnswers(this.received);
  }

  /** All that comes until the server ends; then this side ends too. */
  async rest(): Promise<string> {
    await this.until((client) => client.ended || client.closed);
    this.socket.end();
    return this.received;
  }
}

export interface Answer {
  status: number;
  headers: Record<string, string>;
  body: string;
}

/** The complete answers at the start of `text`, read without any code of the server. `100 Continue` has no body. */
export function parseAnswers(text: string): Answer[] {
  const answers: Answer[] = [];
  let rest = text;
  for (;;) {
    const match = /^HTTP\/1\.1 (\d{3}) [^\r\n]*\r\n((?:[^\r\n]+\r\n)*)\r\n/.exec(rest);
    if (match === null) return answers;
    const lines = (match[2] as string).split('\r\n').slice(0, -1);
    const headers = Object.fromEntries(lines.map((line) => line.split(': ') as [string, string]));
    const end = match[0].length + Number(headers['Content-Length'] ?? 0);
    if (rest.length < end) return answers;
    answers.push({ status: Number(match[1]), headers, body: rest.slice(match[0].length, end) });
    rest = rest.slice(end);
  }
}

/** As much of a socket as a connection uses, with every delivery in the hands of the test. */
export class FakeSocket extends EventEmitter {
  readonly remoteAddress = '192.0.2.1';
  written = '';
  writableLength = 0;
  ended = false;
  destroyed = false;
  #paused = false;
  #flushed: (() => void)[] = [];

  write(text: string, then?: string | (() => void)): boolean {
    this.written += text;
    if (typeof then === 'function') this.#flushed.push(then);
    return true;
  }

  end(text = ''): void {
    this.written += text;
    this.ended = true;
  }

  pause(): void {
    this.#paused = true;
  }

  resume(): void {
    this.#paused = false;
  }

  isPaused(): boolean {
    return this.#paused;
  }

  destroy(): void {
    this.destroyed = true;
    this.emit('close');
  }

  /** What was written has been read. */
  drainNow(): void {
    this.writableLength = 0;
    for (const callback of this.#flushed.splice(0)) callback();
  }

  /** The bytes are only lent: afterwards they are others, as when the next connection has been read. */
  deliver(bytes: string | Buffer): void {
    const lent = Buffer.from(bytes as string, 'latin1');
    this.emit('data', lent);
    lent.fill('#');
  }
}

export interface Bench {
  readonly socket: FakeSocket;
  readonly connection: Connection;
  readonly requests: RawRequest[];
  readonly errors: unknown[];
  readonly site: Site;
  now: number;
  /** Moves the time, then asks the connection what it has outstayed. */
  pass(milliseconds: number): void;
}

/** One connection on a fake socket. */
export function bench(overrides: Partial<Site> = {}): Bench {
  const socket = new FakeSocket();
  const requests: RawRequest[] = [];
  const errors: unknown[] = [];
  const handle = overrides.handle ?? echo;
  const site: Site = {
    limits: HTTP_LIMITS,
    secure: false,
    answers: new AnswerWriter(new ManualClock(NOON)),
    // Sockets of the tests look at what was written at once.
    inbox: { add: (begin) => begin() },
    outbox: { sinkFor: (sink) => sink, flush: () => undefined },
    bodyLimit: () => 1_048_576,
    newRequestId: () => 'an-id',
    reject: refuseAs,
    onError: (error) => errors.push(error),
    time: () => made.now,
    draining: false,
    ...overrides,
    handle: (request) => {
      requests.push(request);
      return handle(request);
    },
  };
  const made = { socket, requests, errors, site, now: 1_000 } as unknown as Bench & { connection: Connection };
  made.pass = (milliseconds) => {
    made.now += milliseconds;
    made.connection.expire(made.now);
  };
  Object.assign(made, { connection: new Connection(site, socket as unknown as Socket, () => undefined) });
  return made;
}

export const nextTurn = (): Promise<void> => new Promise((resolve) => setImmediate(resolve));

/** As the AWS SDKs send it. */
export const SIGNED_POST = [
  'POST / HTTP/1.1',
  'Host: kms.us-east-1.amazonaws.com',
  'Content-Type: application/x-amz-json-1.1',
  'X-Amz-Target: TrentService.DescribeKey',
  'X-Amz-Date: 20260102T120000Z',
  'Authorization: AWS4-HMAC-SHA256 Credential=AKIDEXAMPLE/20260102/us-east-1/kms/aws4_request, SignedHeaders=host, Signature=00',
  'Amz-Sdk-Request: attempt=1; max=3',
  'User-Agent:\taws-sdk-js/3 \t',
  'Content-Length: 24',
  '',
  '{"KeyId":"alias/orders"}',
].join('\r\n');
