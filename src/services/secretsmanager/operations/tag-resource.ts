import { changeable, resolveSecret } from '../asks.ts';
import type { Op, SecretsManager } from '../secrets-manager.ts';
import type { Found } from '../secrets.ts';
import { checkTags, merged, refuseLockout } from '../tags.ts';

export const tagResource = (sm: SecretsManager): Op<'TagResource', Found> => ({
  resolve: (input, context) => resolveSecret(sm, 'TagResource', input, context),
  async run(input, call) {
    const secret = changeable(call.target);
    const tags = merged(secret.details.tags, checkTags(input.Tags));
    await refuseLockout(sm.guard, 'TagResource', call.target, tags, input, call);
    await sm.changes.update(call.unit, secret, { details: { ...secret.details, tags }, changed_at: call.now });
  },
});
