import { changeable, resolveSecret } from '../asks.ts';
import type { Op, SecretsManager } from '../secrets-manager.ts';
import type { Found } from '../secrets.ts';
import { checkTagKey, refuseLockout } from '../tags.ts';

export const untagResource = (sm: SecretsManager): Op<'UntagResource', Found> => ({
  resolve: (input, context) => resolveSecret(sm, 'UntagResource', input, context),
  async run(input, call) {
    const secret = changeable(call.target);
    for (const key of input.TagKeys) checkTagKey(key);
    const tags = secret.details.tags.filter(({ Key = '' }) => !input.TagKeys.includes(Key));
    if (tags.length === secret.details.tags.length) return;
    await refuseLockout(sm.guard, 'UntagResource', call.target, tags, input, call);
    await sm.changes.update(call.unit, secret, { details: { ...secret.details, tags }, changed_at: call.now });
  },
});
