import type { Call } from '../../../base/operation.ts';
import { parameterAsk } from '../asks.ts';
import type { NewVersion, Tag } from '../changes.ts';
import * as faults from '../faults.ts';
import { nameToWrite } from '../names.ts';
import { ofParameter, type Parameter } from '../parameters.ts';
import type { Op, ParameterStore } from '../parameter-store.ts';
import { expirationOf, storedPolicies } from '../policies.ts';
import { plan, type Planned, type PutTarget, usageOf } from '../put.ts';
import { checkTags } from '../tags.ts';
import type { ParameterType, PutParameterRequest } from '../types.ts';
import type { StoredValue } from '../values.ts';

const VERSIONS_MAX = 100;

/** A new parameter, or with `Overwrite` a new version of one that may be there. */
export const putParameter = (store: ParameterStore): Op<'PutParameter', PutTarget> => ({
  async resolve(input, context) {
    const name = nameToWrite(input.Name, context.caller);
    const present = await store.parameters.get(name, context.now);
    const asks = [parameterAsk(store, 'PutParameter', name, input, context)];
    if (input.Tags?.length) asks.push(parameterAsk(store, 'AddTagsToResource', name, input, context));
    return { asks, target: { name, present } };
  },
  async run(input, call) {
    const { present } = call.target;
    if (input.Overwrite && input.Tags?.length) throw faults.tagsWithOverwrite();
    if (present && !input.Overwrite) throw faults.alreadyExists();
    const planned = await plan(store, input, call);
    await requireRoom(store, call.target, planned);
    const dropped = present ? await droppedVersions(store, present) : [];
    checkTags(input.Tags ?? []);
    const version = { ...planned.version, ...(await valueOf(store, planned, input, call)) };
    if (present) overwrite(store, present, version, dropped, call);
    else create(store, planned.type, version, input.Tags ?? [], call);
    return { Version: nextVersion(call.target), Tier: version.tier };
  },
});

const nextVersion = ({ present }: PutTarget): number => (present?.version ?? 0) + 1;

/** @throws Fault ParameterLimitExceeded */
async function requireRoom(store: ParameterStore, { name, present }: PutTarget, { version }: Planned): Promise<void> {
  if (present?.tier === version.tier) return;
  if ((await usageOf(store, name, version.tier)) >= store.quotas[version.tier]) throw faults.limitExceeded();
}

/** @throws Fault InvalidKeyId, AccessDeniedException */
function valueOf(store: ParameterStore, planned: Planned, input: PutParameterRequest, call: Call<PutTarget>): Promise<StoredValue> {
  const { type, version } = planned;
  const owner = { ...ofParameter(call.target.name), version: nextVersion(call.target), type, tier: version.tier };
  return store.values.protect(owner, input.Value, input.KeyId, call);
}

function create(store: ParameterStore, type: ParameterType, version: NewVersion, tags: readonly Tag[], { unit, target }: Call<PutTarget>): void {
  const { name } = target;
  const row = { ...ofParameter(name), name: name.given, type, due_at: dueAt(version) };
  store.changes.create(unit, row, version, store.quotas[version.tier]);
  store.changes.insertTags(unit, name, tags);
}

function overwrite(
  store: ParameterStore,
  present: Parameter,
  version: NewVersion,
  dropped: readonly number[],
  { unit }: Call<PutTarget>,
): void {
  store.changes.addVersion(unit, present, version, dueAt(version), dropped, store.quotas[version.tier]);
}

const dueAt = ({ policies }: { policies: string | null }): number | null => expirationOf(storedPolicies(policies)) ?? null;

/** The oldest make room. @throws Fault ParameterMaxVersionLimitExceeded when a label holds one */
async function droppedVersions({ store }: ParameterStore, present: Parameter): Promise<number[]> {
  if (present.version < VERSIONS_MAX) return [];
  const rows = await store.db
    .selectFrom('ssm_versions')
    .select('version')
    .where((where) => where.and(ofParameter(present)))
    .where('version', '<=', present.version + 1 - VERSIONS_MAX)
    .orderBy('version')
    .execute();
  const versions = rows.map((row) => row.version);
  if (versions.length === 0) return [];
  const labelled = await store.db
    .selectFrom('ssm_labels')
    .select('version')
    .where((where) => where.and(ofParameter(present)))
    .where('version', 'in', versions)
    .orderBy('version')
    .executeTakeFirst();
  if (labelled) throw faults.labelledOldest(present.name, labelled.version);
  return versions;
}
