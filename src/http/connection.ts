/**
 * One connection and its requests, one at a time and in order:
 *
 *     idle -> head -> body -> handling -> idle …
 *                                  \-> queued -> idle        more input is waiting (pipelining)
 *     idle, queued -> flushing -> queued                     the last answer has not been read yet
 *     any -> lingering -> closed                             the last answer is out; input is thrown away
 *
 * There is no timer here: each phase notes when it began, and the sweep asks `expire` once a second.
 */
import type { Socket } from 'node:net';
import type { RawRequest, RawResponse } from '../base/http-message.ts';
import type { TlsDetails } from '../base/operation.ts';
import { SECOND_MS } from '../base/clock.ts';
import { type AnswerSink, CONTINUE } from './answer.ts';
import type { BodyReader } from './body.ts';
import { SizedBody } from './body.ts';
import { ChunkedBody } from './chunked.ts';
import { CHUNKED } from './framing.ts';
import type { ParsedHead } from './head-parser.ts';
import { headLength, isHopeless, parseHead } from './head-parser.ts';
import { tlsDetailsOf } from './listener.ts';
import { CR, LF } from './octets.ts';
import type { HttpProblem } from './problem.ts';
import type { Site } from './site.ts';

type Phase = 'idle' | 'head' | 'body' | 'handling' | 'queued' | 'flushing' | 'lingering' | 'closed';

const NOTHING = Buffer.alloc(0);
/** Long enough for a client to read what it waited for. */
const READ_MS = SECOND_MS;

export class Connection {
  readonly #site: Site;
  readonly #socket: Socket;
  readonly #sink: AnswerSink;
  readonly #remoteAddress: string;
  readonly #tls: TlsDetails | undefined;
  #phase: Phase = 'idle';
  /** When the phase began, where the phase has a limit. */
  #since: number;
  #answeredAt: number;
  /** Bytes that no request has taken yet. While `#onData` runs they may be lent: what outlives it is copied. */
  #input: Buffer = NOTHING;
  /** How much of `#input` is known to hold no end of a head. */
  #scanned = 0;
  /** One empty line before a request line is forgiven (RFC 9112, section 2.2). */
  #blankLineSkipped = false;
  /** The client has shut its sending side. */
  #ended = false;
  #request: ParsedHead | undefined;
  #requestId = '';
  #body: BodyReader | undefined;

