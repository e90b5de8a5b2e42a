/**
 * What happens to secrets by itself when its time has come: deletion and rotation. Deletion happens when a request meets
 * a secret that is due, or when the job comes by, whichever is first. Time that passed while the server was down counts.
 */
import { type Clock, ManualClock } from '../../base/clock.ts';
import type { DueWork } from '../../base/server-work.ts';
import { type CommitUnit, Unit } from '../../base/unit.ts';
import type { Store } from '../../store/contract.ts';
import { doAllDue, settleDue } from '../../store/due.ts';
import type { RotationFunctions } from './rotation-functions.ts';
import type { Rotations } from './rotations.ts';
import type { SecretChanges } from './secret-changes.ts';
import { isDeleted, type SecretCoordinates, type SecretRecord } from './secret-record.ts';
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
    const rows = this.#parts.store.db.selectFrom('secrets').select(['account', 'region', 'secret_id']);
    const due = rows.where('due_at', '<=', now).orderBy('due_at');
    await doAllDue((limit) => due.limit(limit).execute(), (place) => this.#runDue(place, now), report);
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
    const destroy = async (current: SecretRecord): Promise<void> => {
      const unit = new Unit();
      this.#parts.changes.destroy(unit, current);
      await tellOfVersions(this.#parts.store, unit, current, 'EndSecretVersionDelete');
      await this.#parts.commit(unit);
    };
    const current = await settleDue(secret, (one) => isDeleted(one, now), destroy, () => this.#parts.secrets.read(secret.row));
    return current !== undefined;
  }
}
