import { changeable, nameOf, resolveSecret } from '../asks.ts';
import * as faults from '../faults.ts';
import { isPublic, mayPutAgain, storedPolicy } from '../policy.ts';
import type { Op, SecretsManager } from '../secrets-manager.ts';
import type { Found } from '../secrets.ts';

export const putResourcePolicy = (sm: SecretsManager): Op<'PutResourcePolicy', Found> => ({
  resolve: (input, context) => resolveSecret(sm, 'PutResourcePolicy', input, context),
  async run({ ResourcePolicy, BlockPublicPolicy }, call) {
    const secret = changeable(call.target);
    const policy = await storedPolicy(sm.guard, ResourcePolicy);
    if (BlockPublicPolicy && isPublic(ResourcePolicy)) throw faults.publicPolicy();
    if (!(await mayPutAgain(sm.guard, call.target, policy, call))) throw faults.lockedOut();
    await sm.changes.update(call.unit, secret, { details: { ...secret.details, policy }, changed_at: call.now });
    return nameOf(secret);
  },
});
