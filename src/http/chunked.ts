/**
 * The chunked transfer coding (RFC 9112, section 7.1):
 *
 *     size-in-hex [ ";" extension ] CRLF  data CRLF     any number of times
 *     "0" [ ";" extension ] CRLF
 *     trailer fields, each with its CRLF
 *     CRLF
 *
 * Extensions and trailers are checked for their characters and dropped: nothing that came after a
 * signature was computed may add meaning to a request.
 */
import type { BodyReader } from './body.ts';
import { ByteSink } from './body.ts';
import { LF } from './octets.ts';
import type { HttpProblem } from './problem.ts';

/** One size line with its extensions. */
const SIZE_LINE_MAX = 256;
/** All extensions of one body, and all its trailers: they cost time and give nothing. */
const EXTENSION_BYTES_MAX = 4_096;
const TRAILER_BYTES_MAX = 8_192;

/** Eight digits are 4 GiB, beyond any limit, and far below where a number loses precision. */
const SIZE_LINE = /^([0-9A-Fa-f]{1,8})([\t ]*;[\t\x20-\x7e]*)?$/;
const TRAILER = /^[!#$%&'*+\-.^_`|~0-9A-Za-z]+:[\t\x20-\x7e\x80-\xff]*$/;

type State = 'size' | 'data' | 'data-end' | 'trailers' | 'done';

export class ChunkedBody implements BodyReader {
  readonly #bytesMax: number;
  readonly #sink = new ByteSink();
  #state: State = 'size';
  /** What is left of the present chunk. */
  #remaining = 0;
  /** The beginning of a line whose end has not arrived. */
  #line = '';
  #extensionBytes = 0;
  #trailerBytes = 0;

  /** @param bytesMax bound of the decoded body; one octet more is `BodyTooLarge`. */
  constructor(bytesMax: number) {
    this.#bytesMax = bytesMax;
  }

  get done(): boolean {
    return this.#state === 'done';
  }

  get received(): number {
    return this.#sink.length;
  }

  take(): Buffer {
    return this.#sink.take();
  }

  read(bytes: Buffer): number | HttpProblem {
    let at = 0;
    while (at < bytes.length && this.#state !== 'done') {
      const next = this.#state === 'data' ? this.#readData(bytes, at) : this.#readLine(bytes, at);
      if (typeof next === 'string') return next;
      at = next;
    }
    return at;
  }

  #readData(bytes: Buffer, at: number): number {
    const end = Math.min(bytes.length, at + this.#remaining);
    this.#sink.append(bytes, at, end);
    this.#remaining -= end - at;
    if (this.#remaining === 0) this.#state = 'data-end';
    return end;
  }

  #readLine(bytes: Buffer, at: number): number | HttpProblem {
    const feed = bytes.indexOf(LF, at);
    const end = feed < 0 ? bytes.length : feed + 1;
    const lengthMax = this.#state === 'trailers' ? TRAILER_BYTES_MAX : SIZE_LINE_MAX;
    if (this.#line.length + end - at > lengthMax) return 'Malformed';
    this.#line += bytes.toString('latin1', at, end);
    if (feed < 0) return end;
    if (!this.#line.endsWith('\r\n')) return 'Malformed';
    const line = this.#line.slice(0, -2);
    this.#line = '';
    return this.#takeLine(line) ?? end;
  }

  #takeLine(line: string): HttpProblem | undefined {
    if (this.#state === 'size') return this.#takeSize(line);
    if (this.#state === 'trailers') return this.#takeTrailer(line);
    if (line !== '') return 'Malformed';
    this.#state = 'size';
    return undefined;
  }

  #takeSize(line: string): HttpProblem | undefined {
    const match = SIZE_LINE.exec(line);
    if (match === null) return 'Malformed';
    this.#extensionBytes += match[2]?.length ?? 0;
    if (this.#extensionBytes > EXTENSION_BYTES_MAX) return 'Malformed';
    this.#remaining = Number.parseInt(match[1] as string, 16);
    if (this.#sink.length + this.#remaining > this.#bytesMax) return 'BodyTooLarge';
    this.#state = this.#remaining === 0 ? 'trailers' : 'data';
    return undefined;
  }

  #takeTrailer(line: string): HttpProblem | undefined {
    if (line === '') {
      this.#state = 'done';
      return undefined;
    }
    this.#trailerBytes += line.length + 2;
    return this.#trailerBytes <= TRAILER_BYTES_MAX && TRAILER.test(line) ? undefined : 'Malformed';
  }
}
