import { changeable, nameOf, resolveSecret } from '../asks.ts';
import type { Op, SecretsManager } from '../secrets-manager.ts';
import type { Found } from '../secrets.ts';

export const deleteResourcePolicy = (sm: SecretsManager): Op<'DeleteResourcePolicy', Found> => ({
  resolve: (input, context) => resolveSecret(sm, 'DeleteResourcePolicy', input, context),
  async run(_input, { target, unit, now }) {
    const secret = changeable(target);
    const { policy, ...details } = secret.details;
    if (policy !== undefined) await sm.changes.update(unit, secret, { details, changed_at: now });
    return nameOf(secret);
  },
});
