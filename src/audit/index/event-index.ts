/**
 * This thread's end of the indexing thread: questions go over, answers come back in the same order. The thread starts
 * when somebody looks something up, or when much waits to be indexed; while it runs it is told now and then how far the
 * journal has come. A thread that was lost is started again.
 */
import { extname } from 'node:path';
import { Worker } from 'node:worker_threads';
import type { EventLookup, EventPage, EventQuery } from '../../base/audit.ts';
import { type Mac, openMarker, sealMarker } from '../../store/paginate.ts';
import type { Position } from '../journal/format.ts';
import type { Journal } from '../journal/journal.ts';
import type { IndexAnswer, IndexData, IndexRequest } from './index-worker.ts';

/** Of a journal, that wait to be indexed: 3,000 events in full, or 20,000 in short lines. */
const MUCH_BYTES = 4 << 20;
/** While the thread runs it takes this much at a time. */
const SOME_BYTES = 512 << 10;
/** Taken for a segment of before this process: servers that start and stop leave small ones. */
const SEGMENT_BYTES = 64 << 10;
/** Where other nodes are to see an event, the thread hears of it after this time, milliseconds. */
const SHARED_AFTER_MS = 500;
/** After a failure, milliseconds. */
const REST_MS = 30_000;

export interface EventIndexParts extends Omit<IndexData, 'directory'> {
  readonly journal: Pick<Journal, 'directory' | 'id' | 'end' | 'settled' | 'onDurable'>;
  /** For the markers between pages: the same on all nodes. */
  readonly mac: Mac;
  readonly report: (error: unknown) => void;
}

interface Waiting {
  resolve(page: EventPage | undefined): void;
  reject(error: Error): void;
}

/** `.ts` in a checkout, `.js` in the published package: the same as this file's. */
const WORKER_URL = new URL(`./index-worker${extname(new URL(import.meta.url).pathname)}`, import.meta.url);

export class EventIndex implements EventLookup {
  readonly #parts: EventIndexParts;
  readonly #shared: boolean;
  #worker: Worker | undefined;
  #waiting: Waiting[] = [];
  /** Where the journal's length was measured last. */
  #end: Position;
  #length: number;
  /** Of that length: what the thread has been told of, and what of it is done. */
  #told = 0;
  #done = 0;
  #advancing = false;
  #soon: NodeJS.Timeout | undefined;
  /** While it is set, nothing is indexed but for look-ups. */
  #resting: NodeJS.Timeout | undefined;
  #closed = false;

