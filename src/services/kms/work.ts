/** KMS's share in the server's life. */
import type { ServiceWork } from '../../base/server-work.ts';
import type { Kms } from './kms.ts';
import { OWNED_KEYS_ACCOUNT } from './key-record.ts';

const TABLES = ['kms_keys', 'kms_key_materials', 'kms_aliases', 'kms_tags', 'kms_key_usage', 'kms_grants'] as const;

export const kmsWork = (kms: Kms): ServiceWork => ({
  due: kms.lifecycle,
  late: [kms.lastUsage],
  reset(unit) {
    // AWS owned keys stay: what is sealed under them stays, too.
    for (const table of TABLES) unit.write(kms.store.db.deleteFrom(table).where('account', '!=', OWNED_KEYS_ACCOUNT));
    unit.afterCommit(() => {
      kms.keys.clear();
      kms.materials.clear();
      kms.grants.clear();
      kms.lastUsage.clear();
    });
  },
  stop: () => kms.materials.clear(),
});
