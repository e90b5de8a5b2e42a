/** The end of parameters, with all their versions: one, or up to ten. */
import { parameterAsk } from '../asks.ts';
import * as faults from '../faults.ts';
import { nameToChange, type ParameterName } from '../names.ts';
import type { Op, ParameterStore } from '../parameter-store.ts';

export const deleteParameter = (store: ParameterStore): Op<'DeleteParameter', ParameterName> => ({
  resolve(input, context) {
    const name = nameToChange(input.Name, context.caller);
    return { asks: [parameterAsk(store, 'DeleteParameter', name, {}, context)], target: name };
  },
  async run(_input, { target: name, unit, now }) {
    const parameter = await store.parameters.get(name, now);
    if (!parameter) throw faults.notFound(name.given);
    store.changes.delete(unit, parameter);
    return {};
  },
});

export const deleteParameters = (store: ParameterStore): Op<'DeleteParameters', readonly ParameterName[]> => ({
  resolve(input, context) {
    const names = [...new Set(input.Names)].map((name) => nameToChange(name, context.caller));
    return { asks: names.map((name) => parameterAsk(store, 'DeleteParameters', name, {}, context)), target: names };
  },
  async run(_input, { target, unit, now }) {
    const deleted = new Map<string, string>();
    const InvalidParameters: string[] = [];
    for (const name of target) {
      const parameter = await store.parameters.get(name, now);
      if (!parameter) InvalidParameters.push(name.given);
      // `/X` and `X` are one parameter.
      else if (!deleted.has(parameter.path)) store.changes.delete(unit, parameter);
      if (parameter) deleted.set(parameter.path, name.given);
    }
    return { DeletedParameters: [...deleted.values()], InvalidParameters };
  },
});
