/** Who is in which group. */
import type { Unit } from '../../base/unit.ts';
import type { Store } from '../../store/contract.ts';
import type { Entity } from './entities.ts';
import type { Iam } from './iam.ts';
import type { IamTables } from './tables.ts';

export async function isMember(iam: Iam, user: Entity, group: Entity): Promise<boolean> {
  const rows = iam.store.db.selectFrom('iam_memberships').select('user_id').where('user_id', '=', user.id);
  return (await rows.where('group_id', '=', group.id).executeTakeFirst()) !== undefined;
}

/** Users in order of `name_key`, after `after`. */
export const membersOf = (iam: Iam, group: Entity, after: string, count: number): Promise<Entity[]> =>
  iam.store.db
    .selectFrom('iam_memberships')
    .innerJoin('iam_entities', 'iam_entities.id', 'iam_memberships.user_id')
    .selectAll('iam_entities')
    .where('iam_memberships.group_id', '=', group.id)
    .where('iam_entities.name_key', '>', after)
    .orderBy('iam_entities.name_key')
    .limit(count)
    .execute();

/** In order of `name_key`. */
export const groupsOf = (store: Store<IamTables>, user: Pick<Entity, 'id'>): Promise<Entity[]> =>
  store.db
    .selectFrom('iam_memberships')
    .innerJoin('iam_entities', 'iam_entities.id', 'iam_memberships.group_id')
    .selectAll('iam_entities')
    .where('iam_memberships.user_id', '=', user.id)
    .orderBy('iam_entities.name_key')
    .execute();

/** Changes both: neither can be deleted meanwhile, and the user cannot join one group too many. */
export function addMember(iam: Iam, unit: Unit, user: Entity, group: Entity): void {
  unit.write(iam.store.db.insertInto('iam_memberships').values({ user_id: user.id, group_id: group.id }), 1);
  iam.entities.change(unit, user);
  iam.entities.change(unit, group);
}

export function removeMember(iam: Iam, unit: Unit, user: Entity, group: Entity): void {
  const gone = iam.store.db.deleteFrom('iam_memberships').where('user_id', '=', user.id).where('group_id', '=', group.id);
  unit.write(gone, 1);
  iam.entities.change(unit, user);
  iam.entities.change(unit, group);
}
