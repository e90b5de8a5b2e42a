/**
 * One trail's deliveries, one after the other; each trail has its own, so none waits for another's bucket.
 *
 *   plan      from where to where in the journal, and what the trail was like; written down
 *   deliver   in delivery's thread; after a failure or a crash again, under the same names
 *   progress  how far it is now, with the files that a digest is to name; written as one
 *   digest    for each region, at the end of each period: planned, delivered and written down in the same way
 */
import type { Position } from '../journal/format.ts';
import type { DeliveryStatus } from './contract.ts';
import { DigestChains } from './digest-chains.ts';
import { codeOf, type LineParts } from './line-parts.ts';
import type { DeliveryPlan } from './log-files.ts';
import type { KnownDelivery, Progress } from './progress.ts';
import { isBefore, type LoggingWindow, ofJournal } from './windows.ts';

const RETRY_FIRST_MS = 1_000;
const RETRY_LAST_MS = 60_000;
/** After logging ended: by then the events are durable that still belong to it. */
const CLOSING_MS = 1_000;

export class TrailLine {
  readonly #parts: LineParts;
  readonly #chains: DigestChains;
  #delivery: KnownDelivery;
  #progress: Progress | undefined;
  #running: Promise<void> | undefined;
  #waiting: Promise<void> | undefined;
  #nextRound = 0;
  #failures = 0;
  #retryAt = 0;
  #failedAt = 0;
  #attemptedAt: number | undefined;
  #error: string | undefined;
  /** All that there will ever be is delivered, until logging begins again. */
  #drained = false;
  #stopped = false;
  /** Whether the rows may be ahead of what is known here: of a write that failed it cannot be told whether it is in. */
  #inDoubt = false;
  /** Since logging began. */
  #hasRun = false;

  constructor(parts: LineParts, delivery: KnownDelivery) {
    this.#parts = parts;
    this.#delivery = delivery;
    this.#chains = new DigestChains(parts, () => this.#delivery);
  }

  get delivery(): KnownDelivery {
    return this.#delivery;
  }

  /** The trail was changed. */
  set delivery(delivery: KnownDelivery) {
    this.#delivery = delivery;
    this.#drained &&= this.#windows().every(({ until }) => until && this.#progress && !isBefore(this.#progress.place, until.place));
    this.#hasRun = false;
  }

