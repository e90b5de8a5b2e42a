/** kill -9 while a trail delivers: each answered request's event is in exactly one log file in the end, and the digests hold them all. */
import assert from 'node:assert/strict';
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { setTimeout as pause } from 'node:timers/promises';
import { CloudTrail } from '@aws-sdk/client-cloudtrail';
import { type KMSClient, ListAliasesCommand, ListKeysCommand } from '@aws-sdk/client-kms';
import { checkChain, checkLogs } from '../cloudtrail/check-chain.ts';
import { BUCKET, eventsIn, folderOf, logsIn } from '../cloudtrail/support.ts';
import { Chance, printedSeed } from '../support/random.ts';
import { serve, type Served } from '../support/served.ts';
import { temporaryDirectory } from '../support/temporary.ts';

const ROUNDS = 5;
const CALLERS = 6;
const SHORTEST_MS = 300;
const LONGEST_MS = 2_500;
const PATIENCE_MS = 30_000;

const cloudtrailOf = ({ url, variables }: Served): CloudTrail =>
  new CloudTrail({
    endpoint: url,
    region: variables['AWS_REGION']!,
    credentials: { accessKeyId: variables['AWS_ACCESS_KEY_ID']!, secretAccessKey: variables['AWS_SECRET_ACCESS_KEY']! },
    maxAttempts: 1,
  });

/** Until the server is gone. @param answered ids of the requests that were answered */
async function call(client: KMSClient, answered: string[]): Promise<void> {
  for (let count = 0; ; count++) {
    try {
      const command = count % 2 === 0 ? new ListKeysCommand({}) : new ListAliasesCommand({});
      answered.push((await client.send(command as ListKeysCommand)).$metadata.requestId!);
      await pause(2);
    } catch {
      return;
    }
  }
}

test(`${ROUNDS} rounds of calls, each ended by kill -9`, async (t) => {
  const chance = new Chance(printedSeed());
  const home = temporaryDirectory(t);
  const sink = join(home, 'sink');
  mkdirSync(join(sink, BUCKET), { recursive: true });
  const bucket = folderOf(sink);
  const args = ['--data', join(home, 'data'), '--trail-directory', sink, '--trail-delivery-seconds', '1', '--trail-digest-seconds', '2'];
  const answered: string[] = [];
  for (let round = 0; round < ROUNDS; round++) {
    await using served = await serve(args);
    if (round === 0) {
      const cloudtrail = cloudtrailOf(served);
      await cloudtrail.createTrail({ Name: 'orders', S3BucketName: BUCKET, EnableLogFileValidation: true });
      await cloudtrail.startLogging({ Name: 'orders' });
      cloudtrail.destroy();
    }
    const calls = Array.from({ length: CALLERS }, () => call(served.client(), answered));
    await pause(SHORTEST_MS + chance.below(LONGEST_MS - SHORTEST_MS));
    served.child.kill('SIGKILL');
    await Promise.all(calls);
  }
  await using served = await serve(args);
  const cloudtrail = cloudtrailOf(served);
  await cloudtrail.stopLogging({ Name: 'orders' });
  for (let waited = 0; waited < PATIENCE_MS && !eventsIn(bucket).some(({ eventName }) => eventName === 'StopLogging'); waited += 100) await pause(100);
  const delivered = eventsIn(bucket).map(({ requestID }) => requestID as string);
  assert.equal(new Set(delivered).size, delivered.length, 'nothing twice');
  const there = new Set(delivered);
  assert.deepEqual(answered.filter((id) => !there.has(id)), [], 'nothing missing');
  assert.ok(answered.length > ROUNDS * CALLERS);
  const { PublicKeyList: keys } = await cloudtrail.listPublicKeys({ StartTime: new Date(0), EndTime: new Date() });
  const digests = () => checkChain(bucket, 'us-east-1', keys!);
  const named = (): number => digests().flatMap(({ logFiles }) => logFiles).length;
  for (let waited = 0; waited < PATIENCE_MS && named() < logsIn(bucket).length; waited += 100) await pause(100);
  checkLogs(bucket, digests());
  cloudtrail.destroy();
});
