import { active, resolveSecret } from '../asks.ts';
import * as faults from '../faults.ts';
import { isReplica, ofSecret } from '../secret-record.ts';
import type { Op, SecretsManager } from '../secrets-manager.ts';
import type { Found } from '../secrets.ts';

/** In the replica's region: it becomes a secret that stands for itself. Rotation stays with the primary and its function. */
export const stopReplicationToReplica = (sm: SecretsManager): Op<'StopReplicationToReplica', Found> => ({
  resolve: (input, context) => resolveSecret(sm, 'StopReplicationToReplica', input, context),
  async run(_input, { target, unit, now }) {
    const secret = active(target);
    if (!isReplica(secret)) throw faults.invalidRequest('This operation can be called on a replica secret alone.');
    const primary = await sm.secrets.read({ ...ofSecret(secret.row), region: secret.row.primary_region! });
    const { rotation: _ofPrimary, ...details } = secret.details;
    await sm.changes.update(unit, secret, { details, primary_region: null, changed_at: now });
    if (primary) {
      const replicas = (primary.details.replicas ?? []).filter(({ region }) => region !== secret.row.region);
      await sm.changes.update(unit, primary, { details: { ...primary.details, replicas } });
    }
    return { ARN: secret.arn };
  },
});
