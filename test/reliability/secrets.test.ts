/** Secrets on disk: kill -9 loses no answered change and leaves none half made; values lie nowhere. */
import assert from 'node:assert/strict';
import { join } from 'node:path';
import { test } from 'node:test';
import { setTimeout as pause } from 'node:timers/promises';
import { SecretsManager } from '@aws-sdk/client-secrets-manager';
import { Chance, printedSeed } from '../support/random.ts';
import { serve, type Served } from '../support/served.ts';
import { temporaryDirectory } from '../support/temporary.ts';
import { tracesInDirectory } from '../support/traces.ts';

const ROUNDS = 6;
const WRITERS = 4;
/** A round lasts this long at least and at most, milliseconds. */
const SHORTEST_MS = 50;
const LONGEST_MS = 500;
const REPLICA = 'eu-west-1';

const secretsOf = ({ url, variables }: Served, region = 'us-east-1'): SecretsManager => {
  const credentials = { accessKeyId: variables['AWS_ACCESS_KEY_ID']!, secretAccessKey: variables['AWS_SECRET_ACCESS_KEY']! };
  return new SecretsManager({ endpoint: url, region, credentials, maxAttempts: 1 });
};

/** What answers said of one secret. The last that was asked for may be in or not, when it was not answered. */
interface Subject {
  readonly name: string;
  /** Values that were put, oldest first. */
  readonly values: string[];
  asked: string | undefined;
}

/** Makes secrets with a replica each and gives them new values, until the server is gone. */
async function write(secrets: SecretsManager, prefix: string, subjects: Subject[]): Promise<void> {
  for (let i = 0; ; i++) {
    const subject: Subject = { name: `${prefix}/${i}`, values: [], asked: undefined };
    subjects.push(subject);
    try {
      for (let version = 0; version < 4; version++) {
        subject.asked = `secret of ${subject.name}, version ${version}`;
        if (version === 0) await secrets.createSecret({ Name: subject.name, SecretString: subject.asked, Description: 'of the secret', AddReplicaRegions: [{ Region: REPLICA }] });
        else await secrets.putSecretValue({ SecretId: subject.name, SecretString: subject.asked });
        subject.values.push(subject.asked);
        subject.asked = undefined;
      }
    } catch {
      return;
    }
  }
}

/** Both regions have the same versions, and of them all that were answered. @returns whether the last unanswered one is in */
async function check(primary: SecretsManager, replica: SecretsManager, { name, values, asked }: Subject): Promise<boolean> {
  const described = await primary.describeSecret({ SecretId: name }).catch(() => undefined);
  if (!described) {
    assert.deepEqual(values, [], `${name} was answered and is gone`);
    await assert.rejects(replica.describeSecret({ SecretId: name }), { name: 'ResourceNotFoundException' });
    return false;
  }
  const current = (await primary.getSecretValue({ SecretId: name })).SecretString!;
  assert.ok([values.at(-1), asked].includes(current), `${name} has ${current}`);
  assert.equal((await replica.getSecretValue({ SecretId: name })).SecretString, current);
  assert.deepEqual((await replica.describeSecret({ SecretId: name })).VersionIdsToStages, described.VersionIdsToStages);
  const { Versions } = await primary.listSecretVersionIds({ SecretId: name, IncludeDeprecated: true });
  assert.equal(Versions!.length, values.length + Number(current === asked));
  return current === asked;
}

test(`${ROUNDS} rounds of writing, each ended by kill -9`, { timeout: 120_000 }, async (t) => {
  const chance = new Chance(printedSeed());
  const data = join(temporaryDirectory(t), 'data');
  const subjects: Subject[] = [];
  for (let round = 0; round < ROUNDS; round++) {
    await using served = await serve(['--data', data]);
    const clients = Array.from({ length: WRITERS }, () => secretsOf(served));
    const running = clients.map((client, writer) => write(client, `round-${round}/writer-${writer}`, subjects));
    await Promise.race([pause(SHORTEST_MS + chance.below(LONGEST_MS - SHORTEST_MS)), ...running]);
    served.child.kill('SIGKILL');
    await Promise.all(running);
    for (const client of clients) client.destroy();
  }
  await using last = await serve(['--data', data]);
  const [primary, replica] = [secretsOf(last), secretsOf(last, REPLICA)];
  let unansweredButIn = 0;
  for (const subject of subjects) if (await check(primary, replica, subject)) unansweredButIn++;
  const { SecretList } = await primary.listSecrets({});
  assert.ok(SecretList!.length > 0);
  for (const client of [primary, replica]) client.destroy();
  assert.equal(await last.end('SIGTERM'), 0, last.output());
  assert.deepEqual(tracesInDirectory(data, { value: Buffer.from('secret of round-') }), []);
  const changes = subjects.reduce((sum, { values }) => sum + values.length, 0);
  t.diagnostic(`${changes} answered changes, ${unansweredButIn} unanswered ones that were in`);
  assert.ok(changes > ROUNDS, 'the writers wrote');
});
