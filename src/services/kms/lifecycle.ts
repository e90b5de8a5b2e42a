/**
 * What happens to keys by itself when its time has come: automatic rotation, expiry of imported material, deletion.
 * It happens when a request meets a key that is due, or when the job comes by, whichever is first; so an answer never
 * shows a key as it must no longer be. Time that passed while the server was down counts.
 */
import { type Clock, DAY_MS } from '../../base/clock.ts';
import { type CommitUnit, Unit } from '../../base/unit.ts';
import type { Store } from '../../store/contract.ts';
import { doAllDue, settleDue } from '../../store/due.ts';
import { keyDeleted, materialExpired } from './events.ts';
import type { KeyChange, KeyChanges, MaterialChange } from './key-changes.ts';
import { isAssociated, isReplica, type KeyRecord, ofKey } from './key-record.ts';
import type { Keys } from './keys.ts';
import type { LastUsage } from './last-usage.ts';
import type { Materials } from './materials.ts';
import { nextRotation, rotateToNew } from './rotation.ts';
import type { KmsTables } from './tables.ts';
import { loseWaitingMaterial, readyMaterial } from './waiting-material.ts';

export interface LifecycleParts {
  readonly store: Store<KmsTables>;
  readonly commit: CommitUnit;
  readonly clock: Clock;
  readonly keys: Keys;
  readonly materials: Materials;
  readonly changes: KeyChanges;
  readonly lastUsage: LastUsage;
}

export class Lifecycle {
  readonly #parts: LifecycleParts;
  #settled: (key: KeyRecord) => void = () => undefined;

  constructor(parts: LifecycleParts) {
    this.#parts = parts;
    parts.keys.settleWith((key, now) => this.settle(key, now));
  }

  /** Set once, by the wiring: who holds on to keys must learn that one has changed by itself. */
  whenSettled(action: (key: KeyRecord) => void): void {
    this.#settled = action;
  }

  /** When the next key is due, ms since 1970; `undefined` when none waits. */
  async nextDue(): Promise<number | undefined> {
    const row = await this.#parts.store.db
      .selectFrom('kms_keys')
      .select('due_at')
      .where('due_at', 'is not', null)
      .orderBy('due_at')
      .limit(1)
      .executeTakeFirst();
    return row?.due_at ?? undefined;
  }

  /** The job: settles all that is due by now, and lets unused material leave memory. */
  async runDue(report: (error: unknown) => void): Promise<void> {
    const { store, keys, materials, clock } = this.#parts;
    const now = clock.now();
    materials.dropUnused(now);
    const due = store.db.selectFrom('kms_keys').select(['account', 'region', 'key_id']).where('due_at', '<=', now).orderBy('due_at');
    await doAllDue((limit) => due.limit(limit).execute(), async (name) => keys.get(name, now), report);
  }

  /** Does all that is due to one key by `now`. @returns the key afterwards, `undefined` when it is gone */
  async settle(key: KeyRecord, now: number): Promise<KeyRecord | undefined> {
    const settleOnce = async (due: KeyRecord): Promise<void> => {
      const unit = new Unit();
      await this.#settleOnce(unit, due, now);
      await this.#parts.commit(unit);
    };
    const current = await settleDue(key, (one) => isDue(one, now), settleOnce, () => this.#parts.keys.read(key.row));
    if (current) this.#settled(current);
    return current;
  }

  async #settleOnce(unit: Unit, key: KeyRecord, now: number): Promise<void> {
    const { row } = key;
    if (row.state === 'PendingDeletion' && row.deletion_at !== null && row.deletion_at <= now) {
      return this.#delete(unit, key, now);
    }
    if (key.materials.some((material) => expired(material, now))) return this.#expire(unit, key, now);
    if (!rotates(key, now)) return this.#parts.changes.update(unit, key, {});
    const keys = await this.#family(key);
    const change = { next_rotation_at: nextRotation(now, row.rotation_period_days) };
    await rotateToNew(this.#parts.changes, unit, keys, { type: 'AUTOMATIC', at: now, change });
  }

  /** All regions of a key, itself first. */
  async #family(key: KeyRecord): Promise<KeyRecord[]> {
    if (!key.row.multi_region) return [key];
    const regions = await this.#parts.keys.relatedRegions(key);
    const others = regions.filter((region) => region !== key.row.region);
    const relatives = await Promise.all(others.map((region) => this.#parts.keys.read({ ...key.row, region })));
    return [key, ...relatives.filter((relative) => relative !== undefined)];
  }

  /** As family, for operations: primary and replicas, fresh from the store. */
  family(key: KeyRecord): Promise<KeyRecord[]> {
    return this.#family(key);
  }

  async #delete(unit: Unit, key: KeyRecord, now: number): Promise<void> {
    const { changes, lastUsage } = this.#parts;
    const [, ...relatives] = await this.#family(key);
    changes.destroy(unit, key, await this.#aliasesOf(key));
    unit.events.push(keyDeleted(key));
    unit.afterCommit(() => lastUsage.forget(key));
    // All are changed in any case: of two replicas that go at once, or one that goes as its primary is told to, one
    // must lose and look again, or neither would be the last.
    const ready = readyMaterial(relatives);
    for (const relative of relatives) {
      const alone = relatives.length === 1 && !isReplica(relative);
      changes.update(unit, relative, alone ? ownWaitingPeriod(relative, now) : {}, ready);
    }
  }

  async #aliasesOf(key: KeyRecord): Promise<string[]> {
    const rows = await this.#parts.store.db
      .selectFrom('kms_aliases')
      .select('alias_name')
      .where((where) => where.and(ofKey(key.row)))
      .execute();
    return rows.map((row) => row.alias_name);
  }

  /** Expired material goes; the key cannot be used until it is imported again. */
  async #expire(unit: Unit, key: KeyRecord, now: number): Promise<void> {
    const { changes } = this.#parts;
    const gone = key.materials.filter((material) => expired(material, now));
    const waiting = gone.find((material) => !isAssociated(material));
    for (const { material_id } of waiting ? [waiting] : gone) unit.events.push(materialExpired(key, material_id));
    // One at a time: the key is due until all are gone.
    if (waiting) return loseWaitingMaterial(changes, unit, await this.#family(key), waiting.material_id);
    const emptied: MaterialChange = { sealed: null, valid_to: null };
    const pending = key.row.state === 'PendingDeletion' || key.row.state === 'PendingReplicaDeletion';
    const change = pending ? {} : { state: 'PendingImport' as const };
    changes.update(unit, key, change, Object.fromEntries(gone.map((material) => [material.material_id, emptied])));
  }
}

/** Of a primary that is to be deleted: it begins when its last replica is really gone. */
function ownWaitingPeriod({ row }: KeyRecord, now: number): KeyChange {
  if (row.state !== 'PendingReplicaDeletion') return {};
  return { state: 'PendingDeletion', deletion_at: now + row.pending_window_days! * DAY_MS };
}

const isDue = (key: KeyRecord, now: number): boolean => key.row.due_at !== null && key.row.due_at <= now;

const rotates = ({ row }: KeyRecord, now: number): boolean =>
  row.state === 'Enabled' && row.rotation_enabled === 1 && row.next_rotation_at !== null && row.next_rotation_at <= now;

const expired = (material: { sealed: Uint8Array | null; valid_to: number | null }, now: number): boolean =>
  material.sealed !== null && material.valid_to !== null && material.valid_to <= now;
