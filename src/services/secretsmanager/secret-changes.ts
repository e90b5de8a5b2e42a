/**
 * Writes of secrets and their versions: each names the version of the secret that it was based on, and keeps the cache
 * true. What changes of a primary changes of its replicas in the same unit.
 */
import type { Sealer } from '../../base/integrated-service.ts';
import { DAY_MS } from '../../base/clock.ts';
import type { Unit } from '../../base/unit.ts';
import type { Store } from '../../store/contract.ts';
import type { LastAccess } from './last-access.ts';
import {
  dataKeysText,
  ofSecret,
  type Replica,
  replicasBehind,
  replicasInSync,
  sealDetails,
  type SecretCoordinates,
  type SecretDetails,
  type SecretRecord,
  type Stages,
  stagesText,
  type VersionRecord,
} from './secret-record.ts';
import type { Secrets } from './secrets.ts';
import type { SecretRow, SecretTables } from './tables.ts';

export interface SecretChange {
  readonly details?: SecretDetails | undefined;
  readonly stages?: Stages | undefined;
  readonly changed_at?: number | undefined;
  readonly deletion_at?: number | null | undefined;
  readonly rotation_at?: number | null | undefined;
  readonly primary_region?: null | undefined;
  /** Versions that the unit adds to the secret and to its replicas, or takes away from them. */
  readonly versions?: number | undefined;
}

export type NewSecret = Omit<SecretRow, 'version' | 'sealed' | 'stages' | 'version_count' | 'due_at'> & {
  readonly details: SecretDetails;
  readonly stages: Stages;
  readonly versions: readonly VersionRecord[];
};

/** User guide, "Quotas": about so many versions are kept; none younger than a day is taken away. */
const VERSIONS_MAX = 100;
const YOUNG_MS = DAY_MS;
const CLEANED_AT_ONCE = 20;

export interface SecretChangesParts {
  readonly store: Store<SecretTables>;
  readonly sealer: Sealer;
  readonly secrets: Secrets;
  readonly uses: LastAccess;
}

export class SecretChanges {
  readonly #parts: SecretChangesParts;

  constructor(parts: SecretChangesParts) {
    this.#parts = parts;
  }

