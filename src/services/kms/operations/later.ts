/** Operations that are not here yet: refused after authorization, with a text that says so. */
import type { Operation } from '../../../base/operation.ts';
import * as faults from '../faults.ts';
import { withoutResource } from '../resources.ts';
import type { Operations } from '../types.ts';

export const later = (operation: keyof Operations, what: string): Operation<never, never, undefined> => ({
  resolve: (input, context) => withoutResource(operation, input, context),
  run() {
    throw faults.unsupported(`Trent does not support ${what} yet.`);
  },
});
