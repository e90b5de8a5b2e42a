import { parseArn } from '../../../base/arn.ts';
import type { Ask, Call, RequestContext } from '../../../base/operation.ts';
import { changeable, nameOf, resolveSecret } from '../asks.ts';
import * as faults from '../faults.ts';
import { checkedRules, rescheduled } from '../rotation-rules.ts';
import type { Rotation, SecretRecord } from '../secret-record.ts';
import type { Op, SecretsManager } from '../secrets-manager.ts';
import type { Found } from '../secrets.ts';
import { pendingRotation } from '../stages.ts';
import type { RotateSecretRequest } from '../types.ts';
import { requireToken } from '../versions.ts';

/** Stores the configuration and begins; the four steps go on after the answer. */
export const rotateSecret = (sm: SecretsManager): Op<'RotateSecret', Found> => ({
  async resolve(input, context) {
    const { asks, target } = await resolveSecret(sm, 'RotateSecret', input, context);
    return { asks: input.RotationLambdaARN ? [...asks, invocationAsk(input.RotationLambdaARN, context)] : asks, target };
  },
  async run(input, call) {
    const secret = changeable(call.target);
    if (input.ExternalSecretRotationMetadata ?? input.ExternalSecretRotationRoleArn) throw faults.managedExternal();
    const versionId = requireToken(input.ClientRequestToken);
    const rotation = rotationOf(sm, secret, input);
    const answer = { ...nameOf(secret), VersionId: versionId };
    const pending = pendingRotation(secret.stages);
    if (pending !== undefined) {
      sm.rotations.resume(secret, pending);
      if (pending === versionId) return answer;
      throw faults.rotationUnfinished();
    }
    // A repeated request finds its version, which may have become the current one since.
    if (await sm.secrets.version(secret, versionId)) return answer;
    await begin(sm, secret, versionId, rotation, input, call);
    return answer;
  },
});

/**
 * Who lets a function loose on a secret must be allowed to use the function (user guide, "Permissions for rotation").
 * Functions have no policies that would admit another account.
 */
const invocationAsk = (arn: string, { caller }: RequestContext): Ask => ({
  action: 'lambda:InvokeFunction',
  resource: arn,
  account: parseArn(arn)?.account ?? caller.account,
  rule: 'identity',
});

function rotationOf(sm: SecretsManager, { row, details }: SecretRecord, input: RotateSecretRequest): Rotation {
  const { RotationLambdaARN, RotationRules } = input;
  const functionArn = RotationLambdaARN ?? details.rotation?.functionArn;
  if (functionArn === undefined) throw faults.noRotationFunction();
  if (!sm.rotations.has(functionArn, row)) throw faults.functionNotInvocable();
  const rules = RotationRules ? checkedRules(RotationRules) : (details.rotation?.rules ?? {});
  return { rotatedAt: details.rotation?.rotatedAt, enabled: true, functionArn, rules };
}

async function begin(
  sm: SecretsManager,
  secret: SecretRecord,
  versionId: string,
  rotation: Rotation,
  { RotateImmediately = true }: RotateSecretRequest,
  { unit, now }: Call<Found>,
): Promise<void> {
  const { details, rotation_at } = rescheduled({ ...secret.details, rotation }, now);
  if (RotateImmediately) await sm.rotations.begin(unit, secret, versionId, { rotation: details.rotation!, changed_at: now });
  else await sm.rotations.beginTest(unit, secret, versionId, { details, rotation_at, changed_at: now });
}
