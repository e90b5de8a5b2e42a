/** Delivery of all trails: what trails ask of it, when it works, and what of the journal it still needs. */
import type { Clock } from '../../base/clock.ts';
import { ManualClock } from '../../base/clock.ts';
import type { KmsClient } from '../../base/kms-client.ts';
import type { DueWork, ServiceWork } from '../../base/server-work.ts';
import type { Unit } from '../../base/unit.ts';
import type { Store } from '../../store/contract.ts';
import type { DigestSigner } from '../journal/digest-signer.ts';
import type { Position } from '../journal/format.ts';
import { type DeliveryStatus, objectArn, type TrailDefinition, type TrailDeliveries } from './contract.ts';
import { Courier } from './courier.ts';
import type { KeyMaker } from './courier-tasks.ts';
import type { DeliveredJournal, LineParts, Periods } from './line-parts.ts';
import { type KnownDelivery, ProgressRows } from './progress.ts';
import type { SinkConfig } from './sinks/contract.ts';
import type { DeliveryTables } from './tables.ts';
import { TrailLine } from './trail-line.ts';
import { closed, isBefore, type LoggingWindow, merged } from './windows.ts';

export interface DeliveryParts {
  readonly store: Store<DeliveryTables>;
  readonly journal: DeliveredJournal;
  readonly clock: Clock;
  readonly signer: DigestSigner;
  /** CloudTrail's own. */
  readonly kms: KmsClient;
  /** `undefined`: there is nowhere to deliver to: no trail can be made, and those that there are wait. */
  readonly sink: SinkConfig | undefined;
  readonly periods: Periods;
  readonly report: (error: unknown) => void;
}

export interface TrailState {
  readonly trailArn: string;
  /** Of the journal: whole segments, and bytes of the last. */
  readonly segmentsBehind: number;
  readonly bytesBehind: number;
  readonly deliveredAt: number | undefined;
  readonly error: string | undefined;
}

export class TrailDelivery implements TrailDeliveries, DueWork, ServiceWork {
  readonly due = this;
  readonly #parts: DeliveryParts;
  readonly #rows: ProgressRows;
  readonly #courier: Courier;
  readonly #lines = new Map<string, TrailLine>();
  /** To be read again, after a change of their rows. */
  readonly #changed = new Set<string>();
  #opened = false;
  #opening: Promise<void> = Promise.resolve();

  constructor(parts: DeliveryParts) {
    this.#parts = parts;
    this.#rows = new ProgressRows(parts.store);
    this.#courier = new Courier(parts.sink);
  }

  define(unit: Unit, id: string, definition: TrailDefinition): void {
    const values = { definition: JSON.stringify(definition) };
    const insert = this.#parts.store.db.insertInto('trail_deliveries').values({ delivery_id: id, windows: '[]', ended_at: null, ...values });
    unit.write(insert.onConflict((conflict) => conflict.column('delivery_id').doUpdateSet(values)));
    this.#noteChange(unit, id);
  }

