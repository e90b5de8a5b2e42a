/** What an account of a seed file holds besides keys: managed policies, groups, users, roles and identity providers. */
import type { SeedAccount, SeedHolder, SeedOidcProvider, SeedPolicy, SeedRole, SeedText, SeedTexts, SeedUser } from '../base/seed.ts';
import { ADMINISTRATOR } from '../services/iam/accounts.ts';
import { documentSize } from '../services/iam/documents.ts';
import * as quotas from '../services/iam/quotas.ts';
import type { Members, SeedDocument, SeedNode } from './seed-nodes.ts';
import { credentialsOf, documentOf, tagsOf, Unique } from './seed-values.ts';

export const IDENTITY_MEMBERS = ['policies', 'groups', 'users', 'roles', 'oidcProviders'] as const;
const HOLDER = ['name', 'path', 'policies', 'inline'] as const;
const USER = [...HOLDER, 'boundary', 'tags', 'groups', 'accessKeys'] as const;
const ROLE = [...HOLDER, 'boundary', 'tags', 'trustPolicy', 'description', 'maxSessionDuration'] as const;
const POLICY = ['name', 'path', 'description', 'document'] as const;
const PROVIDER = ['url', 'clientIds', 'thumbprints'] as const;

/** Forms and limits: IAM API reference. */
const NAME = /^[\w+=,.@-]+$/;
const NAME_LENGTHS_MAX = { policy: 128, group: 128, user: 64, role: 64 } as const;
const PATH = /^\/(?:[!-~]+\/)?$/;
const POLICY_PATH = /^(?:\/[A-Za-z0-9.,+@=_-]+)*\/$/;
const PATH_LENGTH_MAX = 512;
const ROLE_DESCRIPTION = /^[\t\n\r -~\u00a1-\u00ff]*$/;
const DESCRIPTION_LENGTH_MAX = 1_000;
const SESSION_SECONDS = { least: 3_600, most: 43_200 };
const TAG_KEY = /^[\p{L}\p{Z}\p{N}_.:/=+\-@]+$/u;
const TAG_VALUE = /^[\p{L}\p{Z}\p{N}_.:/=+\-@]*$/u;
const PROVIDER_URL = /^https:\/\/[^\s/?#@]+(?:\/[^\s?#]*)?$/;
const PROVIDER_URL_LENGTH_MAX = 255;
const CLIENT_ID_LENGTH_MAX = 255;
const THUMBPRINT = /^[0-9a-f]{40}$/i;

/** What may be named: the account's policies and groups in the file. */
interface Scope {
  readonly document: SeedDocument;
  readonly account: string;
  readonly policies: ReadonlySet<string>;
  readonly groups: ReadonlySet<string>;
}

type Identities = Pick<SeedAccount, (typeof IDENTITY_MEMBERS)[number]>;
type HolderKind = 'group' | 'user' | 'role';

/** @param account 12 digits */
export function parseIdentities(document: SeedDocument, members: Members<(typeof IDENTITY_MEMBERS)[number]>, account: string): Identities {
  const policies = named(document, members.policies, 'policies', (node) => parsePolicy(document, node));
  const withPolicies = { document, account, policies: new Set(policies.map(({ name }) => name)), groups: new Set<string>() };
  const groups = named(document, members.groups, 'groups', (node) => parseGroup(withPolicies, node));
  const scope: Scope = { ...withPolicies, groups: new Set(groups.map(({ name }) => name)) };
  return {
    policies,
    groups,
    users: named(document, members.users, 'users', (node) => parseUser(scope, node)),
    roles: named(document, members.roles, 'roles', (node) => parseRole(scope, node)),
    oidcProviders: providersOf(document, members.oidcProviders),
  };
}

const nodesOf = (document: SeedDocument, node: SeedNode | undefined, what: string): SeedNode[] => (node ? document.list(node, what) : []);

/** The entries of a list of things with names, which differ by more than case. */
function named<Thing extends { readonly at: string; readonly name: string }>(
  document: SeedDocument,
  list: SeedNode | undefined,
  what: string,
  parse: (node: SeedNode) => Thing,
): Thing[] {
  const unique = new Unique();
  return nodesOf(document, list, what).map((node) => {
    const thing = parse(node);
    unique.add(thing.name.toLowerCase(), thing.at, thing.name);
    return thing;
  });
}

function parsePolicy(document: SeedDocument, node: SeedNode): SeedPolicy {
  const { name, path, description, document: text } = document.mapping(node, 'a policy', POLICY);
  if (!text) return document.fail(node, 'a policy needs a document');
  const parsed = documentOf(document, text, 'document');
  if (documentSize(parsed.text) > quotas.MANAGED_POLICY_SIZE) document.fail(text, `a managed policy has at most ${quotas.MANAGED_POLICY_SIZE} characters`);
  return {
    at: document.at(node),
    name: nameOf(document, node, name, 'policy'),
    path: pathOf(document, path, POLICY_PATH),
    description: descriptionOf(document, description) ?? '',
    document: parsed,
  };
}

function parseGroup(scope: Scope, node: SeedNode): SeedHolder {
  return holderOf(scope, node, scope.document.mapping(node, 'a group', HOLDER), 'group');
}

function parseUser(scope: Scope, node: SeedNode): SeedUser {
  const { document } = scope;
  const members = document.mapping(node, 'a user', USER);
  const holder = holderOf(scope, node, members, 'user');
  if (holder.name.toLowerCase() === ADMINISTRATOR) {
    document.fail(members.name!, `the user ${ADMINISTRATOR} is made with the account`, 'its access key is the account\'s member administrator');
  }
  return {
    ...holder,
    boundary: members.boundary && referenceOf(scope, members.boundary, 'boundary'),
    tags: identityTagsOf(document, members.tags),
    groups: membershipsOf(scope, members.groups),
    accessKeys: accessKeysOf(document, members.accessKeys),
  };
}

function parseRole(scope: Scope, node: SeedNode): SeedRole {
  const { document } = scope;
  const members = document.mapping(node, 'a role', ROLE);
  const { trustPolicy, description, maxSessionDuration } = members;
  if (!trustPolicy) return document.fail(node, 'a role needs a trustPolicy');
  const trust = documentOf(document, trustPolicy, 'trustPolicy');
  if (documentSize(trust.text) > quotas.TRUST_POLICY_SIZE) document.fail(trustPolicy, `a trust policy has at most ${quotas.TRUST_POLICY_SIZE} characters`);
  const { least, most } = SESSION_SECONDS;
  const text = descriptionOf(document, description);
  if (text !== undefined && !ROLE_DESCRIPTION.test(text)) document.fail(description!, 'the description of a role is of characters of ISO 8859-1');
  return {
    ...holderOf(scope, node, members, 'role'),
    boundary: members.boundary && referenceOf(scope, members.boundary, 'boundary'),
    tags: identityTagsOf(document, members.tags),
    trustPolicy: trust,
    description: text,
    maxSessionSeconds: maxSessionDuration ? document.integer(maxSessionDuration, 'maxSessionDuration', least, most) : least,
  };
}

function holderOf(scope: Scope, node: SeedNode, members: Members<(typeof HOLDER)[number]>, kind: HolderKind): SeedHolder {
  const { document } = scope;
  return {
    at: document.at(node),
    name: nameOf(document, node, members.name, kind),
    path: pathOf(document, members.path, PATH),
    policies: attachedOf(scope, members.policies),
    inline: inlineOf(document, members.inline, kind),
  };
}

function nameOf(document: SeedDocument, owner: SeedNode, node: SeedNode | undefined, kind: keyof typeof NAME_LENGTHS_MAX): string {
  if (!node) return document.fail(owner, `a ${kind} needs a name`);
  const name = document.text(node, 'name');
  const most = NAME_LENGTHS_MAX[kind];
  if (NAME.test(name) && name.length <= most) return name;
  return document.fail(node, `'${name}' is no name of a ${kind}`, `up to ${most} letters, digits and + = , . @ _ -`);
}

function pathOf(document: SeedDocument, node: SeedNode | undefined, form: RegExp): string {
  const path = node ? document.text(node, 'path') : '/';
  if (form.test(path) && path.length <= PATH_LENGTH_MAX) return path;
  return document.fail(node!, `'${path}' is no path`, '/, or a text that begins and ends with /, for example /division/');
}

function descriptionOf(document: SeedDocument, node: SeedNode | undefined): string | undefined {
  const text = node && document.text(node, 'description');
  if (text !== undefined && text.length > DESCRIPTION_LENGTH_MAX) document.fail(node!, `description is longer than ${DESCRIPTION_LENGTH_MAX} characters`);
  return text;
}

function inlineOf(document: SeedDocument, node: SeedNode | undefined, kind: HolderKind): SeedHolder['inline'] {
  const inline = (node ? document.entries(node, 'inline') : []).map(([name, value, keyNode]) => {
    if (!NAME.test(name) || name.length > NAME_LENGTHS_MAX.policy) document.fail(keyNode, `'${name}' is no name of a policy`);
    return { name, document: documentOf(document, value, `policy ${name}`) };
  });
  const most = quotas.INLINE_POLICIES_SIZE[kind];
  const length = inline.reduce((sum, policy) => sum + documentSize(policy.document.text), 0);
  if (length > most) document.fail(node!, `the inline policies of a ${kind} have at most ${most} characters together`);
  return inline;
}

/** Each once. */
function textsOf(document: SeedDocument, node: SeedNode | undefined, what: string, most: number, textOf: (node: SeedNode) => string): string[] {
  const nodes = nodesOf(document, node, what);
  if (nodes.length > most) document.fail(node!, `there can be at most ${most} ${what}`);
  const unique = new Unique();
  return nodes.map((item) => {
    const text = textOf(item);
    unique.add(text, document.at(item), text);
    return text;
  });
}

function attachedOf(scope: Scope, node: SeedNode | undefined): SeedText[] {
  const places: string[] = [];
  const texts = textsOf(scope.document, node, 'policies', quotas.MANAGED_POLICIES_PER_ENTITY, (item) => {
    const { at, text } = referenceOf(scope, item, 'a policy');
    places.push(at);
    return text;
  });
  return texts.map((text, index) => ({ at: places[index]!, text }));
}

/** The name of a policy of this file and account, or the ARN of one that the account can use. */
function referenceOf({ document, account, policies }: Scope, node: SeedNode, what: string): SeedText {
  const text = document.text(node, what);
  const [, owner] = /^arn:aws[a-z-]*:iam::(aws|\d{12}):policy\/.+$/.exec(text) ?? [];
  if (owner === undefined && !policies.has(text)) {
    document.fail(node, `'${text}' is not among the policies of account ${account}`, 'the name of one of them, or an ARN');
  }
  if (owner !== undefined && owner !== 'aws' && owner !== account) document.fail(node, `${text} is a policy of another account`);
  return { at: document.at(node), text };
}

const membershipsOf = ({ document, account, groups }: Scope, node: SeedNode | undefined): string[] =>
  textsOf(document, node, 'groups', quotas.GROUPS_PER_USER, (item) => {
    const name = document.text(item, 'a group');
    return groups.has(name) ? name : document.fail(item, `'${name}' is not among the groups of account ${account}`);
  });

function accessKeysOf(document: SeedDocument, node: SeedNode | undefined): SeedUser['accessKeys'] {
  const nodes = nodesOf(document, node, 'accessKeys');
  if (nodes.length > quotas.ACCESS_KEYS_PER_USER) document.fail(node!, `a user has at most ${quotas.ACCESS_KEYS_PER_USER} access keys`);
  return nodes.map((item) => ({ at: document.at(item), ...credentialsOf(document, item, 'an access key') }));
}

/** As `tagsOf`; IAM's characters, and names that differ by more than case. */
function identityTagsOf(document: SeedDocument, node: SeedNode | undefined): SeedTexts {
  const tags = tagsOf(document, node);
  const unique = new Unique();
  for (const [key, valueNode, keyNode] of node ? document.entries(node, 'tags') : []) {
    if (!TAG_KEY.test(key)) document.fail(keyNode, `'${key}' is no name of a tag`);
    if (!TAG_VALUE.test(tags[key]!)) document.fail(valueNode, `'${tags[key]}' is no value of a tag`);
    unique.add(key.toLowerCase(), document.at(keyNode), `tag ${key}`);
  }
  return tags;
}

function providersOf(document: SeedDocument, list: SeedNode | undefined): SeedOidcProvider[] {
  const unique = new Unique();
  return nodesOf(document, list, 'oidcProviders').map((node) => {
    const provider = parseProvider(document, node);
    unique.add(provider.url, document.at(node), provider.url);
    return provider;
  });
}

function parseProvider(document: SeedDocument, node: SeedNode): SeedOidcProvider {
  const { url, clientIds, thumbprints } = document.mapping(node, 'an identity provider', PROVIDER);
  if (!url) return document.fail(node, 'an identity provider needs a url');
  const text = document.text(url, 'url');
  if (!PROVIDER_URL.test(text) || text.length > PROVIDER_URL_LENGTH_MAX) {
    document.fail(url, `'${text}' is no url of an identity provider`, 'https://, a host, and perhaps a path');
  }
  return {
    url: text,
    clientIds: textsOf(document, clientIds, 'clientIds', quotas.CLIENT_IDS_PER_OIDC_PROVIDER, (item) => {
      const id = document.text(item, 'a client id');
      return id.length >= 1 && id.length <= CLIENT_ID_LENGTH_MAX ? id : document.fail(item, `a client id has 1 to ${CLIENT_ID_LENGTH_MAX} characters`);
    }),
    thumbprints: textsOf(document, thumbprints, 'thumbprints', quotas.THUMBPRINTS_PER_OIDC_PROVIDER, (item) => {
      const thumbprint = document.text(item, 'a thumbprint');
      return THUMBPRINT.test(thumbprint) ? thumbprint : document.fail(item, 'a thumbprint is 40 hex digits: the SHA-1 of a certificate');
    }),
  };
}
