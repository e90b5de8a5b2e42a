import { changeable, resolveSecret } from '../asks.ts';
import * as faults from '../faults.ts';
import type { Op, SecretsManager } from '../secrets-manager.ts';
import type { Found } from '../secrets.ts';

export const rotateSecret = (sm: SecretsManager): Op<'RotateSecret', Found> => ({
  resolve: (input, context) => resolveSecret(sm, 'RotateSecret', input, context),
  run(_input, { target }) {
    changeable(target);
    throw faults.noRotationFunction();
  },
});
