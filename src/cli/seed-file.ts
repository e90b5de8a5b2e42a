/**
 * `--seed FILE`: what a server shall hold before its first request, written by a person (docs/seed-file.md).
 * All that can be known without a store is checked here, so that a slip is told with its line before anything is made.
 */
import { ACCOUNT_ID } from '../base/arn.ts';
import type { Seed, SeedAccount, SeedCredentials, SeedKey } from '../base/seed.ts';
import { parseSeedKey } from './seed-key.ts';
import { SeedDocument, type SeedNode } from './seed-nodes.ts';

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
  if (document.root === undefined) return { accounts: [], keys: [] };
  const { accounts, keys } = document.mapping(document.root, 'a seed file', ['accounts', 'keys']);
  const seedAccounts = accounts ? document.list(accounts, 'accounts').map((node) => parseAccount(document, node)) : [];
  const known = refuseDuplicateAccounts(seedAccounts, defaults, document, accounts);
  const keyNodes = keys ? document.list(keys, 'keys') : [];
  const seedKeys = keyNodes.map((node) => parseSeedKey(document, node, defaults, known));
  refuseDuplicateKeys(seedKeys, document, keyNodes);
  return { accounts: seedAccounts, keys: seedKeys };
}

function parseAccount(document: SeedDocument, node: SeedNode): SeedAccount {
  const { id, administrator } = document.mapping(node, 'an account', ['id', 'administrator']);
  if (!id) return document.fail(node, 'an account needs an id');
  const text = document.text(id, 'id');
  if (!ACCOUNT_ID.test(text)) document.fail(id, `'${text}' is no account`, '12 digits, for example 111122223333');
  return { at: document.at(node), id: text, administrator: administrator && parseCredentials(document, administrator) };
}

/** The forms are AWS's: AccessKey in the IAM API reference, and keys of 40 characters of base64; longer and shorter ones are let through. */
function parseCredentials(document: SeedDocument, node: SeedNode): SeedCredentials {
  const { accessKeyId, secretAccessKey } = document.mapping(node, 'administrator', ['accessKeyId', 'secretAccessKey']);
  if (!accessKeyId || !secretAccessKey) return document.fail(node, 'administrator needs accessKeyId and secretAccessKey');
  const credentials = { accessKeyId: document.text(accessKeyId, 'accessKeyId'), secretAccessKey: document.text(secretAccessKey, 'secretAccessKey') };
  if (!/^[A-Z0-9]{16,128}$/.test(credentials.accessKeyId)) document.fail(accessKeyId, 'accessKeyId is 16 to 128 capital letters and digits', 'for example AKIAIOSFODNN7EXAMPLE');
  if (!/^[!-~]{16,128}$/.test(credentials.secretAccessKey)) document.fail(secretAccessKey, 'secretAccessKey is 16 to 128 printable ASCII characters without blanks');
  return credentials;
}

/** @returns all accounts that keys may name */
function refuseDuplicateAccounts(accounts: readonly SeedAccount[], defaults: SeedDefaults, document: SeedDocument, node: SeedNode | undefined): Set<string> {
  const nodes = node ? document.list(node, 'accounts') : [];
  const ids = new Unique(document);
  const accessKeys = new Unique(document);
  accounts.forEach((account, index) => {
    ids.add(account.id, nodes[index]!, `account ${account.id}`);
    if (account.administrator) accessKeys.add(account.administrator.accessKeyId, nodes[index]!, `access key ${account.administrator.accessKeyId}`);
  });
  return new Set([defaults.account, ...accounts.map((account) => account.id)]);
}

/** An alias belongs to one account and region; replicas have none of their primary's. */
function refuseDuplicateKeys(keys: readonly SeedKey[], document: SeedDocument, nodes: readonly SeedNode[]): void {
  const ids = new Unique(document);
  const aliases = new Unique(document);
  keys.forEach((key, index) => {
    ids.add(key.id, nodes[index]!, `key ${key.id}`);
    for (const alias of key.aliases) aliases.add(`${key.account} ${key.region} ${alias}`, nodes[index]!, `${alias} of account ${key.account} in ${key.region}`);
  });
}

/** Remembers where a name was first used. */
class Unique {
  readonly #document: SeedDocument;
  readonly #seen = new Map<string, string>();

  constructor(document: SeedDocument) {
    this.#document = document;
  }

  add(name: string, node: SeedNode, what: string): void {
    const before = this.#seen.get(name);
    if (before !== undefined) this.#document.fail(node, `${what} is there already, at ${before}`);
    this.#seen.set(name, this.#document.at(node));
  }
}
