/** What arrives in a bucket: which events, once each, in files as CloudTrail's, with digests that hold them together. */
import assert from 'node:assert/strict';
import { createDecipheriv } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { describe, test } from 'node:test';
import { gunzipSync } from 'node:zlib';
import { CreateKeyCommand, DecryptCommand, DescribeKeyCommand, type KMSClient, ListKeysCommand } from '@aws-sdk/client-kms';
import { IAM } from '@aws-sdk/client-iam';
import { secondsText } from '../../src/audit/delivery/layout.ts';
import { refusal } from '../support/boot.ts';
import { temporaryDirectory } from '../support/temporary.ts';
import { checkChain, checkLogs } from './check-chain.ts';
import { ACCOUNT, BUCKET, digestsIn, eventsIn, type Folder, folderOf, HOUR, type LoggedEvent, logsIn, namesIn, OTHER_ACCOUNT, OTHER_REGION, pathIn, REGION, startTrails } from './support.ts';

const GIVEN = { Name: 'orders', S3BucketName: BUCKET };
const MINUTE = 60_000;
const DAY = 24 * HOUR;

describe('a trail delivers', () => {
  test('its events from StartLogging to StopLogging, once each', async (t) => {
    const { cloudtrail, client, trent, directory, reports } = await startTrails(t);
    const bucket = folderOf(directory);
    const kms = client();
    await cloudtrail.createTrail(GIVEN);
    await kms.send(new ListKeysCommand({}));
    await cloudtrail.startLogging({ Name: 'orders' });
    await kms.send(new CreateKeyCommand({}));
    await refusal(kms.send(new DescribeKeyCommand({ KeyId: 'none' })));
    await trent.advanceClock(5 * MINUTE);
    assert.deepEqual(namesIn(bucket), ['StartLogging', 'CreateKey', 'DescribeKey']);
    const delivered = await trent.advanceClock(2 * MINUTE);
    await kms.send(new ListKeysCommand({}));
    await trent.advanceClock(10 * MINUTE);
    await cloudtrail.stopLogging({ Name: 'orders' });
    await trent.advanceClock(10 * MINUTE);
    await kms.send(new CreateKeyCommand({}));
    await trent.advanceClock(10 * MINUTE);
    assert.deepEqual(namesIn(bucket), ['StartLogging', 'CreateKey', 'DescribeKey', 'ListKeys', 'StopLogging']);
    assert.equal(new Set(eventsIn(bucket).map(({ eventID }) => eventID)).size, 5);
    for (const event of eventsIn(bucket)) assert.deepEqual([event.recipientAccountId, event.awsRegion, event.eventCategory], [ACCOUNT, REGION, 'Management']);
    const day = new Date(delivered).toISOString().slice(0, 10);
    const name = new RegExp(
      `^AWSLogs/${ACCOUNT}/CloudTrail/${REGION}/${day.replaceAll('-', '/')}/${ACCOUNT}_CloudTrail_${REGION}_${day.replaceAll('-', '')}T\\d{4}Z_[A-Za-z0-9]{16}\\.json\\.gz$`,
    );
    for (const key of logsIn(bucket)) assert.match(key, name);
    assert.deepEqual([digestsIn(bucket), reports], [[], []]);
  });

  test('again what comes after another StartLogging, and nothing of between', async (t) => {
    const { cloudtrail, client, trent, directory } = await startTrails(t);
    const kms = client();
    await cloudtrail.createTrail(GIVEN);
    for (const round of [1, 2]) {
      await cloudtrail.startLogging({ Name: 'orders' });
      for (let i = 0; i < round; i++) await kms.send(new CreateKeyCommand({}));
      await cloudtrail.stopLogging({ Name: 'orders' });
      await trent.advanceClock(2_000);
      await kms.send(new ListKeysCommand({}));
    }
    await trent.advanceClock(10 * MINUTE);
    const expected = ['StartLogging', 'CreateKey', 'StopLogging', 'StartLogging', 'CreateKey', 'CreateKey', 'StopLogging'];
    assert.deepEqual(namesIn(folderOf(directory)).sort(), expected.sort());
  });

  test('each of several times that it logged, however short', async (t) => {
    const { cloudtrail, client, trent, directory } = await startTrails(t);
    const kms = client();
    await cloudtrail.createTrail(GIVEN);
    const rounds = async (count: number) => {
      for (let round = 0; round < count; round++) {
        await cloudtrail.startLogging({ Name: 'orders' });
        await kms.send(new ListKeysCommand({}));
        await cloudtrail.stopLogging({ Name: 'orders' });
        await kms.send(new CreateKeyCommand({}));
      }
      await trent.advanceClock(10 * MINUTE);
    };
    await rounds(3);
    await rounds(3);
    const names = namesIn(folderOf(directory));
    const counted = ['StartLogging', 'ListKeys', 'StopLogging', 'CreateKey'].map((name) => names.filter((other) => other === name).length);
    assert.deepEqual(counted, [6, 6, 6, 0]);
  });

  test('what happened before it was deleted, then nothing', async (t) => {
    const { cloudtrail, trent, directory } = await startTrails(t);
    await cloudtrail.createTrail({ ...GIVEN, EnableLogFileValidation: true });
    await cloudtrail.startLogging({ Name: 'orders' });
    await cloudtrail.deleteTrail({ Name: 'orders' });
    await cloudtrail.createTrail(GIVEN);
    await trent.advanceClock(5 * MINUTE);
    await trent.advanceClock(5 * MINUTE);
    assert.deepEqual(namesIn(folderOf(directory)), ['StartLogging', 'DeleteTrail']);
    assert.equal(digestsIn(folderOf(directory)).length, 1);
  });

  test('what there is when the server stops', async (t) => {
    const { cloudtrail, client, directory, trent, stop } = await startTrails(t);
    await cloudtrail.createTrail(GIVEN);
    await cloudtrail.startLogging({ Name: 'orders' });
    await trent.advanceClock(1_000);
    await client().send(new ListKeysCommand({}));
    await stop();
    assert.deepEqual(namesIn(folderOf(directory)).sort(), ['ListKeys', 'StartLogging']);
  });

  test('digests that verify across a rotation of the key that signs them', async (t) => {
    const { cloudtrail, trent, directory, reports } = await startTrails(t, {}, { digestSeconds: (40 * DAY) / 1_000 });
    await cloudtrail.createTrail({ ...GIVEN, EnableLogFileValidation: true });
    await cloudtrail.startLogging({ Name: 'orders' });
    await trent.advanceClock(450 * DAY);
    const { PublicKeyList: keys } = await cloudtrail.listPublicKeys({ StartTime: new Date(0) });
    assert.equal(keys!.length, 2);
    const chain = checkChain(folderOf(directory), REGION, keys!);
    assert.equal(new Set(chain.map(({ digestPublicKeyFingerprint }) => digestPublicKeyFingerprint)).size, 2);
    assert.equal((await cloudtrail.listPublicKeys({})).PublicKeyList!.length, 1);
    assert.deepEqual(reports, []);
  });

  test('of its own account, and of other regions where it is for all', async (t) => {
    const { cloudtrail, cloudtrailIn, client, trent, directory, credentials } = await startTrails(t);
    await cloudtrail.createTrail({ ...GIVEN, S3KeyPrefix: 'one' });
    await cloudtrail.createTrail({ ...GIVEN, Name: 'every', S3KeyPrefix: 'all', IsMultiRegionTrail: true });
    for (const Name of ['orders', 'every']) await cloudtrail.startLogging({ Name });
    await client({ region: OTHER_REGION }).send(new CreateKeyCommand({}));
    await cloudtrailIn({ account: OTHER_ACCOUNT }).describeTrails({});
    const iam = new IAM({ endpoint: trent.url, region: OTHER_REGION, credentials });
    await iam.createUser({ UserName: 'ada' });
    iam.destroy();
    await trent.advanceClock(5 * MINUTE);
    const events = eventsIn(folderOf(directory));
    const of = (prefix: string) => logsIn(folderOf(directory)).filter((key) => key.startsWith(`${prefix}/AWSLogs/${ACCOUNT}/`)).length;
    assert.deepEqual([of('one'), of('all'), logsIn(folderOf(directory)).length], [1, 2, 3]);
    assert.deepEqual(events.filter(({ eventName }) => eventName === 'CreateKey').map(({ awsRegion }) => awsRegion), [OTHER_REGION]);
    assert.deepEqual(events.filter(({ eventName }) => eventName === 'CreateUser').map(({ awsRegion }) => awsRegion), ['us-east-1', 'us-east-1']);
    assert.ok(events.every(({ recipientAccountId }) => recipientAccountId === ACCOUNT));
  });

  test('what its selectors take', async (t) => {
    const { cloudtrail, client, trent, directory } = await startTrails(t);
    const kms = client();
    const select = async (selectors: object): Promise<string[]> => {
      await cloudtrail.createTrail(GIVEN);
      await cloudtrail.putEventSelectors({ TrailName: 'orders', ...selectors });
      await cloudtrail.startLogging({ Name: 'orders' });
      await kms.send(new CreateKeyCommand({}));
      await kms.send(new ListKeysCommand({}));
      await cloudtrail.getTrail({ Name: 'orders' });
      await cloudtrail.deleteTrail({ Name: 'orders' });
      const before = namesIn(folderOf(directory)).length;
      await trent.advanceClock(5 * MINUTE);
      await trent.advanceClock(5 * MINUTE);
      return namesIn(folderOf(directory)).slice(before);
    };
    const management = { Field: 'eventCategory', Equals: ['Management'] };
    const KMS = 'kms.amazonaws.com';
    assert.deepEqual(await select({ EventSelectors: [{ ReadWriteType: 'ReadOnly' }] }), ['ListKeys', 'GetTrail']);
    assert.deepEqual(await select({ EventSelectors: [{ ReadWriteType: 'WriteOnly' }] }), ['StartLogging', 'CreateKey', 'DeleteTrail']);
    assert.deepEqual(await select({ EventSelectors: [{ ExcludeManagementEventSources: [KMS] }] }), ['StartLogging', 'GetTrail', 'DeleteTrail']);
    assert.deepEqual(await select({ EventSelectors: [{ IncludeManagementEvents: false }] }), []);
    const readsButKms = [management, { Field: 'readOnly', Equals: ['true'] }, { Field: 'eventSource', NotEquals: [KMS] }];
    assert.deepEqual(await select({ AdvancedEventSelectors: [{ FieldSelectors: readsButKms }] }), ['GetTrail']);
  });

  test('digests, an hour each, that name each file once', async (t) => {
    const { cloudtrail, client, trent, directory, reports } = await startTrails(t);
    const bucket = folderOf(directory);
    await cloudtrail.createTrail({ ...GIVEN, EnableLogFileValidation: true, IsMultiRegionTrail: true });
    await cloudtrail.startLogging({ Name: 'orders' });
    for (const region of [REGION, OTHER_REGION, REGION]) {
      await client({ region }).send(new ListKeysCommand({}));
      await trent.advanceClock(HOUR);
    }
    const now = await trent.advanceClock(2 * HOUR);
    const { PublicKeyList: keys } = await cloudtrail.listPublicKeys({ StartTime: new Date(now - 6 * HOUR), EndTime: new Date(now) });
    const scratch = temporaryDirectory(t);
    const [home, other] = [checkChain(bucket, REGION, keys!, scratch), checkChain(bucket, OTHER_REGION, keys!, scratch)];
    assert.equal(home.length, 5);
    assert.ok(other.length >= 3);
    checkLogs(bucket, [...home, ...other]);
    const status = await cloudtrail.getTrailStatus({ Name: 'orders' });
    assert.equal(secondsText(status.LatestDigestDeliveryTime!.getTime()), home.at(-1)!.digestEndTime);
    assert.equal(status.LatestDigestDeliveryError, undefined);
    assert.deepEqual(reports, []);
  });

  test('encrypted under a key, where the key lets CloudTrail', async (t) => {
    const { cloudtrail, client, trent, directory, reports } = await startTrails(t);
    const bucket = folderOf(directory);
    const kms = client();
    const { KeyMetadata } = await kms.send(new CreateKeyCommand({}));
    const refused = await refusal(cloudtrail.createTrail({ ...GIVEN, KmsKeyId: KeyMetadata!.KeyId }));
    assert.equal(refused.name, 'InsufficientEncryptionPolicyException');
    assert.equal(refused.message, `Insufficient permissions to access S3 bucket ${BUCKET} or KMS key ${KeyMetadata!.Arn}.`);
    const { KeyMetadata: key } = await kms.send(new CreateKeyCommand({ Policy: POLICY }));
    const made = await cloudtrail.createTrail({ ...GIVEN, KmsKeyId: key!.KeyId, EnableLogFileValidation: true });
    assert.equal(made.KmsKeyId, key!.Arn);
    await cloudtrail.startLogging({ Name: 'orders' });
    await trent.advanceClock(HOUR);
    await trent.advanceClock(HOUR);
    assert.equal(digestsIn(bucket).length, 2);
    const [first, second] = (await Promise.all(logsIn(bucket).map((object) => opened(kms, bucket, object)))) as { Records: LoggedEvent[] }[];
    assert.deepEqual(first!.Records.map(({ eventName }) => eventName), ['StartLogging']);
    const [byCloudTrail] = second!.Records;
    assert.deepEqual(byCloudTrail!['userIdentity'], { type: 'AWSService', invokedBy: 'cloudtrail.amazonaws.com' });
    for (const object of digestsIn(bucket)) assert.ok('logFiles' in ((await opened(kms, bucket, object)) as object));
    assert.deepEqual(reports, []);
  });

  test('nothing of its own doing where that is not wanted', async (t) => {
    const { cloudtrail, client, trent, directory } = await startTrails(t);
    const kms = client();
    const { KeyMetadata: key } = await kms.send(new CreateKeyCommand({ Policy: POLICY }));
    await cloudtrail.createTrail({ ...GIVEN, KmsKeyId: key!.KeyId, RecursiveLogging: false });
    await cloudtrail.startLogging({ Name: 'orders' });
    for (let hour = 0; hour < 3; hour++) await trent.advanceClock(HOUR);
    assert.equal(logsIn(folderOf(directory)).length, 1);
  });
});

