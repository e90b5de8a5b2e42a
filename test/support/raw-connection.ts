/** A bare socket to a server, to send what no client would. */
import { once } from 'node:events';
import { connect, type Socket } from 'node:net';

export class RawConnection {
  readonly socket: Socket;
  #text = '';

  constructor(socket: Socket) {
    this.socket = socket;
    socket.setEncoding('latin1').on('data', (text: string) => (this.#text += text));
    socket.on('error', () => undefined);
  }

  static async open(port: number): Promise<RawConnection> {
    const socket = connect({ port, host: '127.0.0.1' });
    await once(socket, 'connect');
    return new RawConnection(socket);
  }

  /** All that has arrived. */
  get text(): string {
    return this.#text;
  }

  send(bytes: string | Buffer): void {
    this.socket.write(bytes);
  }

  /** Until the text shows up, or the server closes. */
  async until(wanted: string | RegExp): Promise<string> {
    const found = (): boolean => (typeof wanted === 'string' ? this.#text.includes(wanted) : wanted.test(this.#text));
    while (!found()) {
      if (this.socket.destroyed || this.socket.readableEnded) throw new Error(`closed before ${String(wanted)}: ${this.#text}`);
      await Promise.race([once(this.socket, 'data'), once(this.socket, 'close')]);
    }
    return this.#text;
  }

  async closed(): Promise<string> {
    if (!this.socket.closed) await once(this.socket, 'close');
    return this.#text;
  }

  destroy(): void {
    this.socket.destroy();
  }
}

/** The head of a call; the caller sends `length` bytes of body after it. */
export function head(operation: string, length: number, more: readonly string[] = []): string {
  const fields = ['Host: localhost', 'Content-Type: application/x-amz-json-1.1', `X-Amz-Target: TrentService.${operation}`, ...more];
  return `POST / HTTP/1.1\r\n${fields.join('\r\n')}\r\nContent-Length: ${length}\r\n\r\n`;
}

export const call = (operation: string, input: object): string => {
  const body = JSON.stringify(input);
  return head(operation, Buffer.byteLength(body)) + body;
};
