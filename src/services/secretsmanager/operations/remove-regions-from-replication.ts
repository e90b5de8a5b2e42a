import { changeable, resolveSecret } from '../asks.ts';
import { describeReplicas } from '../describe.ts';
import * as faults from '../faults.ts';
import { ofSecret } from '../secret-record.ts';
import type { Op, SecretsManager } from '../secrets-manager.ts';
import type { Found } from '../secrets.ts';

/** The replicas are deleted at once. */
export const removeRegionsFromReplication = (sm: SecretsManager): Op<'RemoveRegionsFromReplication', Found> => ({
  resolve: (input, context) => resolveSecret(sm, 'RemoveRegionsFromReplication', input, context),
  async run({ RemoveReplicaRegions }, call) {
    const secret = changeable(call.target);
    const { replicas = [] } = secret.details;
    const unknown = RemoveReplicaRegions.find((region) => !replicas.some((replica) => replica.region === region));
    if (unknown !== undefined) throw faults.invalidParameter(`The secret has no replica in region ${unknown}.`);
    for (const region of new Set(RemoveReplicaRegions)) {
      const replica = await sm.secrets.read({ ...ofSecret(secret.row), region });
      if (replica?.row.primary_region === secret.row.region) sm.changes.destroy(call.unit, replica);
    }
    const kept = replicas.filter(({ region }) => !RemoveReplicaRegions.includes(region));
    const details = { ...secret.details, replicas: kept };
    await sm.changes.update(call.unit, secret, { details, changed_at: call.now });
    return { ARN: secret.arn, ReplicationStatus: await describeReplicas({ ...secret, details }, sm.uses) };
  },
});
