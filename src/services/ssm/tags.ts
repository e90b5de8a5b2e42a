/** Tags of parameters: rules of "Tagging Systems Manager resources" in the user guide. */
import type { Tag } from './changes.ts';
import * as faults from './faults.ts';
import { ofParameter } from './parameters.ts';
import type { ParameterStore } from './parameter-store.ts';
import type { ParameterCoordinates } from './tables.ts';

const TAGS_MAX = 50;

/** @throws Fault */
export function checkTags(tags: readonly Tag[]): void {
  if (tags.some(({ Key }) => Key.toLowerCase().startsWith('aws:'))) throw faults.reservedTag();
  if (new Set(tags.map(({ Key }) => Key)).size !== tags.length) throw faults.repeatedTag();
  if (tags.length > TAGS_MAX) throw faults.tooManyTags();
}

export async function tagsOf({ store }: ParameterStore, name: ParameterCoordinates): Promise<Tag[]> {
  const rows = await store.db
    .selectFrom('ssm_tags')
    .select(['tag_key', 'tag_value'])
    .where((where) => where.and(ofParameter(name)))
    .orderBy('tag_key')
    .execute();
  return rows.map((row) => ({ Key: row.tag_key, Value: row.tag_value }));
}

/** @throws Fault TooManyTagsError */
export async function requireRoom(store: ParameterStore, name: ParameterCoordinates, added: readonly Tag[]): Promise<void> {
  const present = await tagsOf(store, name);
  if (new Set([...present, ...added].map(({ Key }) => Key)).size > TAGS_MAX) throw faults.tooManyTags();
}
