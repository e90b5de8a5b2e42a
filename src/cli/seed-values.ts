/** Values that several parts of a seed file have, and names that must be there once. */
import { REGION_NAME } from '../base/arn.ts';
import type { SeedCredentials, SeedText, SeedTexts } from '../base/seed.ts';
import { UsageError } from '../base/errors.ts';
import type { SeedDocument, SeedNode } from './seed-nodes.ts';

/** Limits of the KMS and IAM API references: TagResource, TagUser, TagRole. */
const TAGS_MAX = 50;
const TAG_KEY_LENGTH_MAX = 128;
const TAG_VALUE_LENGTH_MAX = 256;

export function tagsOf(document: SeedDocument, node: SeedNode | undefined): SeedTexts {
  const entries = node ? document.entries(node, 'tags') : [];
  if (entries.length > TAGS_MAX) document.fail(node!, `there can be at most ${TAGS_MAX} tags`);
  return Object.fromEntries(
    entries.map(([key, valueNode, keyNode]) => {
      const value = document.text(valueNode, 'the value of a tag');
      if (key.length < 1 || key.length > TAG_KEY_LENGTH_MAX) document.fail(keyNode, `the name of a tag has 1 to ${TAG_KEY_LENGTH_MAX} characters`);
      if (key.toLowerCase().startsWith('aws:')) document.fail(keyNode, 'names of tags that begin with aws: are reserved');
      if (value.length > TAG_VALUE_LENGTH_MAX) document.fail(valueNode, `the value of a tag has at most ${TAG_VALUE_LENGTH_MAX} characters`);
      return [key, value];
    }),
  );
}

/** A policy: JSON text, or the same as a mapping. What it says is judged where policies are read. */
export function documentOf(document: SeedDocument, node: SeedNode, what: string): SeedText {
  const text = document.isMapping(node) ? JSON.stringify(document.json(node)) : document.text(node, what);
  if (!isJsonObject(text)) document.fail(node, `${what} is no JSON object`, 'write it as a mapping, or as JSON text after |-');
  return { at: document.at(node), text };
}

function isJsonObject(text: string): boolean {
  try {
    const value: unknown = JSON.parse(text);
    return typeof value === 'object' && value !== null && !Array.isArray(value);
  } catch {
    return false;
  }
}

/** The forms are AWS's: AccessKey in the IAM API reference, and keys of 40 characters of base64; longer and shorter ones are let through. */
export function credentialsOf(document: SeedDocument, node: SeedNode, what: string): SeedCredentials {
  const { accessKeyId, secretAccessKey } = document.mapping(node, what, ['accessKeyId', 'secretAccessKey']);
  if (!accessKeyId || !secretAccessKey) return document.fail(node, `${what} needs accessKeyId and secretAccessKey`);
  const credentials = { accessKeyId: document.text(accessKeyId, 'accessKeyId'), secretAccessKey: document.text(secretAccessKey, 'secretAccessKey') };
  if (!/^[A-Z0-9]{16,128}$/.test(credentials.accessKeyId)) document.fail(accessKeyId, 'accessKeyId is 16 to 128 capital letters and digits', 'for example AKIAIOSFODNN7EXAMPLE');
  if (!/^[!-~]{16,128}$/.test(credentials.secretAccessKey)) document.fail(secretAccessKey, 'secretAccessKey is 16 to 128 printable ASCII characters without blanks');
  return credentials;
}

/** @param accounts those that the file or the server has */
export function accountOf(document: SeedDocument, node: SeedNode, accounts: ReadonlySet<string>): string {
  const id = document.text(node, 'account');
  return accounts.has(id) ? id : document.fail(node, `account ${id} is not among the accounts of this file`, `add "- id: '${id}'" to accounts`);
}

export function regionOf(document: SeedDocument, node: SeedNode): string {
  const region = document.text(node, 'region');
  return REGION_NAME.test(region) ? region : document.fail(node, `'${region}' is no region`, 'for example us-east-1');
}

/** Remembers where a name was first used. */
export class Unique {
  readonly #seen = new Map<string, string>();

  /** @param at `FILE:LINE` @param what for the message: `key 1234…` */
  add(name: string, at: string, what: string): void {
    const before = this.#seen.get(name);
    if (before !== undefined) throw new UsageError(`${at}: ${what} is there already, at ${before}`);
    this.#seen.set(name, at);
  }
}
