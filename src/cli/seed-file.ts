/**
 * `--seed FILE`: what a server shall hold before its first request, written by a person (docs/seed-file.md).
 * All that can be known without a store is checked here, so that a slip is told with its line before anything is made.
 */
import { ACCOUNT_ID } from '../base/arn.ts';
import type { Seed, SeedAccount, SeedKey } from '../base/seed.ts';
import { IDENTITY_MEMBERS, parseIdentities } from './seed-identities.ts';
import { parseSeedKey } from './seed-key.ts';
import { parseParameters } from './seed-parameters.ts';
import { parseSecrets } from './seed-secrets.ts';
import { SeedDocument, type SeedNode } from './seed-nodes.ts';
import { credentialsOf, Unique } from './seed-values.ts';

/** What keys get that name no account or region. */
export interface SeedDefaults {
  readonly account: string;
  readonly region: string;
}

/**
 * @param fileName for messages
 * @throws UsageError `FILE:LINE: what is wrong`
 */
export function parseSeed(text: string, fileName: string, defaults: SeedDefaults = { account: '000000000000', region: 'us-east-1' }): Seed {
  const document = new SeedDocument(text, fileName);
  if (document.root === undefined) return { accounts: [], keys: [], parameters: [], secrets: [] };
  const { accounts, keys, parameters, secrets } = document.mapping(document.root, 'a seed file', ['accounts', 'keys', 'parameters', 'secrets']);
  const seedAccounts = accounts ? document.list(accounts, 'accounts').map((node) => parseAccount(document, node)) : [];
  const known = refuseDuplicateAccounts(seedAccounts, defaults);
  const seedKeys = keys ? document.list(keys, 'keys').map((node) => parseSeedKey(document, node, defaults, known)) : [];
  refuseDuplicateKeys(seedKeys);
  const seedParameters = parameters ? parseParameters(document, parameters, defaults, known) : [];
  const seedSecrets = secrets ? parseSecrets(document, secrets, defaults, known) : [];
  return { accounts: seedAccounts, keys: seedKeys, parameters: seedParameters, secrets: seedSecrets };
}

const ACCOUNT_MEMBERS = ['id', 'administrator', ...IDENTITY_MEMBERS] as const;

function parseAccount(document: SeedDocument, node: SeedNode): SeedAccount {
  const members = document.mapping(node, 'an account', ACCOUNT_MEMBERS);
  const { id, administrator } = members;
  if (!id) return document.fail(node, 'an account needs an id');
  const text = document.text(id, 'id');
  if (!ACCOUNT_ID.test(text)) document.fail(id, `'${text}' is no account`, '12 digits, for example 111122223333');
  return {
    at: document.at(node),
    id: text,
    administrator: administrator && credentialsOf(document, administrator, 'administrator'),
    ...parseIdentities(document, members, text),
  };
}

/** @returns all accounts that keys may name */
function refuseDuplicateAccounts(accounts: readonly SeedAccount[], defaults: SeedDefaults): Set<string> {
  const ids = new Unique();
  const accessKeys = new Unique();
  for (const { at, id, administrator, users } of accounts) {
    ids.add(id, at, `account ${id}`);
    const ofUsers = users.flatMap((user) => user.accessKeys);
    for (const key of administrator ? [{ ...administrator, at }, ...ofUsers] : ofUsers) {
      accessKeys.add(key.accessKeyId, key.at, `access key ${key.accessKeyId}`);
    }
  }
  return new Set([defaults.account, ...accounts.map((account) => account.id)]);
}

/** An alias belongs to one account and region; replicas have none of their primary's. */
function refuseDuplicateKeys(keys: readonly SeedKey[]): void {
  const ids = new Unique();
  const aliases = new Unique();
  for (const { at, id, account, region, aliases: names } of keys) {
    ids.add(id, at, `key ${id}`);
    for (const alias of names) aliases.add(`${account} ${region} ${alias}`, at, `${alias} of account ${account} in ${region}`);
  }
}
