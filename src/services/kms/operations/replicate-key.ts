import { keyArn, partitionOf } from '../../../base/arn.ts';
import type { Call } from '../../../base/operation.ts';
import { checkDescription, newKeyRow, type NewKey } from '../creation.ts';
import { replicaCreated } from '../events.ts';
import * as faults from '../faults.ts';
import type { NewMaterial } from '../key-changes.ts';
import { isAssociated, isPrimary, keyRecord, type KeyRecord } from '../key-record.ts';
import { creationAsks, keyAsk } from '../asks.ts';
import type { Kms, Op } from '../kms.ts';
import { metadata } from '../metadata.ts';
import { givenKeyPolicy } from '../policy.ts';
import { requireState } from '../states.ts';
import { checkTags, writeTags } from '../tags.ts';
import type { ReplicateKeyRequest } from '../types.ts';
import { AWAITED } from '../waiting-material.ts';

/** A related key in another region: same id and material, everything else its own. */
export const replicateKey = (kms: Kms): Op<'ReplicateKey', KeyRecord> => ({
  async resolve(input, context) {
    const key = await kms.keys.find(input.KeyId, 'kms:ReplicateKey', context, false);
    return { asks: [keyAsk(kms, key, 'ReplicateKey', input, context), ...creationAsks(input, context)], target: key };
  },
  async run(input, call) {
    const { target: key, unit } = call;
    if (!isPrimary(key)) throw faults.notPrimary(key.arn);
    requireState(key, 'use');
    await requireFreeRegion(kms, key, input.ReplicaRegion, call.now);
    const tags = input.Tags ?? [];
    checkTags(tags);
    const row = await replicaRow(kms, key, input, call);
    const materials = key.materials.map((material) => replicaMaterial(kms, key, material));
    kms.changes.insert(unit, row, materials);
    for (const { material } of materials) material?.fill(0);
    kms.changes.update(unit, key, {}, awaitedByReplica(key));
    writeTags(kms, unit, row, tags);
    const regions = [...(await kms.keys.relatedRegions(key)), row.region].sort();
    const record = keyRecord({ ...row, version: 1, due_at: null }, []);
    // AWS answers before the replica is ready; here it is ready at once, and says so when it is asked.
    unit.events.push(replicaCreated(record, call, metadata(record, regions)));
    const ReplicaKeyMetadata = { ...metadata(record, regions), KeyState: 'Creating' as const, Enabled: false };
    return { ReplicaKeyMetadata, ReplicaPolicy: await kms.guard.shown(row.policy), ReplicaTags: tags };
  },
});

/** @throws Fault AlreadyExistsException, ValidationException */
async function requireFreeRegion(kms: Kms, key: KeyRecord, region: string, now: number): Promise<void> {
  const { account, key_id } = key.row;
  if (partitionOf(region) !== partitionOf(key.row.region)) {
    throw faults.validation(`The replica Region ${region} must be in the same AWS partition as the primary key.`);
  }
  if (region === key.row.region || (await kms.keys.get({ account, region, key_id }, now))) {
    throw faults.replicaExists(`Key '${keyArn(region, account, key_id)}' already exists`);
  }
}

async function replicaRow(kms: Kms, key: KeyRecord, input: ReplicateKeyRequest, call: Call<KeyRecord>): Promise<NewKey> {
  const { row } = key;
  const { account, key_id } = row;
  const region = input.ReplicaRegion;
  const replica = { arn: keyArn(region, account, key_id), account, region };
  return newKeyRow({
    ...row,
    region,
    policy: await givenKeyPolicy(kms.guard, input, replica, call),
    description: checkDescription(input.Description ?? ''),
    created_at: call.now,
    state: row.origin === 'EXTERNAL' ? 'PendingImport' : 'Enabled',
  });
}

/** Imported material is never copied: each region imports it for itself, and knows what it waits for. */
function replicaMaterial(kms: Kms, key: KeyRecord, material: KeyRecord['materials'][number]): NewMaterial {
  const { account: _account, region: _region, key_id: _keyId, sealed: _sealed, ...rest } = material;
  if (key.row.origin === 'EXTERNAL') {
    return { ...rest, ...awaitedByReplica(key)[rest.material_id], material: undefined, expiration_model: null, valid_to: null };
  }
  return { ...rest, material: kms.materials.open(key, material) };
}

/** Imported material that waits for its rotation now waits for the new region too. */
function awaitedByReplica(key: KeyRecord): { [materialId: string]: Pick<NewMaterial, 'state'> } {
  const waiting = key.materials.filter((material) => !isAssociated(material));
  return Object.fromEntries(waiting.map((material) => [material.material_id, AWAITED]));
}
