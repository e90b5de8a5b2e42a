/**
 * The thread that writes: the one writing connection lives here, so that waiting for the disk never holds up the
 * event loop. Units that arrive during a commit are taken together into the next one (group commit).
 */
import { type MessagePort, parentPort, receiveMessageOnPort, workerData } from 'node:worker_threads';
import type { DatabaseSync } from 'node:sqlite';
import { openWriting } from './sqlite-connection.ts';
import { type Outcome, type Statement, UnitRunner, untried } from './sqlite-units.ts';

/** A unit to commit, or the end. Answers go back as `Outcome[]`, one a unit, in the order of arrival. */
export type WriterMessage = { readonly unit: readonly Statement[] } | 'close';

export interface WriterData {
  readonly file: string;
  /** See `#clearLogSoon`. Milliseconds. */
  readonly clearLogAfterMs: number;
}

/** Bounds how long one transaction grows; the next group follows at once. */
const GROUP_MAX = 128;

class Writer {
  readonly #port: MessagePort;
  readonly #data: WriterData;
  #db: DatabaseSync | undefined;
  #runner: UnitRunner | undefined;
  #timer: NodeJS.Timeout | undefined;

  constructor(port: MessagePort, data: WriterData) {
    this.#port = port;
    this.#data = data;
    port.on('message', (message: WriterMessage) => this.#receive(message));
  }

  #receive(first: WriterMessage): void {
    let message: WriterMessage | undefined = first;
    while (message !== undefined && message !== 'close') {
      const units: (readonly Statement[])[] = [];
      while (message !== undefined && message !== 'close' && units.length < GROUP_MAX) {
        units.push(message.unit);
        message = this.#next();
      }
      this.#port.postMessage(this.#commit(units));
    }
    if (message === 'close') this.#close();
  }

  #next(): WriterMessage | undefined {
    return receiveMessageOnPort(this.#port)?.message as WriterMessage | undefined;
  }

  #commit(units: readonly (readonly Statement[])[]): Outcome[] {
    try {
      const outcomes = this.#open().run(units);
      if (outcomes.some((outcome) => outcome?.kind === 'unavailable' || outcome?.kind === 'untried')) this.#reopenLater();
      else this.#clearLogSoon();
      return outcomes;
    } catch (error) {
      this.#reopenLater();
      return units.map(() => untried(error));
    }
  }

  #open(): UnitRunner {
    this.#db ??= openWriting(this.#data.file);
    this.#runner ??= new UnitRunner(this.#db);
    return this.#runner;
  }

  /** A connection that met a failing disk may hold on to what it saw then; the next unit gets a new one. */
  #reopenLater(): void {
    const db = this.#db;
    this.#db = undefined;
    this.#runner = undefined;
    try {
      db?.close();
    } catch {
      // It is being given up already; the failure that brought us here is the one that is told.
    }
  }

  /**
   * The write-ahead log keeps earlier images of the pages it holds, deleted key material among them, until it is
   * copied into the database and cut off. That is done within a moment of each commit, at most once a moment; SQLite
   * itself would wait for a thousand pages.
   */
  #clearLogSoon(): void {
    this.#timer ??= setTimeout(() => {
      this.#timer = undefined;
      this.#clearLog();
    }, this.#data.clearLogAfterMs);
  }

  #clearLog(): void {
    try {
      this.#db?.exec('pragma wal_checkpoint(truncate)');
    } catch {
      // The units are safe in the log as they are; the next commit tries again.
    }
  }

  #close(): void {
    clearTimeout(this.#timer);
    this.#clearLog();
    this.#reopenLater();
    this.#port.close();
  }
}

if (parentPort !== null) new Writer(parentPort, workerData as WriterData);
