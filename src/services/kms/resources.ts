/** What operations ask for that are not, or not only, about one key named by `KeyId`. */
import type { RequestContext, Resolved } from '../../base/operation.ts';
import type { KeyRecord } from './key-record.ts';
import type { Kms } from './kms.ts';
import type { Operations } from './types.ts';

/** Operations that IAM alone decides: their resource is `*`. */
export function withoutResource(operation: keyof Operations, context: RequestContext): Resolved<undefined> {
  return { asks: [{ action: `kms:${operation}`, resource: '*', account: context.caller.account }], target: undefined };
}

/** Operations that take a key id or key ARN, no alias. */
export const resolveKeyById =
  (kms: Kms, operation: keyof Operations) =>
  (input: { readonly KeyId: string }, context: RequestContext): Promise<Resolved<KeyRecord>> =>
    kms.keys.resolve(input.KeyId, operation, context, false);
