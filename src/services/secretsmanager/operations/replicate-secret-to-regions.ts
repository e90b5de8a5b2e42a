import type { Call } from '../../../base/operation.ts';
import { changeable, resolveSecret } from '../asks.ts';
import { describeReplicas } from '../describe.ts';
import { checkRegions, replicate, type Source } from '../replication.ts';
import type { SecretRecord } from '../secret-record.ts';
import type { Op, SecretsManager } from '../secrets-manager.ts';
import type { Found } from '../secrets.ts';

export const replicateSecretToRegions = (sm: SecretsManager): Op<'ReplicateSecretToRegions', Found> => ({
  resolve: (input, context) => resolveSecret(sm, 'ReplicateSecretToRegions', input, context),
  async run({ AddReplicaRegions, ForceOverwriteReplicaSecret = false }, call) {
    const secret = changeable(call.target);
    const { replicas = [] } = secret.details;
    checkRegions(AddReplicaRegions, secret.row.region, replicas);
    const made = await replicate(sm, await sourceOf(sm, secret, call), AddReplicaRegions, ForceOverwriteReplicaSecret, call);
    const kept = replicas.filter(({ region }) => !made.some((replica) => replica.region === region));
    const details = { ...secret.details, replicas: [...kept, ...made] };
    // Replicas that are there already have nothing new in this; those of this unit cannot be read yet.
    await sm.changes.updateAlone(call.unit, secret, { details, changed_at: call.now });
    return { ARN: secret.arn, ReplicationStatus: await describeReplicas({ ...secret, details }, sm.uses) };
  },
});

/** All versions with a label, in clear. */
async function sourceOf(sm: SecretsManager, secret: SecretRecord, call: Call<Found>): Promise<Source> {
  const versions = [];
  for (const versionId of new Set(secret.stages.values())) {
    const version = await sm.secrets.version(secret, versionId);
    if (!version) continue;
    const value = version.kind === 'none' ? undefined : await sm.values.open(secret.arn, version, { onBehalfOf: call });
    versions.push({ version, value });
  }
  return { ...secret, versions };
}
