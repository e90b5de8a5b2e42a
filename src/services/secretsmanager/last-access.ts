/** When secrets and their versions were read last: to the day, as AWS shows it. Written late, in batches. */
import { DAY_MS } from '../../base/clock.ts';
import type { Store } from '../../store/contract.ts';
import { LateWrites } from '../../store/late-writes.ts';
import { ofSecret, type SecretCoordinates, type SecretRecord, type VersionRecord } from './secret-record.ts';
import type { SecretTables, UseRow } from './tables.ts';

export const dayOf = (now: number): number => Math.floor(now / DAY_MS) * DAY_MS;

export class LastAccess {
  readonly #store: Store<SecretTables>;
  readonly #late: LateWrites<UseRow>;
  /** The day on which a version was noted, so that a repeated reading costs a look-up. */
  readonly #noted = new WeakMap<VersionRecord, number>();

  constructor(store: Store<SecretTables>) {
    this.#store = store;
    this.#late = new LateWrites(store, (rows) => upsert(store, rows));
  }

  note(secret: SecretRecord, version: VersionRecord, now: number): void {
    const day = dayOf(now);
    if (this.#noted.get(version) === day) return;
    this.#noted.set(version, day);
    for (const version_id of ['', version.versionId]) {
      this.#late.set(nameOf(secret.row, version_id), { ...ofSecret(secret.row), version_id, accessed_at: day });
    }
  }

  /** `undefined` for never. */
  async of(place: SecretCoordinates, versionId = ''): Promise<number | undefined> {
    const late = this.#late.get(nameOf(place, versionId));
    return (late ?? (await this.#stored(place, versionId)))?.accessed_at || undefined;
  }

  /** A secret that is gone is not written back. */
  forget(place: SecretCoordinates): void {
    this.#late.delete(nameOf(place, ''));
  }

  clear(): void {
    this.#late.clear();
  }

  flush(): Promise<void> {
    return this.#late.flush();
  }

  #stored(place: SecretCoordinates, versionId: string): Promise<UseRow | undefined> {
    const rows = this.#store.db.selectFrom('secrets_uses').selectAll().where((where) => where.and(ofSecret(place)));
    return rows.where('version_id', '=', versionId).executeTakeFirst();
  }
}

const nameOf = ({ account, region, secret_id }: SecretCoordinates, versionId: string): string =>
  `${account}/${region}/${secret_id} ${versionId}`;

const upsert = ({ db }: Store<SecretTables>, rows: UseRow[]) =>
  db
    .insertInto('secrets_uses')
    .values(rows)
    .onConflict((conflict) =>
      conflict
        .columns(['account', 'region', 'secret_id', 'version_id'])
        .doUpdateSet((given) => ({ accessed_at: given.ref('excluded.accessed_at') })),
    );
