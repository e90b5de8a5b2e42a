import { parameterAsk } from '../asks.ts';
import * as faults from '../faults.ts';
import { nameWithoutSelector, type ParameterName } from '../names.ts';
import { inVersion, ofParameter } from '../parameters.ts';
import type { Op, ParameterStore } from '../parameter-store.ts';
import { shownHistory } from '../shown.ts';
import type { VersionRow } from '../tables.ts';

const MAX_RESULTS = 50;

/** The versions that are kept, oldest first, each with its labels. */
export const getParameterHistory = (store: ParameterStore): Op<'GetParameterHistory', ParameterName> => ({
  resolve(input, context) {
    const name = nameWithoutSelector(input.Name, context.caller);
    return { asks: [parameterAsk(store, 'GetParameterHistory', name, {}, context)], target: name };
  },
  async run(input, call) {
    const name = call.target;
    const scope = `GetParameterHistory ${name.account} ${name.region} ${name.path}`;
    const after = Number(store.pages.lastKey(scope, input.NextToken));
    const latest = name.region === call.caller.region ? await store.parameters.get(name, call.now) : undefined;
    if (!latest) throw faults.notFound(name.given);
    const limit = input.MaxResults ?? MAX_RESULTS;
    const rows = await versionsAfter(store, name, after, limit + 1);
    const labels = await labelsOf(store, name);
    const page = rows.slice(0, limit);
    const shown = page.map((row) => shownHistory(store, inVersion(latest, row), labels.get(row.version) ?? [], input.WithDecryption, call));
    const NextToken = rows.length > limit ? store.pages.token(scope, String(page[page.length - 1]!.version)) : undefined;
    return { Parameters: await Promise.all(shown), NextToken };
  },
});

const versionsAfter = ({ store }: ParameterStore, name: ParameterName, after: number, count: number): Promise<VersionRow[]> =>
  store.db
    .selectFrom('ssm_versions')
    .selectAll()
    .where((where) => where.and(ofParameter(name)))
    .where('version', '>', after)
    .orderBy('version')
    .limit(count)
    .execute();

async function labelsOf({ store }: ParameterStore, name: ParameterName): Promise<Map<number, string[]>> {
  const rows = await store.db
    .selectFrom('ssm_labels')
    .select(['label', 'version'])
    .where((where) => where.and(ofParameter(name)))
    .orderBy('label')
    .execute();
  const labels = new Map<number, string[]>();
  for (const { label, version } of rows) labels.set(version, [...(labels.get(version) ?? []), label]);
  return labels;
}
