/**
 * May this caller do this? Until identities and policies come (they get this room), the rule is the one that AWS's
 * default key policy amounts to for an administrator: everything in one's own account, nothing in another's.
 */
import { type Caller, mintPermit, type Permit } from '../base/caller.ts';
import { accessDenied } from '../base/errors.ts';
import type { Ask } from '../base/operation.ts';

/** @throws Fault AccessDeniedException for the first ask that is not allowed */
export function authorise(caller: Caller, action: string, asks: readonly Ask[]): Permit {
  for (const ask of asks) {
    if (ask.account !== caller.account) throw accessDenied(caller.principal.arn, ask.action, ask.resource);
  }
  return mintPermit(caller, action);
}
