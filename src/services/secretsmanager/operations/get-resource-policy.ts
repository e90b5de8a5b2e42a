import { active, nameOf, resolveSecret } from '../asks.ts';
import type { Op, SecretsManager } from '../secrets-manager.ts';
import type { Found } from '../secrets.ts';

export const getResourcePolicy = (sm: SecretsManager): Op<'GetResourcePolicy', Found> => ({
  resolve: (input, context) => resolveSecret(sm, 'GetResourcePolicy', input, context),
  async run(_input, { target }) {
    const secret = active(target);
    const { policy } = secret.details;
    return { ...nameOf(secret), ResourcePolicy: policy === undefined ? undefined : await sm.guard.shown(policy) };
  },
});
