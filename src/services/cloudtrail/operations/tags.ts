/** AddTags, RemoveTags, ListTags. Trails are named by ARN, and tagged in their home region alone, shadows or not: API reference. */
import type { RequestContext, Resolved } from '../../../base/operation.ts';
import { accountAsk, ask } from '../asks.ts';
import type { CloudTrail, Family, Op } from '../cloudtrail.ts';
import * as faults from '../faults.ts';
import { namedTrail } from '../names.ts';
import type { TrailRow } from '../tables.ts';
import { checkTagCount, checkTags, deleteTags, tagsOf, writeTags } from '../tags.ts';
import type { Operations } from '../types.ts';

export const tags = (cloudtrail: CloudTrail): Family<'AddTags' | 'ListTags' | 'RemoveTags'> => ({
  AddTags: addTags(cloudtrail),
  ListTags: listTags(cloudtrail),
  RemoveTags: removeTags(cloudtrail),
});

type Target = readonly (TrailRow | undefined)[];

async function resolveArns(
  { trails }: CloudTrail,
  operation: keyof Operations,
  arns: readonly string[],
  input: object,
  context: RequestContext,
): Promise<Resolved<Target>> {
  for (const arn of arns) if (!namedTrail(arn, context.caller.account, context.caller.region).byArn) throw faults.malformedArn(arn);
  const rows = await Promise.all(arns.map(async (arn) => (await trails.named(arn, context)).row));
  const target = rows.map((row) => (row?.region === context.caller.region ? row : undefined));
  const asks = arns.length > 0 ? arns.map((arn) => ask(operation, arn, input, context)) : [accountAsk(operation, input, context)];
  return { asks, target };
}

/** @throws Fault ResourceNotFoundException */
function known(target: Target, arns: readonly string[]): TrailRow[] {
  return target.map((row, i) => {
    if (!row) throw faults.resourceNotFound(arns[i]!);
    return row;
  });
}

const addTags = (cloudtrail: CloudTrail): Op<'AddTags', Target> => ({
  resolve: (input, context) => resolveArns(cloudtrail, 'AddTags', [input.ResourceId], input, context),
  async run({ ResourceId, TagsList }, { target, unit }) {
    const [row] = known(target, [ResourceId]) as [TrailRow];
    checkTags(TagsList);
    const before = await tagsOf(cloudtrail, row);
    checkTagCount(new Set([...before, ...TagsList].map(({ Key }) => Key)).size);
    // Of two that add tags at once, one loses: so the limit holds.
    cloudtrail.trails.update(unit, row, {});
    writeTags(cloudtrail, unit, row, TagsList);
    return {};
  },
});

const removeTags = (cloudtrail: CloudTrail): Op<'RemoveTags', Target> => ({
  resolve: (input, context) => resolveArns(cloudtrail, 'RemoveTags', [input.ResourceId], input, context),
  run({ ResourceId, TagsList }, { target, unit }) {
    const [row] = known(target, [ResourceId]) as [TrailRow];
    checkTags(TagsList);
    cloudtrail.trails.update(unit, row, {});
    deleteTags(cloudtrail, unit, row, TagsList.map(({ Key }) => Key));
    return {};
  },
});

/** All of a request at once: there are few. */
const listTags = (cloudtrail: CloudTrail): Op<'ListTags', Target> => ({
  resolve: (input, context) => resolveArns(cloudtrail, 'ListTags', input.ResourceIdList, input, context),
  async run({ ResourceIdList, NextToken }, { target }) {
    if (NextToken !== undefined) throw faults.invalidToken();
    const rows = known(target, ResourceIdList);
    const lists = rows.map(async (row, i) => ({ ResourceId: ResourceIdList[i]!, TagsList: await tagsOf(cloudtrail, row) }));
    return { ResourceTagList: await Promise.all(lists) };
  },
});
