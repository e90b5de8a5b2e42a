/**
 * Answers leave together, at the end of the event loop's turn in which they were ready. A write to a socket costs most
 * where it wakes a sleeping reader; when many clients are served at once, a turn's answers written back to back wake
 * it once. Measured on loopback with 32 connections: a fifth more answers per CPU second. A lone answer waits for
 * nothing but the end of its turn.
 */
import type { AnswerSink } from './answer.ts';

type Encoding = 'latin1' | 'utf8';

interface Letter {
  readonly socket: AnswerSink;
  readonly text: string;
  readonly encoding: Encoding;
  readonly last: boolean;
}

export class Outbox {
  #letters: Letter[] = [];
  readonly #flush = (): void => this.flush();

  /** What a connection writes its answers to. */
  sinkFor(socket: AnswerSink): AnswerSink {
    return {
      write: (text, encoding) => this.#add({ socket, text, encoding, last: false }),
      end: (text, encoding) => this.#add({ socket, text, encoding, last: true }),
    };
  }

  /** Sends everything now, in the order of arrival. */
  flush(): void {
    const letters = this.#letters;
    if (letters.length === 0) return;
    this.#letters = [];
    for (const { socket, text, encoding, last } of letters) {
      if (last) socket.end(text, encoding);
      else socket.write(text, encoding);
    }
  }

  #add(letter: Letter): boolean {
    if (this.#letters.push(letter) === 1) setImmediate(this.#flush);
    return true;
  }
}
