/** Secrets Manager's share in the server's life. */
import type { ServiceWork } from '../../base/server-work.ts';
import type { SecretsManager } from './secrets-manager.ts';

export const secretsWork = (sm: SecretsManager): ServiceWork => ({
  due: sm.lifecycle,
  late: [sm.uses],
  reset(unit) {
    for (const table of ['secrets', 'secrets_versions', 'secrets_uses'] as const) unit.write(sm.store.db.deleteFrom(table));
    unit.afterCommit(() => {
      sm.secrets.clear();
      sm.uses.clear();
    });
  },
  stop: () => sm.rotations.stop(),
});
