/** What operations resolve to that are not about one key with all its names. */
import type { RequestContext, Resolved } from '../../base/operation.ts';
import { accountAsk, resolveByKeyId } from './asks.ts';
import type { ConditionedInput } from './conditions.ts';
import type { KeyRecord } from './key-record.ts';
import type { Kms } from './kms.ts';
import type { Operations } from './types.ts';

/** Operations that IAM alone decides: their resource is `*`. */
export function withoutResource(operation: keyof Operations, input: object, context: RequestContext): Resolved<undefined> {
  return { asks: [accountAsk(operation, input as ConditionedInput, context)], target: undefined };
}

/** Operations that take a key id or key ARN, no alias. */
export const resolveKeyById =
  (kms: Kms, operation: keyof Operations) =>
  (input: { readonly KeyId: string }, context: RequestContext): Resolved<KeyRecord> | Promise<Resolved<KeyRecord>> =>
    resolveByKeyId(kms, operation, input, context, false);
