import * as faults from '../faults.ts';
import type { KeyRecord } from '../key-record.ts';
import type { Kms, Op } from '../kms.ts';
import { resolveKeyById } from '../resources.ts';
import { requireState } from '../states.ts';
import { checkTags, TAGS_PER_KEY_MAX, tagsOf, writeTags } from '../tags.ts';

/** New tags are added, known ones get their new value. */
export const tagResource = (kms: Kms): Op<'TagResource', KeyRecord> => ({
  resolve: resolveKeyById(kms, 'TagResource'),
  async run(input, { target: key, unit }) {
    requireState(key, 'describe');
    checkTags(input.Tags);
    const present = await tagsOf(kms, key.row);
    const names = new Set([...present, ...input.Tags].map((tag) => tag.TagKey));
    if (names.size > TAGS_PER_KEY_MAX) throw faults.tagFault('Too many tags');
    kms.changes.update(unit, key, {});
    writeTags(kms, unit, key.row, input.Tags);
  },
});
