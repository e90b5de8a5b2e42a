/** Tags of resources, of which parameters are the only kind here. */
import type { RequestContext, Resolved } from '../../../base/operation.ts';
import { accountAsk, type ConditionedInput, parameterAsk } from '../asks.ts';
import * as faults from '../faults.ts';
import { nameWithoutSelector, type ParameterName } from '../names.ts';
import type { Parameter } from '../parameters.ts';
import type { Op, ParameterStore } from '../parameter-store.ts';
import { checkTags, requireRoom, tagsOf } from '../tags.ts';
import type { ResourceTypeForTagging } from '../types.ts';

interface TaggedInput extends ConditionedInput {
  readonly ResourceType: ResourceTypeForTagging;
  readonly ResourceId: string;
}

/** `undefined`: of a kind that Trent has none of. */
type Target = ParameterName | undefined;

function resolveTagged(store: ParameterStore, operation: string, input: TaggedInput, context: RequestContext): Resolved<Target> {
  if (input.ResourceType !== 'Parameter') return { asks: [accountAsk(operation, context)], target: undefined };
  const name = nameWithoutSelector(input.ResourceId, context.caller);
  return { asks: [parameterAsk(store, operation, name, input, context)], target: name };
}

/** @throws Fault InvalidResourceId */
async function parameterOf(store: ParameterStore, name: Target, { now, caller }: RequestContext): Promise<Parameter> {
  const parameter = name?.region === caller.region ? await store.parameters.get(name, now) : undefined;
  if (!parameter) throw faults.invalidResourceId();
  return parameter;
}

export const addTagsToResource = (store: ParameterStore): Op<'AddTagsToResource', Target> => ({
  resolve: (input, context) => resolveTagged(store, 'AddTagsToResource', input, context),
  async run(input, call) {
    const parameter = await parameterOf(store, call.target, call);
    checkTags(input.Tags);
    await requireRoom(store, parameter, input.Tags);
    store.changes.tag(call.unit, parameter, input.Tags);
    return {};
  },
});

export const removeTagsFromResource = (store: ParameterStore): Op<'RemoveTagsFromResource', Target> => ({
  resolve: (input, context) => resolveTagged(store, 'RemoveTagsFromResource', input, context),
  async run(input, call) {
    const parameter = await parameterOf(store, call.target, call);
    store.changes.tag(call.unit, parameter, [], input.TagKeys);
    return {};
  },
});

export const listTagsForResource = (store: ParameterStore): Op<'ListTagsForResource', Target> => ({
  resolve: (input, context) => resolveTagged(store, 'ListTagsForResource', input, context),
  async run(_input, call) {
    return { TagList: await tagsOf(store, await parameterOf(store, call.target, call)) };
  },
});
