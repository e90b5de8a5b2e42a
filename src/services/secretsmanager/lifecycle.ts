/**
 * What happens to secrets by itself when its time has come: deletion and rotation. Deletion happens when a request meets
 * a secret that is due, or when the job comes by, whichever is first. Time that passed while the server was down counts.
 */
import { type Clock, ManualClock } from '../../base/clock.ts';
import { WriteConflict } from '../../base/errors.ts';
import type { DueWork } from '../../base/server-work.ts';
import { type CommitUnit, Unit } from '../../base/unit.ts';
import type { Store } from '../../store/contract.ts';
import type { RotationFunctions } from './rotation-functions.ts';
import type { Rotations } from './rotations.ts';
import type { SecretChanges } from './secret-changes.ts';
import type { SecretCoordinates, SecretRecord } from './secret-record.ts';
import type { Secrets } from './secrets.ts';
import { tellOfVersions } from './service-events.ts';
import type { SecretTables } from './tables.ts';

export interface LifecycleParts {
  readonly store: Store<SecretTables>;
  readonly clock: Clock;
  readonly secrets: Secrets;
  readonly changes: SecretChanges;
  readonly commit: CommitUnit;
  readonly rotations: Rotations;
  readonly functions: RotationFunctions;
}

const BATCH = 100;
/** Writers that may come between before a deletion is given up until the next call. */
const CONFLICT_RETRIES = 8;

export class Lifecycle implements DueWork {
  readonly #parts: LifecycleParts;

  constructor(parts: LifecycleParts) {
    this.#parts = parts;
    parts.secrets.settleWith((secret, now) => this.#settle(secret, now));
  }

  async nextDue(): Promise<number | undefined> {
    const row = await this.#parts.store.db
      .selectFrom('secrets')
      .select('due_at')
      .where('due_at', 'is not', null)
      .orderBy('due_at')
      .limit(1)
      .executeTakeFirst();
    return row?.due_at ?? undefined;
  }

  async runDue(report: (error: unknown) => void): Promise<void> {
    // Rotation functions call back: nothing begins before the server listens.
    if (!this.#parts.functions.ready) return;
    await this.#standStill();
    const now = this.#parts.clock.now();
    for (let failed = false; !failed; ) {
      const due = await this.#parts.store.db
        .selectFrom('secrets')
        .select(['account', 'region', 'secret_id'])
        .where('due_at', '<=', now)
        .orderBy('due_at')
        .limit(BATCH)
        .execute();
      for (const place of due) {
        await this.#runDue(place, now).catch((error: unknown) => {
          failed = true;
          report(error);
        });
      }
      if (due.length < BATCH) break;
    }
    await this.#standStill();
  }

  /** A manual clock waits for the rotations that have begun; in real time a function may take its minutes. */
  async #standStill(): Promise<void> {
    if (this.#parts.clock instanceof ManualClock) await this.#parts.rotations.idle();
  }

  async #runDue(place: SecretCoordinates, now: number): Promise<void> {
    const secret = await this.#parts.secrets.get(place, now);
    const { deletion_at = null, rotation_at = null } = secret?.row ?? {};
    if (deletion_at === null && rotation_at !== null && rotation_at <= now) await this.#parts.rotations.startDue(secret!);
  }

  /** @returns whether the secret is still there */
  async #settle(secret: SecretRecord, now: number): Promise<boolean> {
    let current: SecretRecord | undefined = secret;
    for (let conflicts = 0; current && isDeleted(current, now); ) {
      const unit = new Unit();
      try {
        this.#parts.changes.destroy(unit, current);
        await tellOfVersions(this.#parts.store, unit, current, 'EndSecretVersionDelete');
        await this.#parts.commit(unit);
      } catch (error) {
        if (!(error instanceof WriteConflict) || ++conflicts > CONFLICT_RETRIES) throw error;
      }
      current = await this.#parts.secrets.read(current.row);
    }
    return current !== undefined;
  }
}

const isDeleted = ({ row }: SecretRecord, now: number): boolean => row.deletion_at !== null && row.deletion_at <= now;
