/** Operations that are not here: refused with a text that says why, to who would be allowed to call them. */
import type { Operation } from '../../../base/operation.ts';
import { accountAsk } from '../asks.ts';
import * as faults from '../faults.ts';
import type { Operations } from '../types.ts';

export const unsupported = (operation: keyof Operations, why: string): Operation<never, never, undefined> => ({
  resolve: (_input, { caller }) => ({
    // Who needs no signature is nobody that policies could mean.
    asks: operation === 'AssumeRoleWithSAML' ? [] : [accountAsk(operation, caller)],
    target: undefined,
  }),
  run() {
    throw faults.unsupported(operation, why);
  },
});
