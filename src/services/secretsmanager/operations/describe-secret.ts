import { present, resolveSecret } from '../asks.ts';
import { describeReplicas, describeSecret as describe } from '../describe.ts';
import type { Op, SecretsManager } from '../secrets-manager.ts';
import type { Found } from '../secrets.ts';
import { labelsByVersion } from '../stages.ts';

export const describeSecret = (sm: SecretsManager): Op<'DescribeSecret', Found> => ({
  resolve: (input, context) => resolveSecret(sm, 'DescribeSecret', input, context),
  async run(_input, { target }) {
    const secret = present(target);
    const versions = labelsByVersion(secret.stages);
    const replicas = await describeReplicas(secret, sm.uses);
    return {
      ...describe(secret, await sm.uses.of(secret.row)),
      VersionIdsToStages: Object.keys(versions).length > 0 ? versions : undefined,
      ReplicationStatus: replicas.length > 0 ? replicas : undefined,
    };
  },
});
