import type { KeyRecord } from '../key-record.ts';
import type { Kms, Op } from '../kms.ts';
import { resolveKeyById } from '../resources.ts';
import { tagsOf } from '../tags.ts';

export const listResourceTags = (kms: Kms): Op<'ListResourceTags', KeyRecord> => ({
  resolve: resolveKeyById(kms, 'ListResourceTags'),
  async run(input, { target: key }) {
    const rules = { scope: `ListResourceTags ${key.arn}`, defaultLimit: 50, limitMax: 50 };
    const fetch = async (lastKey: string, count: number) => {
      const tags = await tagsOf(kms, key.row);
      return tags.filter((tag) => tag.TagKey > lastKey).slice(0, count);
    };
    const { items, ...rest } = await kms.pages.list(input, rules, (tag) => tag.TagKey, fetch);
    return { Tags: items, ...rest };
  },
});
