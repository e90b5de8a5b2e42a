/** What a simulation is asked with, checked. Texts in part: observed answers of AWS. */
import { ACCOUNT_ID, parseArn } from '../../base/arn.ts';
import type { ContextValue, PolicyText } from '../../base/operation.ts';
import * as faults from './faults.ts';
import type { PolicyTools } from './iam.ts';
import type { EntityKind } from './tables.ts';
import type { ContextEntry, ContextKeyTypeEnum, PolicyIdentifier } from './types.ts';

/** Decisions in one answer, and how many characters of policies they may go over: pages have fewer actions then. */
const DECISIONS_MAX = 1_000;
const CHARACTERS_MAX = 5_000_000;
/** As of resources. Comparing takes time by the length of the value and that of the policy. */
const VALUE_LENGTH_MAX = 2_048;

/** How many decisions by these policies one answer can hold. */
export function decisionsMax(policies: readonly PolicyText[]): number {
  const characters = policies.reduce((sum, { text }) => sum + text.length, 0);
  return Math.max(1, Math.min(DECISIONS_MAX, Math.floor(CHARACTERS_MAX / Math.max(1, characters))));
}

/** @throws Fault InvalidInputException for a text that is no policy of the kind */
export function givenPolicies(
  tools: PolicyTools,
  texts: readonly string[] | undefined,
  member: string,
  kind: 'identity' | 'resource' = 'identity',
): PolicyText[] {
  return (texts ?? []).map((text, at) => {
    const name = kind === 'resource' ? member : `${member}.${at + 1}`;
    const problem = tools.problemOf(text, kind);
    if (problem !== undefined) throw faults.invalidInput(`Invalid input policy ${name}: ${problem}`);
    return { name, text };
  });
}

/** @throws Fault InvalidInputException */
export function givenBoundary(tools: PolicyTools, texts: readonly string[] | undefined): PolicyText | undefined {
  const [boundary, second] = givenPolicies(tools, texts, 'PermissionsBoundaryPolicyInputList');
  if (second) throw faults.invalidInput('PermissionsBoundaryPolicyInputList takes one policy only.');
  return boundary;
}

/** @throws Fault InvalidInputException */
export function givenActions(names: readonly string[]): readonly string[] {
  for (const name of names) {
    if (!/^[a-z0-9-]+:[a-z0-9_-]+$/i.test(name)) throw faults.invalidInput(`ActionNames are not in a valid format: ${name}.`);
  }
  return names;
}

/** @throws Fault InvalidInputException */
export function givenResources(arns: readonly string[] | undefined, most: number): readonly string[] {
  if (!arns || arns.length === 0) return ['*'];
  const wrong = arns.find((arn) => arn !== '*' && !parseArn(arn));
  if (wrong !== undefined) throw faults.invalidInput(`ResourceNames are not in a valid ARN format: ${wrong}.`);
  if (arns.length > most) throw faults.invalidInput(`ResourceArns takes ${most} resources at most with these policies.`);
  return [...new Set(arns)];
}

/** The account that owns what does not say. @throws Fault InvalidInputException */
export function givenOwner(arn: string | undefined): string | undefined {
  if (arn === undefined) return undefined;
  const { service, account, resource } = parseArn(arn) ?? {};
  const isAccount = service === 'iam' && account !== undefined && ACCOUNT_ID.test(account) && resource === 'root';
  return isAccount ? account : refuseOwner(arn);
}

function refuseOwner(arn: string): never {
  throw faults.invalidInput(`'${arn}' is not a valid as a Resource Owner.`);
}

/** A user, group or role by its ARN, whether it exists or not. */
export interface EntityArn {
  readonly arn: string;
  readonly account: string;
  readonly kind: EntityKind;
  readonly name: string;
}

const ENTITY = /^(user|group|role)\/(?:[\x21-\x7e]*\/)?([\w+=,.@-]+)$/;

/** @throws Fault InvalidInputException */
export function parseEntityArn(text: string): EntityArn {
  const arn = parseArn(text);
  const [, kind, name] = ENTITY.exec(arn?.resource ?? '') ?? [];
  if (arn?.service !== 'iam' || arn.region !== '' || !ACCOUNT_ID.test(arn.account) || kind === undefined || name === undefined) {
    throw faults.invalidInput(`Invalid Entity Arn: ${text} does not clearly define entity type and name.`);
  }
  return { arn: text, account: arn.account, kind: kind as EntityKind, name };
}

