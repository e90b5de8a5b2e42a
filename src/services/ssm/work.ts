/** Parameter Store's share in the server's life. */
import type { ServiceWork } from '../../base/server-work.ts';
import type { ParameterStore } from './parameter-store.ts';

const TABLES = ['ssm_parameters', 'ssm_versions', 'ssm_labels', 'ssm_tags', 'ssm_usage', 'ssm_settings'] as const;

export const parameterStoreWork = ({ store, expiry, parameters }: ParameterStore): ServiceWork => ({
  due: expiry,
  reset(unit) {
    for (const table of TABLES) unit.write(store.db.deleteFrom(table));
    unit.afterCommit(() => parameters.clear());
  },
});
