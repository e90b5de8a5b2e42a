/** Delivery's own rows: plans, progress, files and digests. */
import { Unit } from '../../base/unit.ts';
import type { Store } from '../../store/contract.ts';
import type { Position } from '../journal/format.ts';
import type { TrailDefinition } from './contract.ts';
import type { DeliveredFile } from './courier-tasks.ts';
import type { PreviousDigest } from './digest-document.ts';
import type { DeliveryPlan } from './log-files.ts';
import type { DeliveryRow, DeliveryTables, DigestRow, LogFileRow, ProgressRow } from './tables.ts';
import type { LoggingWindow } from './windows.ts';

/** A trail's delivery, as its rows say. */
export interface KnownDelivery {
  readonly id: string;
  readonly definition: TrailDefinition;
  readonly windows: readonly LoggingWindow[];
  readonly endedAt: number | undefined;
}

export interface Progress {
  readonly place: Position;
  readonly plan: DeliveryPlan | undefined;
  readonly deliveredAt: number | undefined;
  readonly digestDeliveredAt: number | undefined;
}

export class ProgressRows {
  readonly #store: Store<DeliveryTables>;

  constructor(store: Store<DeliveryTables>) {
    this.#store = store;
  }

  async deliveries(): Promise<KnownDelivery[]> {
    return (await this.#store.db.selectFrom('trail_deliveries').selectAll().execute()).map(known);
  }

  async delivery(id: string): Promise<KnownDelivery | undefined> {
    const row = await this.#store.db.selectFrom('trail_deliveries').selectAll().where('delivery_id', '=', id).executeTakeFirst();
    return row && known(row);
  }

  async progress(id: string, journal: string): Promise<Progress | undefined> {
    const rows = this.#store.db.selectFrom('trail_progress').selectAll().where('delivery_id', '=', id);
    const row = await rows.where('journal', '=', journal).executeTakeFirst();
    return row && progressOf(row);
  }

  /** Written before anything of it is delivered. */
  async putProgress(id: string, journal: string, progress: Progress): Promise<void> {
    const unit = new Unit();
    this.#upsert(unit, id, journal, progress);
    await this.#store.commit(unit);
  }

  /** What was delivered, and how far that goes: both or neither. @param files that a digest is to name */
  async putDelivered(id: string, journal: string, progress: Progress, files: readonly DeliveredFile[], plan: DeliveryPlan, now: number): Promise<void> {
    const unit = new Unit();
    this.#upsert(unit, id, journal, progress);
    for (const { region, key: object_key, hash, newest, oldest } of files) {
      const names = { delivery_id: id, region, object_key, bucket: plan.definition.bucket, hash };
      const row = { ...names, newest_event_at: newest, oldest_event_at: oldest, delivered_at: now };
      unit.write(this.#store.db.insertInto('trail_log_files').values(row), 1);
    }
    await this.#store.commit(unit);
  }

  #upsert(unit: Unit, id: string, journal: string, { place, plan, deliveredAt, digestDeliveredAt }: Progress): void {
    const values = {
      segment: place.segment,
      position: place.offset,
      plan: plan === undefined ? null : JSON.stringify(plan),
      delivered_at: deliveredAt ?? null,
      digest_delivered_at: digestDeliveredAt ?? null,
    };
    const insert = this.#store.db.insertInto('trail_progress').values({ delivery_id: id, journal, ...values });
    unit.write(insert.onConflict((conflict) => conflict.columns(['delivery_id', 'journal']).doUpdateSet(values)));
  }

  digests(id: string): Promise<DigestRow[]> {
    return this.#store.db.selectFrom('trail_digests').selectAll().where('delivery_id', '=', id).orderBy('region').execute();
  }

  /** Of files that were delivered before a moment and are in no digest yet. */
  files(id: string, region: string, before: number): Promise<LogFileRow[]> {
    const rows = this.#store.db.selectFrom('trail_log_files').selectAll().where('delivery_id', '=', id).where('region', '=', region);
    return rows.where('delivered_at', '<', before).orderBy('delivered_at').orderBy('object_key').execute();
  }

  async regionsWithFiles(id: string): Promise<string[]> {
    const rows = this.#store.db.selectFrom('trail_log_files').select('region').where('delivery_id', '=', id).distinct();
    return (await rows.execute()).map(({ region }) => region);
  }

  async beginDigests(id: string, region: string, starts_at: number): Promise<DigestRow> {
    const row = { delivery_id: id, region, starts_at, planned_end: null, previous: null };
    const unit = new Unit();
    unit.write(this.#store.db.insertInto('trail_digests').values(row), 1);
    await this.#store.commit(unit);
    return row;
  }

  /** Written before the digest is delivered. */
  async planDigest({ delivery_id, region }: DigestRow, planned_end: number): Promise<void> {
    const unit = new Unit();
    const rows = this.#store.db.updateTable('trail_digests').set({ planned_end }).where('delivery_id', '=', delivery_id);
    unit.write(rows.where('region', '=', region), 1);
    await this.#store.commit(unit);
  }

  /** @param next what the chain goes on from; absent: it ends here */
  async putDigested(row: DigestRow, end: number, files: readonly LogFileRow[], next: PreviousDigest | undefined, now: number): Promise<void> {
    const { db } = this.#store;
    const unit = new Unit();
    unit.write(db.updateTable('trail_progress').set({ digest_delivered_at: now }).where('delivery_id', '=', row.delivery_id));
    for (const { object_key } of files) {
      const gone = db.deleteFrom('trail_log_files').where('delivery_id', '=', row.delivery_id).where('region', '=', row.region);
      unit.write(gone.where('object_key', '=', object_key), 1);
    }
    if (next) {
      const values = { starts_at: end, planned_end: null, previous: JSON.stringify(next) };
      const chain = db.updateTable('trail_digests').set(values).where('delivery_id', '=', row.delivery_id);
      unit.write(chain.where('region', '=', row.region), 1);
    } else {
      const chain = db.deleteFrom('trail_digests').where('delivery_id', '=', row.delivery_id);
      unit.write(chain.where('region', '=', row.region), 1);
    }
    await this.#store.commit(unit);
  }

  /** All is delivered of a trail that is no more. */
  async forget(id: string): Promise<void> {
    const unit = new Unit();
    for (const table of ['trail_deliveries', 'trail_progress', 'trail_log_files', 'trail_digests'] as const) {
      unit.write(this.#store.db.deleteFrom(table).where('delivery_id', '=', id));
    }
    await this.#store.commit(unit);
  }
}

const known = (row: DeliveryRow): KnownDelivery => ({
  id: row.delivery_id,
  definition: JSON.parse(row.definition) as TrailDefinition,
  windows: JSON.parse(row.windows) as LoggingWindow[],
  endedAt: row.ended_at ?? undefined,
});

const progressOf = (row: ProgressRow): Progress => ({
  place: { segment: row.segment, offset: row.position },
  plan: row.plan === null ? undefined : (JSON.parse(row.plan) as DeliveryPlan),
  deliveredAt: row.delivered_at ?? undefined,
  digestDeliveredAt: row.digest_delivered_at ?? undefined,
});
