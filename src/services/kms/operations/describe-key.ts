import { resolveKey } from '../cryptography.ts';
import type { KeyRecord } from '../key-record.ts';
import type { Kms, Op } from '../kms.ts';
import { metadata, metadataOf } from '../metadata.ts';

export const describeKey = (kms: Kms): Op<'DescribeKey', KeyRecord> => ({
  resolve: resolveKey(kms, 'DescribeKey'),
  run(_input, { target: key, unit }) {
    kms.managed.keep(unit, key);
    if (!key.row.multi_region) return { KeyMetadata: metadata(key, []) };
    return metadataOf(kms, key).then((KeyMetadata) => ({ KeyMetadata }));
  },
});
