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

export class LastUsage {
  readonly #store: Store<KmsTables>;
  #pending = new Map<string, { key: KeyRecord; use: KeyUse }>();
  #flushing: Promise<void> = Promise.resolve();

  constructor(store: Store<KmsTables>) {
    this.#store = store;
  }

  record(key: KeyRecord, operation: KeyLastUsageTrackingOperation, context: RequestContext): void {
    const use = { operation, usedAt: context.now, eventId: context.eventId, requestId: context.requestId };
    this.#pending.set(key.name, { key, use });
    if (this.#pending.size >= PENDING_MAX) void this.flush().catch(() => undefined);
  }

  async of(key: KeyRecord): Promise<KeyUse | undefined> {
    const pending = this.#pending.get(key.name);
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
    this.#flushing = this.#flushing.catch(() => undefined).then(() => this.#write());
    return this.#flushing;
  }

  async #write(): Promise<void> {
    if (this.#pending.size === 0) return;
    const batch = this.#pending;
    this.#pending = new Map();
    const unit = new Unit();
    for (const { key, use } of batch.values()) this.#upsert(unit, key, use);
    try {
      await this.#store.commit(unit);
    } catch (error) {
      for (const [name, entry] of batch) if (!this.#pending.has(name)) this.#pending.set(name, entry);
      throw error;
    }
  }

  #upsert(unit: Unit, key: KeyRecord, use: KeyUse): void {
    const { account, region, key_id } = key.row;
    const values = { operation: use.operation, used_at: use.usedAt, event_id: use.eventId, request_id: use.requestId };
    unit.write(
      this.#store.db
        .insertInto('kms_key_usage')
        .values({ account, region, key_id, ...values })
        .onConflict((conflict) => conflict.columns(['account', 'region', 'key_id']).doUpdateSet(values)),
    );
  }
}
