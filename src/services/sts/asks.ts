/** What operations ask for that are about no resource. */
import type { Caller } from '../../base/caller.ts';
import type { Ask } from '../../base/operation.ts';
import { checkSession } from './callers.ts';
import type { Operations } from './types.ts';

/** @throws Fault AccessDeniedException for sessions that the operation is closed to */
export function accountAsk(operation: keyof Operations, caller: Caller): Ask {
  checkSession(caller, operation);
  return { action: `sts:${operation}`, resource: '*', account: caller.account, rule: 'identity' };
}
