/** Tags of users, roles, managed policies and identity providers: rules of "Tags for IAM resources" in the user guide. */
import type { Unit } from '../../base/unit.ts';
import * as faults from './faults.ts';
import type { Iam } from './iam.ts';
import type { Tag } from './types.ts';

/** Keys are compared without case. */
export const tagKey = (key: string): string => key.toLowerCase();

/** @throws Fault InvalidInputException */
export function checkTags(tags: readonly Tag[] = []): void {
  if (new Set(tags.map(({ Key }) => tagKey(Key))).size !== tags.length) throw faults.duplicateTagKeys();
  checkTagKeys(tags.map(({ Key }) => Key));
}

/** @throws Fault InvalidInputException for keys that are AWS's own */
export function checkTagKeys(keys: readonly string[]): void {
  if (keys.some((key) => tagKey(key).startsWith('aws:'))) throw faults.systemTag();
}

/** Adds tags, or replaces those of the same key. @param resourceId unique id of user, role or policy; ARN of a provider */
export function insertTags(iam: Iam, unit: Unit, resourceId: string, tags: readonly Tag[] = []): void {
  for (const { Key: name, Value: value } of tags) {
    const row = { resource_id: resourceId, tag_key: tagKey(name), name, value };
    const insert = iam.store.db.insertInto('iam_tags').values(row);
    unit.write(insert.onConflict((conflict) => conflict.columns(['resource_id', 'tag_key']).doUpdateSet({ name, value })));
  }
}

/** In order of their keys in lower case. */
export async function tagsOf(iam: Iam, resourceId: string): Promise<Tag[]> {
  const rows = iam.store.db.selectFrom('iam_tags').select(['name', 'value']).where('resource_id', '=', resourceId);
  return (await rows.orderBy('tag_key').execute()).map(({ name, value }) => ({ Key: name, Value: value }));
}

/** @param keys at least one */
export function deleteTags(iam: Iam, unit: Unit, resourceId: string, keys: readonly string[]): void {
  const gone = iam.store.db.deleteFrom('iam_tags').where('resource_id', '=', resourceId);
  unit.write(gone.where('tag_key', 'in', keys.map(tagKey)), keys.length);
}
