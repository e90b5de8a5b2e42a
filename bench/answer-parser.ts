/**
 * Reads HTTP/1.1 answers off one connection: status line, Content-Length, body (RFC 9112). Just enough for servers
 * that are trusted to frame by Content-Length, and one answer at a time, as the load generator never pipelines.
 */
export interface Answer {
  readonly status: number;
  readonly body: Buffer;
}

const HEAD_END = Buffer.from('\r\n\r\n');
const LENGTH = /\r\ncontent-length:[ \t]*(\d+)/i;

export class AnswerParser {
  #pending: Buffer | undefined;

  /**
   * @param chunk may be overwritten by the caller afterwards
   * @returns the answer once it is whole; its body is a view that is valid until the next read
   * @throws Error when the answer is not framed by Content-Length, or bytes follow it
   */
  push(chunk: Buffer): Answer | undefined {
    const bytes = this.#pending === undefined ? chunk : Buffer.concat([this.#pending, chunk]);
    const headEnd = bytes.indexOf(HEAD_END);
    if (headEnd < 0) return this.#wait(bytes);
    const head = bytes.toString('latin1', 0, headEnd);
    const length = LENGTH.exec(head)?.[1];
    if (length === undefined) throw new Error(`an answer without Content-Length: ${head.slice(0, 200)}`);
    const bodyStart = headEnd + HEAD_END.length;
    const end = bodyStart + Number(length);
    if (bytes.length < end) return this.#wait(bytes);
    if (bytes.length > end) throw new Error('bytes after the answer: the server spoke out of turn');
    this.#pending = undefined;
    return { status: Number(head.slice(9, 12)), body: bytes.subarray(bodyStart, end) };
  }

  #wait(bytes: Buffer): undefined {
    this.#pending = Buffer.from(bytes);
    return undefined;
  }
}
