/** Parameters by name: one, or up to ten. */
import type { RequestContext } from '../../../base/operation.ts';
import { parameterAsk } from '../asks.ts';
import * as faults from '../faults.ts';
import { nameToRead, type ParameterName } from '../names.ts';
import type { Parameter } from '../parameters.ts';
import type { Op, ParameterStore } from '../parameter-store.ts';
import { shownParameter } from '../shown.ts';

interface Found {
  readonly name: ParameterName;
  /** In the version that the name selects. */
  readonly parameter: Parameter | undefined;
}

export const getParameter = (store: ParameterStore): Op<'GetParameter', ParameterName> => ({
  resolve(input, context) {
    const name = nameToRead(input.Name, context.caller);
    return { asks: [parameterAsk(store, 'GetParameter', name, {}, context)], target: name };
  },
  async run(input, call) {
    const name = call.target;
    const parameter = await find(store, name, call);
    if (!parameter) throw await absent(store, name, call);
    return { Parameter: await shownParameter(store, parameter, input.WithDecryption, call, name.selector) };
  },
});

/** What is not there is no fault here, but leave is asked for each. */
export const getParameters = (store: ParameterStore): Op<'GetParameters', readonly ParameterName[]> => ({
  resolve(input, context) {
    const names = [...new Set(input.Names)].map((name) => nameToRead(name, context.caller));
    return { asks: names.map((name) => parameterAsk(store, 'GetParameters', name, {}, context)), target: names };
  },
  async run(input, call) {
    const found: Found[] = await Promise.all(call.target.map(async (name) => ({ name, parameter: await find(store, name, call) })));
    const present = found.flatMap(({ name, parameter }) => (parameter ? [{ name, parameter }] : []));
    present.sort((a, b) => (a.parameter.name < b.parameter.name ? -1 : 1));
    const Parameters = present.map(({ name, parameter }) => shownParameter(store, parameter, input.WithDecryption, call, name.selector));
    const InvalidParameters = found.filter(({ parameter }) => !parameter).map(({ name }) => name.given);
    return { Parameters: await Promise.all(Parameters), InvalidParameters };
  },
});

async function find(store: ParameterStore, name: ParameterName, { now, caller }: RequestContext): Promise<Parameter | undefined> {
  // A region's parameters are in that region alone.
  if (name.region !== caller.region) return undefined;
  const latest = await store.parameters.get(name, now);
  return latest && name.selector ? store.parameters.version(latest, name.selector) : latest;
}

async function absent(store: ParameterStore, { selector, ...name }: ParameterName, context: RequestContext): Promise<Error> {
  const latest = selector && (await find(store, { ...name, selector: undefined }, context));
  if (!latest) return faults.notFound(name.given);
  if ('label' in selector) return faults.labelNotFound(latest.name, selector.label);
  return faults.versionNotFound(latest.name, String(selector.version));
}
