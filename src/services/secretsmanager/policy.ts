/** Resource policies of secrets as documents: what may be stored. What they decide is authz/'s. */
import type { Ask, RequestContext } from '../../base/operation.ts';
import { parseJson } from '../../base/parse-json.ts';
import { secretAsk } from './asks.ts';
import * as faults from './faults.ts';
import type { Found } from './secrets.ts';

/** What the service needs of the policy engine; authz/ is behind it. */
export interface SecretPolicyGuard {
  /** Why a text cannot be a resource policy; `undefined` when it can. */
  problemOf(text: string): 'syntax' | 'principal' | 'service-principal' | undefined;
  /** A valid policy as it is kept: its users and roles are unique ids. */
  stored(text: string): Promise<string | { readonly unknown: string }>;
  /** As a caller is shown it: users and roles by the ARNs that they have now. */
  shown(text: string): Promise<string>;
  /** Whether the caller would be allowed this. */
  allows(context: RequestContext, ask: Ask): Promise<boolean>;
}

const PROBLEMS = {
  syntax: faults.syntaxError,
  principal: faults.unsupportedPrincipal,
  'service-principal': faults.invalidServicePrincipal,
};

/** @throws Fault MalformedPolicyDocumentException */
export async function storedPolicy(guard: SecretPolicyGuard, text: string): Promise<string> {
  const problem = guard.problemOf(text);
  if (problem !== undefined) throw PROBLEMS[problem]();
  if (!statementsIn(text).every(isWhole)) throw faults.syntaxError();
  const stored = await guard.stored(text);
  if (typeof stored !== 'string') throw faults.unsupportedPrincipal();
  return stored;
}

/** Key policies alone may have statements about nothing. */
const isWhole = (statement: object): boolean =>
  [['Action', 'NotAction'], ['Resource', 'NotResource']].every((either) => either.some((element) => Object.hasOwn(statement, element)));

/** Whether the caller could replace the policy again if this were the secret's. @param text as stored */
export function mayPutAgain(guard: SecretPolicyGuard, found: Found, text: string, context: RequestContext): Promise<boolean> {
  const ask = secretAsk('PutResourcePolicy', found, {}, context);
  return guard.allows(context, { ...ask, resourcePolicy: { name: 'resource policy', text } });
}

interface Statement {
  readonly Effect?: unknown;
  readonly Principal?: unknown;
  readonly NotPrincipal?: unknown;
  readonly Condition?: { readonly [operator: string]: { readonly [key: string]: unknown } } | undefined;
}

/**
 * Condition keys that hold "everyone" down to a known few (Amazon S3 user guide, "The meaning of public", whose list the
 * same reasoning engine has).
 */
const RESTRICTING: ReadonlySet<string> = new Set([
  'aws:principalarn',
  'aws:principalaccount',
  'aws:principalorgid',
  'aws:principalorgpaths',
  'aws:sourceaccount',
  'aws:sourcearn',
  'aws:sourceorgid',
  'aws:sourceip',
  'aws:sourcevpc',
  'aws:sourcevpce',
  'aws:userid',
]);
const RESTRICTING_OPERATOR = /^(?:forallvalues:|foranyvalue:)?(?:string(?:equals|like|equalsignorecase)|arn(?:equals|like)|ipaddress)$/;

/** Whether a valid policy allows something to everyone: by `*` as principal, without a condition that says who. */
export const isPublic = (text: string): boolean => statementsIn(text).some(allowsEveryone);

function statementsIn(text: string): Statement[] {
  const { Statement: given } = parseJson(text) as { Statement: Statement | Statement[] };
  return [given].flat();
}

function allowsEveryone({ Effect, Principal, NotPrincipal, Condition }: Statement): boolean {
  if (Effect !== 'Allow') return false;
  return (NotPrincipal !== undefined || namesEveryone(Principal)) && !restricts(Condition);
}

function namesEveryone(principal: unknown): boolean {
  const named = typeof principal === 'object' && principal !== null ? (principal as { AWS?: unknown }).AWS : principal;
  return [named].flat().includes('*');
}

function restricts(condition: Statement['Condition'] = {}): boolean {
  return Object.entries(condition).some(
    ([operator, keys]) =>
      RESTRICTING_OPERATOR.test(operator.toLowerCase()) &&
      Object.entries(keys).some(([key, values]) => RESTRICTING.has(key.toLowerCase()) && ![values].flat().some(isAnything)),
  );
}

/** A pattern that anything fits, or every address. */
const isAnything = (value: unknown): boolean => /^(?:[*?:]+|0\.0\.0\.0\/0|::\/0|arn:[*:?]+)$/.test(String(value));
