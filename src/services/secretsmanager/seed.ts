/**
 * Secrets of a seed file. They are made as the account's own root would make them, so all rules hold and the trail shows
 * it. One that is there already is left as it is.
 */
import { Fault, UsageError } from '../../base/errors.ts';
import type { SeedSecret } from '../../base/seed.ts';
import { randomUuid } from '../../crypto/random.ts';
import type { SecretsManager } from './secrets-manager.ts';
import type { CreateSecretRequest } from './types.ts';

/** Calls an operation for the account. */
export type AskFor = (operation: string) => (account: string, region: string, input: object) => Promise<unknown>;

/** @throws UsageError with the place in the file */
export async function seedSecrets({ secrets, clock }: SecretsManager, seeded: readonly SeedSecret[], ask: AskFor): Promise<void> {
  for (const secret of seeded) {
    const { account, region, name, policy } = secret;
    if (await secrets.byName(account, region, name, clock.now())) continue;
    await ask('CreateSecret')(account, region, inputOf(secret)).catch(failAt(secret.at));
    const ResourcePolicy = policy?.text;
    if (policy) await ask('PutResourcePolicy')(account, region, { SecretId: name, ResourcePolicy }).catch(failAt(policy.at));
  }
}

const failAt =
  (at: string) =>
  (error: unknown): never => {
    throw error instanceof Fault ? new UsageError(`${at}: ${error.message}`) : error;
  };

const inputOf = ({ name, value, keyId, description, tags, replicas }: SeedSecret): CreateSecretRequest => ({
  Name: name,
  ClientRequestToken: randomUuid(),
  [typeof value === 'string' ? 'SecretString' : 'SecretBinary']: value,
  KmsKeyId: keyId,
  Description: description,
  Tags: Object.entries(tags).map(([Key, Value]) => ({ Key, Value })),
  AddReplicaRegions: replicas.map((Region) => ({ Region })),
});
