/**
 * What operations ask for: Service Authorization Reference, "AWS CloudTrail". Identity policies decide alone. Tags of a
 * trail are no condition keys (CloudTrail user guide, "ABAC with CloudTrail"); those of a request are.
 */
import type { Ask, AskContext, RequestContext } from '../../base/operation.ts';
import type { Operations, Tag } from './types.ts';

/** Members of a request that condition keys look at, whatever the operation. */
export interface ConditionedInput {
  readonly TagsList?: readonly Tag[] | undefined;
}

export const ask = (operation: keyof Operations, resource: string, input: object, context: RequestContext): Ask => ({
  action: `cloudtrail:${operation}`,
  resource,
  account: context.caller.account,
  rule: 'identity',
  context: conditions(input),
});

/** Operations on no trail of their own. */
export const accountAsk = (operation: keyof Operations, input: object, context: RequestContext): Ask =>
  ask(operation, '*', input, context);

const REQUEST_TAG = 'aws:requesttag/';

const conditions = ({ TagsList }: ConditionedInput): AskContext => ({
  value(key) {
    if (key === 'aws:tagkeys') return TagsList?.map((tag) => tag.Key);
    if (!key.startsWith(REQUEST_TAG)) return undefined;
    return TagsList?.find((tag) => tag.Key.toLowerCase() === key.slice(REQUEST_TAG.length))?.Value;
  },
});
