/** New versions, by the rules of "Idempotency" of PutSecretValue: a token is the id of the version that it made. */
import type { ServiceCall } from '../../base/kms-client.ts';
import type { Call, RequestContext } from '../../base/operation.ts';
import { partitionOf } from '../../base/arn.ts';
import * as faults from './faults.ts';
import { afterNewValue } from './rotation-rules.ts';
import type { Replica, SecretCoordinates, SecretDetails, SecretRecord, Stages, VersionRecord } from './secret-record.ts';
import type { SecretsManager } from './secrets-manager.ts';
import { isVersionId } from './secrets.ts';
import { secretEvent } from './service-events.ts';
import { CURRENT, labelled, PENDING, pendingRotation, without } from './stages.ts';
import { isDefaultKey, type Value } from './values.ts';

export interface NewVersion {
  /** The ClientRequestToken. */
  readonly versionId: string;
  readonly value: Value;
  readonly labels: readonly string[];
  /** Of the secret afterwards. */
  readonly details: SecretDetails;
}

/** A request with a unit for its writes. */
export type Writing = Pick<Call<unknown>, 'unit'> & RequestContext;

/** Adds a version to a secret that has none of that id, or one that waits for its value. */
export async function addVersion(sm: SecretsManager, secret: SecretRecord, given: NewVersion, call: Writing): Promise<void> {
  const { versionId, value, labels } = given;
  const { stages, details: settled } = withoutAbandoned(secret, labelled(secret.stages, versionId, labels), given.details, call);
  const waiting = await sm.secrets.version(secret, versionId);
  const key = keyFor(secret.row, given.details.kmsKeyId, call);
  const version = await sm.values.seal({ arn: secret.arn, versionId }, value, call.now, key, { onBehalfOf: call });
  putVersion(sm, call, secret, version, waiting);
  const replicas = await replicateVersion(sm, secret, { value, versionId, waiting }, call);
  const details = afterNewValue({ ...settled, ...(replicas && { replicas }) }, stages.get(CURRENT) === versionId, call.now);
  const removed = waiting ? 0 : await sm.changes.cleanUp(call.unit, secret, stages, call.now);
  await sm.changes.update(call.unit, secret, {
    ...details,
    stages,
    changed_at: call.now,
    versions: (waiting ? 0 : 1) - removed,
  });
}

/**
 * A new current value that did not come of the rotation under way ends it: AWSPENDING goes, so that it is in nobody's way
 * (user guide, "Log AWS Secrets Manager events").
 */
function withoutAbandoned(
  secret: SecretRecord,
  stages: Stages,
  details: SecretDetails,
  { unit }: Writing,
): { readonly stages: Stages; readonly details: SecretDetails } {
  const isNew = stages.get(CURRENT) !== secret.stages.get(CURRENT);
  if (!isNew || !details.rotation?.enabled || pendingRotation(stages) === undefined) return { stages, details };
  unit.events.push(secretEvent(secret, 'RotationAbandoned'));
  const { attempts: _attempts, ...rotation } = details.rotation;
  return { stages: without(stages, PENDING), details: { ...details, rotation } };
}

function putVersion(
  sm: SecretsManager,
  { unit }: Writing,
  { row }: SecretRecord,
  version: VersionRecord,
  waiting: VersionRecord | undefined,
): void {
  if (waiting) sm.changes.updateVersion(unit, row, version);
  else sm.changes.insertVersion(unit, row, version);
}

interface Replicated {
  readonly value: Value;
  readonly versionId: string;
  readonly waiting: VersionRecord | undefined;
}

/**
 * The value in the other regions, under their keys. A replica whose key refuses falls behind, and is told so.
 * @returns the replicas as they are now; `undefined` when nothing changed of them
 */
async function replicateVersion(
  sm: SecretsManager,
  secret: SecretRecord,
  { value, versionId, waiting }: Replicated,
  call: Writing,
): Promise<Replica[] | undefined> {
  const failed = new Map<string, string>();
  for (const replica of await sm.changes.replicas(secret)) {
    const { region } = replica.row;
    try {
      const by = { onBehalfOf: call, region };
      const key = keyFor(replica.row, replica.details.kmsKeyId, call);
      const version = await sm.values.seal({ arn: replica.arn, versionId }, value, call.now, key, by);
      putVersion(sm, call, replica, version, waiting);
    } catch (error) {
      if (!faults.isRefusal(error)) throw error;
      failed.set(region, error.message);
      call.unit.events.push(secretEvent(secret, 'ReplicationFailed'));
    }
  }
  if (failed.size === 0) return undefined;
  return secret.details.replicas!.map((replica) => {
    const message = failed.get(replica.region);
    return message === undefined ? replica : { ...replica, status: 'Failed', message };
  });
}

/**
 * A version of the id that a repeated request finds: with the same value it is the answer.
 * @returns whether there is one that has its value
 * @throws Fault ResourceExistsException when its value is another
 */
export async function isRepeated(
  sm: SecretsManager,
  secret: SecretRecord,
  versionId: string,
  value: Value,
  by: ServiceCall,
): Promise<boolean> {
  const version = await sm.secrets.version(secret, versionId);
  if (!version || version.kind === 'none') return false;
  if (!(await sm.values.equals(secret.arn, version, value, by))) throw faults.tokenInUse(versionId, secret.arn);
  return true;
}

/**
 * The KMS key for a version, as KMS is to be asked for it by this caller: names without an account mean the secret's.
 * @throws Fault InvalidRequestException for the default key and a caller of another account
 */
export function keyFor(
  { account, region }: SecretCoordinates,
  kmsKeyId: string | undefined,
  { caller }: RequestContext,
): string | undefined {
  if (caller.account === account) return kmsKeyId;
  if (kmsKeyId === undefined || isDefaultKey(kmsKeyId)) throw faults.defaultKeyAcrossAccounts();
  if (kmsKeyId.startsWith('arn:')) return kmsKeyId;
  const resource = kmsKeyId.startsWith('alias/') ? kmsKeyId : `key/${kmsKeyId}`;
  return `arn:${partitionOf(region)}:kms:${region}:${account}:${resource}`;
}

/**
 * A key as it is kept with a secret of the account: nothing for the default one. Another account's default key stays what
 * it is, for KMS to refuse.
 */
export function keptKey(kmsKeyId: string | undefined, account: string): string | undefined {
  const own = !kmsKeyId?.startsWith('arn:') || kmsKeyId.includes(`:${account}:`);
  return isDefaultKey(kmsKeyId) && own ? undefined : kmsKeyId;
}

/** A raw request must bring the id of the version that it makes. @throws Fault InvalidRequestException, InvalidParameterException */
export function requireToken(token: string | undefined): string {
  if (token === undefined) throw faults.noToken();
  if (!isVersionId(token)) throw faults.invalidParameter('ClientRequestToken contains a character that is not allowed.');
  return token;
}
