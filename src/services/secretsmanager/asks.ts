/** What operations ask for: one secret, several, or nothing but the caller's own account. */
import type { Ask, RequestContext, Resolved } from '../../base/operation.ts';
import { whenThere } from '../../base/when-there.ts';
import { type ConditionedInput, secretConditions } from './conditions.ts';
import * as faults from './faults.ts';
import { isReplica, type SecretRecord } from './secret-record.ts';
import type { Found } from './secrets.ts';
import type { SecretsManager } from './secrets-manager.ts';
import type { Operations, Tag } from './types.ts';

/**
 * @param action `GetSecretValue` @param input of the request
 * @param tags of the secret, where others than its own are to be looked at
 */
export const secretAsk = (action: string, found: Found, input: ConditionedInput, context: RequestContext, tags?: readonly Tag[]): Ask => ({
  action: `secretsmanager:${action}`,
  resource: found.arn,
  account: found.account,
  rule: 'resource',
  resourcePolicy: found.secret?.policy,
  // Whether it is there, and under which ARN, is not told to those who have no leave.
  shown: input.SecretId,
  context: secretConditions(action, found.secret, input, context, tags),
});

/** Operations that the caller's own policies decide alone. @param shown what refusals say of the resource: nothing of `*` */
export const accountAsk = (action: string, input: ConditionedInput, context: RequestContext, resource = '*', shown = ''): Ask => ({
  action: `secretsmanager:${action}`,
  resource,
  account: context.caller.account,
  rule: 'identity',
  shown,
  context: secretConditions(action, undefined, input, context),
});

/** An operation on the secret that `SecretId` names. Whether there is one is told to those who have leave alone. */
export function resolveSecret(
  { secrets }: SecretsManager,
  operation: keyof Operations,
  input: ConditionedInput & { readonly SecretId: string },
  context: RequestContext,
): Promise<Resolved<Found>> | Resolved<Found> {
  return whenThere(secrets.find(input.SecretId, context.caller, context.now), (target) => ({
    asks: [secretAsk(operation, target, input, context)],
    target,
  }));
}

/** @throws Fault ResourceNotFoundException */
export function present({ secret }: Found): SecretRecord {
  if (!secret) throw faults.notFound();
  return secret;
}

/** One that is not scheduled for deletion. @throws Fault ResourceNotFoundException, InvalidRequestException */
export function active(found: Found): SecretRecord {
  const secret = present(found);
  if (secret.row.deletion_at !== null) throw faults.markedForDeletion();
  return secret;
}

/** Replicas change with their primary alone. @throws Fault as `active`, InvalidParameterException */
export function changeable(found: Found): SecretRecord {
  const secret = active(found);
  if (isReplica(secret)) throw faults.replicaReadOnly();
  return secret;
}

export const nameOf = ({ arn, row }: SecretRecord): { ARN: string; Name: string } => ({ ARN: arn, Name: row.name });
