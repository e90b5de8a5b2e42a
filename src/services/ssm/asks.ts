/**
 * What operations ask for: a parameter by its ARN whether it exists or not, a hierarchy, or the account. Identity
 * policies decide alone. Conditions: Service Authorization Reference, "AWS Systems Manager".
 */
import type { Ask, AskContext, ContextValue, RequestContext } from '../../base/operation.ts';
import type { Tag } from './changes.ts';
import { parameterArn } from './names.ts';
import { ofParameter } from './parameters.ts';
import type { ParameterStore } from './parameter-store.ts';
import type { ParameterCoordinates } from './tables.ts';

/** Members of a request that condition keys look at, whatever the operation. */
export interface ConditionedInput {
  readonly Overwrite?: boolean | undefined;
  readonly Policies?: string | undefined;
  readonly Recursive?: boolean | undefined;
  readonly Tags?: readonly Tag[] | undefined;
  readonly TagKeys?: readonly string[] | undefined;
}

/**
 * Another account's parameter is asked for as that account's: nothing shares it, so the answer is no.
 * @param action without its prefix
 */
export const parameterAsk = (
  store: ParameterStore,
  action: string,
  name: ParameterCoordinates & { readonly arn?: string },
  input: ConditionedInput,
  context: RequestContext,
): Ask => ({
  action: `ssm:${action}`,
  resource: name.arn ?? parameterArn(name),
  account: name.account,
  rule: name.account === context.caller.account ? 'identity' : 'resource',
  context: parameterConditions(store, action, name, input),
});

/** @param path as the client wrote it */
export const hierarchyAsk = (action: string, path: string, input: ConditionedInput, { caller }: RequestContext): Ask => ({
  action: `ssm:${action}`,
  resource: parameterArn({ account: caller.account, region: caller.region, path }),
  account: caller.account,
  rule: 'identity',
  context: { value: (key) => requestValue(action, input, key) },
});

export const accountAsk = (action: string, { caller }: RequestContext, resource = '*'): Ask => ({
  action: `ssm:${action}`,
  resource,
  account: caller.account,
  rule: 'identity',
});

const REQUEST_TAG = 'aws:requesttag/';
const RESOURCE_TAG = /^(?:aws|ssm):resourcetag\/(.*)$/s;

/** Tags are read from the store only when a policy asks for them. */
function parameterConditions(store: ParameterStore, action: string, name: ParameterCoordinates, input: ConditionedInput): AskContext {
  let wanted = false;
  let tags: ReadonlyMap<string, string> | undefined;
  const value = (key: string): ContextValue | undefined => {
    const [, resourceTag] = RESOURCE_TAG.exec(key) ?? [];
    if (resourceTag === undefined) return requestValue(action, input, key);
    wanted = true;
    return tags?.get(resourceTag);
  };
  const loadMissing = async (): Promise<boolean> => {
    const rows = await store.store.db.selectFrom('ssm_tags').selectAll().where((where) => where.and(ofParameter(name))).execute();
    tags = new Map(rows.map((row) => [row.tag_key.toLowerCase(), row.tag_value]));
    return true;
  };
  return { value, loadMissing: () => wanted && !tags && loadMissing() };
}

function requestValue(action: string, input: ConditionedInput, key: string): ContextValue | undefined {
  if (key.startsWith(REQUEST_TAG)) {
    return input.Tags?.find((tag) => tag.Key.toLowerCase() === key.slice(REQUEST_TAG.length))?.Value;
  }
  switch (key) {
    case 'aws:tagkeys':
      return input.TagKeys ?? input.Tags?.map((tag) => tag.Key);
    case 'ssm:overwrite':
      return action === 'PutParameter' ? String(input.Overwrite ?? false) : undefined;
    case 'ssm:policies':
      return input.Policies;
    case 'ssm:recursive':
      return action === 'GetParametersByPath' ? String(input.Recursive ?? false) : undefined;
    default:
      return undefined;
  }
}
