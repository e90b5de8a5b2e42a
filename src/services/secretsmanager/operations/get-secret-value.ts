import { active, resolveSecret } from '../asks.ts';
import * as faults from '../faults.ts';
import type { SecretRecord } from '../secret-record.ts';
import type { Op, SecretsManager } from '../secrets-manager.ts';
import type { Found } from '../secrets.ts';
import { CURRENT, labelsOf } from '../stages.ts';
import type { GetSecretValueRequest } from '../types.ts';
import { isDefaultKey, shownValue } from '../values.ts';

export const getSecretValue = (sm: SecretsManager): Op<'GetSecretValue', Found> => ({
  resolve: (input, context) => resolveSecret(sm, 'GetSecretValue', input, context),
  async run(input, call) {
    const secret = active(call.target);
    const { caller, now } = call;
    if (caller.account !== secret.row.account && isDefaultKey(secret.details.kmsKeyId)) throw faults.defaultKeyAcrossAccounts();
    const versionId = versionNamed(secret, input);
    const found = sm.secrets.version(secret, versionId);
    const version = found instanceof Promise ? await found : found;
    if (!version || version.kind === 'none') throw faults.valueNotFound(nameGiven(input));
    const value = await sm.values.open(secret.arn, version, { onBehalfOf: call });
    sm.uses.note(secret, version, now);
    return {
      ARN: secret.arn,
      Name: secret.row.name,
      VersionId: versionId,
      ...shownValue(value),
      VersionStages: labelsOf(secret.stages, versionId),
      CreatedDate: version.createdAt,
    };
  },
});

/** @throws Fault ResourceNotFoundException, InvalidRequestException */
function versionNamed({ stages }: SecretRecord, input: GetSecretValueRequest): string {
  const { VersionId, VersionStage } = input;
  if (VersionStage === undefined && VersionId !== undefined) return VersionId;
  const labelled = stages.get(VersionStage ?? CURRENT);
  if (labelled === undefined) throw faults.valueNotFound(nameGiven({ ...input, VersionId: undefined }));
  if (VersionId !== undefined && VersionId !== labelled) throw faults.disagreeing();
  return labelled;
}

const nameGiven = ({ VersionId, VersionStage = CURRENT }: GetSecretValueRequest): string =>
  VersionId === undefined ? `staging label: ${VersionStage}` : `VersionId: ${VersionId}`;
