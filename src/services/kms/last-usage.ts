/** Last use of keys, for GetKeyLastUsage. AWS shows it up to an hour late, so it is written late, in batches. */
import type { RequestContext } from '../../base/operation.ts';
import type { Store } from '../../store/contract.ts';
import { LateWrites } from '../../store/late-writes.ts';
import { type KeyRecord, ofKey } from './key-record.ts';
import type { KeyUsageRow, KmsTables } from './tables.ts';
import type { KeyLastUsageTrackingOperation } from './types.ts';

export interface KeyUse {
  readonly operation: KeyLastUsageTrackingOperation;
  readonly usedAt: number;
  readonly eventId: string;
  readonly requestId: string;
}

/** A repeated use within this time is not noted again: far below the hour by which AWS may be late. */
const REPEATED_WITHIN_MS = 30_000;

export class LastUsage {
  readonly #store: Store<KmsTables>;
  readonly #late: LateWrites<KeyUsageRow>;
  readonly #noted = new WeakMap<KeyRecord, KeyUsageRow>();

  constructor(store: Store<KmsTables>) {
    this.#store = store;
    this.#late = new LateWrites(store, (rows) => upsert(store, rows));
  }

  record(key: KeyRecord, operation: KeyLastUsageTrackingOperation, context: RequestContext): void {
    const last = this.#noted.get(key);
    if (last?.operation === operation && context.now - last.used_at < REPEATED_WITHIN_MS) return;
    const { now, eventId, requestId } = context;
    const row = { ...ofKey(key.row), operation, used_at: now, event_id: eventId, request_id: requestId };
    this.#noted.set(key, row);
    this.#late.set(key.name, row);
  }

  async of(key: KeyRecord): Promise<KeyUse | undefined> {
    const row = this.#late.get(key.name) ?? (await this.#stored(key));
    if (!row) return undefined;
    const operation = row.operation as KeyLastUsageTrackingOperation;
    return { operation, usedAt: row.used_at, eventId: row.event_id, requestId: row.request_id };
  }

  /** A key that is gone is not written back. */
  forget(key: KeyRecord): void {
    this.#late.delete(key.name);
  }

  clear(): void {
    this.#late.clear();
  }

  flush(): Promise<void> {
    return this.#late.flush();
  }

  #stored(key: KeyRecord): Promise<KeyUsageRow | undefined> {
    const rows = this.#store.db.selectFrom('kms_key_usage').selectAll().where((where) => where.and(ofKey(key.row)));
    return rows.executeTakeFirst();
  }
}

const upsert = ({ db }: Store<KmsTables>, rows: KeyUsageRow[]) =>
  db
    .insertInto('kms_key_usage')
    .values(rows)
    .onConflict((conflict) =>
      conflict.columns(['account', 'region', 'key_id']).doUpdateSet((given) => ({
        operation: given.ref('excluded.operation'),
        used_at: given.ref('excluded.used_at'),
        event_id: given.ref('excluded.event_id'),
        request_id: given.ref('excluded.request_id'),
      })),
    );
