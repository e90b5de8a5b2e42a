/** Tags of trails: user guide, "Tagging resources". */
import type { Unit } from '../../base/unit.ts';
import type { CloudTrail } from './cloudtrail.ts';
import * as faults from './faults.ts';
import type { TrailRow } from './tables.ts';
import type { Tag } from './types.ts';

const TAGS_MAX = 50;

type TrailName = Pick<TrailRow, 'account' | 'region' | 'name'>;

/** @throws Fault InvalidTagParameterException */
export function checkTags(tags: readonly Tag[]): void {
  if (new Set(tags.map(({ Key }) => Key)).size !== tags.length) throw faults.invalidTags('Tag keys must be unique.');
  if (tags.some(({ Key }) => Key.toLowerCase().startsWith('aws:'))) throw faults.invalidTags('Tag keys that begin with aws: are reserved.');
  const allowed = /^[\p{L}\p{Z}\p{N}_.:/=+\-@]*$/u;
  if (tags.some(({ Key, Value = '' }) => !allowed.test(Key) || !allowed.test(Value))) {
    throw faults.invalidTags('Tag keys or values contain characters that are not allowed.');
  }
}

/** @throws Fault TagsLimitExceededException */
export function checkTagCount(count: number): void {
  if (count > TAGS_MAX) throw faults.tooManyTags(TAGS_MAX);
}

export async function tagsOf({ store }: CloudTrail, { account, region, name }: TrailName): Promise<Tag[]> {
  const rows = store.db.selectFrom('cloudtrail_tags').selectAll().where('account', '=', account).where('region', '=', region);
  const tags = await rows.where('name', '=', name).orderBy('tag_key').execute();
  return tags.map(({ tag_key: Key, tag_value: Value }) => (Value === null ? { Key } : { Key, Value }));
}

/** Adds tags, or replaces those of the same key. */
export function writeTags({ store }: CloudTrail, unit: Unit, { account, region, name }: TrailName, tags: readonly Tag[]): void {
  for (const { Key: tag_key, Value } of tags) {
    const tag_value = Value ?? null;
    const insert = store.db.insertInto('cloudtrail_tags').values({ account, region, name, tag_key, tag_value });
    const key = ['account', 'region', 'name', 'tag_key'] as const;
    unit.write(insert.onConflict((conflict) => conflict.columns(key).doUpdateSet({ tag_value })));
  }
}

export function deleteTags({ store }: CloudTrail, unit: Unit, { account, region, name }: TrailName, keys: readonly string[]): void {
  if (keys.length === 0) return;
  const tags = store.db.deleteFrom('cloudtrail_tags').where('account', '=', account).where('region', '=', region);
  unit.write(tags.where('name', '=', name).where('tag_key', 'in', keys));
}
