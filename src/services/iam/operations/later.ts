/** Operations that are not here yet. */
import { resolveAccount } from '../asks.ts';
import * as faults from '../faults.ts';
import type { Iam, Op } from '../iam.ts';
import type { Operations } from '../types.ts';

export const later = <Name extends keyof Operations>(iam: Iam, name: Name): Op<Name> => ({
  resolve: (input, context) => resolveAccount(iam, name, input as object, context),
  run() {
    throw faults.unsupported(name, 'not yet.');
  },
});
