/** `parameters` in a seed file. What can be known of a name is checked by Parameter Store's own rules. */
import { Fault } from '../base/errors.ts';
import type { SeedParameter } from '../base/seed.ts';
import { nameToWrite, type Place } from '../services/ssm/names.ts';
import type { SeedDefaults } from './seed-file.ts';
import type { SeedDocument, SeedNode } from './seed-nodes.ts';
import { accountOf, regionOf, tagsOf, Unique } from './seed-values.ts';

const MEMBERS = ['name', 'account', 'region', 'type', 'value', 'key', 'tier', 'description', 'allowedPattern', 'tags'] as const;
const TYPES = ['String', 'StringList', 'SecureString'] as const;
const TIERS = ['Standard', 'Advanced', 'Intelligent-Tiering'] as const;

export function parseParameters(document: SeedDocument, node: SeedNode, defaults: SeedDefaults, accounts: ReadonlySet<string>): SeedParameter[] {
  const names = new Unique();
  return document.list(node, 'parameters').map((item) => {
    const parameter = parseParameter(document, item, defaults, accounts);
    const { at, account, region, name } = parameter;
    // `/X` and `X` are one parameter.
    names.add(`${account} ${region} ${name.replace(/^\//, '')}`, at, `parameter ${name} of account ${account} in ${region}`);
    return parameter;
  });
}

function parseParameter(document: SeedDocument, node: SeedNode, defaults: SeedDefaults, accounts: ReadonlySet<string>): SeedParameter {
  const members = document.mapping(node, 'a parameter', MEMBERS);
  const { name, value, key, description, allowedPattern } = members;
  if (!name || !value) return document.fail(node, 'a parameter needs a name and a value');
  const account = members.account ? accountOf(document, members.account, accounts) : defaults.account;
  const region = members.region ? regionOf(document, members.region) : defaults.region;
  const list = document.isList(value);
  const type = members.type ? oneOf(document, members.type, 'type', TYPES) : list ? 'StringList' : 'String';
  if (list && type !== 'StringList') document.fail(value, `a ${type} has one value, not a list`);
  if (key && type !== 'SecureString') document.fail(key, `a ${type} has no key`);
  return {
    at: document.at(node),
    account,
    region,
    name: nameOf(document, name, { account, region }),
    type,
    value: list ? document.list(value, 'value').map((item) => document.text(item, 'an item')).join(',') : document.text(value, 'value'),
    keyId: key && document.text(key, 'key'),
    tier: members.tier ? oneOf(document, members.tier, 'tier', TIERS) : 'Standard',
    description: description && document.text(description, 'description'),
    allowedPattern: allowedPattern && document.text(allowedPattern, 'allowedPattern'),
    tags: tagsOf(document, members.tags),
  };
}

function nameOf(document: SeedDocument, node: SeedNode, place: Place): string {
  const text = document.text(node, 'name');
  try {
    return nameToWrite(text, place).given;
  } catch (error) {
    if (error instanceof Fault) return document.fail(node, error.message);
    throw error;
  }
}

function oneOf<const T extends string>(document: SeedDocument, node: SeedNode, what: string, allowed: readonly T[]): T {
  const text = document.text(node, what);
  return allowed.find((item) => item === text) ?? document.fail(node, `'${text}' is no ${what}`, `one of ${allowed.join(', ')}`);
}
