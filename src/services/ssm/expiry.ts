/**
 * Parameters with an Expiration policy are deleted when their time has come: when a request meets one, or when the job
 * comes by, whichever is first. Time that passed while the server was down counts.
 */
import type { Clock } from '../../base/clock.ts';
import { WriteConflict } from '../../base/errors.ts';
import type { DueWork } from '../../base/server-work.ts';
import { Unit } from '../../base/unit.ts';
import type { Store } from '../../store/contract.ts';
import type { Changes } from './changes.ts';
import { isExpired, type Parameter, type Parameters } from './parameters.ts';
import type { SsmTables } from './tables.ts';

export interface ExpiryParts {
  readonly store: Store<SsmTables>;
  readonly clock: Clock;
  readonly parameters: Parameters;
  readonly changes: Changes;
}

const BATCH = 100;
/** Writers that may come between before it is left to the next turn. */
const CONFLICT_RETRIES = 8;

export class Expiry implements DueWork {
  readonly #parts: ExpiryParts;

  constructor(parts: ExpiryParts) {
    this.#parts = parts;
    parts.parameters.expireWith((parameter) => this.#expire(parameter));
  }

  async nextDue(): Promise<number | undefined> {
    const row = await this.#parts.store.db
      .selectFrom('ssm_parameters')
      .select('due_at')
      .where('due_at', 'is not', null)
      .orderBy('due_at')
      .limit(1)
      .executeTakeFirst();
    return row?.due_at ?? undefined;
  }

  async runDue(report: (error: unknown) => void): Promise<void> {
    const now = this.#parts.clock.now();
    for (let failed = false; !failed; ) {
      const due = await this.#parts.store.db
        .selectFrom('ssm_parameters')
        .select(['account', 'region', 'path'])
        .where('due_at', '<=', now)
        .orderBy('due_at')
        .limit(BATCH)
        .execute();
      for (const name of due) {
        await this.#parts.parameters.get(name, now).catch((error: unknown) => {
          failed = true;
          report(error);
        });
      }
      if (due.length < BATCH) return;
    }
  }

  async #expire(parameter: Parameter): Promise<void> {
    const { parameters, changes, store, clock } = this.#parts;
    let current: Parameter | undefined = parameter;
    for (let conflicts = 0; current && isExpired(current, clock.now()); ) {
      const unit = new Unit();
      changes.delete(unit, current);
      try {
        await store.commit(unit);
      } catch (error) {
        if (!(error instanceof WriteConflict) || ++conflicts > CONFLICT_RETRIES) throw error;
      }
      current = await parameters.read(parameter);
    }
  }
}
