/** What CloudTrail shows of secrets: never a value; the secret; the calls to KMS beside them; what happens by itself. */
import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import { after, before, describe, test } from 'node:test';
import { SecretsManager } from '@aws-sdk/client-secrets-manager';
import { ACCOUNT, REGION, type Stage, stage } from '../audit/records/support.ts';

const SECRET = 'never to be seen';

describe('events of Secrets Manager', () => {
  const ends: (() => void | Promise<void>)[] = [];
  let on: Stage;
  let secrets: SecretsManager;
  before(async () => {
    on = await stage({ after: (end: () => void) => void ends.push(end) } as never);
    secrets = new SecretsManager({ endpoint: on.booted.trent.url, region: REGION, credentials: on.booted.credentials, maxAttempts: 1 });
  });
  after(async () => {
    secrets.destroy();
    for (const end of ends.reverse()) await end();
  });

  test('CreateSecret: with KMS’s own events before it', async () => {
    const ClientRequestToken = randomUUID();
    const call = secrets.createSecret({ Name: 'seen', SecretString: SECRET, ClientRequestToken, Tags: [{ Key: 'a', Value: 'b' }] });
    const { event, resources, text } = await on.one(call);
    assert.ok(!text.includes(SECRET));
    const { ARN } = await call;
    assert.deepEqual(
      [event.eventName, event.eventSource, event['readOnly'], event.requestParameters, event.responseElements, event['resources']],
      [
        'CreateSecret', 'secretsmanager.amazonaws.com', false,
        { name: 'seen', clientRequestToken: ClientRequestToken, tags: [{ key: 'a', value: 'b' }] },
        { arn: ARN, name: 'seen', versionId: ClientRequestToken },
        [{ accountId: ACCOUNT, type: 'AWS::SecretsManager::Secret', ARN }],
      ],
    );
    assert.deepEqual(resources, [['AWS::SecretsManager::Secret', ARN]]);
  });

  /** The events of some work, in their order. */
  async function during(work: () => Promise<unknown>) {
    const before = on.recorded().length;
    await work().catch(() => undefined);
    return (await on.events()).slice(before).filter(({ event }) => event.eventName !== 'GetCallerIdentity');
  }

  test('GetSecretValue: what was asked for, never what was answered', async () => {
    const events = await during(() => secrets.getSecretValue({ SecretId: 'seen' }));
    assert.deepEqual(events.map(({ event }) => event.eventName), ['Decrypt', 'GetSecretValue']);
    const [decrypt, get] = events.map(({ event }) => event);
    assert.equal(decrypt!.userIdentity['invokedBy'], 'secretsmanager.amazonaws.com');
    assert.deepEqual([get!['readOnly'], get!.requestParameters, get!.responseElements], [true, { secretId: 'seen' }, null]);
    assert.ok(!events.some(({ text }) => text.includes(SECRET)));
    const again = await during(() => secrets.getSecretValue({ SecretId: 'seen' }));
    const shown = ({ event: { eventName, requestParameters, additionalEventData, resources } }: (typeof again)[number]) =>
      ({ eventName, requestParameters, additionalEventData, resources });
    assert.deepEqual(again.map(shown), events.map(shown), 'however often it is read');
    assert.notEqual(again[0]!.event.eventID, decrypt!.eventID);
  });

  test('refusals are recorded with what was asked for', async () => {
    const { event } = await on.one(secrets.putSecretValue({ SecretId: 'absent', SecretString: SECRET }));
    assert.equal(event.errorCode, 'ResourceNotFoundException');
    assert.deepEqual(Object.keys(event.requestParameters!).sort(), ['clientRequestToken', 'secretId']);
  });

  test('BatchGetSecretValue: an event of GetSecretValue for each secret', async () => {
    const events = await during(() => secrets.batchGetSecretValue({ SecretIdList: ['seen', 'absent'] }));
    assert.deepEqual(
      events.map(({ event }) => `${event.eventName} ${event.errorCode ?? ''}`).sort(),
      ['BatchGetSecretValue ', 'Decrypt ', 'GetSecretValue ', 'GetSecretValue ResourceNotFoundException'],
    );
    assert.equal(new Set(events.map(({ event }) => event.eventID)).size, events.length);
  });

  test('passwords and policies are not shown', async () => {
    const { RandomPassword } = await secrets.getRandomPassword({});
    assert.ok(!(await on.events()).some(({ text }) => text.includes(JSON.stringify(RandomPassword).slice(1, -1))));
    const { event } = await on.one(secrets.getResourcePolicy({ SecretId: 'seen' }));
    assert.equal(event.responseElements, null);
  });

  test('replication leaves events of its own in the primary region, for each replica', async (t) => {
    const manual = await stage(t, { auth: 'off', clock: 'manual' });
    const client = new SecretsManager({ endpoint: manual.booted.trent.url, region: REGION, credentials: manual.booted.credentials, maxAttempts: 1 });
    t.after(() => client.destroy());
    const { ARN } = await client.createSecret({ Name: 'copied', SecretString: SECRET, AddReplicaRegions: [{ Region: 'eu-west-1' }] });
    await client.replicateSecretToRegions({ SecretId: 'copied', AddReplicaRegions: [{ Region: 'eu-north-1', KmsKeyId: 'alias/none' }] });
    const own = (await manual.events()).map(({ event }) => event).filter((event) => event['eventType'] === 'AwsServiceEvent' && event.eventSource === 'secretsmanager.amazonaws.com');
    assert.deepEqual(own.map(({ eventName }) => eventName), ['ReplicationStarted', 'ReplicationSucceeded', 'ReplicationStarted', 'ReplicationFailed']);
    for (const event of own) assert.deepEqual([event['awsRegion'], event['additionalEventData']], [REGION, { SecretId: ARN }]);
  });

  test('the rotation and the end of a secret leave events of their own', async (t) => {
    const manual = await stage(t, { auth: 'off', clock: 'manual', rotationFunctions: [{ name: 'idle', target: 'command:true' }] });
    const client = new SecretsManager({ endpoint: manual.booted.trent.url, region: REGION, credentials: manual.booted.credentials, maxAttempts: 1 });
    t.after(() => client.destroy());
    const { ARN, VersionId } = await client.createSecret({ Name: 'ends', SecretString: SECRET });
    await client.rotateSecret({ SecretId: 'ends', RotationLambdaARN: `arn:aws:lambda:${REGION}:${ACCOUNT}:function:idle` });
    await manual.booted.trent.advanceClock(3_600_000);
    await client.putSecretValue({ SecretId: 'ends', SecretString: SECRET });
    await client.cancelRotateSecret({ SecretId: 'ends' });
    await client.deleteSecret({ SecretId: 'ends', RecoveryWindowInDays: 7 });
    await manual.booted.trent.advanceClock(8 * 86_400_000);
    const own = (await manual.events()).filter(({ event }) => event['eventType'] === 'AwsServiceEvent' && event.eventSource === 'secretsmanager.amazonaws.com').map(({ event }) => event);
    assert.deepEqual(own.map(({ eventName }) => eventName), [
      'RotationStarted', 'RotationFailed', 'RotationStarted', 'RotationFailed', 'RotationAbandoned',
      ...Array.from({ length: 3 }, () => 'StartSecretVersionDelete'), ...Array.from({ length: 3 }, () => 'EndSecretVersionDelete'),
    ]);
    for (const event of own) assert.equal((event['additionalEventData'] as { SecretId: string }).SecretId, ARN);
    assert.ok(own.some((event) => (event['additionalEventData'] as { SecretVersionId?: string }).SecretVersionId === VersionId));
  });
});
