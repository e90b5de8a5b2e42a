import type { KeyRecord } from '../key-record.ts';
import type { Kms, Op } from '../kms.ts';
import { resolveKeyById } from '../resources.ts';

/** Day from which AWS keeps the last use of keys: 2026-04-23. */
const TRACKING_BEGAN_AT = Date.UTC(2026, 3, 23);

export const getKeyLastUsage = (kms: Kms): Op<'GetKeyLastUsage', KeyRecord> => ({
  resolve: resolveKeyById(kms, 'GetKeyLastUsage'),
  async run(_input, { target: key }) {
    const use = await kms.lastUsage.of(key);
    const KeyLastUsage = use
      ? { Operation: use.operation, Timestamp: use.usedAt, CloudTrailEventId: use.eventId, KmsRequestId: use.requestId }
      : {};
    return {
      KeyId: key.row.key_id,
      KeyLastUsage,
      TrackingStartDate: Math.max(key.row.created_at, TRACKING_BEGAN_AT),
      KeyCreationDate: key.row.created_at,
    };
  },
});
