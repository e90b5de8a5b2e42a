/** The principals of grants: which there can be, what a caller is called among them, and who may retire a grant. */
import { ACCOUNT_ID, parseArn, partitionOf } from '../../base/arn.ts';
import type { Caller } from '../../base/caller.ts';
import * as faults from './faults.ts';
import type { GrantRecord } from './grants-record.ts';
import type { PolicyGuard } from './policy.ts';

const PARTITION = /^aws(-[a-z]+)*$/;
/** IAM's names, and paths before them. */
const NAME = '[\\w+=,.@-]+';
const PATH = '(?:[\\w+=,.@-]+/)*';

/** Accounts, users, roles, role sessions and federated users; not groups, organizations or patterns. */
const RESOURCES: ReadonlyMap<string, RegExp> = new Map([
  ['iam', new RegExp(`^(?:root|(?:user|role)/${PATH}${NAME})$`)],
  ['sts', new RegExp(`^(?:assumed-role/${NAME}/${NAME}|federated-user/${NAME})$`)],
]);

const rootArn = (account: string, region: string): string => `arn:${partitionOf(region)}:iam::${account}:root`;

/**
 * The one form in which a principal is named: its ARN, for an account its root's.
 * @param text an ARN or 12 digits
 * @throws Fault InvalidArnException
 */
export function principalArn(text: string, region: string): string {
  if (ACCOUNT_ID.test(text)) return rootArn(text, region);
  if (!isPrincipal(text)) throw faults.invalidPrincipal(text);
  return text;
}

function isPrincipal(text: string): boolean {
  const arn = parseArn(text);
  if (!arn || !PARTITION.test(arn.partition) || arn.region !== '' || !ACCOUNT_ID.test(arn.account)) return false;
  return RESOURCES.get(arn.service)?.test(arn.resource) ?? false;
}

/** As `principalArn`, of names that were checked elsewhere. */
export const normalPrincipal = (text: string, region: string): string => (ACCOUNT_ID.test(text) ? rootArn(text, region) : text);

/**
 * A principal as a grant keeps it: users and roles by their unique ids, so that a grant is nobody's who gets their names.
 * @throws Fault InvalidArnException when it does not exist
 */
export async function storedPrincipal(guard: PolicyGuard, arn: string): Promise<string> {
  const stored = await guard.storedPrincipal(arn);
  if (stored === undefined) throw faults.invalidPrincipal(arn);
  return stored;
}

/** What grants can be searched by: the name given, and what a grant made now would keep in its place. */
export const searchedNames = async (guard: PolicyGuard, name: string): Promise<readonly string[]> => [
  name,
  (await guard.storedPrincipal(name)) ?? name,
];

const isService = ({ principal }: Caller): boolean => principal.type === 'service';

/** What the caller itself is called. A grant to a role is for its sessions; one to a user is not for those it federates. */
function ownNames({ principal: { type, arn, origin } }: Caller): readonly string[] {
  return type === 'user' || type === 'role-session' ? [arn, origin.id] : [arn];
}

/** All names under which a grant can be the caller's: its own, and its account's. A service has no account. */
export const callerNames = (caller: Caller): readonly string[] =>
  isService(caller) ? ownNames(caller) : [...new Set([...ownNames(caller), rootArn(caller.account, caller.region)])];

/**
 * Why a caller may retire a grant (developer guide, "Retiring and revoking grants"):
 * `grant`: the grant names it; `account`: it belongs to the account that the grant names, or that made it, and that
 * account's policies decide; `none`: no policy can help.
 */
export type Standing = 'grant' | 'account' | 'none';

export function standingToRetire(grant: GrantRecord, caller: Caller): Standing {
  const { row, operations } = grant;
  const named = operations.includes('RetireGrant') ? [row.retiring, row.grantee] : [row.retiring];
  if (isService(caller)) return named.includes(caller.principal.arn) ? 'grant' : 'none';
  const issued = row.issuing_account === caller.account;
  if (ownNames(caller).some((name) => named.includes(name))) return 'grant';
  if (issued && caller.principal.type === 'root') return 'grant';
  return issued || named.includes(rootArn(caller.account, caller.region)) ? 'account' : 'none';
}
