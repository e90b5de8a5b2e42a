/** What IAM tells authorization of a caller. */
import type { PolicyText } from './operation.ts';

/** What hangs on a caller: one object for as long as nothing of it changes, since what is compiled hangs on it. */
export interface AttachedPolicies {
  readonly identity: readonly PolicyText[];
  readonly boundary?: PolicyText | undefined;
  /** Present, even when empty, for sessions that were made with session policies. */
  readonly session?: readonly PolicyText[] | undefined;
  /** `aws:PrincipalTag/…`: values by key in lower case. */
  readonly tags?: ReadonlyMap<string, string> | undefined;
}