const POLICY = JSON.stringify({
  Version: '2012-10-17',
  Statement: [
    { Effect: 'Allow', Principal: { AWS: `arn:aws:iam::${ACCOUNT}:root` }, Action: 'kms:*', Resource: '*' },
    {
      Effect: 'Allow',
      Principal: { Service: 'cloudtrail.amazonaws.com' },
      Action: 'kms:GenerateDataKey*',
      Resource: '*',
      Condition: {
        StringEquals: { 'aws:SourceArn': `arn:aws:cloudtrail:${REGION}:${ACCOUNT}:trail/orders` },
        StringLike: { 'kms:EncryptionContext:aws:cloudtrail:arn': `arn:aws:cloudtrail:*:${ACCOUNT}:trail/*` },
      },
    },
  ],
});

/** An object that was encrypted for a directory, as its metadata tell. */
async function opened(kms: KMSClient, bucket: Folder, key: string): Promise<unknown> {
  const { encryption } = JSON.parse(readFileSync(`${pathIn(bucket, key)}.metadata.json`, 'utf8'));
  assert.equal(encryption.encryptionContext['aws:s3:arn'], `arn:aws:s3:::${BUCKET}/${key}`);
  const CiphertextBlob = Buffer.from(encryption.encryptedDataKey, 'base64');
  const { Plaintext } = await kms.send(new DecryptCommand({ CiphertextBlob, EncryptionContext: encryption.encryptionContext }));
  const sealed = readFileSync(pathIn(bucket, key));
  const cipher = createDecipheriv('aes-256-gcm', Plaintext!, sealed.subarray(0, 12)).setAuthTag(sealed.subarray(-16));
  const body = Buffer.concat([cipher.update(sealed.subarray(12, -16)), cipher.final()]);
  return JSON.parse(gunzipSync(body).toString('utf8'));
}
