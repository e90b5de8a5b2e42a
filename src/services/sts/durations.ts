/** How long the sessions last that users and root make of themselves. */
import type { Principal } from '../../base/caller.ts';

const DEFAULT_SECONDS = 43_200;
const ROOT_SECONDS_MAX = 3_600;

/** API reference, "GetSessionToken" and "GetFederationToken": what is too long for root is cut, not refused. */
export const longTermSeconds = (seconds = DEFAULT_SECONDS, { type }: Principal): number =>
  type === 'root' ? Math.min(seconds, ROOT_SECONDS_MAX) : seconds;
