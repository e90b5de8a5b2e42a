/** Operations on the user that a request names, or else on the caller. */
import type { Caller } from '../../base/caller.ts';
import type { RequestContext, Resolved } from '../../base/operation.ts';
import { entityResource, iamAsk, type ConditionedInput, resolveEntity } from './asks.ts';
import { type Entity, requireEntity } from './entities.ts';
import * as faults from './faults.ts';
import type { Iam } from './iam.ts';
import type { Operations } from './types.ts';

interface Naming extends ConditionedInput {
  readonly UserName?: string | undefined;
}

/** `root`: the caller, who named nobody, is the account itself. */
export type NamedUser = Entity | 'root' | undefined;

/** @throws Fault ValidationException for sessions of roles, that must name somebody */
export async function resolveUser(
  iam: Iam,
  operation: keyof Operations,
  input: Naming,
  context: RequestContext,
): Promise<Resolved<NamedUser>> {
  if (input.UserName !== undefined) return resolveEntity(iam, operation, 'user', input.UserName, input, context);
  const { principal } = context.caller;
  if (principal.type === 'root') {
    return { asks: [iamAsk(iam, operation, { arn: principal.arn }, input, context)], target: 'root' };
  }
  if (principal.type !== 'user') throw faults.noUserName();
  const user = await iam.entities.byId(principal.origin.id);
  const resource = user ? entityResource(iam, user.account, 'user', user.name, user) : { arn: principal.arn };
  return { asks: [iamAsk(iam, operation, resource, input, context)], target: user };
}

/** @throws Fault NoSuchEntityException */
export function requireUser(target: NamedUser, { UserName }: Naming, { principal }: Caller): Entity | 'root' {
  if (target === 'root') return target;
  return requireEntity(target, 'user', UserName ?? principal.arn.slice(principal.arn.lastIndexOf('/') + 1));
}
