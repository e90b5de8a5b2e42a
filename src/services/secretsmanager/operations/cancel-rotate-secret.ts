import { changeable, nameOf, resolveSecret } from '../asks.ts';
import type { Op, SecretsManager } from '../secrets-manager.ts';
import type { Found } from '../secrets.ts';
import { PENDING } from '../stages.ts';

/** A rotation under way takes no further step; what it has made stays, label and all. */
export const cancelRotateSecret = (sm: SecretsManager): Op<'CancelRotateSecret', Found> => ({
  resolve: (input, context) => resolveSecret(sm, 'CancelRotateSecret', input, context),
  async run(_input, { target, unit, now }) {
    const secret = changeable(target);
    const { rotation } = secret.details;
    if (rotation) {
      const details = { ...secret.details, rotation: { ...rotation, enabled: false } };
      await sm.changes.update(unit, secret, { details, rotation_at: null, changed_at: now });
    }
    return { ...nameOf(secret), VersionId: secret.stages.get(PENDING) };
  },
});
