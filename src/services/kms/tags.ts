/** Tags of keys: rules of "Tagging keys" in the developer guide. */
import type { Unit } from '../../base/unit.ts';
import * as faults from './faults.ts';
import { type KeyCoordinates, ofKey } from './key-record.ts';
import type { Kms } from './kms.ts';
import type { Tag } from './types.ts';

export const TAGS_PER_KEY_MAX = 50;
const ALLOWED = /^[\p{L}\p{Z}\p{N}_.:/=+\-@]*$/u;

/** @throws Fault TagException */
export function checkTags(tags: readonly Tag[]): void {
  if (new Set(tags.map((tag) => tag.TagKey)).size !== tags.length) throw faults.tagFault('Duplicate tag keys');
  if (tags.length > TAGS_PER_KEY_MAX) throw faults.tagFault('Too many tags');
  for (const { TagKey, TagValue } of tags) {
    checkTagKey(TagKey);
    if (!ALLOWED.test(TagKey) || !ALLOWED.test(TagValue)) throw faults.tagFault('Tags contain invalid characters');
  }
}

export function checkTagKey(tagKey: string): void {
  if (tagKey.toLowerCase().startsWith('aws:')) throw faults.tagFault('Tags beginning with aws: are reserved');
}

export async function tagsOf(kms: Kms, key: KeyCoordinates): Promise<Tag[]> {
  const rows = await kms.store.db
    .selectFrom('kms_tags')
    .select(['tag_key', 'tag_value'])
    .where((where) => where.and(ofKey(key)))
    .execute();
  const tags = rows.map((row) => ({ TagKey: row.tag_key, TagValue: row.tag_value }));
  return tags.sort((a, b) => (a.TagKey < b.TagKey ? -1 : 1));
}

export function writeTags(kms: Kms, unit: Unit, key: KeyCoordinates, tags: readonly Tag[]): void {
  const { account, region, key_id } = key;
  for (const { TagKey, TagValue } of tags) {
    unit.write(
      kms.store.db
        .insertInto('kms_tags')
        .values({ account, region, key_id, tag_key: TagKey, tag_value: TagValue })
        .onConflict((conflict) =>
          conflict.columns(['account', 'region', 'key_id', 'tag_key']).doUpdateSet({ tag_value: TagValue }),
        ),
    );
  }
}
