/** kill -9 under load: each answered call has its event in the look-ups of the next server, once; so has a change. */
import assert from 'node:assert/strict';
import { join } from 'node:path';
import { test } from 'node:test';
import { setTimeout as pause } from 'node:timers/promises';
import { CloudTrailClient, LookupEventsCommand } from '@aws-sdk/client-cloudtrail';
import { CreateKeyCommand, EncryptCommand, type KMSClient, TagResourceCommand } from '@aws-sdk/client-kms';
import { REGION } from '../support/boot.ts';
import { Chance, printedSeed } from '../support/random.ts';
import { serve, type Served } from '../support/served.ts';
import { temporaryDirectory } from '../support/temporary.ts';

const ROUNDS = 3;
const WRITERS = 4;
const LONGEST_MS = 500;

/** By their request ids. */
interface Calls {
  readonly answered: Set<string>;
  asked: number;
}

async function write(client: KMSClient, KeyId: string, { answered }: Calls, asking: () => number): Promise<void> {
  try {
    for (;;) {
      const n = asking();
      const command = n % 3 === 0 ? new TagResourceCommand({ KeyId, Tags: [{ TagKey: 'n', TagValue: String(n) }] }) : new EncryptCommand({ KeyId, Plaintext: Buffer.from('secret') });
      const { $metadata } = await client.send(command as EncryptCommand);
      answered.add($metadata.requestId!);
    }
  } catch {
    // The server has been killed.
  }
}

async function requestIds(served: Served, keyArn: string): Promise<string[]> {
  const { variables } = served;
  const credentials = { accessKeyId: variables['AWS_ACCESS_KEY_ID']!, secretAccessKey: variables['AWS_SECRET_ACCESS_KEY']! };
  const client = new CloudTrailClient({ endpoint: served.url, region: REGION, credentials });
  const found: string[] = [];
  let NextToken: string | undefined;
  do {
    const page = await client.send(new LookupEventsCommand({ LookupAttributes: [{ AttributeKey: 'ResourceName', AttributeValue: keyArn }], NextToken }));
    found.push(...page.Events!.map(({ CloudTrailEvent }) => (JSON.parse(CloudTrailEvent!) as { requestID: string }).requestID));
    ({ NextToken } = page);
  } while (NextToken !== undefined);
  client.destroy();
  return found;
}

test(`${ROUNDS} rounds of calls and look-ups, each ended by kill -9`, async (t) => {
  const chance = new Chance(printedSeed());
  const data = join(temporaryDirectory(t), 'data');
  const calls: Calls = { answered: new Set(), asked: 0 };
  let keyArn = '';
  for (let round = 0; round < ROUNDS; round++) {
    await using served = await serve(['--data', data]);
    if (round === 0) keyArn = (await served.client().send(new CreateKeyCommand({}))).KeyMetadata!.Arn!;
    const running = Array.from({ length: WRITERS }, () => write(served.client(), keyArn, calls, () => calls.asked++));
    const looking = (async () => {
      for (;;) await requestIds(served, keyArn);
    })().catch(() => undefined);
    await pause(50 + chance.below(LONGEST_MS));
    served.child.kill('SIGKILL');
    await Promise.all([...running, looking]);
  }
  await using last = await serve(['--data', data]);
  const found = await requestIds(last, keyArn);
  assert.equal(new Set(found).size, found.length, 'each once');
  const lost = [...calls.answered].filter((id) => !found.includes(id));
  assert.deepEqual(lost, []);
  assert.ok(calls.answered.size > 2 * ROUNDS, `${calls.answered.size} calls were answered`);
  assert.ok(found.length <= calls.asked + 1, 'nothing was found that was not asked');
});
