/** Users, groups and roles as rows: finding them, and the writes that every change of them is made of. */
import type { Unit } from '../../base/unit.ts';
import type { Store } from '../../store/contract.ts';
import * as faults from './faults.ts';
import type { EntityKind, EntityRow, IamTables } from './tables.ts';

export type Entity = Readonly<EntityRow>;

/** What can be changed of an entity. */
export type EntityChanges = Partial<
  Pick<EntityRow, 'name' | 'path' | 'boundary' | 'trust_policy' | 'description' | 'max_session_seconds'>
>;

/** Names are compared without case where they must be unique. */
export const nameKey = (name: string): string => name.toLowerCase();

export class Entities {
  readonly #store: Store<IamTables>;
  readonly #partition: string;
  readonly #changed: (entity: Entity, gone: boolean) => void;

  /** @param changed runs after each committed change of an entity, or of what hangs on it */
  constructor(store: Store<IamTables>, partition: string, changed: (entity: Entity, gone: boolean) => void) {
    this.#store = store;
    this.#partition = partition;
    this.#changed = changed;
  }

  /** `arn:aws:iam::111122223333:user/division/alice` */
  arnOf({ account, kind, path, name }: Pick<Entity, 'account' | 'kind' | 'path' | 'name'>): string {
    return `arn:${this.#partition}:iam::${account}:${kind}${path}${name}`;
  }

  /** By the name as it is written, with its case. */
  async find(account: string, kind: EntityKind, name: string): Promise<Entity | undefined> {
    const row = await this.named(account, kind, name);
    return row?.name === name ? row : undefined;
  }

  /** The entity that leaves no place for another of this name: names that differ by case alone are the same here. */
  async named(account: string, kind: EntityKind, name: string): Promise<Entity | undefined> {
    return this.#store.db
      .selectFrom('iam_entities')
      .selectAll()
      .where('account', '=', account)
      .where('kind', '=', kind)
      .where('name_key', '=', nameKey(name))
      .executeTakeFirst();
  }

  async byId(id: string): Promise<Entity | undefined> {
    return this.#store.db.selectFrom('iam_entities').selectAll().where('id', '=', id).executeTakeFirst();
  }

  /** In order of `name_key`, after `after`. */
  async list(account: string, kind: EntityKind, pathPrefix: string, after: string, count: number): Promise<Entity[]> {
    return this.#store.db
      .selectFrom('iam_entities')
      .selectAll()
      .where('account', '=', account)
      .where('kind', '=', kind)
      .where('name_key', '>', after)
      .where('path', '>=', pathPrefix)
      .where('path', '<', `${pathPrefix}\u{10ffff}`)
      .orderBy('name_key')
      .limit(count)
      .execute();
  }

  async count(account: string, kind: EntityKind): Promise<number> {
    const row = await this.#store.db
      .selectFrom('iam_entities')
      .select((select) => select.fn.countAll<number>().as('count'))
      .where('account', '=', account)
      .where('kind', '=', kind)
      .executeTakeFirstOrThrow();
    return Number(row.count);
  }

  /** A name that is taken by then makes the unit a `WriteConflict`. */
  insert(unit: Unit, row: Omit<EntityRow, 'name_key' | 'version'>): void {
    const entity: EntityRow = { ...row, name_key: nameKey(row.name), version: 1 };
    unit.write(this.#store.db.insertInto('iam_entities').values(entity), 1);
    unit.afterCommit(() => this.#changed(entity, false));
  }

  /**
   * Writes the changes; with none it only says that something changed which hangs on the entity. Every unit that writes
   * what hangs on an entity must do so, once: then two of them can never pass each other, and no limit or condition that
   * was checked before is broken by the other.
   */
  change(unit: Unit, entity: Entity, changes: EntityChanges = {}): void {
    const named = changes.name === undefined ? changes : { ...changes, name_key: nameKey(changes.name) };
    const update = this.#store.db
      .updateTable('iam_entities')
      .set({ ...named, version: entity.version + 1 })
      .where('id', '=', entity.id)
      .where('version', '=', entity.version);
    unit.write(update, 1);
    unit.afterCommit(() => this.#changed(entity, false));
  }

  remove(unit: Unit, entity: Entity): void {
    const gone = this.#store.db.deleteFrom('iam_entities').where('id', '=', entity.id).where('version', '=', entity.version);
    unit.write(gone, 1);
    unit.write(this.#store.db.deleteFrom('iam_tags').where('resource_id', '=', entity.id));
    unit.write(this.#store.db.deleteFrom('iam_last_used').where('id', '=', entity.id));
    unit.afterCommit(() => this.#changed(entity, true));
  }
}

/** @throws Fault NoSuchEntityException */
export function requireEntity(entity: Entity | undefined, kind: EntityKind, name: string): Entity {
  if (!entity) throw faults.notFound(kind, name);
  return entity;
}