  constructor(site: Site, socket: Socket, onClose: (connection: Connection) => void) {
    this.#site = site;
    this.#socket = socket;
    this.#sink = site.outbox.sinkFor(socket);
    this.#remoteAddress = socket.remoteAddress ?? '';
    this.#tls = tlsDetailsOf(socket);
    this.#since = site.time();
    this.#answeredAt = this.#since;
    socket.on('data', (chunk: Buffer) => this.#onData(chunk));
    socket.on('end', () => this.#onEnd());
    // A reset or a broken TLS record: `close` follows, and there is nobody left to tell.
    socket.on('error', () => undefined);
    socket.on('close', () => {
      this.#phase = 'closed';
      this.#input = NOTHING;
      onClose(this);
    });
  }

  /** Cuts off what has outstayed its limit. `now` is of the site's `time`. */
  expire(now: number): void {
    const { limits } = this.#site;
    const age = now - this.#since;
    if (this.#socket.writableLength > 0) {
      if (now - this.#answeredAt > limits.unsentMs) this.#socket.destroy();
    } else if (this.#phase === 'idle') {
      if (age > limits.idleMs) this.#finish();
    } else if (this.#phase === 'head') {
      if (age > limits.headMs) this.#refuse('Timeout');
    } else if (this.#phase === 'body') {
      const earned = ((this.#body?.received ?? 0) / limits.bodyBytesPerSecond) * SECOND_MS;
      if (age > limits.bodyMs + earned) this.#refuse('Timeout');
    } else if (this.#phase === 'lingering') {
      if (age > limits.lingerMs) this.#socket.destroy();
    }
  }

  /** The server stops: an idle connection ends now, any other after its answer. */
  release(): void {
    if (this.#phase !== 'idle') return;
    // Who had the answer a while ago has read it, and is not waited for.
    if (this.#site.time() - this.#answeredAt < READ_MS) this.#finish();
    else this.#socket.destroySoon();
  }

  destroy(): void {
    this.#socket.destroy();
  }

  /** @param chunk only lent: the next read of any connection may overwrite it */
  #onData(chunk: Buffer): void {
    if (this.#phase === 'lingering' || this.#phase === 'closed') return;
    const lent = this.#input.length === 0;
    this.#input = lent ? chunk : Buffer.concat([this.#input, chunk]);
    this.#advance();
    if (lent && this.#input.length > 0) this.#input = Buffer.from(this.#input);
  }

  #onEnd(): void {
    this.#ended = true;
    if (this.#phase === 'idle') this.#finish();
    else if (this.#phase === 'head' || this.#phase === 'body') this.#refuse('Malformed');
  }

  /** Goes as far as the input allows. Nothing that goes wrong on one connection may reach another. */
  #advance(): void {
    try {
      if (this.#phase === 'idle' || this.#phase === 'head') this.#readHead();
      else if (this.#phase === 'body') this.#readBody();
      this.#regulate();
    } catch (error) {
      this.#site.onError(error);
      this.#refuse('Internal');
    }
  }

  /** Reads no further while a request is being handled and enough is waiting behind it. */
  #regulate(): void {
    const busy = this.#phase === 'handling' || this.#phase === 'queued' || this.#phase === 'flushing';
    const full = busy && this.#input.length > this.#site.limits.pipelinedBytes;
    if (full !== this.#socket.isPaused()) {
      if (full) this.#socket.pause();
      else this.#socket.resume();
    }
  }

  #readHead(): void {
    if (this.#socket.writableLength > 0) return this.#flush();
    if (!this.#skipBlankLine()) return;
    const { limits } = this.#site;
    const length = headLength(this.#input, this.#scanned);
    if (length < 0 && this.#input.length < limits.headBytes) return this.#awaitHead();
    if (length < 0 || length > limits.headBytes) return this.#refuse('HeadTooLarge');
    const parsed = parseHead(this.#input, length, limits.headerCount);
    if (typeof parsed === 'string') return this.#refuse(parsed);
    this.#scanned = 0;
    this.#request = parsed;
    const bytesMax = this.#site.bodyLimit(parsed.head);
    const { bodyLength } = parsed.framing;
    if (bodyLength > bytesMax) return this.#refuse('BodyTooLarge');
    const end = length + bodyLength;
    if (bodyLength === CHUNKED || this.#input.length < end) return this.#openBody(length, bytesMax);
    const body = Buffer.allocUnsafe(bodyLength);
    this.#input.copy(body, 0, length, end);
    this.#consume(end);
    this.#handle(body);
  }

  /** `false` when there is nothing after it yet. */
  #skipBlankLine(): boolean {
    if (this.#input[0] !== CR || this.#blankLineSkipped) return this.#input.length > 0;
    if (this.#input.length === 1) return this.#awaitMore();
    if (this.#input[1] !== LF) return true;
    this.#blankLineSkipped = true;
    this.#consume(2);
    this.#scanned = 0;
    if (this.#input.length > 0) return true;
    this.#phase = 'idle';
    if (this.#ended) this.#finish();
    return false;
  }

  #awaitMore(): false {
    if (this.#phase === 'idle') this.#enter('head');
    if (this.#ended) this.#refuse('Malformed');
    return false;
  }

  #awaitHead(): void {
    if (isHopeless(this.#input, this.#scanned)) return this.#refuse('Malformed');
    this.#scanned = this.#input.length;
    this.#awaitMore();
  }

  #openBody(headBytes: number, bytesMax: number): void {
    const { bodyLength, expectsContinue } = (this.#request as ParsedHead).framing;
    this.#body = bodyLength === CHUNKED ? new ChunkedBody(bytesMax) : new SizedBody(bodyLength);
    this.#consume(headBytes);
    this.#enter('body');
    if (expectsContinue && this.#input.length === 0) this.#socket.write(CONTINUE, 'latin1');
    this.#readBody();
  }

  #readBody(): void {
    const body = this.#body as BodyReader;
    const taken = body.read(this.#input);
    if (typeof taken === 'string') return this.#refuse(taken);
    this.#consume(taken);
    if (body.done) {
      this.#body = undefined;
      this.#handle(body.take());
    } else if (this.#ended) this.#refuse('Malformed');
  }

  #consume(count: number): void {
    this.#input = count === this.#input.length ? NOTHING : this.#input.subarray(count);
  }

  #handle(body: Buffer): void {
    const { method, target, headers } = (this.#request as ParsedHead).head;
    const { secure } = this.#site;
    const requestId = this.#site.newRequestId();
    this.#requestId = requestId;
    this.#phase = 'handling';
    this.#blankLineSkipped = false;
    const remoteAddress = this.#remoteAddress;
    const request = { method, target, headers, body, remoteAddress, secure, tls: this.#tls, requestId };
    this.#site.inbox.add(() => this.#begin(request));
  }

  #begin(request: RawRequest): void {
    let outcome: Promise<RawResponse> | RawResponse;
    try {
      outcome = this.#site.handle(request);
    } catch (error) {
      return this.#fail(error);
    }
    if (outcome instanceof Promise) outcome.then(this.#answer, this.#fail);
    else this.#answer(outcome);
  }

  /** The handler failed: its request is answered, and the connection lives on. */
  readonly #fail = (error: unknown): void => {
    this.#site.onError(error);
    try {
      this.#send(this.#site.reject('Internal', this.#requestId));
    } catch (second) {
      this.#site.onError(second);
      this.#socket.destroy();
    }
  };

  readonly #answer = (response: RawResponse): void => {
    try {
      this.#send(response);
    } catch (error) {
      this.#fail(error);
    }
  };

  #send(response: RawResponse): void {
    if (this.#phase !== 'handling') return;
    const { head, framing } = this.#request as ParsedHead;
    const last = this.#ended && this.#input.length === 0;
    const close = last || !framing.persistent || this.#site.draining;
    this.#site.answers.send(this.#sink, response, this.#requestId, { close, headOnly: head.method === 'HEAD' });
    this.#request = undefined;
    this.#answeredAt = this.#site.time();
    if (close) return this.#linger();
    if (this.#input.length > 0) return this.#queue();
    this.#phase = 'idle';
    this.#since = this.#answeredAt;
  }

  /** Other connections get their turn before the next of several pipelined requests. */
  #queue(): void {
    this.#phase = 'queued';
    setImmediate(() => {
      if (this.#phase !== 'queued') return;
      this.#enter('idle');
      this.#advance();
    });
  }

  /** Whoever does not read answers gets no further ones: what is kept for a client stays at one answer. */
  #flush(): void {
    this.#phase = 'flushing';
    this.#site.outbox.flush();
    this.#socket.write('', (error) => {
      if (!error && this.#phase === 'flushing') this.#queue();
    });
  }

  #refuse(problem: HttpProblem): void {
    if (this.#phase === 'lingering' || this.#phase === 'closed') return;
    const headOnly = this.#request?.head.method === 'HEAD';
    try {
      const requestId = this.#site.newRequestId();
      const response = this.#site.reject(problem, requestId);
      this.#site.answers.send(this.#sink, response, requestId, { close: true, headOnly });
      this.#answeredAt = this.#site.time();
      this.#linger();
    } catch (error) {
      this.#site.onError(error);
      this.#socket.destroy();
    }
  }

  #finish(): void {
    this.#site.outbox.flush();
    this.#socket.end();
    this.#linger();
  }

  /** A reset for unread input could overtake the answer, so reading goes on until the client ends too. */
  #linger(): void {
    this.#enter('lingering');
    this.#input = NOTHING;
    this.#body = undefined;
    this.#socket.resume();
  }

  #enter(phase: Phase): void {
    this.#phase = phase;
    this.#since = this.#site.time();
  }
}
