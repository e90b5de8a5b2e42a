/** This thread's end of the writing thread: units go over, outcomes come back in the same order. */
import { extname } from 'node:path';
import { Worker } from 'node:worker_threads';
import type { Unit } from '../../base/unit.ts';
import { StoreUnavailable } from '../errors.ts';
import { type Outcome, type Statement, toError, toStatement } from './sqlite-units.ts';
import type { WriterData, WriterMessage } from './sqlite-writer.ts';

interface Waiting {
  readonly unit: Unit;
  readonly resolve: () => void;
  readonly reject: (error: Error) => void;
}

/** `.ts` in a checkout, `.js` in the published package: the same as this file's. */
const WRITER_URL = new URL(`./sqlite-writer${extname(new URL(import.meta.url).pathname)}`, import.meta.url);

export class WriterThread {
  readonly #data: WriterData;
  #worker: Worker | undefined;
  #waiting: Waiting[] = [];
  #closed = false;

  constructor(data: WriterData) {
    this.#data = data;
  }

  /** @throws WriteConflict, StoreUnavailable, Error: as `Store.commit` */
  commit(unit: Unit): Promise<void> {
    return new Promise((resolve, reject) => {
      if (this.#closed) throw new StoreUnavailable('the store is closed');
      const worker = (this.#worker ??= this.#start());
      worker.postMessage({ unit: unit.writes.map(toStatement).map(compact) } satisfies WriterMessage);
      if (this.#waiting.push({ unit, resolve, reject }) === 1) worker.ref();
    });
  }

  /** Commits what was handed over before, then ends the thread. */
  async close(): Promise<void> {
    this.#closed = true;
    const worker = this.#worker;
    if (worker === undefined) return;
    const exit = new Promise((resolve) => worker.once('exit', resolve));
    worker.ref();
    worker.postMessage('close' satisfies WriterMessage);
    await exit;
  }

  /**
   * Without the environment and the flags of this process: the environment may hold the root key. The thread keeps
   * the process alive only while somebody waits for it.
   */
  #start(): Worker {
    const worker = new Worker(WRITER_URL, { workerData: this.#data, env: {}, execArgv: [] });
    worker.on('message', (outcomes: Outcome[]) => this.#settle(worker, outcomes));
    worker.on('error', (error: Error) => this.#lost(worker, error));
    worker.on('exit', () => this.#lost(worker, new Error('the thread ended')));
    worker.unref();
    return worker;
  }

  #settle(worker: Worker, outcomes: readonly Outcome[]): void {
    const settled = this.#waiting.splice(0, outcomes.length);
    if (this.#waiting.length === 0) worker.unref();
    settled.forEach((waiting, i) => settle(waiting, outcomes[i]));
  }

  /** A new thread is started for the next unit. */
  #lost(worker: Worker, cause: Error): void {
    if (this.#worker !== worker) return;
    this.#worker = undefined;
    const waiting = this.#waiting;
    this.#waiting = [];
    for (const { unit, reject } of waiting) {
      unit.inDoubt();
      reject(new StoreUnavailable(`the writing thread was lost: ${cause.message}`));
    }
  }
}

function settle({ unit, resolve, reject }: Waiting, outcome: Outcome): void {
  if (outcome !== undefined) {
    if (outcome.kind === 'unavailable') unit.inDoubt();
    reject(toError(outcome));
    return;
  }
  unit.committed();
  resolve();
}

/**
 * A message copies the whole memory that a view lies in, and a small `Buffer` lies in a pool with others; so each
 * goes over as a copy of its own.
 */
const compact = (statement: Statement): Statement => ({ ...statement, values: statement.values.map(compactValue) });

const compactValue = (value: Statement['values'][number]): Statement['values'][number] =>
  value instanceof Uint8Array && value.byteLength !== value.buffer.byteLength ? new Uint8Array(value) : value;
