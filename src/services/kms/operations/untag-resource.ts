import { type KeyRecord, ofKey } from '../key-record.ts';
import type { Kms, Op } from '../kms.ts';
import { resolveKeyById } from '../resources.ts';
import { requireState } from '../states.ts';
import { checkTagKey, tagsOf } from '../tags.ts';

/** A tag that is not there is no mistake. Only those that are reach the store: few, and of characters that it can hold. */
export const untagResource = (kms: Kms): Op<'UntagResource', KeyRecord> => ({
  resolve: resolveKeyById(kms, 'UntagResource'),
  async run(input, { target: key, unit }) {
    requireState(key, 'describe');
    for (const tagKey of input.TagKeys) checkTagKey(tagKey);
    const unwanted = new Set(input.TagKeys);
    const present = (await tagsOf(kms, key.row)).map((tag) => tag.TagKey);
    const gone = present.filter((tagKey) => unwanted.has(tagKey));
    if (gone.length === 0) return;
    kms.changes.update(unit, key, {});
    unit.write(
      kms.store.db
        .deleteFrom('kms_tags')
        .where((where) => where.and(ofKey(key.row)))
        .where('tag_key', 'in', gone),
    );
  },
});
