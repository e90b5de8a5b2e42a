/** Labels: names that stand for one version of a parameter, and can move to another. */
import type { RequestContext, Resolved } from '../../../base/operation.ts';
import { parameterAsk } from '../asks.ts';
import * as faults from '../faults.ts';
import { isLabel, nameToChange, type ParameterName } from '../names.ts';
import { ofParameter, type Parameter } from '../parameters.ts';
import type { Op, ParameterStore } from '../parameter-store.ts';
import type { LabelRow } from '../tables.ts';

const LABELS_MAX = 10;

function resolveLabels(store: ParameterStore, operation: string, text: string, context: RequestContext): Resolved<ParameterName> {
  const name = nameToChange(text, context.caller);
  return { asks: [parameterAsk(store, operation, name, {}, context)], target: name };
}

/** Labels that cannot be are told, and the others are set nevertheless. */
export const labelParameterVersion = (store: ParameterStore): Op<'LabelParameterVersion', ParameterName> => ({
  resolve: (input, context) => resolveLabels(store, 'LabelParameterVersion', input.Name, context),
  async run(input, call) {
    const { target: name, unit } = call;
    const { latest, version } = await versionOf(store, name, input.ParameterVersion, call);
    const valid = new Set(input.Labels.filter(isLabel));
    const InvalidLabels = input.Labels.filter((label) => !isLabel(label));
    const present = await labelsOn(store, name, version);
    if (new Set([...present, ...valid]).size > LABELS_MAX) throw faults.labelQuota();
    if (valid.size > 0) store.changes.label(unit, latest, new Map([...valid].map((label) => [label, version])));
    return { InvalidLabels, ParameterVersion: version };
  },
});

export const unlabelParameterVersion = (store: ParameterStore): Op<'UnlabelParameterVersion', ParameterName> => ({
  resolve: (input, context) => resolveLabels(store, 'UnlabelParameterVersion', input.Name, context),
  async run(input, call) {
    const { target: name, unit } = call;
    const { latest, version } = await versionOf(store, name, input.ParameterVersion, call);
    const present = await labelsOn(store, name, version);
    const asked = [...new Set(input.Labels)];
    const RemovedLabels = asked.filter((label) => present.has(label));
    const InvalidLabels = asked.filter((label) => !present.has(label));
    if (RemovedLabels.length > 0) store.changes.label(unit, latest, new Map(RemovedLabels.map((label) => [label, undefined])));
    return { RemovedLabels, InvalidLabels };
  },
});

/** @throws Fault ParameterNotFound, ParameterVersionNotFound */
async function versionOf(
  store: ParameterStore,
  name: ParameterName,
  asked: number | undefined,
  { now }: RequestContext,
): Promise<{ latest: Parameter; version: number }> {
  const latest = await store.parameters.get(name, now);
  if (!latest) throw faults.notFound(name.given);
  const version = asked ?? latest.version;
  const found = await store.parameters.version(latest, { version, text: '' });
  if (!found) throw faults.versionNotFound(latest.name, String(version));
  return { latest, version };
}

async function labelsOn({ store }: ParameterStore, name: ParameterName, version: number): Promise<Set<string>> {
  const rows: Pick<LabelRow, 'label'>[] = await store.db
    .selectFrom('ssm_labels')
    .select('label')
    .where((where) => where.and({ ...ofParameter(name), version }))
    .execute();
  return new Set(rows.map(({ label }) => label));
}
