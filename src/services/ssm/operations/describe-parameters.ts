import { accountAsk } from '../asks.ts';
import * as faults from '../faults.ts';
import { filtersOf } from '../filters.ts';
import { list } from '../listing.ts';
import type { Op, ParameterStore } from '../parameter-store.ts';
import { shownMetadata } from '../shown.ts';
import type { DescribeParametersRequest, ParameterStringFilter } from '../types.ts';

const MAX_RESULTS = 50;

/** Nothing is shared between accounts, so `Shared` lists nothing. */
export const describeParameters = (store: ParameterStore): Op<'DescribeParameters', undefined> => ({
  resolve: (_input, context) => ({ asks: [accountAsk('DescribeParameters', context)], target: undefined }),
  async run(input, call) {
    const { account, region } = call.caller;
    const given = filtersIn(input);
    const filters = filtersOf('DescribeParameters', given);
    if (input.Shared) return { Parameters: [] };
    const { parameters, NextToken } = await list(store, {
      scope: `DescribeParameters ${account} ${region} ${JSON.stringify(given)}`,
      token: input.NextToken,
      limit: input.MaxResults ?? MAX_RESULTS,
      account,
      region,
      filters,
      now: call.now,
    });
    return { Parameters: parameters.map((parameter) => shownMetadata(parameter, call.now)), NextToken };
  },
});

/** `Filters` is the old member, with fewer keys and no options. */
function filtersIn({ Filters, ParameterFilters }: DescribeParametersRequest): readonly ParameterStringFilter[] {
  if (Filters?.length && ParameterFilters?.length) throw faults.bothFilters();
  return ParameterFilters?.length ? ParameterFilters : (Filters ?? []).map(({ Key, Values }) => ({ Key, Values }));
}
