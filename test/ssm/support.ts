/** What the tests of Parameter Store share: a booted server without signatures, with the SDK's client. */
import assert from 'node:assert/strict';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { KMS } from '@aws-sdk/client-kms';
import { SSM } from '@aws-sdk/client-ssm';
import type { Trent, TrentConfig } from '../../src/config.ts';
import { ACCOUNT, boot, REGION } from '../support/boot.ts';
import type { TestPostgres } from '../support/postgres.ts';

export { ACCOUNT, REGION };
export const OTHER_ACCOUNT = '111122223333';
export const OTHER_REGION = 'eu-west-1';
export const DAY = 86_400_000;

export interface Place {
  readonly account?: string;
  readonly region?: string;
}

export interface Emulator extends AsyncDisposable {
  readonly trent: Trent;
  readonly ssm: SSM;
  readonly kms: KMS;
  ssmIn(place: Place): SSM;
  /** One request with exactly this body. */
  post(operation: string, body: unknown): Promise<{ status: number; body: { readonly [member: string]: unknown } }>;
  advance(milliseconds: number): Promise<number>;
  /** Fails when the server had to report anything to its operator. */
  stop(): Promise<void>;
}

export async function startEmulator(overrides: Partial<TrentConfig> = {}): Promise<Emulator> {
  const { trent, reports, stop } = await boot({ auth: 'off', clock: 'manual', ...overrides });
  const clients: { destroy(): void }[] = [];
  const configOf = ({ account = ACCOUNT, region = REGION }: Place) => ({
    endpoint: trent.url,
    region,
    credentials: { accessKeyId: account, secretAccessKey: 'not checked' },
    maxAttempts: 1,
  });
  const kept = <Client extends { destroy(): void }>(client: Client): Client => {
    clients.push(client);
    return client;
  };
  const end = async (): Promise<void> => {
    for (const client of clients) client.destroy();
    await stop();
    assert.deepEqual(reports, [], 'the server reported nothing to its operator');
  };
  const ssmIn = (place: Place): SSM => kept(new SSM(configOf(place)));
  return {
    trent,
    ssm: ssmIn({}),
    kms: kept(new KMS(configOf({}))),
    ssmIn,
    post: (operation, body) => post(trent.url, operation, body),
    advance: (milliseconds) => trent.advanceClock(milliseconds),
    stop: end,
    [Symbol.asyncDispose]: end,
  };
}

const ROOT_KEY = 'TRENT_TEST_SSM_ROOT_KEY';

/** The same on an empty database; its journal is in a directory that goes with the server. */
export async function startOnPostgres(postgres: TestPostgres, overrides: Partial<TrentConfig> = {}): Promise<Emulator> {
  process.env[ROOT_KEY] = Buffer.alloc(32, 7).toString('base64');
  const directory = mkdtempSync(join(tmpdir(), 'trent-test-ssm-'));
  const emulator = await startEmulator({ location: { databaseUrl: postgres.url }, rootKey: `env:${ROOT_KEY}`, audit: { directory }, ...overrides });
  const stop = async (): Promise<void> => {
    await emulator.stop();
    rmSync(directory, { recursive: true, force: true });
  };
  return { ...emulator, stop, [Symbol.asyncDispose]: stop };
}

async function post(url: string, operation: string, body: unknown): ReturnType<Emulator['post']> {
  const response = await fetch(url, {
    method: 'POST',
    headers: {
      'content-type': 'application/x-amz-json-1.1',
      'x-amz-target': `AmazonSSM.${operation}`,
      authorization: `AWS4-HMAC-SHA256 Credential=${ACCOUNT}/20260101/${REGION}/ssm/aws4_request, SignedHeaders=host, Signature=0`,
    },
    body: typeof body === 'string' ? body : JSON.stringify(body),
  });
  const text = await response.text();
  return { status: response.status, body: text === '' ? {} : (JSON.parse(text) as { [member: string]: unknown }) };
}

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

export const parameterArn = (path: string, account = ACCOUNT, region = REGION): string => `arn:aws:ssm:${region}:${account}:parameter${path}`;
