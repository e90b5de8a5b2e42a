import type { Call } from '../../../base/operation.ts';
import { DAY_MS } from '../../../base/clock.ts';
import { nameOf, resolveSecret } from '../asks.ts';
import * as faults from '../faults.ts';
import { isReplica, type SecretRecord } from '../secret-record.ts';
import type { Op, SecretsManager } from '../secrets-manager.ts';
import type { Found } from '../secrets.ts';
import { tellOfVersions } from '../service-events.ts';
import type { DeleteSecretRequest } from '../types.ts';

const WINDOW_DAYS = { least: 7, most: 30 };

export const deleteSecret = (sm: SecretsManager): Op<'DeleteSecret', Found> => ({
  resolve: (input, context) => resolveSecret(sm, 'DeleteSecret', input, context),
  async run(input, call) {
    const days = windowOf(input);
    const { secret, arn } = call.target;
    const force = input.ForceDeleteWithoutRecovery ?? false;
    if (!secret) {
      if (!force) throw faults.notFound();
      return { ARN: arn, Name: input.SecretId.startsWith('arn:') ? arn.split(':secret:')[1] : input.SecretId, DeletionDate: call.now };
    }
    requireDeletable(secret, force);
    await tellOfVersions(sm.store, call.unit, secret, force ? 'EndSecretVersionDelete' : 'StartSecretVersionDelete');
    if (force) sm.changes.destroy(call.unit, secret);
    const DeletionDate = force ? call.now : await schedule(sm, secret, days, call);
    return { ...nameOf(secret), DeletionDate };
  },
});

function windowOf({ RecoveryWindowInDays: days, ForceDeleteWithoutRecovery }: DeleteSecretRequest): number {
  if (days !== undefined && ForceDeleteWithoutRecovery) throw faults.windowAndForce();
  if (days !== undefined && (days < WINDOW_DAYS.least || days > WINDOW_DAYS.most)) throw faults.windowOutOfRange();
  return days ?? WINDOW_DAYS.most;
}

function requireDeletable(secret: SecretRecord, force: boolean): void {
  if (secret.row.deletion_at !== null && !force) throw faults.markedForDeletion();
  if (isReplica(secret)) throw faults.replicaReadOnly();
  const { replicas = [] } = secret.details;
  if (replicas.length > 0) throw faults.hasReplicas(secret.row.name, replicas.map(({ region }) => region));
}

async function schedule(sm: SecretsManager, secret: SecretRecord, days: number, { unit, now }: Call<Found>): Promise<number> {
  const deletion_at = now + days * DAY_MS;
  await sm.changes.update(unit, secret, { deletion_at, changed_at: now });
  return deletion_at;
}