/** Base64, and addresses with or without a length of prefix; the engine reads them with care. */
const VALUES: { readonly [type: string]: (value: string) => boolean } = {
  string: () => true,
  numeric: (value) => /^-?\d+(?:\.\d+)?$/.test(value),
  boolean: (value) => /^(?:true|false)$/i.test(value),
  ip: (value) => /^(?:\d{1,3}(?:\.\d{1,3}){3}|[\da-f:]*:[\da-f:.]*)(?:\/\d{1,3})?$/i.test(value),
  binary: (value) => /^[A-Za-z0-9+/]+={0,2}$/.test(value),
  date: (value) => /^\d+$/.test(value) || !Number.isNaN(Date.parse(value)),
};

/** Values by keys in lower case; a key without values says nothing. @throws Fault InvalidInputException */
export function givenContext(entries: readonly ContextEntry[] | undefined): ReadonlyMap<string, ContextValue> {
  const context = new Map<string, ContextValue>();
  for (const { ContextKeyName: name, ContextKeyValues: values = [], ContextKeyType: type } of entries ?? []) {
    if (name === undefined || type === undefined) throw faults.invalidInput('A context entry must have a name and a type.');
    const key = name.toLowerCase();
    if (!name.includes(':') || context.has(key)) throw faults.invalidInput(`Invalid context key name: ${name}.`);
    const value = contextValue(values, type);
    if (value === undefined) throw faults.invalidInput(`The values of context key ${name} are not of type ${type}.`);
    if (values.length > 0) context.set(key, value);
  }
  return context;
}

function contextValue(values: readonly string[], type: ContextKeyTypeEnum): ContextValue | undefined {
  const isList = type.endsWith('List');
  const fits = VALUES[isList ? type.slice(0, -'List'.length) : type];
  if (!fits || !values.every((text) => text.length <= VALUE_LENGTH_MAX && fits(text)) || (!isList && values.length > 1)) return undefined;
  return isList ? values : (values[0] ?? '');
}

const AWS_MANAGED = /^arn:[^:]+:iam::aws:/;
const POLICY_ARN = /^arn:aws[a-z-]*:iam::(?:aws|\d{12}):policy\/[\w+=,.@/*?-]+$/;

/** Managed policies are known by their ARNs, inline ones by `user_NAME_POLICY` (directory.ts). */
export function policyTypeOf(name: string): 'inline' | 'aws-managed' | 'user-managed' {
  if (!name.startsWith('arn:')) return 'inline';
  return AWS_MANAGED.test(name) ? 'aws-managed' : 'user-managed';
}

export interface Exclusions {
  readonly boundary: boolean;
  excludes(policy: PolicyText): boolean;
}

/** @throws Fault InvalidInputException for an identifier that can be of no policy */
export function givenExclusions(identifiers: readonly PolicyIdentifier[] | undefined): Exclusions {
  const types = new Set<string>();
  const names = new Set<string>();
  const patterns: RegExp[] = [];
  for (const { PolicyType, PolicyArn, InlinePolicyIdentifier: inline } of identifiers ?? []) {
    if (PolicyType !== undefined) types.add(PolicyType);
    if (PolicyArn !== undefined) patterns.push(arnPattern(PolicyArn));
    if (inline) names.add(`${inline.AttachmentType}_${inline.AttachmentName}_${inline.PolicyName}`);
  }
  return {
    boundary: types.has('permission-boundary'),
    excludes: ({ name }) => types.has(policyTypeOf(name)) || names.has(name) || patterns.some((pattern) => pattern.test(name)),
  };
}

/** `?` is one character, and `*` any; there may be one of it, so matching takes no long time. */
function arnPattern(arn: string): RegExp {
  if (!POLICY_ARN.test(arn) || arn.split('*').length > 2) throw faults.invalidInput(`Invalid policy identifier: ${arn}.`);
  return new RegExp(`^${arn.replace(/[.+]/g, '\\$&').replace('*', '.*').replaceAll('?', '.')}$`);
}
