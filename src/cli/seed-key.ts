/** One entry of `keys` in a seed file. */
import type { SeedKey } from '../base/seed.ts';
import type { KeySpecRow } from '../crypto/contract.ts';
import { KEY_SPECS } from '../crypto/key-specs.ts';
import type { SeedDefaults } from './seed-file.ts';
import { parseGrants } from './seed-grants.ts';
import { parseMaterials } from './seed-material.ts';
import type { Members, SeedDocument, SeedNode } from './seed-nodes.ts';
import { accountOf, documentOf, regionOf, tagsOf } from './seed-values.ts';

const MEMBERS = [
  'id', 'account', 'region', 'spec', 'usage', 'origin', 'description', 'enabled',
  'rotation', 'replicas', 'material', 'tags', 'policy', 'aliases', 'grants',
] as const;

type KeyMembers = Members<(typeof MEMBERS)[number]>;

const KEY_ID = /^(?:[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}|mrk-[0-9a-f]{32})$/;
const ALIAS = /^alias\/[a-zA-Z0-9/_-]+$/;

/** Limits of the KMS API reference: CreateKey, CreateAlias, EnableKeyRotation. */
const ALIAS_LENGTH_MAX = 256;
const DESCRIPTION_LENGTH_MAX = 8192;
const POLICY_BYTES_MAX = 32_768;
const ROTATION_DAYS = { least: 90, most: 2560 };

/** @param accounts those that the file or the server has */
export function parseSeedKey(document: SeedDocument, node: SeedNode, defaults: SeedDefaults, accounts: ReadonlySet<string>): SeedKey {
  const members = document.mapping(node, 'a key', MEMBERS);
  const row = specOf(document, members);
  const id = idOf(document, node, members);
  const region = members.region ? regionOf(document, members.region) : defaults.region;
  const origin = originOf(document, members, row);
  const account = members.account ? accountOf(document, members.account, accounts) : defaults.account;
  const usage = usageOf(document, node, members, row);
  return {
    at: document.at(node),
    id,
    account,
    region,
    spec: row.spec,
    usage,
    origin,
    description: descriptionOf(document, members),
    enabled: members.enabled ? document.boolean(members.enabled, 'enabled') : true,
    rotationPeriodInDays: rotationOf(document, members, row, origin),
    replicas: replicasOf(document, members, id, region),
    materials: members.material ? parseMaterials(document, members.material, row) : [],
    tags: tagsOf(document, members.tags),
    policy: members.policy && policyOf(document, members.policy),
    aliases: aliasesOf(document, members),
    grants: members.grants ? parseGrants(document, members.grants, { region, row, usage }) : [],
  };
}

function idOf(document: SeedDocument, node: SeedNode, { id }: KeyMembers): string {
  if (!id) return document.fail(node, 'a key needs an id', 'a UUID in lower case, or mrk- and 32 hex digits for a multi-Region key');
  const text = document.text(id, 'id');
  return KEY_ID.test(text) ? text : document.fail(id, `'${text}' is no key id`, 'a UUID in lower case, or mrk- and 32 hex digits for a multi-Region key');
}

function specOf(document: SeedDocument, { spec }: KeyMembers): KeySpecRow {
  const name = spec ? document.text(spec, 'spec') : 'SYMMETRIC_DEFAULT';
  return KEY_SPECS[name] ?? document.fail(spec!, `'${name}' is no key spec`, `one of ${Object.keys(KEY_SPECS).join(', ')}`);
}

function usageOf(document: SeedDocument, node: SeedNode, { usage }: KeyMembers, row: KeySpecRow): string {
  const usages = Object.keys(row.usages);
  if (!usage) return usages.length === 1 ? usages[0]! : document.fail(node, `a key of spec ${row.spec} needs a usage`, `one of ${usages.join(', ')}`);
  const name = document.text(usage, 'usage');
  return usages.includes(name) ? name : document.fail(usage, `a key of spec ${row.spec} has no usage '${name}'`, `one of ${usages.join(', ')}`);
}

function originOf(document: SeedDocument, { origin }: KeyMembers, row: KeySpecRow): SeedKey['origin'] {
  const name = origin ? document.text(origin, 'origin') : 'AWS_KMS';
  if (name === 'EXTERNAL' && !row.importable) return document.fail(origin!, `a key of spec ${row.spec} cannot be EXTERNAL`);
  return name === 'AWS_KMS' || name === 'EXTERNAL' ? name : document.fail(origin!, `'${name}' is no origin`, 'AWS_KMS or EXTERNAL');
}

function descriptionOf(document: SeedDocument, { description }: KeyMembers): string {
  const text = description ? document.text(description, 'description') : '';
  return text.length <= DESCRIPTION_LENGTH_MAX ? text : document.fail(description!, `description is longer than ${DESCRIPTION_LENGTH_MAX} characters`);
}

/** Automatic rotation makes new material, which only symmetric keys of Trent's own making can take. */
function rotationOf(document: SeedDocument, { rotation }: KeyMembers, row: KeySpecRow, origin: string): number | undefined {
  if (!rotation) return undefined;
  const { periodInDays } = document.mapping(rotation, 'rotation', ['periodInDays']);
  if (row.spec !== 'SYMMETRIC_DEFAULT' || origin !== 'AWS_KMS') return document.fail(rotation, 'only SYMMETRIC_DEFAULT keys of origin AWS_KMS rotate by themselves');
  if (!periodInDays) return document.fail(rotation, 'rotation needs periodInDays');
  return document.integer(periodInDays, 'periodInDays', ROTATION_DAYS.least, ROTATION_DAYS.most);
}

function replicasOf(document: SeedDocument, { replicas }: KeyMembers, id: string, home: string): string[] {
  if (!replicas) return [];
  if (!id.startsWith('mrk-')) return document.fail(replicas, 'only multi-Region keys have replicas', 'give the key an id of mrk- and 32 hex digits');
  const seen = new Set([home]);
  for (const node of document.list(replicas, 'replicas')) {
    const region = regionOf(document, node);
    if (seen.has(region)) document.fail(node, `the key is in ${region} already`);
    seen.add(region);
  }
  return [...seen].slice(1);
}

function policyOf(document: SeedDocument, node: SeedNode): string {
  const { text } = documentOf(document, node, 'policy');
  return Buffer.byteLength(text) <= POLICY_BYTES_MAX ? text : document.fail(node, `policy is longer than ${POLICY_BYTES_MAX} bytes`);
}

function aliasesOf(document: SeedDocument, { aliases }: KeyMembers): string[] {
  if (!aliases) return [];
  return document.list(aliases, 'aliases').map((node) => {
    const name = document.text(node, 'an alias');
    if (!ALIAS.test(name) || name.length > ALIAS_LENGTH_MAX) document.fail(node, `'${name}' is no alias`, 'alias/ and letters, digits, / _ -, for example alias/orders');
    if (name.startsWith('alias/aws/')) document.fail(node, `'${name}': names that begin with alias/aws/ are reserved`);
    return name;
  });
}
