/** Operations that are not here yet: refused with a text that says so, whoever asks. */
import type { Operation } from '../../../base/operation.ts';
import * as faults from '../faults.ts';
import type { Operations } from '../types.ts';

export const later = (operation: keyof Operations): Operation<never, never, undefined> => ({
  resolve: () => ({ asks: [], target: undefined }),
  run() {
    throw faults.unsupported(operation);
  },
});
