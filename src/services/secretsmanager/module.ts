/** Secrets Manager as it is put together with the others: what it brings, and what it takes. */
import type { Clock } from '../../base/clock.ts';
import type { Sealer } from '../../base/integrated-service.ts';
import type { KmsClient } from '../../base/kms-client.ts';
import type { Seed } from '../../base/seed.ts';
import type { CommitUnit } from '../../base/unit.ts';
import type { Store } from '../../store/contract.ts';
import { secretsManagerIntegration } from './integration.ts';
import { secretMigrations } from './migrations.ts';
import type { SecretPolicyGuard } from './policy.ts';
import { type RotationFunction, RotationFunctions } from './rotation-functions.ts';
import { createSecretsManager, type SecretsManagerParts } from './secrets-manager.ts';
import { type AskFor, seedSecrets } from './seed.ts';
import { secretsManagerService } from './service.ts';
import type { SecretTables } from './tables.ts';
import { secretsWork } from './work.ts';

interface Taken {
  readonly store: Store;
  readonly clock: Clock;
  readonly kms: KmsClient;
  readonly sealer: (name: string) => Sealer;
  readonly derive: (purpose: string) => Buffer;
  readonly guard: SecretPolicyGuard;
  readonly perform: SecretsManagerParts['perform'];
  readonly commit: CommitUnit;
  readonly endpoint: () => string | undefined;
  readonly report: (error: unknown) => void;
  readonly settings: { readonly rotationFunctions?: readonly RotationFunction[] | undefined };
}

export const secretsManagerModule = {
  integration: secretsManagerIntegration,
  migrations: secretMigrations,
  assemble({ sealer, derive, endpoint, settings, ...taken }: Taken) {
    const secretsManager = createSecretsManager({
      ...taken,
      store: taken.store.tables<SecretTables>(),
      sealer: sealer('metadata'),
      pageKey: derive('secretsmanager list tokens'),
      functions: new RotationFunctions(settings.rotationFunctions ?? [], endpoint),
    });
    return {
      definition: secretsManagerService(secretsManager),
      work: secretsWork(secretsManager),
      seed: ({ secrets }: Seed, ask: AskFor) => seedSecrets(secretsManager, secrets, ask),
    };
  },
};
