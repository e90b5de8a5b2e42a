/** IAM's share in the server's life. */
import type { ServiceWork } from '../../base/server-work.ts';
import type { Iam } from './iam.ts';
import { resetIdentities } from './reset.ts';

export const iamWork = (iam: Iam): ServiceWork => ({
  late: [iam.lastUsed],
  reset: (unit) => resetIdentities(iam, unit),
});
