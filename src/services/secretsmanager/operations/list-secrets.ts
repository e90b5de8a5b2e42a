import { accountAsk } from '../asks.ts';
import { describeSecret } from '../describe.ts';
import { listSecrets as list } from '../list.ts';
import type { Op, SecretsManager } from '../secrets-manager.ts';
import { labelsByVersion } from '../stages.ts';

const RESULTS_DEFAULT = 100;

export const listSecrets = (sm: SecretsManager): Op<'ListSecrets', undefined> => ({
  resolve: (_input, context) => ({ asks: [accountAsk('ListSecrets', {}, context)], target: undefined }),
  async run(input, { caller }) {
    const { listed, NextToken } = await list(sm, 'ListSecrets', input, input.MaxResults ?? RESULTS_DEFAULT, caller);
    const SecretList = listed.map(({ secret, accessedAt }) => ({
      ...describeSecret(secret, accessedAt),
      SecretVersionsToStages: secret.stages.size > 0 ? labelsByVersion(secret.stages) : undefined,
    }));
    return { SecretList, NextToken };
  },
});
