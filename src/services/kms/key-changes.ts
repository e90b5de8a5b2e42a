/** Writes of keys and their materials: each names the version it was based on, and keeps the caches true. */
import type { Unit } from '../../base/unit.ts';
import type { Keyring } from '../../keyring/contract.ts';
import type { Store } from '../../store/contract.ts';
import type { Grants } from './grants.ts';
import { dueAt, type KeyCoordinates, type KeyRecord, ofKey } from './key-record.ts';
import type { Keys } from './keys.ts';
import type { Materials } from './materials.ts';
import { sealedOwner } from './materials.ts';
import type { KeyMaterialRow, KeyRow, KmsTables } from './tables.ts';

/** What may change of a key after its creation. */
export type KeyChange = Partial<Omit<KeyRow, 'account' | 'region' | 'key_id' | 'version' | 'due_at'>>;
export type MaterialChange = Partial<Omit<KeyMaterialRow, 'account' | 'region' | 'key_id' | 'material_id'>>;

/** A material that is not stored yet; `material` is in clear, undefined where only its identity is known. */
export type NewMaterial = Omit<KeyMaterialRow, 'account' | 'region' | 'key_id' | 'sealed'> & {
  readonly material: Buffer | undefined;
};

export class KeyChanges {
  readonly #store: Store<KmsTables>;
  readonly #keyring: Keyring;
  readonly #keys: Keys;
  readonly #materials: Materials;
  readonly #grants: Grants;

  constructor(store: Store<KmsTables>, keyring: Keyring, keys: Keys, materials: Materials, grants: Grants) {
    this.#store = store;
    this.#keyring = keyring;
    this.#keys = keys;
    this.#materials = materials;
    this.#grants = grants;
  }

  /** A new key with its materials. The key id must be new in its region. */
  insert(unit: Unit, key: Omit<KeyRow, 'version' | 'due_at'>, materials: readonly NewMaterial[]): void {
    this.insertSealed(unit, key, materials.map((material) => this.seal(key, material)));
  }

  /** The same with materials that were sealed before. */
  insertSealed(unit: Unit, key: Omit<KeyRow, 'version' | 'due_at'>, materials: readonly KeyMaterialRow[]): void {
    const row = { ...key, version: 1, due_at: null };
    unit.write(this.#store.db.insertInto('kms_keys').values({ ...row, due_at: dueAt(row, materials) }));
    for (const material of materials) unit.write(this.#store.db.insertInto('kms_key_materials').values(material));
    this.#forgetAfter(unit, key);
  }

  /**
   * Changes a key, and its materials with it. The version in `key` must still be the stored one, so two changes of
   * one key never overlap unseen.
   */
  update(
    unit: Unit,
    key: KeyRecord,
    change: KeyChange,
    materials: { readonly [materialId: string]: MaterialChange } = {},
    added: readonly NewMaterial[] = [],
  ): void {
    const { row } = key;
    const addedRows = added.map((material) => this.seal(row, material));
    const after = key.materials.map((material) => ({ ...material, ...materials[material.material_id] }));
    const next = { ...row, ...change };
    unit.write(
      this.#store.db
        .updateTable('kms_keys')
        .set({ ...change, version: row.version + 1, due_at: dueAt(next, [...after, ...addedRows]) })
        .where((where) => where.and(ofKey(row)))
        .where('version', '=', row.version),
      1,
    );
    for (const [materialId, materialChange] of Object.entries(materials)) {
      this.#updateMaterial(unit, row, materialId, materialChange);
    }
    for (const material of addedRows) unit.write(this.#store.db.insertInto('kms_key_materials').values(material));
    this.#forgetAfter(unit, row);
  }

  /** Seals imported bytes for a key that knows the material already, or takes them away again with `undefined`. */
  sealed(key: KeyCoordinates, materialId: string, material: Buffer | undefined): Uint8Array | null {
    return material ? this.#keyring.seal(sealedOwner(key, materialId), material) : null;
  }

  /** Materials that were only waiting leave without a trace. */
  removeMaterial(unit: Unit, key: KeyRecord, materialId: string): void {
    unit.write(
      this.#store.db
        .deleteFrom('kms_key_materials')
        .where((where) => where.and(ofKey(key.row)))
        .where('material_id', '=', materialId),
      1,
    );
  }

  /** The end of a key: its row, materials, aliases, tags, usage and grants. */
  destroy(unit: Unit, key: KeyRecord, aliases: readonly string[]): void {
    const { row } = key;
    const { db } = this.#store;
    const ofThis = ofKey(row);
    unit.write(db.deleteFrom('kms_keys').where((where) => where.and({ ...ofThis, version: row.version })), 1);
    for (const table of ['kms_key_materials', 'kms_aliases', 'kms_tags', 'kms_key_usage', 'kms_grants'] as const) {
      unit.write(db.deleteFrom(table).where((where) => where.and(ofThis)));
    }
    this.#forgetAfter(unit, row);
    unit.afterCommit(() => {
      this.#grants.forget(row);
      for (const alias of aliases) this.#keys.forgetAlias(row.account, row.region, alias);
    });
  }

  /** A material as it is stored. */
  seal(key: KeyCoordinates, { material, ...row }: NewMaterial): KeyMaterialRow {
    const { account, region, key_id } = key;
    return { account, region, key_id, ...row, sealed: this.sealed(key, row.material_id, material) };
  }

  #updateMaterial(unit: Unit, key: KeyCoordinates, materialId: string, change: MaterialChange): void {
    unit.write(
      this.#store.db
        .updateTable('kms_key_materials')
        .set(change)
        .where((where) => where.and(ofKey(key)))
        .where('material_id', '=', materialId),
      1,
    );
  }

  /** Records and usable material leave memory as soon as the change is durable. */
  #forgetAfter(unit: Unit, key: KeyCoordinates): void {
    unit.afterCommit(() => {
      this.#keys.forget(key);
      this.#materials.forget(key);
    });
  }
}
