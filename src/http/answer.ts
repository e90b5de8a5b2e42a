/**
 * One answer, one write:
 *
 *     HTTP/1.1 200 OK
 *     x-amzn-RequestId: UUID
 *     Content-Type: …              when there is one
 *     Content-Length: octets
 *     Date: IMF-fixdate
 *     Connection: close            when no more requests are taken
 *
 *     body
 */
import type { Clock } from '../base/clock.ts';
import { SECOND_MS } from '../base/clock.ts';
import type { RawResponse } from '../base/http-message.ts';

/** Of `net.Socket`, what an answer needs. */
export interface AnswerSink {
  write(text: string, encoding: 'latin1' | 'utf8'): boolean;
  end(text: string, encoding: 'latin1' | 'utf8'): unknown;
}

export interface AnswerShape {
  /** The last answer of the connection: it says so, and the sending side is shut after it. */
  readonly close: boolean;
  /** The request was HEAD: the length of the body is told, the body is not sent. */
  readonly headOnly: boolean;
}

export const CONTINUE = 'HTTP/1.1 100 Continue\r\n\r\n';

/** A phrase may be absent (RFC 9112, section 4): only those that AWS's answers use are spelled out. */
const REASONS: Readonly<Record<number, string>> = {
  200: 'OK',
  400: 'Bad Request',
  403: 'Forbidden',
  404: 'Not Found',
  405: 'Method Not Allowed',
  408: 'Request Timeout',
  413: 'Content Too Large',
  429: 'Too Many Requests',
  431: 'Request Header Fields Too Large',
  500: 'Internal Server Error',
  501: 'Not Implemented',
  503: 'Service Unavailable',
};

const TYPE_LINES_MAX = 32;

export class AnswerWriter {
  readonly #clock: Clock;
  readonly #typeLines = new Map<string, string>();
  #second = Number.NaN;
  #dateLine = '';

  constructor(clock: Clock) {
    this.#clock = clock;
  }

  /** @throws TypeError when the response cannot be written as HTTP; then nothing has been sent. */
  send(sink: AnswerSink, response: RawResponse, requestId: string, shape: AnswerShape): void {
    const { body } = response;
    const length = Buffer.byteLength(body);
    // As many octets as UTF-16 units: plain ASCII, which the quicker encoding writes the same.
    const encoding = length === body.length ? 'latin1' : 'utf8';
    const head = this.#head(response, requestId, length, shape.close);
    const text = shape.headOnly ? head : head + body;
    if (shape.close) sink.end(text, encoding);
    else sink.write(text, encoding);
  }

  #head(response: RawResponse, requestId: string, length: number, close: boolean): string {
    const { status } = response;
    if (!(status >= 200 && status <= 599) || status === 204 || status === 304) {
      throw new TypeError('the status of an answer must be final and allow a body');
    }
    return (
      `HTTP/1.1 ${status} ${REASONS[status] ?? ''}\r\nx-amzn-RequestId: ${requestId}\r\n` +
      `${this.#typeLine(response.contentType)}Content-Length: ${length}\r\n` +
      `${this.#date()}${close ? 'Connection: close\r\n\r\n' : '\r\n'}`
    );
  }

  #typeLine(contentType: string): string {
    return this.#typeLines.get(contentType) ?? this.#newTypeLine(contentType);
  }

  #newTypeLine(contentType: string): string {
    if (/[^\t\x20-\x7e]/.test(contentType)) throw new TypeError('a content type is one line of ASCII');
    const line = contentType === '' ? '' : `Content-Type: ${contentType}\r\n`;
    if (this.#typeLines.size < TYPE_LINES_MAX) this.#typeLines.set(contentType, line);
    return line;
  }

  /** Made anew when the second changes (RFC 9110, section 6.6.1). */
  #date(): string {
    const second = Math.floor(this.#clock.now() / SECOND_MS);
    if (second !== this.#second) {
      this.#second = second;
      this.#dateLine = `Date: ${new Date(second * SECOND_MS).toUTCString()}\r\n`;
    }
    return this.#dateLine;
  }
}
