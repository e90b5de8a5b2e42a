/**
 * `Principal` and `NotPrincipal`: `"*"`, or a map of types to values.
 *
 *     AWS      *, 111122223333, arn:aws:iam::111122223333:root          everyone; an account
 *              arn:aws:iam::111122223333:user/PATH/NAME, AIDA…          a user
 *              arn:aws:iam::111122223333:role/PATH/NAME, AROA…          a role: all its sessions
 *              arn:aws:sts::111122223333:assumed-role/ROLE/SESSION      one session
 *              arn:aws:sts::111122223333:federated-user/NAME            one federated user
 *     Service  NAME.amazonaws.com
 *     Federated (trust policies)   an identity provider
 *
 * No wildcards, no groups. Canonical user ids are S3's, and refused like every other unknown type.
 */
import { ACCOUNT_ID, parseArn } from '../base/arn.ts';
import { PolicyError, type CompiledPolicy, type PolicyKind, type PrincipalFacts } from './contract.ts';
import { objectOf, textsOf } from './nodes.ts';
import type { Json } from './strict-json.ts';

/** How an Allow means a caller; the higher, the less else is needed (decide.ts). */
export const NONE = 0;
/** Its account is named: what the account gives the caller by identity policies counts. */
export const ACCOUNT = 1;
/** Where its credentials come from is named, a role or a user: boundary and session policies still limit. */
export const ORIGIN = 2;
/** Itself, or everyone. */
export const ITSELF = 3;
export type Meant = typeof NONE | typeof ACCOUNT | typeof ORIGIN | typeof ITSELF;

export type NamedPrincipal = CompiledPolicy['principals'][number];

const RESOURCES_OF_IAM = /^(user|role)\/([\x21-\x7e]*\/)?[\w+=,.@-]+$/;
const RESOURCES_OF_STS = /^(assumed-role\/[\w+=,.@-]+|federated-user)\/[\w+=,.@-]+$/;
const UNIQUE_ID = /^(AIDA|AROA)[A-Z0-9]{12,}$/;
const SERVICE = /^[a-z0-9-]+(\.[a-z0-9-]+)+$/;
const PROVIDER = /^(oidc-provider|saml-provider)\/[\w+=,.@/:-]+$/;
const PROVIDER_NAMES = ['accounts.google.com', 'graph.facebook.com', 'www.amazon.com', 'cognito-identity.amazonaws.com'];
const PARTITION = /^aws(-[a-z]+)*$/;

/** Who is named. */
export class Principals {
  readonly named: readonly NamedPrincipal[];
  readonly #everyone: boolean;
  readonly #accounts = new Set<string>();
  /** ARNs and unique ids of users, roles and sessions; services and identity providers with their type in front. */
  readonly #names = new Set<string>();

  /** @throws PolicyError of kind `principal` or `service-principal` for one of no valid form */
  constructor(node: Json, kind: PolicyKind) {
    this.named = node === '*' ? [{ type: 'AWS', value: '*' }] : namedIn(node);
    this.#everyone = this.named.some(({ type, value }) => type === 'AWS' && value === '*');
    for (const principal of this.named) {
      if (!isValid(principal, kind)) throw invalidPrincipal(principal, kind);
      const account = accountOf(principal);
      if (account) this.#accounts.add(account);
      else this.#names.add(principal.type === 'AWS' ? principal.value : `${principal.type} ${principal.value}`);
    }
  }

  /** How the caller is meant by `Principal`. */
  match(caller: PrincipalFacts, effect: 'Allow' | 'Deny'): Meant {
    if (isOutsider(caller)) return this.#namesItself(caller) || (this.#everyone && effect === 'Deny') ? ITSELF : NONE;
    if (this.#everyone || this.#namesItself(caller)) return ITSELF;
    if (caller.type === 'service') return NONE;
    if (caller.type === 'user') {
      if (this.#names.has(caller.uniqueId)) return ITSELF;
    } else if (this.#namesOrigin(caller)) {
      return ORIGIN;
    }
    return this.#accounts.has(caller.account) ? ACCOUNT : NONE;
  }

  #namesItself({ type, arn }: PrincipalFacts): boolean {
    if (type === 'anonymous') return false;
    if (type === 'service') return this.#names.has(`Service ${arn}`);
    return this.#names.has(type === 'web-identity' ? `Federated ${arn}` : arn);
  }

  #namesOrigin(caller: PrincipalFacts): boolean {
    return this.#names.has(caller.principalArn) || this.#names.has(caller.uniqueId);
  }

