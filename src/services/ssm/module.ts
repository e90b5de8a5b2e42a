/** Parameter Store as it is put together with the others: what it brings, and what it takes. */
import type { Clock } from '../../base/clock.ts';
import type { Sealer } from '../../base/integrated-service.ts';
import type { KmsClient } from '../../base/kms-client.ts';
import type { Seed } from '../../base/seed.ts';
import type { Store } from '../../store/contract.ts';
import { parameterStoreIntegration } from './integration.ts';
import { ssmMigrations } from './migrations.ts';
import { createParameterStore, quotasOf } from './parameter-store.ts';
import { type PutFor, seedParameters } from './seed.ts';
import { parameterStoreService } from './service.ts';
import type { SsmTables } from './tables.ts';
import { parameterStoreWork } from './work.ts';

interface Taken {
  readonly store: Store;
  readonly clock: Clock;
  readonly kms: KmsClient;
  readonly sealer: (name: string) => Sealer;
  readonly derive: (purpose: string) => Buffer;
  readonly settings: { readonly parameterQuota?: number | undefined };
}

export const parameterStoreModule = {
  integration: parameterStoreIntegration,
  migrations: ssmMigrations,
  assemble({ store, clock, kms, sealer, derive, settings }: Taken) {
    const parameterStore = createParameterStore({
      store: store.tables<SsmTables>(),
      clock,
      kms,
      sealer: sealer('parameters'),
      pageKey: derive('ssm list tokens'),
      quotas: quotasOf(settings.parameterQuota),
    });
    return {
      definition: parameterStoreService(parameterStore),
      work: parameterStoreWork(parameterStore),
      seed: ({ parameters }: Seed, ask: (operation: string) => PutFor) => seedParameters(parameterStore, parameters, ask('PutParameter')),
    };
  },
};