  get status(): DeliveryStatus {
    const { deliveredAt, digestDeliveredAt } = this.#progress ?? {};
    return { deliveredAt, digestDeliveredAt, attemptedAt: this.#attemptedAt, error: this.#error, digestError: this.#chains.error };
  }

  /** Nothing of the journal before this place is needed; `undefined` when nothing is. */
  get place(): Position | undefined {
    if (this.#drained) return undefined;
    return this.#progress?.place ?? this.#first();
  }

  /** Everything before this place was delivered, or not wanted. */
  get reached(): Position | undefined {
    return this.#progress?.place;
  }

  /** Nothing more will come of it. */
  get isOver(): boolean {
    return this.#delivery.endedAt !== undefined && (this.#drained || !this.#hasBegun);
  }

  get #hasBegun(): boolean {
    return this.#first() !== undefined || this.#progress !== undefined;
  }

  async load(): Promise<void> {
    const { rows, journal } = this.#parts;
    this.#progress = await rows.progress(this.#delivery.id, journal.id);
    await this.#chains.load();
    this.#inDoubt = false;
  }

  /** When a digest is due. Log files, and what failed, are not worth a stop of the manual clock: they come with the next turn. */
  nextDue(): number | undefined {
    if (!this.#hasBegun || this.#failures > 0) return undefined;
    return this.#hasRun ? this.#chains.nextDue() : this.#parts.clock.now();
  }

  /** One at a time, and one that waits: what has become due meanwhile is its. Never rejects. */
  run(): Promise<void> {
    if (this.#running) {
      this.#waiting ??= this.#running.then(() => {
        this.#waiting = undefined;
        return this.run();
      });
      return this.#waiting;
    }
    this.#running = this.#run().finally(() => {
      this.#running = undefined;
    });
    return this.#running;
  }

  /** What there is now, before its time. A bucket that is away is left alone. */
  async flush(): Promise<void> {
    this.#nextRound = 0;
    if (this.#failures === 0) await this.run();
  }

  /** @param then what ends what is under way */
  async stop(then: () => Promise<void>): Promise<void> {
    this.#stopped = true;
    await then();
    await this.#running;
  }

  async #run(): Promise<void> {
    const now = this.#parts.clock.now();
    if (!this.#hasBegun || this.#stopped) return;
    // A clock that was set back must not put the next try off for as long.
    if (this.#failures > 0 && now < this.#retryAt && now >= this.#failedAt) return;
    this.#hasRun = true;
    try {
      if (this.#inDoubt) await this.load();
      if (!this.#drained) await this.#deliverDue(now);
      const digestDeliveredAt = await this.#chains.run(this.#isLogging(), this.#drained, now);
      if (this.#progress && digestDeliveredAt !== undefined) this.#progress = { ...this.#progress, digestDeliveredAt };
      this.#failures = 0;
    } catch (error) {
      this.#failed(error, now);
    }
  }

  #failed(error: unknown, now: number): void {
    this.#inDoubt = true;
    this.#failedAt = now;
    this.#retryAt = now + Math.min(RETRY_LAST_MS, RETRY_FIRST_MS * 2 ** this.#failures);
    // Said once: a bucket may be away for hours.
    if (this.#failures++ === 0 && !this.#stopped) this.#parts.report(`${this.#delivery.definition.trailArn} cannot be delivered: ${error instanceof Error ? error.message : String(error)}`);
  }

  #isLogging(): boolean {
    return this.#delivery.windows.some(({ until }) => !until);
  }

  #windows(): LoggingWindow[] {
    return ofJournal(this.#delivery.windows, this.#parts.journal.id);
  }

  /** Where its events begin, in order of the windows. */
  #first(): Position | undefined {
    return this.#windows()[0]?.from;
  }

  async #deliverDue(now: number): Promise<void> {
    if (this.#progress?.plan) await this.#deliver(this.#progress.plan);
    const closing = this.#isClosing(now);
    if (now < this.#nextRound && !closing && now >= this.#nextRound - this.#parts.periods.delivery) return;
    const end = await this.#parts.journal.settled();
    for (let plan = this.#planTo(end, now); plan; plan = this.#planTo(end, now)) {
      await this.#parts.rows.putProgress(this.#delivery.id, this.#parts.journal.id, { ...this.#at(plan.from), plan });
      this.#progress = { ...this.#at(plan.from), plan };
      await this.#deliver(plan);
    }
    this.#nextRound = now + this.#parts.periods.delivery;
    if (closing) this.#drained = true;
  }

  /** Logging has ended, long enough ago. */
  #isClosing(now: number): boolean {
    const ends = this.#delivery.windows.map(({ until }) => until?.time);
    return ends.every((time) => time !== undefined && (now >= time + CLOSING_MS || now < time));
  }

  #at(place: Position): Progress {
    const { deliveredAt, digestDeliveredAt } = this.#progress ?? { deliveredAt: undefined, digestDeliveredAt: undefined };
    return { place, plan: undefined, deliveredAt, digestDeliveredAt };
  }

  /** At most to the end of a segment, so that what a crash repeats is bounded. */
  #planTo(end: Position, time: number): DeliveryPlan | undefined {
    const first = this.#first();
    const place = this.#progress?.place ?? first;
    if (place === undefined || first === undefined) return undefined;
    const from = isBefore(place, first) ? first : place;
    if (!isBefore(from, end)) return undefined;
    const to = from.segment < end.segment ? { segment: from.segment + 1, offset: 0 } : end;
    return { from, to, time, definition: this.#delivery.definition, windows: this.#windows() };
  }

  async #deliver(plan: DeliveryPlan): Promise<void> {
    const { rows, journal, courier, clock, keyMaker, report } = this.#parts;
    const { id } = this.#delivery;
    this.#attemptedAt = clock.now();
    try {
      const task = { kind: 'deliver', journal: journal.directory, id, plan } as const;
      const { files, dropped } = (await courier.run(task, keyMaker({ ...this.#delivery, definition: plan.definition })))!;
      if (dropped > 0) report(`${plan.definition.trailArn}: ${dropped} segments of the journal were dropped before they were delivered`);
      const now = clock.now();
      const progress = { ...this.#at(plan.to), ...(files.length > 0 && { deliveredAt: now }) };
      const named = plan.definition.validation ? files : [];
      await rows.putDelivered(id, journal.id, progress, named, plan, now);
      this.#chains.noteFiles(named.map(({ region }) => region));
      this.#progress = progress;
      this.#error = undefined;
    } catch (error) {
      this.#error = codeOf(error);
      throw error;
    }
  }
}
