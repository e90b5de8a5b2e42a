import { changeable, nameOf, resolveSecret } from '../asks.ts';
import * as faults from '../faults.ts';
import { afterNewValue } from '../rotation-rules.ts';
import type { SecretRecord, Stages } from '../secret-record.ts';
import type { Op, SecretsManager } from '../secrets-manager.ts';
import type { Found } from '../secrets.ts';
import { CURRENT, labelled, without } from '../stages.ts';
import type { UpdateSecretVersionStageRequest } from '../types.ts';

export const updateSecretVersionStage = (sm: SecretsManager): Op<'UpdateSecretVersionStage', Found> => ({
  resolve: (input, context) => resolveSecret(sm, 'UpdateSecretVersionStage', input, context),
  async run(input, { target, unit, now }) {
    const secret = changeable(target);
    const stages = input.MoveToVersionId === undefined ? removed(secret, input) : await moved(sm, secret, input, input.MoveToVersionId);
    const scheduled = afterNewValue(secret.details, stages.get(CURRENT) !== secret.stages.get(CURRENT), now);
    await sm.changes.update(unit, secret, { ...scheduled, stages, changed_at: now });
    return nameOf(secret);
  },
});

function removed({ stages }: SecretRecord, { VersionStage: label, RemoveFromVersionId: from }: UpdateSecretVersionStageRequest): Stages {
  if (from === undefined) throw faults.invalidParameter('You must specify RemoveFromVersionId, MoveToVersionId, or both.');
  if (label === CURRENT) throw faults.currentStays();
  if (stages.get(label) !== from) throw faults.labelElsewhere(label, from);
  return without(stages, label);
}

async function moved(sm: SecretsManager, secret: SecretRecord, input: UpdateSecretVersionStageRequest, to: string): Promise<Stages> {
  const { VersionStage: label, RemoveFromVersionId: from } = input;
  const holder = secret.stages.get(label);
  // A version that a rotation has begun and not filled yet is nothing that could be read.
  const target = await sm.secrets.version(secret, to);
  if (!target || target.kind === 'none') throw faults.valueNotFound(`VersionId: ${to}`);
  if (holder === to) return secret.stages;
  if (holder !== undefined && from === undefined) throw faults.removeFromMissing(label, holder);
  if (holder !== from && from !== undefined) throw faults.labelElsewhere(label, from);
  return labelled(secret.stages, to, [label]);
}