  async startLogging(unit: Unit, id: string): Promise<void> {
    const { journal } = this.#parts;
    const windows = (await this.#rows.delivery(id))?.windows ?? [];
    const from = await journal.settled();
    const undelivered = windows.filter((window) => !this.#isDone(id, window));
    this.#putWindows(unit, id, merged([...undelivered, { journal: journal.id, from }]));
  }

  async stopLogging(unit: Unit, id: string, now: number): Promise<void> {
    const { journal } = this.#parts;
    const windows = (await this.#rows.delivery(id))?.windows ?? [];
    this.#putWindows(unit, id, closed(windows, journal.id, await journal.settled(), now));
  }

  async end(unit: Unit, id: string, now: number): Promise<void> {
    await this.stopLogging(unit, id, now);
    unit.write(this.#parts.store.db.updateTable('trail_deliveries').set({ ended_at: now }).where('delivery_id', '=', id), 1);
  }

  status(id: string): DeliveryStatus {
    return this.#lines.get(id)?.status ?? {};
  }

  async check(bucket: string): Promise<void> {
    await this.#courier.run({ kind: 'check', bucket }, noKey);
  }

  /** The place of the journal up to which nobody needs it any more; `undefined` where nobody needs it at all. */
  deliveredUpTo(): Position | undefined {
    const places = [...this.#lines.values()].map((line) => line.place).filter((place) => place !== undefined);
    return places.sort((a, b) => (isBefore(a, b) ? -1 : 1))[0];
  }

  /** How each trail does: for the operator. @param end of the journal */
  progress(end: Position): TrailState[] {
    return [...this.#lines.values()].map((line) => {
      const { place = end, status } = line;
      const segmentsBehind = end.segment - place.segment;
      const bytesBehind = end.offset - (segmentsBehind === 0 ? place.offset : 0);
      return { trailArn: line.delivery.definition.trailArn, segmentsBehind, bytesBehind, deliveredAt: status.deliveredAt, error: status.error ?? status.digestError };
    });
  }

  async nextDue(): Promise<number | undefined> {
    await this.#open();
    const moments = [...this.#lines.values()].map((line) => line.nextDue()).filter((moment) => moment !== undefined);
    return moments.length > 0 ? Math.min(...moments) : undefined;
  }

  /** A bucket that does not answer holds up nobody: with a clock that runs, nothing is waited for. */
  async runDue(report: (error: unknown) => void): Promise<void> {
    await this.#open();
    const runs = [...this.#lines].map(([id, line]) => line.run().then(() => this.#forgetIfOver(id, line)).catch(report));
    if (this.#parts.clock instanceof ManualClock) await Promise.race([Promise.all(runs), patience(PATIENCE_MS)]);
  }

  reset(unit: Unit): void {
    for (const table of ['trail_deliveries', 'trail_progress', 'trail_log_files', 'trail_digests'] as const) {
      unit.write(this.#parts.store.db.deleteFrom(table));
    }
    unit.afterCommit(() => {
      this.#lines.clear();
      this.#changed.clear();
    });
  }

  /** Delivers what there is, if that is quick: a temporary journal ends here. The rest is delivered at the next start. */
  async stop(): Promise<void> {
    await Promise.race([Promise.all([...this.#lines.values()].map((line) => line.flush())), patience(LAST_ROUND_MS)]);
    const closed = (): Promise<void> => this.#courier.close();
    await Promise.all([...this.#lines.values()].map((line) => line.stop(closed)));
    await this.#courier.close();
  }

  /** Whether all that is in it has been delivered. */
  #isDone(id: string, { journal, until }: LoggingWindow): boolean {
    const reached = this.#lines.get(id)?.reached;
    return until !== undefined && journal === this.#parts.journal.id && reached !== undefined && !isBefore(reached, until.place);
  }

  #putWindows(unit: Unit, id: string, windows: readonly LoggingWindow[]): void {
    const rows = this.#parts.store.db.updateTable('trail_deliveries').set({ windows: JSON.stringify(windows) });
    unit.write(rows.where('delivery_id', '=', id), 1);
    this.#noteChange(unit, id);
  }

  #noteChange(unit: Unit, id: string): void {
    unit.afterCommit(() => this.#changed.add(id));
  }

  /** One at a time: a trail must not have two lines. */
  #open(): Promise<void> {
    const turn = this.#opening.then(() => this.#read());
    this.#opening = turn.catch(() => undefined);
    return turn;
  }

  async #read(): Promise<void> {
    if (!this.#opened) for (const delivery of await this.#rows.deliveries()) await this.#put(delivery);
    this.#opened = true;
    for (const id of [...this.#changed]) {
      const delivery = await this.#rows.delivery(id);
      this.#changed.delete(id);
      if (delivery) await this.#put(delivery);
    }
  }

  async #put(delivery: KnownDelivery): Promise<void> {
    const there = this.#lines.get(delivery.id);
    if (there) there.delivery = delivery;
    else {
      const line = new TrailLine(this.#lineParts(), delivery);
      await line.load();
      this.#lines.set(delivery.id, line);
    }
  }

  #lineParts(): LineParts {
    const { journal, signer, clock, periods, report } = this.#parts;
    return { rows: this.#rows, journal, courier: this.#courier, signer, clock, periods, report, keyMaker: (delivery) => this.#keyMaker(delivery) };
  }

  /** Each object is encrypted under a data key of its own: user guide, "Encrypting CloudTrail log files with SSE-KMS". */
  #keyMaker({ definition }: KnownDelivery): KeyMaker {
    const { homeRegion: region, trailArn: sourceArn, account: sourceAccount, kmsKeyArn } = definition;
    return async (bucket, key) => {
      const context = { 'aws:cloudtrail:arn': sourceArn, 'aws:s3:arn': objectArn(region, bucket, key) };
      const asItself = { region, sourceArn, sourceAccount };
      const made = await this.#parts.kms.generateDataKey({ asItself }, { KeyId: kmsKeyArn!, EncryptionContext: context });
      return { keyArn: made.KeyId, plaintext: made.Plaintext, encrypted: made.CiphertextBlob, context };
    };
  }

  async #forgetIfOver(id: string, line: TrailLine): Promise<void> {
    if (!line.isOver) return;
    await this.#rows.forget(id);
    this.#lines.delete(id);
  }
}

const noKey: KeyMaker = () => Promise.reject(new Error('nothing is encrypted here'));

/** A manual clock waits for what time brings, but not for a bucket that is away. */
const PATIENCE_MS = 30_000;
const LAST_ROUND_MS = 5_000;
const patience = (milliseconds: number): Promise<void> => new Promise((resolve) => void setTimeout(resolve, milliseconds).unref());
