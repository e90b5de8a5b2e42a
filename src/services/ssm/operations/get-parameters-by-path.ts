import { hierarchyAsk } from '../asks.ts';
import { type Filter, filtersOf, rangeOf } from '../filters.ts';
import { list } from '../listing.ts';
import { hierarchyOf } from '../names.ts';
import type { Op, ParameterStore } from '../parameter-store.ts';
import { shownParameter } from '../shown.ts';

const MAX_RESULTS = 10;

/** Leave for a hierarchy is leave for all in it, whatever policies say of single parameters: so it is with AWS. */
export const getParametersByPath = (store: ParameterStore): Op<'GetParametersByPath', string> => ({
  resolve(input, context) {
    const hierarchy = hierarchyOf(input.Path);
    return { asks: [hierarchyAsk('GetParametersByPath', input.Path.trim(), input, context)], target: hierarchy };
  },
  async run(input, call) {
    const { account, region } = call.caller;
    const recursive = input.Recursive ?? false;
    const filters = [below(call.target, recursive), ...filtersOf('GetParametersByPath', input.ParameterFilters)];
    const narrowed = JSON.stringify([input.Path, recursive, input.ParameterFilters ?? []]);
    const { parameters, NextToken } = await list(store, {
      scope: `GetParametersByPath ${account} ${region} ${narrowed}`,
      token: input.NextToken,
      limit: input.MaxResults ?? MAX_RESULTS,
      account,
      region,
      filters,
      now: call.now,
    });
    const shown = parameters.map((parameter) => shownParameter(store, parameter, input.WithDecryption, call));
    return { Parameters: await Promise.all(shown), NextToken };
  },
});

function below(hierarchy: string, recursive: boolean): Filter {
  if (!recursive) return { bounds: { parent: hierarchy } };
  // Names without a slash are in no hierarchy, though their paths begin with one.
  return { bounds: rangeOf(hierarchy), ...(hierarchy === '/' ? { test: ({ parent }) => parent !== '' } : {}) };
}
