/**
 * Parameters with an Expiration policy are deleted when their time has come: when a request meets one, or when the job
 * comes by, whichever is first. Time that passed while the server was down counts.
 */
import type { Clock } from '../../base/clock.ts';
import type { DueWork } from '../../base/server-work.ts';
import { Unit } from '../../base/unit.ts';
import type { Store } from '../../store/contract.ts';
import { doAllDue, settleDue } from '../../store/due.ts';
import type { Changes } from './changes.ts';
import { isExpired, type Parameter, type Parameters } from './parameters.ts';
import type { SsmTables } from './tables.ts';

export interface ExpiryParts {
  readonly store: Store<SsmTables>;
  readonly clock: Clock;
  readonly parameters: Parameters;
  readonly changes: Changes;
}

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

  runDue(report: (error: unknown) => void): Promise<void> {
    const { store, parameters, clock } = this.#parts;
    const now = clock.now();
    const due = store.db.selectFrom('ssm_parameters').select(['account', 'region', 'path']).where('due_at', '<=', now).orderBy('due_at');
    return doAllDue((limit) => due.limit(limit).execute(), async (name) => parameters.get(name, now), report);
  }

  async #expire(parameter: Parameter): Promise<void> {
    const { parameters, changes, store, clock } = this.#parts;
    const expire = async (current: Parameter): Promise<void> => {
      const unit = new Unit();
      changes.delete(unit, current);
      await store.commit(unit);
    };
    await settleDue(parameter, (current) => isExpired(current, clock.now()), expire, () => parameters.read(parameter));
  }
}
