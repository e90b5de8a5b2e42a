import type { Call } from '../../../base/operation.ts';
import { randomAlphanumerics } from '../../../crypto/random.ts';
import { accountAsk } from '../asks.ts';
import { replicaStatus } from '../describe.ts';
import * as faults from '../faults.ts';
import { checkRegions, replicate } from '../replication.ts';
import { secretArn, type SecretDetails, type SecretRecord, type VersionRecord } from '../secret-record.ts';
import type { NewSecret } from '../secret-changes.ts';
import type { Op, SecretsManager } from '../secrets-manager.ts';
import { NAME } from '../secrets.ts';
import { CURRENT } from '../stages.ts';
import { checkTags } from '../tags.ts';
import type { CreateSecretRequest, CreateSecretResponse } from '../types.ts';
import { isRepeated, keptKey, requireToken } from '../versions.ts';
import { type Value, valueOf } from '../values.ts';

/** Last part of the new secret's ARN: a secret made again under the same name is another. */
interface Target {
  readonly secretId: string;
}

const SUFFIX_LENGTH = 6;

export const createSecret = (sm: SecretsManager): Op<'CreateSecret', Target> => ({
  resolve(input, context) {
    if (!NAME.test(input.Name)) throw faults.invalidName();
    const { account, region } = context.caller;
    const secretId = `${input.Name}-${randomAlphanumerics(SUFFIX_LENGTH)}`;
    const actions = ['CreateSecret'];
    if (input.Tags?.length) actions.push('TagResource');
    if (input.AddReplicaRegions?.length) actions.push('ReplicateSecretToRegions');
    const arn = secretArn(account, region, secretId);
    return { asks: actions.map((action) => accountAsk(action, input, context, arn)), target: { secretId } };
  },
  async run(input, call) {
    if (input.Type !== undefined) throw faults.managedExternal();
    const { account, region } = call.caller;
    const value = valueOf(input);
    const token = value && requireToken(input.ClientRequestToken);
    const tags = checkTags(input.Tags ?? []);
    checkRegions(input.AddReplicaRegions ?? [], region, []);
    const present = await sm.secrets.byName(account, region, input.Name, call.now);
    if (present) return repeated(sm, present, token, value, call);
    const { details, secret } = newSecret(input, tags, call);
    const arn = secretArn(account, region, secret.secret_id);
    if (details.kmsKeyId !== undefined) await sm.values.validateKey(arn, details.kmsKeyId, { onBehalfOf: call });
    const versions = value ? [await firstVersion(sm, arn, token!, value, details, call)] : [];
    const stages = new Map(token === undefined ? [] : [[CURRENT, token]]);
    const source = { row: { ...secret, version: 1, version_count: 0, due_at: null }, details, stages, versions: versions.map((version) => ({ version, value })) };
    const replicas = await replicate(sm, source, input.AddReplicaRegions ?? [], input.ForceOverwriteReplicaSecret ?? false, call);
    const all = replicas.length > 0 ? { ...details, replicas } : details;
    sm.changes.insert(call.unit, { ...secret, details: all, stages, versions });
    const ReplicationStatus = replicas.length > 0 ? replicas.map(replicaStatus) : undefined;
    return { ARN: arn, Name: input.Name, VersionId: token, ReplicationStatus };
  },
});

/** There is one of that name: the answer to a repeated request, or a refusal. */
async function repeated(
  sm: SecretsManager,
  secret: SecretRecord,
  token: string | undefined,
  value: Value | undefined,
  call: Call<Target>,
): Promise<CreateSecretResponse> {
  if (secret.row.deletion_at !== null) throw faults.nameScheduledForDeletion();
  if (value && (await isRepeated(sm, secret, token!, value, { onBehalfOf: call }))) {
    return { ARN: secret.arn, Name: secret.row.name, VersionId: token };
  }
  throw faults.exists(secret.row.name);
}

function newSecret({ Name, Description, KmsKeyId }: CreateSecretRequest, tags: SecretDetails['tags'], { target, caller, now }: Call<Target>) {
  const { account, region } = caller;
  const details: SecretDetails = { description: Description, kmsKeyId: keptKey(KmsKeyId, account), tags };
  const dates = { created_at: now, changed_at: now, deletion_at: null, rotation_at: null };
  const secret: Omit<NewSecret, 'details' | 'stages' | 'versions'> = { account, region, secret_id: target.secretId, name: Name, ...dates, primary_region: null };
  return { details, secret };
}

function firstVersion(
  sm: SecretsManager,
  arn: string,
  versionId: string,
  value: Value,
  details: SecretDetails,
  call: Call<Target>,
): Promise<VersionRecord> {
  return sm.values.seal({ arn, versionId }, value, call.now, details.kmsKeyId, { onBehalfOf: call });
}