  /**
   * How the caller is meant when these are the principals of `NotPrincipal`. AWS tests account, role and session each
   * for itself, and a level that is not listed is enough for a Deny; so a Deny spares only who is listed on all levels,
   * and an Allow means only who is listed on none.
   */
  matchExcept(caller: PrincipalFacts, effect: 'Allow' | 'Deny'): Meant {
    if (isOutsider(caller) && effect === 'Allow') return NONE;
    const listed = this.#levels(caller);
    const spared = effect === 'Deny' ? listed.every(Boolean) : listed.some(Boolean);
    return spared ? NONE : ITSELF;
  }

  #levels(caller: PrincipalFacts): readonly boolean[] {
    const all = this.#everyone;
    const itself = all || this.#namesItself(caller);
    const account = all || this.#accounts.has(caller.account);
    if (caller.type === 'service' || isOutsider(caller)) return [itself];
    if (caller.type === 'root') return [account];
    if (caller.type === 'user') return [account, itself || this.#names.has(caller.uniqueId)];
    // Of credentials that the root user issued, the origin is the account.
    return caller.uniqueId === caller.account ? [account, itself] : [account, all || this.#namesOrigin(caller), itself];
  }
}

/** "Everyone" has credentials of AWS: nothing is given to others but by their identity provider's name. */
const isOutsider = ({ type }: PrincipalFacts): boolean => type === 'web-identity' || type === 'anonymous';

function namedIn(node: Json): readonly NamedPrincipal[] {
  if (typeof node === 'string') throw new PolicyError('principal', `Invalid principal in policy: "${node}"`);
  const named: NamedPrincipal[] = [];
  for (const [type, values] of objectOf(node, 'Principal')) {
    for (const value of textsOf(values, `Principal ${type}`)) named.push({ type: type as NamedPrincipal['type'], value });
  }
  if (named.length === 0) throw new PolicyError('principal', 'Principal must not be empty');
  return named;
}

function isValid({ type, value }: NamedPrincipal, kind: PolicyKind): boolean {
  if (kind === 'resource-control') return type === 'AWS' && value === '*';
  if (type === 'AWS') return value === '*' || ACCOUNT_ID.test(value) || UNIQUE_ID.test(value) || isPrincipalArn(value);
  if (type === 'Service') return SERVICE.test(value);
  return type === 'Federated' && kind === 'trust' && isProvider(value);
}

function isPrincipalArn(value: string): boolean {
  const arn = parseArn(value);
  if (!arn || /[*?]/.test(value) || !PARTITION.test(arn.partition) || arn.region !== '' || !ACCOUNT_ID.test(arn.account)) return false;
  if (arn.service === 'sts') return RESOURCES_OF_STS.test(arn.resource);
  return arn.service === 'iam' && (arn.resource === 'root' || RESOURCES_OF_IAM.test(arn.resource));
}

function isProvider(value: string): boolean {
  const arn = parseArn(value);
  if (!arn) return PROVIDER_NAMES.includes(value);
  return PARTITION.test(arn.partition) && arn.service === 'iam' && ACCOUNT_ID.test(arn.account) && PROVIDER.test(arn.resource);
}

/** The account that a principal stands for; the short form and the ARN of the root user mean the same. */
function accountOf({ type, value }: NamedPrincipal): string | undefined {
  if (type !== 'AWS') return undefined;
  if (ACCOUNT_ID.test(value)) return value;
  const arn = parseArn(value);
  return arn?.resource === 'root' ? arn.account : undefined;
}

function invalidPrincipal({ type, value }: NamedPrincipal, kind: PolicyKind): PolicyError {
  const ofResource = 'Policy contains a statement with one or more invalid principals.';
  const problem = type === 'Service' ? 'service-principal' : 'principal';
  return new PolicyError(problem, kind === 'resource' ? ofResource : `Invalid principal in policy: "${type}":"${value}"`);
}
