/**
 * Parameter policies (user guide, "Assigning parameter policies in Parameter Store"): a JSON array of
 *
 *     {"Type":"Expiration","Version":"1.0","Attributes":{"Timestamp":"2027-01-31T00:00:00.000Z"}}
 *     {"Type":"ExpirationNotification","Version":"1.0","Attributes":{"Before":"15","Unit":"Days"}}
 *     {"Type":"NoChangeNotification","Version":"1.0","Attributes":{"After":"20","Unit":"Days"}}
 *
 * A parameter is deleted at its Expiration. The notifications are events of EventBridge, which Trent does not have; their
 * status still goes with the clock.
 */
import { DAY_MS } from '../../base/clock.ts';
import { parseJson } from '../../base/parse-json.ts';
import * as faults from './faults.ts';
import type { ParameterInlinePolicy } from './types.ts';

const POLICIES_MAX = 10;
const HOUR_MS = DAY_MS / 24;

const MEMBERS: { readonly [type: string]: readonly string[] } = {
  Expiration: ['Timestamp'],
  ExpirationNotification: ['Before', 'Unit'],
  NoChangeNotification: ['After', 'Unit'],
};

export interface Policy {
  readonly Type: string;
  readonly Version: string;
  readonly Attributes: { readonly [name: string]: string };
}

/**
 * @returns the policies as they are stored, `null` when there are to be none
 * @throws Fault for all that AWS does not take
 */
export function policiesToStore(text: string, now: number): string | null {
  const list = parsed(text);
  if (list.length > POLICIES_MAX) throw faults.tooManyPolicies(POLICIES_MAX);
  // `[{}]` takes all of them away.
  if (list.length === 0 || (list.length === 1 && isEmptyObject(list[0]))) return null;
  const policies = list.map(policyOf);
  const expirations = policies.filter(({ Type }) => Type === 'Expiration');
  if (expirations.length > 1) throw faults.conflictingPolicies();
  const notifies = policies.some(({ Type }) => Type === 'ExpirationNotification');
  if (notifies && expirations.length === 0) throw faults.oddPolicies('An ExpirationNotification policy needs an Expiration policy.');
  const expiresAt = expirationOf(policies);
  if (expiresAt !== undefined && expiresAt <= now) throw faults.oddPolicies('The Timestamp of an Expiration policy must be in the future.');
  return JSON.stringify(policies);
}

function parsed(text: string): unknown[] {
  let value: unknown;
  try {
    value = parseJson(text);
  } catch {
    throw faults.oddPolicies('The policies are not valid JSON.');
  }
  if (!Array.isArray(value)) throw faults.oddPolicies('The policies must be a JSON array.');
  return value;
}

const isEmptyObject = (value: unknown): boolean => isObject(value) && Object.keys(value).length === 0;
const isObject = (value: unknown): value is { readonly [name: string]: unknown } =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

function policyOf(value: unknown): Policy {
  if (!isObject(value)) throw faults.oddPolicies('A policy must be a JSON object.');
  const { Type, Version, Attributes, ...rest } = value;
  const members = typeof Type === 'string' && Object.hasOwn(MEMBERS, Type) ? MEMBERS[Type] : undefined;
  if (typeof Type !== 'string' || !members) throw faults.oddPolicyType();
  if (Version !== '1.0' || !isObject(Attributes) || Object.keys(rest).length > 0) {
    throw faults.oddPolicies('A policy has Type, Version "1.0" and Attributes.');
  }
  const names = Object.keys(Attributes);
  const texts = Object.values(Attributes).every((attribute) => typeof attribute === 'string');
  if (!texts || names.length !== members.length || !members.every((name) => names.includes(name))) {
    throw faults.oddPolicies(`The attributes of ${Type} are ${members.join(' and ')}.`);
  }
  const policy = { Type, Version, Attributes: Attributes as Policy['Attributes'] };
  checkAttributes(policy);
  return policy;
}

const TIMESTAMP = /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}(?:\.\d{1,9})?(?:Z|[+-]\d{2}:\d{2})$/;

function checkAttributes({ Type, Attributes }: Policy): void {
  if (Type === 'Expiration') {
    const { Timestamp } = Attributes;
    const isDate = TIMESTAMP.test(Timestamp!) && !Number.isNaN(Date.parse(Timestamp!));
    if (!isDate) throw faults.oddPolicies('Timestamp must be a date in ISO 8601 format.');
    return;
  }
  const count = Attributes['Before'] ?? Attributes['After'];
  if (!/^[1-9]\d{0,3}$/.test(count!)) throw faults.oddPolicies('Before and After are whole numbers from 1 to 9999.');
  if (!/^(?:Days|Hours)$/.test(Attributes['Unit']!)) throw faults.oddPolicies('Unit is Days or Hours.');
}

export const storedPolicies = (text: string | null): readonly Policy[] => (text === null ? [] : (JSON.parse(text) as Policy[]));

/** When a parameter with these policies is deleted, milliseconds since 1970. */
export function expirationOf(policies: readonly Policy[]): number | undefined {
  const expiration = policies.find(({ Type }) => Type === 'Expiration');
  return expiration && Date.parse(expiration.Attributes['Timestamp']!);
}

/** As lists show them. */
export function shownPolicies(text: string | null, modifiedAt: number, now: number): ParameterInlinePolicy[] {
  const policies = storedPolicies(text);
  const expiresAt = expirationOf(policies);
  return policies.map((policy) => ({
    PolicyText: JSON.stringify(policy),
    PolicyType: policy.Type,
    PolicyStatus: momentOf(policy, modifiedAt, expiresAt) <= now ? 'Finished' : 'Pending',
  }));
}

function momentOf({ Type, Attributes }: Policy, modifiedAt: number, expiresAt: number | undefined): number {
  const span = Number(Attributes['Before'] ?? Attributes['After']) * (Attributes['Unit'] === 'Hours' ? HOUR_MS : DAY_MS);
  if (Type === 'NoChangeNotification') return modifiedAt + span;
  return Type === 'Expiration' ? expiresAt! : expiresAt! - span;
}
