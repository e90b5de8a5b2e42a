/**
 * Last use of keys, for GetKeyLastUsage. AWS shows it up to an hour late, so it is kept in memory and written in
 * batches, by a job and at a graceful stop: the hot path only replaces a map entry.
 */
import type { RequestContext } from '../../base/operation.ts';
import { Unit } from '../../base/unit.ts';
import type { Store } from '../../store/contract.ts';
import { type KeyRecord, ofKey } from './key-record.ts';
import type { KmsTables } from './tables.ts';
import type { KeyLastUsageTrackingOperation } from './types.ts';

export interface KeyUse {
  readonly operation: KeyLastUsageTrackingOperation;
  readonly usedAt: number;
  readonly eventId: string;
  readonly requestId: string;
}

/** Uses that wait for the next batch before one is written early. */
const PENDING_MAX = 20_000;
/** A repeated use within this time is not noted again: far below the hour by which AWS may be late. */
const REPEATED_WITHIN_MS = 30_000;
/** Rows of one statement; between two of them requests get their turn. */
const ROWS_A_WRITE = 200;

interface Entry {
  readonly key: KeyRecord;
  readonly use: KeyUse;
}

export class LastUsage {
  readonly #store: Store<KmsTables>;
  #pending = new Map<string, Entry>();
  /** The batch under way. */
  #leaving: ReadonlyMap<string, Entry> = new Map();
  readonly #noted = new WeakMap<KeyRecord, KeyUse>();
  #flushing: Promise<void> = Promise.resolve();
  /** Under way or waiting their turn. */
  #flushes = 0;

  constructor(store: Store<KmsTables>) {
    this.#store = store;
  }

  record(key: KeyRecord, operation: KeyLastUsageTrackingOperation, context: RequestContext): void {
    const last = this.#noted.get(key);
    if (last?.operation === operation && context.now - last.usedAt < REPEATED_WITHIN_MS) return;
    const use = { operation, usedAt: context.now, eventId: context.eventId, requestId: context.requestId };
    this.#noted.set(key, use);
    this.#pending.set(key.name, { key, use });
    // One early flush at a time: while the database is away, each use would ask for another.
    if (this.#pending.size >= PENDING_MAX && this.#flushes === 0) void this.flush().catch(() => undefined);
  }

  async of(key: KeyRecord): Promise<KeyUse | undefined> {
    const pending = this.#pending.get(key.name) ?? this.#leaving.get(key.name);
    if (pending) return pending.use;
    const row = await this.#store.db
      .selectFrom('kms_key_usage')
      .select(['operation', 'used_at', 'event_id', 'request_id'])
      .where((where) => where.and(ofKey(key.row)))
      .executeTakeFirst();
    if (!row) return undefined;
    const operation = row.operation as KeyLastUsageTrackingOperation;
    return { operation, usedAt: row.used_at, eventId: row.event_id, requestId: row.request_id };
  }

  /** A key that is gone is not written back. */
  forget(key: KeyRecord): void {
    this.#pending.delete(key.name);
  }

  clear(): void {
    this.#pending.clear();
  }

  /** Writes what is pending. What could not be written stays for the next time, unless a newer use took its place. */
  flush(): Promise<void> {
    this.#flushes++;
    const turn = this.#flushing.catch(() => undefined).then(() => this.#write());
    this.#flushing = turn.finally(() => this.#flushes--);
    return this.#flushing;
  }

  async #write(): Promise<void> {
    const batch = this.#pending;
    this.#pending = new Map();
    this.#leaving = batch;
    const entries = [...batch.values()];
    try {
      for (let start = 0; start < entries.length; start += ROWS_A_WRITE) {
        await this.#writeRows(entries.slice(start, start + ROWS_A_WRITE));
      }
    } catch (error) {
      for (const [name, entry] of batch) if (!this.#pending.has(name)) this.#pending.set(name, entry);
      throw error;
    } finally {
      this.#leaving = new Map();
    }
  }

  async #writeRows(entries: readonly Entry[]): Promise<void> {
    const rows = entries.map(({ key, use }) => ({
      ...ofKey(key.row),
      operation: use.operation,
      used_at: use.usedAt,
      event_id: use.eventId,
      request_id: use.requestId,
    }));
    const unit = new Unit();
    unit.write(
      this.#store.db
        .insertInto('kms_key_usage')
        .values(rows)
        .onConflict((conflict) =>
          conflict.columns(['account', 'region', 'key_id']).doUpdateSet((given) => ({
            operation: given.ref('excluded.operation'),
            used_at: given.ref('excluded.used_at'),
            event_id: given.ref('excluded.event_id'),
            request_id: given.ref('excluded.request_id'),
          })),
        ),
    );
    await this.#store.commit(unit);
  }
}
