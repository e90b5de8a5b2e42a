/** The audit trail on a journal: nothing is answered before its records are durable, and nothing is changed before. */
import type { AuditRecord } from '../base/audit.ts';
import type { Unit } from '../base/unit.ts';
import type { Store } from '../store/contract.ts';
import { StoreUnavailable } from '../store/errors.ts';
import type { Changes } from './journal/changes.ts';
import { eventLine } from './journal/format.ts';
import type { Journal } from './journal/journal.ts';
import type { OpenIntent } from './journal/open-intents.ts';
import { type Trail, TrailUnavailable } from './trail.ts';

/**
 * `sync`: answers wait for the disk. `async`: they do not, so a machine that crashes loses the last moments. `none`: the
 * store keeps nothing either, so a change and its records cannot come apart.
 */
export type Durability = 'sync' | 'async' | 'none';

export interface DurableTrailParts {
  readonly journal: Journal;
  readonly changes: Changes;
  readonly store: Pick<Store, 'commit'>;
  readonly durability: Durability;
}

export class DurableTrail implements Trail {
  readonly #parts: DurableTrailParts;
  readonly #waits: boolean;
  readonly #unrecorded = new Map<string, number>();
  /** Of those, what the journal does not have yet. */
  readonly #unwritten = new Map<string, number>();

  constructor(parts: DurableTrailParts) {
    this.#parts = parts;
    this.#waits = parts.durability === 'sync';
  }

  get durability(): Durability {
    return this.#parts.durability;
  }

  append(records: readonly AuditRecord[]): Promise<void> | undefined {
    if (records.length === 0) return undefined;
    const written = this.#parts.journal.appendEvents(records);
    return this.#waits ? written : undefined;
  }

  async commit(unit: Unit, records: readonly AuditRecord[]): Promise<void> {
    if (records.length === 0) return this.#parts.store.commit(unit);
    if (this.#parts.durability === 'none') {
      await this.#parts.store.commit(unit);
      void this.append(records);
      return;
    }
    await this.#commitAnnounced(unit, await this.#announce(records));
  }

  countUnrecorded(code: string): void {
    for (const counts of [this.#unrecorded, this.#unwritten]) counts.set(code, (counts.get(code) ?? 0) + 1);
  }

  /** Refusals since the start that no account's trail shows, by their codes. */
  get unrecorded(): ReadonlyMap<string, number> {
    return this.#unrecorded;
  }

  /** Puts into the journal what was counted since the last time. Late: nobody's answer waits for it. */
  writeUnrecorded(): void {
    if (this.#unwritten.size === 0) return;
    const line = `${JSON.stringify({ x: 'unrecorded', counts: Object.fromEntries(this.#unwritten) })}\n`;
    try {
      void this.#parts.journal.append(line, 0);
      this.#unwritten.clear();
    } catch {
      // Counted further until the journal can be written again.
    }
  }

  async #announce(records: readonly AuditRecord[]): Promise<OpenIntent> {
    const { changes } = this.#parts;
    const { intent, written } = changes.announce(records.map(eventLine));
    try {
      if (this.#waits) await written;
      return intent;
    } catch (error) {
      changes.forget(intent);
      throw error;
    }
  }

  async #commitAnnounced(unit: Unit, intent: OpenIntent): Promise<void> {
    const { changes, store } = this.#parts;
    let inDoubt = false;
    // Runs after a commit, and when nobody knows.
    unit.afterCommit(() => (inDoubt = true));
    changes.write(unit, intent);
    try {
      await store.commit(unit);
    } catch (error) {
      if (!(error instanceof StoreUnavailable) || !inDoubt) {
        changes.notCommitted(intent);
        throw error;
      }
      return this.#decide(intent, error);
    }
    changes.committed(intent);
  }

  /** The events are the change's own, so a refusal that might contradict them is not recorded. */
  async #decide(intent: OpenIntent, error: StoreUnavailable): Promise<void> {
    const committed = await this.#parts.changes.decide(intent);
    if (committed === undefined) throw new TrailUnavailable('it is not known whether a change was made', { cause: error });
    if (!committed) throw error;
  }
}
