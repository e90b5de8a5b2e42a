import type { Call } from '../../../base/operation.ts';
import { active, changeable, nameOf, resolveSecret } from '../asks.ts';
import * as faults from '../faults.ts';
import { isReplica, ofSecret, type SecretDetails, type SecretRecord } from '../secret-record.ts';
import type { Op, SecretsManager } from '../secrets-manager.ts';
import type { Found } from '../secrets.ts';
import { CURRENT, PENDING, PREVIOUS } from '../stages.ts';
import type { UpdateSecretRequest } from '../types.ts';
import { addVersion, keptKey, keyFor, requireToken } from '../versions.ts';
import { valueOf } from '../values.ts';

export const updateSecret = (sm: SecretsManager): Op<'UpdateSecret', Found> => ({
  resolve: (input, context) => resolveSecret(sm, 'UpdateSecret', input, context),
  async run(input, call) {
    if (isReplica(active(call.target)) && isKeyAlone(input)) return changeReplicaKey(sm, active(call.target), input, call);
    const secret = changeable(call.target);
    if (input.Type !== undefined) throw faults.managedExternal();
    const value = valueOf(input);
    const details = detailsAfter(secret, input);
    if (input.KmsKeyId !== undefined && details.kmsKeyId !== secret.details.kmsKeyId) await changeKey(sm, secret, details, call);
    if (!value) {
      await sm.changes.update(call.unit, secret, { details, changed_at: call.now });
      return nameOf(secret);
    }
    const versionId = requireToken(input.ClientRequestToken);
    // "You can't modify an existing version": not even with the same value (API reference, UpdateSecret).
    const known = await sm.secrets.version(secret, versionId);
    if (known && known.kind !== 'none') throw faults.tokenInUse(versionId, secret.arn);
    await addVersion(sm, secret, { versionId, value, labels: [CURRENT], details }, call);
    return { ...nameOf(secret), VersionId: versionId };
  },
});

const detailsAfter = ({ row, details }: SecretRecord, { Description, KmsKeyId }: UpdateSecretRequest): SecretDetails => ({
  ...details,
  ...(Description !== undefined && { description: Description }),
  ...(KmsKeyId !== undefined && { kmsKeyId: keptKey(KmsKeyId, row.account) }),
});

const isKeyAlone = ({ SecretId: _id, ClientRequestToken: _token, KmsKeyId, ...rest }: UpdateSecretRequest): boolean =>
  KmsKeyId !== undefined && Object.values(rest).every((member) => member === undefined);

/** The one thing that a replica has of its own (user guide, "Promote a replica secret to a standalone secret"). */
async function changeReplicaKey(sm: SecretsManager, secret: SecretRecord, input: UpdateSecretRequest, call: Call<Found>) {
  const details = detailsAfter(secret, input);
  const { kmsKeyId } = details;
  if (kmsKeyId !== secret.details.kmsKeyId) await changeKey(sm, secret, details, call);
  const { row } = secret;
  sm.changes.updateAlone(call.unit, secret, { details, changed_at: call.now });
  const primary = await sm.secrets.read({ ...ofSecret(row), region: row.primary_region! });
  const replicas = primary?.details.replicas?.map((replica) => (replica.region === row.region ? { ...replica, kmsKeyId } : replica));
  if (primary && replicas) sm.changes.updateAlone(call.unit, primary, { details: { ...primary.details, replicas } });
  return nameOf(secret);
}

/** The labelled versions open under the new key, too, as far as the caller may see to it. */
async function changeKey(sm: SecretsManager, secret: SecretRecord, details: SecretDetails, call: Call<Found>): Promise<void> {
  const by = { onBehalfOf: call };
  const key = keyFor(secret.row, details.kmsKeyId, call);
  await sm.values.validateKey(secret.arn, key, by);
  for (const versionId of new Set([CURRENT, PREVIOUS, PENDING].map((label) => secret.stages.get(label)))) {
    const version = versionId === undefined ? undefined : await sm.secrets.version(secret, versionId);
    if (!version || version.kind === 'none') continue;
    const rewrapped = await sm.values.rewrap(secret.arn, version, key, by);
    if (rewrapped) sm.changes.updateVersion(call.unit, secret.row, rewrapped);
  }
}
