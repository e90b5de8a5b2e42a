/** `userIdentity`: who asked, as JSON. CloudTrail User Guide, "CloudTrail userIdentity element". */
import type { Caller, Principal, Session } from '../../base/caller.ts';
import type { RequestContext } from '../../base/operation.ts';
import { isoTime } from './times.ts';

interface Known {
  readonly session: Session | undefined;
  readonly accessKeyId: string;
  readonly text: string;
  /** By the service that calls for the caller. */
  readonly through: Map<string, string>;
}

/** Credentials are kept from request to request, and their principals with them. */
const known = new WeakMap<Principal, Known>();

/** Of a caller, and of the service through which it calls. */
export function userIdentity({ caller, via }: RequestContext): string {
  if (caller.principal.type === 'service') return JSON.stringify({ type: 'AWSService', invokedBy: caller.principal.arn });
  const identity = identityOf(caller);
  return via ? throughService(identity, via.principal) : identity.text;
}

function throughService({ text, through }: Known, principal: string): string {
  const known = through.get(principal);
  if (known !== undefined) return known;
  const made = invokedBy(text, principal);
  through.set(principal, made);
  return made;
}

export const invokedBy = (identity: string, principal: string): string =>
  `${identity.slice(0, -1)},"invokedBy":${JSON.stringify(principal)}}`;

/** What other accounts learn of a caller who takes one of their roles. */
export const reducedIdentity = ({ principal: { principalId, account } }: Caller): string =>
  JSON.stringify({ type: 'AWSAccount', principalId, accountId: account });

/** What LookupEvents calls the caller: a user, a session, `root`. */
export function userName({ principal: { type, arn, principalId } }: Caller): string | undefined {
  if (type === 'root') return 'root';
  if (type === 'user') return arn.slice(arn.lastIndexOf('/') + 1);
  if (type === 'role-session' || type === 'federated-user') return principalId.slice(principalId.indexOf(':') + 1);
  return undefined;
}

function identityOf(caller: Caller): Known {
  const { principal, session, accessKeyId } = caller;
  const found = known.get(principal);
  if (found && found.session === session && found.accessKeyId === accessKeyId) return found;
  const made = { session, accessKeyId, text: JSON.stringify(members(caller)), through: new Map<string, string>() };
  known.set(principal, made);
  return made;
}

const TYPES: { readonly [Type in Principal['type']]: string } = {
  root: 'Root',
  user: 'IAMUser',
  'role-session': 'AssumedRole',
  'federated-user': 'FederatedUser',
  service: 'AWSService',
  anonymous: 'Unknown',
};

function members(caller: Caller): object {
  const { principal, session, accessKeyId } = caller;
  if (principal.type === 'anonymous') return { type: TYPES.anonymous };
  return {
    type: TYPES[principal.type],
    principalId: principal.principalId,
    arn: principal.arn,
    accountId: principal.account,
    // An emulator's caller may have none.
    accessKeyId: accessKeyId === '' ? undefined : accessKeyId,
    userName: principal.type === 'user' ? userName(caller) : undefined,
    sessionContext: session && sessionContext(principal, session),
  };
}

function sessionContext(principal: Principal, session: Session): object {
  const { provider, issuedAt, sourceIdentity } = session;
  return {
    sessionIssuer: issuer(principal),
    webIdFederationData: provider === undefined ? undefined : { federatedProvider: provider, attributes: {} },
    // Nobody has an MFA device here.
    attributes: { creationDate: isoTime(issuedAt), mfaAuthenticated: 'false' },
    sourceIdentity,
  };
}

/** The role of a session, the user or root that a federated user comes from; none for a user's own temporary keys. */
function issuer({ type, account, origin }: Principal): object | undefined {
  if (type !== 'role-session' && type !== 'federated-user') return undefined;
  const isRoot = origin.id === account;
  return {
    type: type === 'role-session' ? 'Role' : isRoot ? 'Root' : 'IAMUser',
    principalId: origin.id,
    arn: origin.arn,
    accountId: account,
    userName: isRoot ? undefined : origin.arn.slice(origin.arn.lastIndexOf('/') + 1),
  };
}
