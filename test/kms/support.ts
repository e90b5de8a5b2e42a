/** What the tests of the KMS API share: a booted server with typed clients, raw requests, and refusals in full. */
import assert from 'node:assert/strict';
import { KMS, type KMSClientConfig } from '@aws-sdk/client-kms';
import type { Trent, TrentConfig } from '../../src/config.ts';
import { ACCOUNT, boot, REGION } from '../support/boot.ts';

export { ACCOUNT, REGION };
export const OTHER_ACCOUNT = '111122223333';
export const OTHER_REGION = 'eu-west-1';
export const DAY = 86_400_000;
/** A key id that no key has. */
export const NO_KEY = '00000000-0000-4000-8000-000000000000';

export interface Answer {
  readonly status: number;
  readonly headers: Headers;
  readonly text: string;
  /** The parsed body; `{}` when it is empty. */
  readonly body: { readonly [member: string]: unknown };
}

export interface Place {
  readonly account?: string;
  readonly region?: string;
}

/** A server without signatures, so that each client can be of any account and region. */
export interface Emulator {
  readonly trent: Trent;
  readonly reports: unknown[];
  /** The SDK for the default account and region. */
  readonly kms: KMS;
  kmsIn(place: Place): KMS;
  /** One request with exactly this body. */
  post(operation: string, body: unknown, place?: Place): Promise<Answer>;
  advance(milliseconds: number): Promise<number>;
  now(): Promise<number>;
  /** Fails when the server had to report anything to its operator. */
  stop(): Promise<void>;
}

export async function startEmulator(overrides: Partial<TrentConfig> = {}): Promise<Emulator> {
  const { trent, reports, stop } = await boot({ auth: 'off', clock: 'manual', ...overrides });
  const clients: KMS[] = [];
  const kmsIn = ({ account = ACCOUNT, region = REGION }: Place): KMS => {
    const credentials = { accessKeyId: account, secretAccessKey: 'not checked' };
    const config: KMSClientConfig = { endpoint: trent.url, region, credentials, maxAttempts: 1 };
    const client = new KMS(config);
    clients.push(client);
    return client;
  };
  return {
    trent,
    reports,
    kms: kmsIn({}),
    kmsIn,
    post: (operation, body, place = {}) => post(trent.url, operation, body, place),
    advance: (milliseconds) => trent.advanceClock(milliseconds),
    now: () => trent.advanceClock(0),
    async stop() {
      for (const client of clients) client.destroy();
      await stop();
      assert.deepEqual(reports, [], 'the server reported nothing to its operator');
    },
  };
}

/** @param body a string is sent as it is, anything else as JSON */
export async function post(url: string, operation: string, body: unknown, place: Place = {}): Promise<Answer> {
  const { account = ACCOUNT, region = REGION } = place;
  const response = await fetch(url, {
    method: 'POST',
    headers: {
      'content-type': 'application/x-amz-json-1.1',
      'x-amz-target': `TrentService.${operation}`,
      authorization: `AWS4-HMAC-SHA256 Credential=${account}/20260101/${region}/kms/aws4_request, SignedHeaders=host, Signature=0`,
    },
    body: typeof body === 'string' ? body : JSON.stringify(body),
  });
  const text = await response.text();
  const parsed = text === '' ? {} : (JSON.parse(text) as Answer['body']);
  return { status: response.status, headers: response.headers, text, body: parsed };
}

/** The answer was this refusal, with exactly this text, or none at all. */
export function assertRefused(answer: Answer, name: string, text?: string | RegExp): void {
  const { __type, message, Message, ...rest } = answer.body;
  assert.deepEqual({ __type, rest }, { __type: name, rest: {} }, answer.text);
  assert.equal(answer.status, 400);
  const said = message ?? Message;
  if (text instanceof RegExp) assert.match(String(said), text);
  else assert.equal(said, text);
}

/** The same for a call of the SDK. Where AWS sends no text, the SDK makes one up: pass `NO_TEXT`. */
export async function refuses(call: Promise<unknown>, name: string, text?: string | RegExp): Promise<void> {
  const error = await call.then(
    () => undefined,
    (thrown: unknown) => thrown as Error & { $metadata?: { httpStatusCode?: number } },
  );
  assert.ok(error, `refused with ${name}`);
  assert.equal(error.name, name, error.message);
  assert.equal(error.$metadata?.httpStatusCode, 400);
  if (text instanceof RegExp) assert.match(error.message, text);
  else if (text !== undefined) assert.equal(error.message, text);
}

/** What the SDK shows for an exception without a text. */
export const NO_TEXT = 'UnknownError';

export const keyArn = (keyId: string, region = REGION, account = ACCOUNT): string =>
  `arn:aws:kms:${region}:${account}:key/${keyId}`;

export const aliasArn = (name: string, region = REGION, account = ACCOUNT): string =>
  `arn:aws:kms:${region}:${account}:${name}`;

/** @returns id and ARN of a new key */
export async function newKey(kms: KMS, input: Parameters<KMS['createKey']>[0] = {}): Promise<{ id: string; arn: string }> {
  const { KeyMetadata } = await kms.createKey(input);
  return { id: KeyMetadata!.KeyId!, arn: KeyMetadata!.Arn! };
}

export const bytes = (text: string): Uint8Array => Buffer.from(text, 'utf8');

/** A copy with one bit changed. */
export function flip(data: Uint8Array, bit: number): Buffer {
  const copy = Buffer.from(data);
  copy[bit >> 3]! ^= 1 << (bit & 7);
  return copy;
}
