/** CloudTrail's share in the server's life, besides delivery's. */
import type { ServiceWork } from '../../base/server-work.ts';
import type { CloudTrail } from './cloudtrail.ts';

const TABLES = ['cloudtrail_accounts', 'cloudtrail_trails', 'cloudtrail_tags'] as const;

export const cloudTrailWork = ({ store }: CloudTrail): ServiceWork => ({
  reset(unit) {
    for (const table of TABLES) unit.write(store.db.deleteFrom(table));
  },
});
