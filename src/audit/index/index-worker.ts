/** The thread that indexes and looks up: one request after the other, one answer each. */
import { rm } from 'node:fs/promises';
import { type MessagePort, parentPort, workerData } from 'node:worker_threads';
import type { EventPage, EventQuery } from '../../base/audit.ts';
import type { Store } from '../../store/contract.ts';
import { isDamaged } from '../../store/errors.ts';
import { openBeside, openStore, type StoreLocation } from '../../store/open.ts';
import { Indexer, type IndexerParts, type JournalState } from './indexer.ts';
import { type IndexTables, indexMigrations } from './tables.ts';

export interface IndexData extends Pick<IndexerParts, 'directory' | 'keptMs' | 'limits'> {
  /** A database of the index's own, or the one that all nodes share. */
  readonly location: StoreLocation;
}

export type IndexRequest =
  | { readonly ask: 'advance'; readonly journal: JournalState }
  | { readonly ask: 'lookup'; readonly journal: JournalState; readonly query: EventQuery }
  | { readonly ask: 'close' };

/** In the order of the requests. */
export type IndexAnswer = { readonly page?: EventPage | undefined } | { readonly error: string };

/** How late other nodes see this one's events, milliseconds. */
const FLUSH_AFTER_MS = 1_000;

class IndexThread {
  readonly #port: MessagePort;
  readonly #data: IndexData;
  #turn: Promise<unknown> = Promise.resolve();
  #open: { readonly store: Store; readonly indexer: Indexer } | undefined;
  #flush: NodeJS.Timeout | undefined;

  constructor(port: MessagePort, data: IndexData) {
    this.#port = port;
    this.#data = data;
    port.on('message', (request: IndexRequest) => this.#inTurn(() => this.#answer(request)));
  }

  #inTurn(work: () => Promise<unknown>): void {
    this.#turn = this.#turn.then(work);
  }

  async #answer(request: IndexRequest): Promise<void> {
    let answer: IndexAnswer;
    try {
      answer = request.ask === 'close' ? await this.#close() : await this.#perform(request);
    } catch (error) {
      answer = { error: error instanceof Error ? (error.stack ?? error.message) : String(error) };
    }
    this.#port.postMessage(answer);
    if (request.ask === 'close') this.#port.close();
    else this.#flushSoon();
  }

  /** An index that is damaged is made anew: the journal has everything. */
  async #perform(request: Exclude<IndexRequest, { ask: 'close' }>): Promise<IndexAnswer> {
    try {
      return await this.#ask(request);
    } catch (error) {
      const { location } = this.#data;
      if (!isDamaged(error) || 'databaseUrl' in location) throw error;
      await this.#letGo();
      await rm(location.data, { recursive: true, force: true });
      return this.#ask(request);
    }
  }

  async #ask(request: Exclude<IndexRequest, { ask: 'close' }>): Promise<IndexAnswer> {
    const { indexer } = (this.#open ??= await this.#opened());
    if (request.ask === 'lookup') return { page: await indexer.lookup(request.query, request.journal) };
    await indexer.advance(request.journal);
    return {};
  }

  async #opened(): Promise<{ store: Store; indexer: Indexer }> {
    const { location, ...parts } = this.#data;
    const shared = 'databaseUrl' in location;
    const store = shared ? openBeside(location.databaseUrl) : await openStore(location, indexMigrations);
    return { store, indexer: new Indexer({ ...parts, shared, store: store.tables<IndexTables>() }) };
  }

  #flushSoon(): void {
    if (this.#open?.indexer.isWaiting !== true) return;
    this.#flush ??= setTimeout(() => {
      this.#flush = undefined;
      // What could not be flushed is read again with the next request, and tried again then.
      this.#inTurn(() => this.#open?.indexer.flush().catch(() => undefined) ?? Promise.resolve());
    }, FLUSH_AFTER_MS);
  }

  async #close(): Promise<IndexAnswer> {
    clearTimeout(this.#flush);
    await this.#open?.indexer.flush();
    await this.#letGo();
    return {};
  }

  async #letGo(): Promise<void> {
    const open = this.#open;
    this.#open = undefined;
    await open?.indexer.close();
    await open?.store.close();
  }
}

if (parentPort !== null) new IndexThread(parentPort, workerData as IndexData);
