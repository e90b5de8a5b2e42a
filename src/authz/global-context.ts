/** The global condition keys that a key server can know: IAM User Guide, "AWS global condition context keys". */
import type { Ask, ConditionContext, ContextValue, RequestContext } from '../base/operation.ts';

type Known = (request: RequestContext, ask: Ask) => ContextValue | undefined;

const PRINCIPAL_TYPES = { root: 'Account', user: 'User' } as const;

const GLOBAL_KEYS: ReadonlyMap<string, Known> = new Map<string, Known>([
  ['aws:principalarn', ({ caller }) => caller.principal.arn],
  ['aws:principalaccount', ({ caller }) => caller.account],
  ['aws:principaltype', ({ caller }) => PRINCIPAL_TYPES[caller.principal.type]],
  ['aws:principalisawsservice', () => 'false'],
  ['aws:userid', ({ caller }) => caller.principal.principalId],
  ['aws:username', ({ caller }) => userName(caller.principal.type, caller.principal.arn)],
  ['aws:sourceip', ({ origin }) => origin.sourceAddress],
  ['aws:securetransport', ({ origin }) => String(origin.secure)],
  ['aws:useragent', ({ origin }) => origin.userAgent],
  ['aws:currenttime', ({ now }) => new Date(now).toISOString()],
  ['aws:epochtime', ({ now }) => String(Math.floor(now / 1_000))],
  ['aws:requestedregion', ({ caller }) => caller.region],
  ['aws:resourceaccount', (_request, ask) => ask.account],
  ['aws:viaawsservice', () => 'false'],
]);

const userName = (type: string, arn: string): string | undefined =>
  type === 'user' ? arn.slice(arn.lastIndexOf('/') + 1) : undefined;

/** The global keys, and behind them the service's own. */
export function conditionContext(request: RequestContext, ask: Ask): ConditionContext {
  return (key) => {
    const known = GLOBAL_KEYS.get(key);
    return known ? known(request, ask) : ask.context?.value(key);
  };
}
