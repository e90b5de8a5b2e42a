import { nameOf, present, resolveSecret } from '../asks.ts';
import type { Op, SecretsManager } from '../secrets-manager.ts';
import type { Found } from '../secrets.ts';
import { tellOfVersions } from '../service-events.ts';

export const restoreSecret = (sm: SecretsManager): Op<'RestoreSecret', Found> => ({
  resolve: (input, context) => resolveSecret(sm, 'RestoreSecret', input, context),
  async run(_input, { target, unit, now }) {
    const secret = present(target);
    if (secret.row.deletion_at === null) return nameOf(secret);
    await tellOfVersions(sm.store, unit, secret, 'CancelSecretVersionDelete');
    await sm.changes.update(unit, secret, { deletion_at: null, changed_at: now });
    return nameOf(secret);
  },
});
