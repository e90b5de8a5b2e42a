/** A journal for tests of the index: event lines between lines of other kinds, in segments. */
import { appendFileSync, mkdirSync, rmSync } from 'node:fs';
import { Batch, NO_CHAIN } from '../../../src/audit/journal/batch.ts';
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
    const batch = new Batch();
    batch.add(intent, 0);
    for (const record of records) batch.addEvent(record);
    this.#write(batch.seal(NO_CHAIN, 0).bytes.toString('utf8'));
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
