/** Parameters by name: one, or up to ten. */
import type { RequestContext } from '../../../base/operation.ts';
import { whenThere } from '../../../base/when-there.ts';
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

/** The latest version; absent where there is none, or none that could be read here. */
export interface NamedParameter {
  readonly name: ParameterName;
  readonly latest: Parameter | undefined;
}

export const getParameter = (store: ParameterStore): Op<'GetParameter', NamedParameter> => ({
  resolve(input, context) {
    const name = nameToRead(input.Name, context.caller);
    return whenThere(latestOf(store, name, context), (latest) => ({
      asks: [parameterAsk(store, 'GetParameter', latest ?? name, {}, context)],
      target: { name, latest },
    }));
  },
  run(input, call) {
    const { name, latest } = call.target;
    const found = latest && name.selector ? store.parameters.version(latest, name.selector) : latest;
    return whenThere(found, (parameter) => {
      if (!parameter) throw absent(name, latest);
      return whenThere(shownParameter(store, parameter, input.WithDecryption, call, name.selector), (Parameter) => ({ Parameter }));
    });
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

type MaybeParameter = Parameter | undefined;

/** A region's parameters are in that region alone, and an account's are not for others. */
function latestOf(store: ParameterStore, name: ParameterName, { now, caller }: RequestContext): Promise<MaybeParameter> | MaybeParameter {
  const isHere = name.region === caller.region && name.account === caller.account;
  return isHere ? store.parameters.get(name, now) : undefined;
}

async function find(store: ParameterStore, name: ParameterName, context: RequestContext): Promise<MaybeParameter> {
  const latest = await latestOf(store, name, context);
  return latest && name.selector ? store.parameters.version(latest, name.selector) : latest;
}

function absent({ given, selector }: ParameterName, latest: MaybeParameter): Error {
  if (!latest || !selector) return faults.notFound(given);
  if ('label' in selector) return faults.labelNotFound(latest.name, selector.label);
  return faults.versionNotFound(latest.name, String(selector.version));
}
