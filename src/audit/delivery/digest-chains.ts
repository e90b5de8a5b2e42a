/**
 * A trail's chains of digests, one a region. A digest covers one period, to the second; where many went by (the server
 * was down, or the bucket away), the first of them covers all but the last. A chain ends with logging, with validation,
 * and with the trail: by one last digest of what was delivered since.
 */
import { SECOND_MS } from '../../base/clock.ts';
import { type PreviousDigest, SIGNATURE_ALGORITHM, signedDigest } from './digest-document.ts';
import { codeOf, type LineParts } from './line-parts.ts';
import type { KnownDelivery } from './progress.ts';
import type { DigestRow } from './tables.ts';

const CATCH_UP_MAX = 24;

const wholeSeconds = (time: number): number => Math.floor(time / SECOND_MS) * SECOND_MS;

export class DigestChains {
  readonly #parts: LineParts;
  readonly #delivery: () => KnownDelivery;
  #rows: DigestRow[] = [];
  /** With files that may be in no chain yet. */
  readonly #regions = new Set<string>();
  #deliveredAt: number | undefined;
  #error: string | undefined;

  constructor(parts: LineParts, delivery: () => KnownDelivery) {
    this.#parts = parts;
    this.#delivery = delivery;
  }

  get error(): string | undefined {
    return this.#error;
  }

  async load(): Promise<void> {
    const { rows } = this.#parts;
    const { id } = this.#delivery();
    this.#rows = await rows.digests(id);
    this.noteFiles(await rows.regionsWithFiles(id));
  }

  /** Files were delivered that a digest is to name. */
  noteFiles(regions: readonly string[]): void {
    for (const region of regions) this.#regions.add(region);
  }

  nextDue(): number | undefined {
    return this.#rows.length === 0 ? undefined : Math.min(...this.#rows.map((row) => row.starts_at + this.#parts.periods.digest));
  }

  /**
   * @param since when this turn began: a chain begins with it, even where the clock has moved on meanwhile
   * @returns when the last one was delivered, if any was
   */
  async run(logging: boolean, drained: boolean, since: number): Promise<number | undefined> {
    const { validation } = this.#delivery().definition;
    const ends = drained || !validation;
    if (validation) await this.#begin(logging, since);
    try {
      for (const row of [...this.#rows]) await this.#advance(row, ends);
      this.#error = undefined;
    } catch (error) {
      this.#error = codeOf(error);
      throw error;
    }
    return this.#deliveredAt;
  }

  /** In the home region when logging begins, in others with the first file. */
  async #begin(logging: boolean, since: number): Promise<void> {
    const { rows } = this.#parts;
    const { id, definition } = this.#delivery();
    if (logging) this.#regions.add(definition.homeRegion);
    for (const region of this.#regions) {
      if (!this.#rows.some((row) => row.region === region)) this.#rows.push(await rows.beginDigests(id, region, wholeSeconds(since)));
      this.#regions.delete(region);
    }
  }

  async #advance(begun: DigestRow, ends: boolean): Promise<void> {
    let row: DigestRow | undefined = begun;
    for (let end = this.#endOf(row); row && end !== undefined; end = row && this.#endOf(row)) row = await this.#deliver(row, end, false);
    if (row && ends) await this.#deliver(row, Math.max(wholeSeconds(this.#parts.clock.now()), row.starts_at) + SECOND_MS, true);
  }

  /** Where the next digest ends that is due. */
  #endOf({ starts_at, planned_end }: DigestRow): number | undefined {
    if (planned_end !== null) return planned_end;
    const period = this.#parts.periods.digest;
    const passed = Math.floor((this.#parts.clock.now() - starts_at) / period);
    if (passed < 1) return undefined;
    return starts_at + period * (passed > CATCH_UP_MAX ? passed - 1 : 1);
  }

  /** @returns the chain as it goes on; nothing where it ended */
  async #deliver(row: DigestRow, end: number, last: boolean): Promise<DigestRow | undefined> {
    const { rows, courier, signer, keyMaker, clock } = this.#parts;
    const delivery = this.#delivery();
    if (row.planned_end === null) await rows.planDigest(row, end);
    this.#replace(row, { ...row, planned_end: end });
    const files = await rows.files(row.delivery_id, row.region, end);
    const previous = row.previous === null ? undefined : (JSON.parse(row.previous) as PreviousDigest);
    const { definition: trail } = delivery;
    const { bytes, ...digest } = await signedDigest({ trail, region: row.region, start: row.starts_at, end, files, previous }, signer);
    const metadata = { signature: digest.signature, 'signature-algorithm': SIGNATURE_ALGORITHM };
    const object = { bucket: digest.bucket, key: digest.key, body: bytes, metadata, kmsKeyArn: trail.kmsKeyArn };
    await courier.run({ kind: 'put', object }, keyMaker(delivery));
    const now = clock.now();
    await rows.putDigested(row, end, files, last ? undefined : digest, now);
    this.#deliveredAt = now;
    const next = last ? undefined : { ...row, starts_at: end, planned_end: null, previous: JSON.stringify(digest) };
    this.#replace(row, next);
    return next;
  }

  #replace({ region }: DigestRow, next: DigestRow | undefined): void {
    this.#rows = this.#rows.flatMap((row) => (row.region === region ? (next ?? []) : row));
  }
}
