import { type KeyRecord, ofKey } from '../key-record.ts';
import type { Kms, Op } from '../kms.ts';
import { resolveKeyById } from '../resources.ts';
import { requireState } from '../states.ts';
import { checkTagKey, isTagKey } from '../tags.ts';

/** A tag that is not there is no mistake. */
export const untagResource = (kms: Kms): Op<'UntagResource', KeyRecord> => ({
  resolve: resolveKeyById(kms, 'UntagResource'),
  run(input, { target: key, unit }) {
    requireState(key, 'describe');
    for (const tagKey of input.TagKeys) checkTagKey(tagKey);
    const tagKeys = input.TagKeys.filter(isTagKey);
    if (tagKeys.length === 0) return;
    kms.changes.update(unit, key, {});
    unit.write(
      kms.store.db
        .deleteFrom('kms_tags')
        .where((where) => where.and(ofKey(key.row)))
        .where('tag_key', 'in', tagKeys),
    );
  },
});
