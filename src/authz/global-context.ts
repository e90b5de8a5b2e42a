/** The global condition keys that a key server can know: IAM User Guide, "AWS global condition context keys". */
import type { Caller, Principal } from '../base/caller.ts';
import type { Ask, ConditionContext, ContextValue, RequestContext } from '../base/operation.ts';

type Known = (request: RequestContext, ask: Ask) => ContextValue | undefined;

const PRINCIPAL_TYPES = {
  root: 'Account',
  user: 'User',
  'role-session': 'AssumedRole',
  'federated-user': 'FederatedUser',
  service: 'Service',
  anonymous: 'Anonymous',
} as const;

let shown = { now: 0, text: '1970-01-01T00:00:00.000Z' };

/** ISO 8601. Many requests come within a millisecond, and writing it costs more than deciding on most statements. */
function currentTime(now: number): string {
  if (now !== shown.now) shown = { now, text: new Date(now).toISOString() };
  return shown.text;
}

const GLOBAL_KEYS: ReadonlyMap<string, Known> = new Map<string, Known>([
  ['aws:principalarn', ({ caller }) => principalArn(caller.principal)],
  // A service is of no account; the caller's account is then the one whose resource it is about.
  ['aws:principalaccount', ({ caller }) => (isService(caller) ? undefined : caller.account)],
  ['aws:principaltype', ({ caller }) => PRINCIPAL_TYPES[caller.principal.type]],
  ['aws:principalisawsservice', ({ caller }) => (caller.principal.type === 'anonymous' ? undefined : String(isService(caller)))],
  ['aws:principalservicename', ({ caller }) => (isService(caller) ? caller.principal.arn : undefined)],
  ['aws:principalservicenameslist', ({ caller }) => (isService(caller) ? serviceNames(caller) : undefined)],
  ['aws:userid', ({ caller }) => caller.principal.principalId],
  ['aws:username', ({ caller }) => userName(caller.principal)],
  // Of a request that a service forwards it stays the address that the request came from.
  ['aws:sourceip', ({ origin, via }) => (via?.source ? undefined : origin.sourceAddress)],
  ['aws:securetransport', ({ origin }) => String(origin.secure)],
  ['aws:useragent', ({ origin }) => origin.userAgent],
  ['aws:currenttime', ({ now }) => currentTime(now)],
  ['aws:epochtime', ({ now }) => String(Math.floor(now / 1_000))],
  ['aws:requestedregion', ({ caller }) => caller.region],
  ['aws:resourceaccount', (_request, ask) => ask.account],
  ['aws:viaawsservice', (request) => String(forwarding(request) !== undefined)],
  ['aws:calledvia', (request) => services(request)],
  ['aws:calledviafirst', forwarding],
  ['aws:calledvialast', forwarding],
  ['aws:sourcearn', ({ via }) => via?.source?.arn],
  ['aws:sourceaccount', ({ via }) => via?.source?.account],
  ['aws:tokenissuetime', ({ caller: { session } }) => session && new Date(session.issuedAt).toISOString()],
  // Present for temporary credentials alone; there are no MFA devices, so it is never true.
  ['aws:multifactorauthpresent', ({ caller: { session } }) => session && 'false'],
  ['aws:sourceidentity', ({ caller: { session } }) => session?.sourceIdentity],
  ['aws:federatedprovider', ({ caller: { session } }) => session?.provider],
]);

/** The service that forwards somebody's request, by its principal: there is never more than one in between. */
function forwarding({ via }: RequestContext): string | undefined {
  return via && !via.source ? via.principal : undefined;
}

function services(request: RequestContext): readonly string[] | undefined {
  const service = forwarding(request);
  return service === undefined ? undefined : [service];
}

const PRINCIPAL_TAG = 'aws:principaltag/';

/** A role's ARN for its sessions; federated users have their own. A service has none. */
const principalArn = ({ type, arn, origin }: Principal): string | undefined => {
  if (type === 'anonymous' || type === 'service') return undefined;
  return type === 'role-session' ? origin.arn : arn;
};

const isService = ({ principal }: Caller): boolean => principal.type === 'service';

/** `cloudtrail.amazonaws.com`, and the same with the region. */
const serviceNames = ({ principal: { arn }, region }: Caller): readonly string[] => [arn, arn.replace('.', `.${region}.`)];

const userName = ({ type, arn }: Principal): string | undefined =>
  type === 'user' ? arn.slice(arn.lastIndexOf('/') + 1) : undefined;

/**
 * The global keys, and behind them the service's own.
 * @param tags of the caller, by key in lower case
 */
export function conditionContext(request: RequestContext, ask: Ask, tags?: ReadonlyMap<string, string>): ConditionContext {
  return (key) => {
    if (key.startsWith(PRINCIPAL_TAG)) return tags?.get(key.slice(PRINCIPAL_TAG.length));
    const known = GLOBAL_KEYS.get(key);
    return known ? known(request, ask) : ask.context?.value(key);
  };
}
