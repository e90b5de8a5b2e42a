/** kill -9 while services make their AWS managed keys: a key is there whole, with its name and its event, or not at all. */
import assert from 'node:assert/strict';
import { join } from 'node:path';
import { test } from 'node:test';
import { setTimeout as pause } from 'node:timers/promises';
import { CloudTrail } from '@aws-sdk/client-cloudtrail';
import { KMS } from '@aws-sdk/client-kms';
import { SSM } from '@aws-sdk/client-ssm';
import { Chance, printedSeed } from '../support/random.ts';
import { serve, type Served } from '../support/served.ts';
import { temporaryDirectory } from '../support/temporary.ts';

const ROUNDS = 5;
/** Of each region, so that they meet at its key. */
const WRITERS = 4;
const LONGEST_MS = 500;
const ALIAS = 'alias/aws/ssm';

/** By region: names of parameters whose creation was answered. */
type Answered = Map<string, string[]>;

const configOf = ({ url, variables }: Served, region: string) => {
  const credentials = { accessKeyId: variables['AWS_ACCESS_KEY_ID']!, secretAccessKey: variables['AWS_SECRET_ACCESS_KEY']! };
  return { endpoint: url, region, credentials, maxAttempts: 1 };
};

/** One new region after the other, until the server is gone. */
async function write(served: Served, round: number, answered: Answered): Promise<void> {
  for (let number = 0; ; number++) {
    const region = `eu-round-${round}${String(number).padStart(3, '0')}`;
    const ssm = new SSM(configOf(served, region));
    const names = Array.from({ length: WRITERS }, (_none, index) => `/of-${index}`);
    const puts = await Promise.allSettled(names.map((Name) => ssm.putParameter({ Name, Type: 'SecureString', Value: region + Name })));
    ssm.destroy();
    answered.set(region, names.filter((_name, index) => puts[index]!.status === 'fulfilled'));
    if (puts.some(({ status }) => status === 'rejected')) return;
  }
}

/** @returns whether the region has its key */
async function check(served: Served, region: string, names: readonly string[]): Promise<boolean> {
  const [kms, ssm, trail] = [KMS, SSM, CloudTrail].map((Client) => new Client(configOf(served, region))) as [KMS, SSM, CloudTrail];
  const { Keys } = await kms.listKeys({});
  const target = (await kms.listAliases({ Limit: 100 })).Aliases!.find(({ AliasName }) => AliasName === ALIAS)!.TargetKeyId;
  const { Events } = await trail.lookupEvents({ LookupAttributes: [{ AttributeKey: 'EventName', AttributeValue: 'CreateKey' }] });
  assert.deepEqual(Keys!.map(({ KeyId }) => KeyId), target === undefined ? [] : [target], region);
  assert.equal(Events!.length, Keys!.length, `${region}: one event a key`);
  assert.ok(names.length === 0 || target !== undefined, `${region}: an answered parameter has its key`);
  for (const Name of names) {
    assert.equal((await ssm.getParameter({ Name, WithDecryption: true })).Parameter!.Value, region + Name);
  }
  for (const client of [kms, ssm, trail]) client.destroy();
  return target !== undefined;
}

test(`${ROUNDS} rounds`, { timeout: 120_000 }, async (t) => {
  const chance = new Chance(printedSeed());
  const data = join(temporaryDirectory(t), 'data');
  const answered: Answered = new Map();
  for (let round = 0; round < ROUNDS; round++) {
    await using served = await serve(['--data', data]);
    const writing = write(served, round, answered);
    await Promise.race([pause(50 + chance.below(LONGEST_MS)), writing]);
    served.child.kill('SIGKILL');
    await writing;
  }
  await using last = await serve(['--data', data]);
  let keys = 0;
  for (const [region, names] of answered) if (await check(last, region, names)) keys++;
  t.diagnostic(`${keys} keys in ${answered.size} regions`);
  assert.ok(keys > ROUNDS);
  assert.equal(await last.end('SIGTERM'), 0, last.output());
});
