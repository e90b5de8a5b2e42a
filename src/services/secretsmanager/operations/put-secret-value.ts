import { changeable, nameOf, resolveSecret } from '../asks.ts';
import * as faults from '../faults.ts';
import type { Op, SecretsManager } from '../secrets-manager.ts';
import type { Found } from '../secrets.ts';
import { CURRENT, labelled, labelsOf } from '../stages.ts';
import { addVersion, isRepeated, requireToken } from '../versions.ts';
import { valueOf } from '../values.ts';

export const putSecretValue = (sm: SecretsManager): Op<'PutSecretValue', Found> => ({
  resolve: (input, context) => resolveSecret(sm, 'PutSecretValue', input, context),
  async run(input, call) {
    const secret = changeable(call.target);
    const value = valueOf(input);
    if (!value) throw faults.noValue();
    const versionId = requireToken(input.ClientRequestToken);
    const answer = { ...nameOf(secret), VersionId: versionId };
    if (await isRepeated(sm, secret, versionId, value, { onBehalfOf: call })) {
      return { ...answer, VersionStages: labelsOf(secret.stages, versionId) };
    }
    const labels = input.VersionStages ?? [CURRENT];
    await addVersion(sm, secret, { versionId, value, labels, details: secret.details }, call);
    return { ...answer, VersionStages: labelsOf(labelled(secret.stages, versionId, labels), versionId) };
  },
});
