/** Writing parameters. Every change names the revision that it was based on, so two at once never overlap unseen. */
import type { Unit } from '../../base/unit.ts';
import type { Store } from '../../store/contract.ts';
import { parentOf } from './names.ts';
import { ofParameter, type Parameter, type Parameters } from './parameters.ts';
import type { ParameterCoordinates, ParameterRow, SsmTables, StoredTier, TagRow, VersionRow } from './tables.ts';

/** All of a version but the parameter that it is of. */
export type NewVersion = Omit<VersionRow, keyof ParameterCoordinates | 'version'>;

export interface Tag {
  readonly Key: string;
  readonly Value: string;
}

export class Changes {
  readonly #store: Store<SsmTables>;
  readonly #parameters: Parameters;

  constructor(store: Store<SsmTables>, parameters: Parameters) {
    this.#store = store;
    this.#parameters = parameters;
  }

  /** @param most parameters of its tier that there may be */
  create(
    unit: Unit,
    parameter: ParameterCoordinates & Pick<ParameterRow, 'name' | 'type' | 'due_at'>,
    version: NewVersion,
    most: number,
  ): void {
    const { name, type, due_at } = parameter;
    const of = ofParameter(parameter);
    const row = { ...of, parent: parentOf(name), name, type, version: 1, revision: 1, due_at };
    unit.write(this.#store.db.insertInto('ssm_parameters').values(row));
    unit.write(this.#store.db.insertInto('ssm_versions').values({ ...of, ...version, version: 1 }));
    this.#count(unit, parameter, version.tier, most);
    this.#forgetAfter(unit, parameter);
  }

  /** @param dropped versions that are kept no longer */
  addVersion(unit: Unit, parameter: Parameter, version: NewVersion, due_at: number | null, dropped: readonly number[], most: number): void {
    const of = ofParameter(parameter);
    const next = parameter.version + 1;
    this.#revise(unit, parameter, { version: next, due_at });
    unit.write(this.#store.db.insertInto('ssm_versions').values({ ...of, ...version, version: next }));
    for (const old of dropped) {
      unit.write(this.#store.db.deleteFrom('ssm_versions').where((where) => where.and({ ...of, version: old })), 1);
    }
    if (version.tier === parameter.tier) return;
    this.#count(unit, parameter, version.tier, most);
    this.#uncount(unit, parameter, parameter.tier);
  }

  delete(unit: Unit, parameter: Parameter): void {
    const of = ofParameter(parameter);
    const { db } = this.#store;
    unit.write(db.deleteFrom('ssm_parameters').where((where) => where.and({ ...of, revision: parameter.revision })), 1);
    for (const table of ['ssm_versions', 'ssm_labels', 'ssm_tags'] as const) {
      unit.write(db.deleteFrom(table).where((where) => where.and(of)));
    }
    this.#uncount(unit, parameter, parameter.tier);
    this.#forgetAfter(unit, parameter);
  }

  /** @param labels by name, the version that each is to be on; `undefined`: on none */
  label(unit: Unit, parameter: Parameter, labels: ReadonlyMap<string, number | undefined>): void {
    const of = ofParameter(parameter);
    const { db } = this.#store;
    this.#revise(unit, parameter, {});
    for (const [label, version] of labels) {
      unit.write(db.deleteFrom('ssm_labels').where((where) => where.and({ ...of, label })));
      if (version !== undefined) unit.write(db.insertInto('ssm_labels').values({ ...of, label, version }));
    }
  }

  /** @param removed keys of tags */
  tag(unit: Unit, parameter: Parameter, tags: readonly Tag[], removed: readonly string[] = []): void {
    this.#revise(unit, parameter, {});
    for (const tag_key of removed) {
      unit.write(this.#store.db.deleteFrom('ssm_tags').where((where) => where.and({ ...ofParameter(parameter), tag_key })));
    }
    this.insertTags(unit, parameter, tags);
  }

  /** Of a parameter that is created or revised in the same unit. */
  insertTags(unit: Unit, parameter: ParameterCoordinates, tags: readonly Tag[]): void {
    for (const { Key, Value } of tags) {
      const row: TagRow = { ...ofParameter(parameter), tag_key: Key, tag_value: Value };
      unit.write(
        this.#store.db
          .insertInto('ssm_tags')
          .values(row)
          .onConflict((conflict) => conflict.columns(['account', 'region', 'path', 'tag_key']).doUpdateSet({ tag_value: Value })),
      );
    }
  }

  #revise(unit: Unit, parameter: Parameter, change: Partial<Pick<ParameterRow, 'version' | 'due_at'>>): void {
    const { revision } = parameter;
    unit.write(
      this.#store.db
        .updateTable('ssm_parameters')
        .set({ ...change, revision: revision + 1 })
        .where((where) => where.and({ ...ofParameter(parameter), revision })),
      1,
    );
    this.#forgetAfter(unit, parameter);
  }

  /** The bound is in the statement: of two that would both be the last, one loses, and finds the store full. */
  #count(unit: Unit, { account, region }: ParameterCoordinates, tier: StoredTier, most: number): void {
    const { db } = this.#store;
    const none = { account, region, tier, parameters: 0 };
    const counter = db.insertInto('ssm_usage').values(none);
    unit.write(counter.onConflict((conflict) => conflict.columns(['account', 'region', 'tier']).doNothing()));
    unit.write(
      db
        .updateTable('ssm_usage')
        .set((set) => ({ parameters: set('parameters', '+', 1) }))
        .where((where) => where.and({ account, region, tier }))
        .where('parameters', '<', most),
      1,
    );
  }

  #uncount(unit: Unit, { account, region }: ParameterCoordinates, tier: StoredTier): void {
    unit.write(
      this.#store.db
        .updateTable('ssm_usage')
        .set((set) => ({ parameters: set('parameters', '-', 1) }))
        .where((where) => where.and({ account, region, tier })),
      1,
    );
  }

  #forgetAfter(unit: Unit, parameter: ParameterCoordinates): void {
    unit.afterCommit(() => this.#parameters.forget(parameter));
  }
}