  insert(unit: Unit, { details, stages, versions, ...place }: NewSecret): void {
    const { db } = this.#parts.store;
    const row: SecretRow = {
      ...place,
      version: 1,
      sealed: sealDetails(this.#parts.sealer, place, details),
      stages: stagesText(stages),
      version_count: versions.length,
      due_at: dueAt(place),
    };
    unit.write(db.insertInto('secrets').values(row));
    unit.write(db.insertInto('secrets_uses').values({ ...ofSecret(place), version_id: '', accessed_at: 0 }));
    for (const version of versions) this.insertVersion(unit, place, version);
    this.#forgetAfter(unit, place, place.name);
  }

  /**
   * The version in `secret` must still be the stored one. Replicas that follow get the same; those that fell behind have
   * other versions, but who may read them is still the primary's to say.
   */
  async update(unit: Unit, secret: SecretRecord, change: SecretChange): Promise<void> {
    this.#update(unit, secret, change);
    const { details, changed_at } = change;
    const following = await this.#replicas(secret, replicasInSync(details ?? secret.details));
    for (const replica of following) this.#update(unit, replica, replicaChange(replica, change));
    if (!details) return;
    const behind = await this.#replicas(secret, replicasBehind(details));
    for (const replica of behind) this.#update(unit, replica, replicaChange(replica, { details, changed_at }));
  }

  /** As `update`, without the replicas. */
  updateAlone(unit: Unit, secret: SecretRecord, change: SecretChange): void {
    this.#update(unit, secret, change);
  }

  insertVersion(unit: Unit, place: SecretCoordinates, version: VersionRecord): void {
    const { versionId, createdAt, kind, ciphertext, dataKeys } = version;
    const row = { ...ofSecret(place), version_id: versionId, created_at: createdAt, kind, data_keys: dataKeysText(dataKeys) };
    unit.write(this.#parts.store.db.insertInto('secrets_versions').values({ ...row, ciphertext: ciphertext ?? null }));
  }

  /** The value that a version waited for, or other encrypted data keys of the same one. */
  updateVersion(unit: Unit, place: SecretCoordinates, { versionId, kind, ciphertext, dataKeys }: VersionRecord): void {
    unit.write(
      this.#parts.store.db
        .updateTable('secrets_versions')
        .set({ kind, ciphertext: ciphertext ?? null, data_keys: dataKeysText(dataKeys) })
        .where((where) => where.and(ofSecret(place)))
        .where('version_id', '=', versionId),
      1,
    );
  }

  removeVersion(unit: Unit, place: SecretCoordinates, versionId: string): void {
    for (const table of ['secrets_versions', 'secrets_uses'] as const) {
      const rows = this.#parts.store.db.deleteFrom(table).where((where) => where.and(ofSecret(place)));
      unit.write(rows.where('version_id', '=', versionId));
    }
  }

  /**
   * Takes the oldest versions without a label away where there are too many.
   * @returns how many
   */
  async cleanUp(unit: Unit, secret: SecretRecord, stages: Stages, now: number): Promise<number> {
    const excess = Math.min(secret.row.version_count + 1 - VERSIONS_MAX, CLEANED_AT_ONCE);
    if (excess <= 0) return 0;
    const rows = this.#parts.store.db
      .selectFrom('secrets_versions')
      .select('version_id')
      .where((where) => where.and(ofSecret(secret.row)))
      .where('created_at', '<=', now - YOUNG_MS)
      .orderBy('created_at')
      .orderBy('version_id');
    const old = await rows.where('version_id', 'not in', [...stages.values()]).limit(excess).execute();
    const places = [secret, ...(await this.replicas(secret))];
    for (const { row } of places) for (const { version_id } of old) this.removeVersion(unit, row, version_id);
    return old.length;
  }

  /** The end of a secret in its region. */
  destroy(unit: Unit, { row }: SecretRecord): void {
    const { db } = this.#parts.store;
    unit.write(db.deleteFrom('secrets').where((where) => where.and({ ...ofSecret(row), version: row.version })), 1);
    for (const table of ['secrets_versions', 'secrets_uses'] as const) {
      unit.write(db.deleteFrom(table).where((where) => where.and(ofSecret(row))));
    }
    this.#forgetAfter(unit, row, row.name);
    unit.afterCommit(() => this.#parts.uses.forget(row));
  }

  /** Those that follow, fresh from the store. */
  replicas(secret: SecretRecord): Promise<SecretRecord[]> {
    return this.#replicas(secret, replicasInSync(secret.details));
  }

  async #replicas({ row }: SecretRecord, replicas: readonly Replica[]): Promise<SecretRecord[]> {
    const read = await Promise.all(replicas.map(({ region }) => this.#parts.secrets.read({ ...ofSecret(row), region })));
    return read.filter((replica) => replica?.row.primary_region === row.region) as SecretRecord[];
  }

  #update(unit: Unit, { row, details }: SecretRecord, { details: nextDetails, stages, versions = 0, ...columns }: SecretChange): void {
    const next = { ...row, ...columns };
    unit.write(
      this.#parts.store.db
        .updateTable('secrets')
        .set({
          ...columns,
          version: row.version + 1,
          version_count: row.version_count + versions,
          due_at: dueAt(next),
          ...(nextDetails && nextDetails !== details && { sealed: sealDetails(this.#parts.sealer, row, nextDetails) }),
          ...(stages && { stages: stagesText(stages) }),
        })
        .where((where) => where.and(ofSecret(row)))
        .where('version', '=', row.version),
      1,
    );
    this.#forgetAfter(unit, row, row.name);
  }

  #forgetAfter(unit: Unit, place: SecretCoordinates, name: string): void {
    unit.afterCommit(() => this.#parts.secrets.forget(place, name));
  }
}

/** A replica keeps a key of its own, and is neither deleted nor rotated by itself. */
function replicaChange({ details }: SecretRecord, ofPrimary: SecretChange): SecretChange {
  const { details: next, deletion_at: _deletion, rotation_at: _rotation, ...change } = ofPrimary;
  return { ...change, details: next && replicaDetails(next, details.kmsKeyId) };
}

export const replicaDetails = ({ replicas: _none, ...details }: SecretDetails, kmsKeyId: string | undefined): SecretDetails => ({
  ...details,
  kmsKeyId,
});

/** Nothing rotates that is to be deleted. */
const dueAt = ({ deletion_at, rotation_at }: Pick<SecretRow, 'deletion_at' | 'rotation_at'>): number | null => deletion_at ?? rotation_at;
