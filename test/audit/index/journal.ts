/** A journal for tests of the index: event lines between lines of other kinds, in segments. */
import { appendFileSync, mkdirSync, rmSync } from 'node:fs';
import { segmentPath } from '../../../src/audit/journal/files.ts';
import { eventLine, type Position } from '../../../src/audit/journal/format.ts';
import type { AuditRecord } from '../../../src/base/audit.ts';

export class TestJournal {
  readonly id: string;
  readonly directory: string;
  #segment = 0;
  #offset = 0;
  #listener = (): void => undefined;

  constructor(id: string, directory: string) {
    this.id = id;
    this.directory = directory;
    mkdirSync(directory, { recursive: true });
    this.roll();
  }

  get end(): Position {
    return { segment: this.#segment, offset: this.#offset };
  }

  async settled(): Promise<Position> {
    return this.end;
  }

  /** Called after each `append`. */
  onDurable(listener: () => void): void {
    this.#listener = listener;
  }

  append(records: readonly AuditRecord[]): void {
    // What an intent holds must not be taken for events.
    const intent = `{"x":"intent","id":"1","records":[${records.map((record) => eventLine(record).trim()).join(',')}]}\n`;
    this.#write(`${intent}${records.map(eventLine).join('')}{"x":"seal"}\n`);
    this.#listener();
  }

  roll(): void {
    if (this.#segment > 0) this.#write('{"x":"digest"}\n');
    this.#segment++;
    this.#offset = 0;
    this.#write('{"x":"open"}\n');
  }

  drop(segment: number): void {
    rmSync(segmentPath(this.directory, segment));
  }

  #write(text: string): void {
    appendFileSync(segmentPath(this.directory, this.#segment), text);
    this.#offset += Buffer.byteLength(text);
  }
}
