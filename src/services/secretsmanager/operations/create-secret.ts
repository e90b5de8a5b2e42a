import type { Call } from '../../../base/operation.ts';
import { randomAlphanumerics } from '../../../crypto/random.ts';
import { accountAsk } from '../asks.ts';
import { replicaStatus } from '../describe.ts';
import * as faults from '../faults.ts';
import { checkRegions, replicate } from '../replication.ts';
import { type Replica, secretArn, type SecretDetails, type SecretRecord, type VersionRecord } from '../secret-record.ts';
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
    return { asks: actions.map((action) => accountAsk(action, input, context, arn, input.Name)), target: { secretId } };
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
    const made: NewSecret = { ...secret, details, stages, versions };
    const replicas = await replicasOf(sm, made, value, input, call);
    sm.changes.insert(call.unit, replicas ? { ...made, details: { ...details, replicas } } : made);
    return { ARN: arn, Name: input.Name, VersionId: token, ReplicationStatus: replicas?.map(replicaStatus) };
  },
});

async function replicasOf(
  sm: SecretsManager,
  { details, stages, versions, ...secret }: NewSecret,
  value: Value | undefined,
  { AddReplicaRegions: regions = [], ForceOverwriteReplicaSecret = false }: CreateSecretRequest,
  call: Call<Target>,
): Promise<Replica[] | undefined> {
  if (regions.length === 0) return undefined;
  const row = { ...secret, version: 1, version_count: versions.length, due_at: null };
  const source = { row, details, stages, versions: versions.map((version) => ({ version, value })) };
  return replicate(sm, source, regions, ForceOverwriteReplicaSecret, call);
}

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

function newSecret({ Name, Description, KmsKeyId }: CreateSecretRequest, tags: SecretDetails['tags'], call: Call<Target>) {
  const { target, caller, now } = call;
  const { account, region } = caller;
  const details: SecretDetails = { description: Description, kmsKeyId: keptKey(KmsKeyId, account), tags };
  const dates = { created_at: now, changed_at: now, deletion_at: null, rotation_at: null };
  return { details, secret: { account, region, secret_id: target.secretId, name: Name, ...dates, primary_region: null } };
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
