/**
 * What operations ask for: a user, group, role, policy or provider of the caller's account, by its ARN, or a list.
 * Identity policies decide alone. Conditions: Service Authorization Reference, "AWS Identity and Access Management".
 */
import type { Ask, AskContext, ContextValue, RequestContext, Resolved } from '../../base/operation.ts';
import type { Entity } from './entities.ts';
import * as faults from './faults.ts';
import type { Iam } from './iam.ts';
import type { EntityKind } from './tables.ts';
import type { Operations, Tag } from './types.ts';

/** Members of a request that condition keys look at, whatever the operation. */
export interface ConditionedInput {
  readonly Tags?: readonly Tag[] | undefined;
  readonly TagKeys?: readonly string[] | undefined;
  readonly PermissionsBoundary?: string | undefined;
  readonly PolicyArn?: string | undefined;
}

/** What is asked about, as far as it exists. */
export interface Resource {
  readonly arn: string;
  /** What its tags hang on: unique id, or a provider's ARN. */
  readonly tagged?: string | undefined;
  readonly boundary?: string | null | undefined;
}

/** The resource of an ask by the name of a user, group or role, whether it exists or not. */
export const entityResource = (iam: Iam, account: string, kind: EntityKind, name: string, entity?: Entity): Resource =>
  entity
    ? { arn: iam.entities.arnOf(entity), tagged: entity.id, boundary: entity.boundary }
    : { arn: iam.entities.arnOf({ account, kind, path: '/', name }) };

/** @throws Fault InvalidClientTokenId for sessions that may not call IAM at all */
export function iamAsk(iam: Iam, operation: keyof Operations, resource: Resource, input: object, context: RequestContext): Ask {
  const { session, account } = context.caller;
  // API reference of STS, "GetSessionToken" and "GetFederationToken".
  if (session?.by === 'GetSessionToken' || session?.by === 'GetFederationToken') throw faults.noIamForSessions();
  return {
    action: `iam:${operation}`,
    resource: resource.arn,
    account,
    rule: 'identity',
    context: conditions(iam, resource, input),
  };
}

/** An operation on a user, group or role that a request names; `run` says that it does not exist. */
export async function resolveEntity(
  iam: Iam,
  operation: keyof Operations,
  kind: EntityKind,
  name: string,
  input: object,
  context: RequestContext,
): Promise<Resolved<Entity | undefined>> {
  const { account } = context.caller;
  const entity = await iam.entities.find(account, kind, name);
  return { asks: [iamAsk(iam, operation, entityResource(iam, account, kind, name, entity), input, context)], target: entity };
}

/** An operation on the account, or on all of a kind. @param resource `*`, or what AWS shows: `arn:aws:iam::111122223333:user/` */
export const resolveAccount = (
  iam: Iam,
  operation: keyof Operations,
  input: object,
  context: RequestContext,
  resource = '*',
): Resolved<undefined> => ({ asks: [iamAsk(iam, operation, { arn: resource }, input, context)], target: undefined });

const REQUEST_TAG = 'aws:requesttag/';
const RESOURCE_TAG = /^(?:aws|iam):resourcetag\/(.*)$/s;

function conditions(iam: Iam, { tagged, boundary }: Resource, input: ConditionedInput): AskContext {
  let wanted = false;
  let tags: ReadonlyMap<string, string> | undefined;
  const value = (key: string): ContextValue | undefined => {
    const [, resourceTag] = RESOURCE_TAG.exec(key) ?? [];
    if (resourceTag !== undefined) {
      wanted = tagged !== undefined;
      return tags?.get(resourceTag);
    }
    return requestValue(key, input, boundary);
  };
  const loadMissing = async (): Promise<boolean> => {
    if (!wanted || tags || tagged === undefined) return false;
    const rows = await iam.store.db.selectFrom('iam_tags').selectAll().where('resource_id', '=', tagged).execute();
    tags = new Map(rows.map((row) => [row.tag_key, row.value]));
    return true;
  };
  return { value, loadMissing };
}

function requestValue(key: string, input: ConditionedInput, boundary: string | null | undefined): ContextValue | undefined {
  if (key.startsWith(REQUEST_TAG)) {
    return input.Tags?.find((tag) => tag.Key.toLowerCase() === key.slice(REQUEST_TAG.length))?.Value;
  }
  switch (key) {
    case 'aws:tagkeys':
      return input.TagKeys ?? input.Tags?.map((tag) => tag.Key);
    case 'iam:policyarn':
      return input.PolicyArn;
    case 'iam:permissionsboundary':
      return input.PermissionsBoundary ?? boundary ?? undefined;
    default:
      return undefined;
  }
}
