/** What the operations of the service work with, put together once at start. */
import type { Clock } from '../../base/clock.ts';
import type { Sealer } from '../../base/integrated-service.ts';
import type { KmsClient } from '../../base/kms-client.ts';
import type { Operation, RequestContext } from '../../base/operation.ts';
import type { CommitUnit } from '../../base/unit.ts';
import type { Store } from '../../store/contract.ts';
import { LastAccess } from './last-access.ts';
import { Lifecycle } from './lifecycle.ts';
import { Pages } from './pages.ts';
import type { SecretPolicyGuard } from './policy.ts';
import type { RotationFunctions } from './rotation-functions.ts';
import { Rotations } from './rotations.ts';
import { SecretChanges } from './secret-changes.ts';
import { Secrets } from './secrets.ts';
import type { SecretTables } from './tables.ts';
import type { Operations } from './types.ts';
import { Values } from './values.ts';

export interface SecretsManagerParts {
  readonly store: Store<SecretTables>;
  readonly clock: Clock;
  readonly kms: KmsClient;
  /** For what is known of secrets besides their values. */
  readonly sealer: Sealer;
  /** For the tokens of lists. */
  readonly pageKey: Buffer;
  readonly guard: SecretPolicyGuard;
  /** An operation of this service for the caller of a request, as if it were a request of its own. */
  readonly perform: (operation: keyof Operations, input: unknown, context: RequestContext) => Promise<unknown>;
  /** Commits what the service does by itself, together with the events that tell it. */
  readonly commit: CommitUnit;
  readonly functions: RotationFunctions;
  /** For the operator. */
  readonly report: (error: unknown) => void;
}

export interface SecretsManager extends Omit<SecretsManagerParts, 'sealer' | 'pageKey'> {
  readonly secrets: Secrets;
  readonly changes: SecretChanges;
  readonly values: Values;
  readonly uses: LastAccess;
  readonly pages: Pages;
  readonly lifecycle: Lifecycle;
  readonly rotations: Rotations;
  readonly sealer: Sealer;
}

/** An operation of the API by its name, with what it resolves to. */
export type Op<Name extends keyof Operations, Target> = Operation<Operations[Name]['input'], Operations[Name]['output'], Target>;

export function createSecretsManager({ pageKey, ...parts }: SecretsManagerParts): SecretsManager {
  const { store, sealer, kms } = parts;
  const secrets = new Secrets(store, sealer);
  const uses = new LastAccess(store);
  const changes = new SecretChanges({ store, sealer, secrets, uses });
  const rotations = new Rotations({ ...parts, secrets, changes });
  const lifecycle = new Lifecycle({ ...parts, secrets, changes, rotations });
  return { ...parts, secrets, changes, uses, lifecycle, rotations, values: new Values(kms), pages: new Pages(pageKey) };
}
