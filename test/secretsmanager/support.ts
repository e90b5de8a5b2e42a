/** What the tests of Secrets Manager share: booted servers with typed clients of any account and region. */
import assert from 'node:assert/strict';
import { KMS } from '@aws-sdk/client-kms';
import { SecretsManager, type SecretsManagerClientConfig } from '@aws-sdk/client-secrets-manager';
import type { TrentConfig } from '../../src/config.ts';
import { ACCOUNT, boot, type Booted, REGION } from '../support/boot.ts';

export { ACCOUNT, REGION };
export const OTHER_ACCOUNT = '111122223333';
export const OTHER_REGION = 'eu-west-1';
export const DAY = 86_400_000;

export interface Place {
  readonly account?: string;
  readonly region?: string;
}

export interface Answer {
  readonly status: number;
  readonly body: { readonly [member: string]: unknown };
}

/** A server without signatures, so that each client can be of any account and region. */
export interface SecretsEmulator {
  readonly booted: Booted;
  readonly secrets: SecretsManager;
  readonly kms: KMS;
  secretsIn(place: Place): SecretsManager;
  kmsIn(place: Place): KMS;
  /** One request with exactly this body: the SDK would add a ClientRequestToken. */
  post(operation: string, body: unknown, place?: Place): Promise<Answer>;
  advance(milliseconds: number): Promise<number>;
  /** Fails when the server had to report anything to its operator. */
  stop(): Promise<void>;
}

export async function startEmulator(overrides: Partial<TrentConfig> = {}): Promise<SecretsEmulator> {
  const booted = await boot({ auth: 'off', clock: 'manual', ...overrides });
  const made: { destroy(): void }[] = [];
  const configOf = ({ account = ACCOUNT, region = REGION }: Place): SecretsManagerClientConfig => ({
    endpoint: booted.trent.url,
    region,
    credentials: { accessKeyId: account, secretAccessKey: 'not checked' },
    maxAttempts: 1,
  });
  const keep = <Client extends { destroy(): void }>(client: Client): Client => {
    made.push(client);
    return client;
  };
  const secretsIn = (place: Place): SecretsManager => keep(new SecretsManager(configOf(place)));
  const kmsIn = (place: Place): KMS => keep(new KMS(configOf(place) as object));
  return {
    booted,
    secrets: secretsIn({}),
    kms: kmsIn({}),
    secretsIn,
    kmsIn,
    post: (operation, body, place) => post(booted.trent.url, operation, body, place),
    advance: (milliseconds) => booted.trent.advanceClock(milliseconds),
    async stop() {
      for (const client of made) client.destroy();
      await booted.stop();
      assert.deepEqual(booted.reports, [], 'the server reported nothing to its operator');
    },
  };
}

/** @param body a string is sent as it is, anything else as JSON */
export async function post(url: string, operation: string, body: unknown, { account = ACCOUNT, region = REGION }: Place = {}): Promise<Answer> {
  const response = await fetch(url, {
    method: 'POST',
    headers: {
      'content-type': 'application/x-amz-json-1.1',
      'x-amz-target': `secretsmanager.${operation}`,
      authorization: `AWS4-HMAC-SHA256 Credential=${account}/20260101/${region}/secretsmanager/aws4_request, SignedHeaders=host, Signature=0`,
    },
    body: typeof body === 'string' ? body : JSON.stringify(body),
  });
  const text = await response.text();
  return { status: response.status, body: text === '' ? {} : (JSON.parse(text) as Answer['body']) };
}

/** The call is refused so. */
export async function refuses(call: Promise<unknown>, name: string, text?: string | RegExp): Promise<void> {
  const error = await call.then(
    () => undefined,
    (thrown: unknown) => thrown as Error,
  );
  assert.ok(error, `refused with ${name}`);
  assert.equal(error.name, name, error.message);
  if (text instanceof RegExp) assert.match(error.message, text);
  else if (text !== undefined) assert.equal(error.message, text);
}
