/** `secrets` of a seed file. */
import type { SeedSecret } from '../base/seed.ts';
import type { SeedDefaults } from './seed-file.ts';
import type { SeedDocument, SeedNode } from './seed-nodes.ts';
import { accountOf, documentOf, regionOf, tagsOf, Unique } from './seed-values.ts';

const MEMBERS = ['name', 'account', 'region', 'value', 'binary', 'key', 'description', 'tags', 'policy', 'replicas'] as const;
const NAME = /^[A-Za-z0-9/_+=.@!-]{1,512}$/;
/** API reference, CreateSecret. */
const VALUE_BYTES_MAX = 65_536;
const DESCRIPTION_LENGTH_MAX = 2_048;

type SecretMembers = { readonly [Name in (typeof MEMBERS)[number]]?: SeedNode | undefined };

export function parseSecrets(document: SeedDocument, node: SeedNode, defaults: SeedDefaults, accounts: ReadonlySet<string>): SeedSecret[] {
  const names = new Unique();
  return document.list(node, 'secrets').map((item) => {
    const secret = parseSecret(document, item, defaults, accounts);
    const { at, account, name } = secret;
    for (const region of [secret.region, ...secret.replicas]) {
      names.add(`${account} ${region} ${name}`, at, `secret ${name} of account ${account} in ${region}`);
    }
    return secret;
  });
}

function parseSecret(document: SeedDocument, node: SeedNode, defaults: SeedDefaults, accounts: ReadonlySet<string>): SeedSecret {
  const members = document.mapping(node, 'a secret', MEMBERS);
  const region = members.region ? regionOf(document, members.region) : defaults.region;
  return {
    at: document.at(node),
    account: members.account ? accountOf(document, members.account, accounts) : defaults.account,
    region,
    name: nameOf(document, node, members),
    value: valueOf(document, members),
    keyId: members.key && document.text(members.key, 'key'),
    description: members.description && descriptionOf(document, members.description),
    tags: tagsOf(document, members.tags),
    policy: members.policy && documentOf(document, members.policy, 'policy'),
    replicas: replicasOf(document, members, region),
  };
}

function nameOf(document: SeedDocument, node: SeedNode, { name }: SecretMembers): string {
  if (!name) return document.fail(node, 'a secret needs a name');
  const text = document.text(name, 'name');
  return NAME.test(text) ? text : document.fail(name, `'${text}' is no name of a secret`, 'letters, digits and /_+=.@!-');
}

/** A mapping becomes JSON, as most clients keep it. */
function valueOf(document: SeedDocument, { value, binary }: SecretMembers): string | Buffer | undefined {
  if (value && binary) return document.fail(binary, 'a secret has a value or a binary, not both');
  if (binary) return binaryOf(document, binary);
  if (!value) return undefined;
  const text = document.isMapping(value) ? JSON.stringify(document.json(value)) : document.text(value, 'value');
  const bytes = Buffer.byteLength(text);
  return bytes >= 1 && bytes <= VALUE_BYTES_MAX ? text : document.fail(value, `value has 1 to ${VALUE_BYTES_MAX} bytes`);
}

/** What is wrong with it is told without it. */
function binaryOf(document: SeedDocument, node: SeedNode): Buffer {
  const text = document.text(node, 'binary').replaceAll(/\s+/g, '');
  const bytes = Buffer.from(text, 'base64');
  if (bytes.toString('base64') !== text) document.fail(node, 'binary is not base64');
  return bytes.length >= 1 && bytes.length <= VALUE_BYTES_MAX ? bytes : document.fail(node, `binary has 1 to ${VALUE_BYTES_MAX} bytes`);
}

function descriptionOf(document: SeedDocument, node: SeedNode): string {
  const text = document.text(node, 'description');
  if (text.length <= DESCRIPTION_LENGTH_MAX) return text;
  return document.fail(node, `description is longer than ${DESCRIPTION_LENGTH_MAX} characters`);
}

function replicasOf(document: SeedDocument, { replicas }: SecretMembers, home: string): string[] {
  const seen = new Set([home]);
  for (const node of replicas ? document.list(replicas, 'replicas') : []) {
    const region = regionOf(document, node);
    if (seen.has(region)) document.fail(node, `the secret is in ${region} already`);
    seen.add(region);
  }
  return [...seen].slice(1);
}
