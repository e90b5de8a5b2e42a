/**
 * Replicas: rows of their own in other regions, with the primary's id, under a key of their region. Any region name is a
 * region of this deployment, so a replica is there when its request is answered.
 */
import { REGION_NAME } from '../../base/arn.ts';
import * as faults from './faults.ts';
import { replicaDetails } from './secret-changes.ts';
import {
  ofSecret,
  type Replica,
  secretArn,
  type SecretDetails,
  type SecretRecord,
  type Stages,
  type VersionRecord,
} from './secret-record.ts';
import type { SecretsManager } from './secrets-manager.ts';
import { secretEvent } from './service-events.ts';
import type { ReplicaRegionType } from './types.ts';
import { keptKey, keyFor, type Writing } from './versions.ts';
import type { Value } from './values.ts';

/** What there is to replicate: a secret that may not be stored yet. */
export interface Source {
  readonly row: SecretRecord['row'];
  readonly details: SecretDetails;
  readonly stages: Stages;
  readonly versions: readonly { readonly version: VersionRecord; readonly value: Value | undefined }[];
}

/** @throws Fault InvalidParameterException */
export function checkRegions(requested: readonly ReplicaRegionType[], home: string, present: readonly Replica[]): void {
  const seen = new Set([home, ...present.filter(({ status }) => status === 'InSync').map(({ region }) => region)]);
  for (const { Region = '' } of requested) {
    if (!REGION_NAME.test(Region)) throw faults.invalidParameter(`Invalid region: ${Region}`);
    if (seen.has(Region)) throw faults.invalidParameter(`The secret is already in region ${Region}.`);
    seen.add(Region);
  }
}

/** Puts the replicas into the unit. @returns what became of each */
export async function replicate(
  sm: SecretsManager,
  source: Source,
  requested: readonly ReplicaRegionType[],
  overwrite: boolean,
  call: Writing,
): Promise<Replica[]> {
  const made: Replica[] = [];
  const { account, region, secret_id } = source.row;
  const secret = { row: source.row, arn: secretArn(account, region, secret_id) };
  for (const { Region, KmsKeyId } of requested) {
    const replica = { region: Region!, kmsKeyId: keptKey(KmsKeyId, account) };
    const outcome = await replicateTo(sm, source, replica, overwrite, call);
    const ended = outcome.status === 'InSync' ? 'ReplicationSucceeded' : 'ReplicationFailed';
    call.unit.events.push(secretEvent(secret, 'ReplicationStarted'), secretEvent(secret, ended));
    made.push({ ...replica, ...outcome });
  }
  return made;
}

async function replicateTo(
  sm: SecretsManager,
  source: Source,
  { region, kmsKeyId }: Pick<Replica, 'region' | 'kmsKeyId'>,
  overwrite: boolean,
  call: Writing,
): Promise<Pick<Replica, 'status' | 'message'>> {
  const { row, details, stages } = source;
  const occupant = await sm.secrets.byName(row.account, region, row.name, call.now);
  const problem = occupant && occupationOf(occupant, row, overwrite);
  if (problem !== undefined) return { status: 'Failed', message: problem };
  const versions: VersionRecord[] = [];
  try {
    for (const version of source.versions) versions.push(await inRegion(sm, row, { ...version, region, kmsKeyId }, call));
  } catch (error) {
    if (!faults.isRefusal(error)) throw error;
    return { status: 'Failed', message: error.message };
  }
  if (occupant) sm.changes.destroy(call.unit, occupant);
  const { account, secret_id, name, created_at, changed_at } = row;
  const nothingDue = { deletion_at: null, rotation_at: null };
  const place = { account, region, secret_id, name, created_at, changed_at, primary_region: row.region };
  sm.changes.insert(call.unit, { ...place, ...nothingDue, details: replicaDetails(details, kmsKeyId), stages, versions });
  return { status: 'InSync' };
}

/** Why a secret in the other region has to stay. One of this very secret, which fell behind, has not. */
function occupationOf({ row, details }: SecretRecord, primary: SecretRecord['row'], overwrite: boolean): string | undefined {
  const { primary_region, secret_id } = row;
  if (primary_region === primary.region && secret_id === primary.secret_id) return undefined;
  if (!overwrite) return 'Secret with this name already exists in this region';
  return details.replicas?.length ? 'The secret with this name in this region has replicas of its own' : undefined;
}

interface Copied {
  readonly version: VersionRecord;
  readonly value: Value | undefined;
  readonly region: string;
  readonly kmsKeyId: string | undefined;
}

async function inRegion(sm: SecretsManager, row: SecretRecord['row'], copied: Copied, call: Writing): Promise<VersionRecord> {
  const { version, value, region, kmsKeyId } = copied;
  if (!value) return version;
  const { account, secret_id } = ofSecret(row);
  const name = { arn: secretArn(account, region, secret_id), versionId: version.versionId };
  const key = keyFor({ account, region, secret_id }, kmsKeyId, call);
  return sm.values.seal(name, value, version.createdAt, key, { onBehalfOf: call, region });
}