  constructor(parts: EventIndexParts) {
    this.#parts = parts;
    this.#shared = 'databaseUrl' in parts.location;
    const { segment } = parts.journal.end;
    this.#end = { segment, offset: 0 };
    this.#length = SEGMENT_BYTES * (segment - 1);
    parts.journal.onDurable(() => this.#grown());
  }

  /** Bytes of the journal that are not indexed yet. */
  get backlogBytes(): number {
    return this.#measure() - this.#done;
  }

  async lookup(query: EventQuery): Promise<EventPage | undefined> {
    const { mac, journal } = this.#parts;
    const { account, region, attribute, startTime, endTime } = query;
    const scope = JSON.stringify([account, region, attribute?.key, attribute?.value, startTime, endTime]);
    const after = query.after === undefined ? undefined : openMarker(mac, scope, query.after);
    if (after === undefined && query.after !== undefined) return undefined;
    const end = await journal.settled();
    const page = await this.#ask({ ask: 'lookup', journal: this.#state(end), query: { ...query, after } });
    return page && { records: page.records, next: page.next && sealMarker(mac, scope, page.next) };
  }

  /** Other nodes get what they have not seen. */
  async close(): Promise<void> {
    clearTimeout(this.#soon);
    clearTimeout(this.#resting);
    const { end } = this.#parts.journal;
    if (this.#shared && this.#measure() > this.#told) await this.#advance(end);
    this.#closed = true;
    const worker = this.#worker;
    if (worker === undefined) return;
    const exit = new Promise((resolve) => worker.once('exit', resolve));
    await this.#post(worker, { ask: 'close' }).catch(this.#parts.report);
    await exit;
  }

  /** Called after every batch of the journal. */
  #grown(): void {
    const waiting = this.#measure() - this.#told;
    if (this.#advancing || this.#resting !== undefined || this.#closed) return;
    if (waiting >= (this.#worker === undefined ? MUCH_BYTES : SOME_BYTES)) void this.#advance(this.#parts.journal.end);
    else if (this.#shared) this.#soon ??= setTimeout(() => this.#advanceLater(), SHARED_AFTER_MS).unref();
  }

  #advanceLater(): void {
    this.#soon = undefined;
    if (!this.#advancing && !this.#closed) void this.#advance(this.#parts.journal.end);
  }

  async #advance(end: Position): Promise<void> {
    this.#advancing = true;
    await this.#ask({ ask: 'advance', journal: this.#state(end) }).catch((error: unknown) => {
      this.#parts.report(error);
      this.#rest();
    });
    this.#advancing = false;
  }

  /** A disk that is full would be reported with every piece of the journal; look-ups try all the same. */
  #rest(): void {
    clearTimeout(this.#resting);
    this.#resting = setTimeout(() => (this.#resting = undefined), REST_MS).unref();
  }

  /** The journal's length, but for the last lines of segments that have ended. */
  #measure(): number {
    const { end } = this.#parts.journal;
    this.#length += end.segment === this.#end.segment ? end.offset - this.#end.offset : end.offset;
    this.#end = end;
    return this.#length;
  }

  #state(end: Position): { id: string; end: Position } {
    return { id: this.#parts.journal.id, end };
  }

  #ask(request: Exclude<IndexRequest, { ask: 'close' }>): Promise<EventPage | undefined> {
    if (this.#closed) return Promise.reject(new Error('the index is closed'));
    const length = this.#measure();
    this.#told = length;
    const answer = this.#post((this.#worker ??= this.#start()), request);
    void answer.then(() => (this.#done = length), () => undefined);
    return answer;
  }

  #post(worker: Worker, request: IndexRequest): Promise<EventPage | undefined> {
    return new Promise((resolve, reject) => {
      worker.postMessage(request);
      if (this.#waiting.push({ resolve, reject }) === 1) worker.ref();
    });
  }

  /** Without this process's flags; of its environment, which may hold the root key, only what PostgreSQL's clients read. */
  #start(): Worker {
    const { location, keptMs, limits, journal } = this.#parts;
    const workerData: IndexData = { location, keptMs, limits, directory: journal.directory };
    const env = Object.fromEntries(Object.entries(process.env).filter(([name]) => this.#shared && name.startsWith('PG')));
    const worker = new Worker(WORKER_URL, { name: 'trent-index', workerData, env, execArgv: [] });
    worker.on('message', (answer: IndexAnswer) => this.#answered(worker, answer));
    worker.on('error', (error: Error) => this.#lost(worker, error));
    worker.on('exit', () => this.#lost(worker, new Error('the thread ended')));
    worker.unref();
    return worker;
  }

  #answered(worker: Worker, answer: IndexAnswer): void {
    const waiting = this.#waiting.shift();
    // At its end the thread is waited for: the process must not go before what comes after.
    if (this.#waiting.length === 0 && !this.#closed) worker.unref();
    if ('error' in answer) waiting?.reject(new Error(`the index: ${answer.error}`));
    else waiting?.resolve(answer.page);
  }

  #lost(worker: Worker, cause: Error): void {
    if (this.#worker !== worker) return;
    this.#worker = undefined;
    for (const { reject } of this.#waiting.splice(0)) reject(new Error(`the indexing thread was lost: ${cause.message}`));
  }
}
