/** Trails as resources: making, changing, seeing and deleting them. */
import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { refusal, refusals } from '../support/boot.ts';
import { ACCOUNT, BUCKET, eventsIn, folderOf, OTHER_ACCOUNT, OTHER_REGION, REGION, startTrails } from './support.ts';

const ARN = `arn:aws:cloudtrail:${REGION}:${ACCOUNT}:trail/orders`;
const GIVEN = { Name: 'orders', S3BucketName: BUCKET };

describe('trails', () => {
  test('are made with defaults, and seen', async (t) => {
    const { cloudtrail, cloudtrailIn, reports } = await startTrails(t);
    const made = await cloudtrail.createTrail({ ...GIVEN, S3KeyPrefix: 'a/b' });
    const settings = {
      Name: 'orders',
      S3BucketName: BUCKET,
      S3KeyPrefix: 'a/b',
      IncludeGlobalServiceEvents: true,
      IsMultiRegionTrail: false,
      TrailARN: ARN,
      LogFileValidationEnabled: false,
      IsOrganizationTrail: false,
      RecursiveLogging: true,
    };
    assert.deepEqual({ ...made, $metadata: undefined }, { ...settings, $metadata: undefined });
    const shown = { ...settings, HomeRegion: REGION, HasCustomEventSelectors: false, HasInsightSelectors: false };
    for (const Name of ['orders', ARN]) assert.deepEqual((await cloudtrail.getTrail({ Name })).Trail, shown);
    assert.deepEqual((await cloudtrail.describeTrails({})).trailList, [shown]);
    assert.deepEqual((await cloudtrail.listTrails({})).Trails, [{ TrailARN: ARN, Name: 'orders', HomeRegion: REGION }]);
    const elsewhere = cloudtrailIn({ region: OTHER_REGION });
    assert.deepEqual((await elsewhere.describeTrails({})).trailList, []);
    assert.deepEqual((await elsewhere.describeTrails({ trailNameList: [ARN] })).trailList, [shown]);
    assert.equal((await elsewhere.listTrails({})).Trails?.length, 1);
    assert.deepEqual((await cloudtrailIn({ account: OTHER_ACCOUNT }).describeTrails({})).trailList, []);
    assert.deepEqual(reports, []);
  });

  test('of all regions are shadows elsewhere, changed at home alone', async (t) => {
    const { cloudtrail, cloudtrailIn } = await startTrails(t);
    await cloudtrail.createTrail({ ...GIVEN, IsMultiRegionTrail: true });
    const elsewhere = cloudtrailIn({ region: OTHER_REGION });
    assert.equal((await elsewhere.describeTrails({})).trailList?.[0]?.HomeRegion, REGION);
    assert.deepEqual((await elsewhere.describeTrails({ includeShadowTrails: false })).trailList, []);
    assert.equal((await elsewhere.getTrailStatus({ Name: ARN })).IsLogging, false);
    for (const Name of ['orders', ARN]) {
      const calls = [elsewhere.startLogging({ Name }), elsewhere.stopLogging({ Name }), elsewhere.deleteTrail({ Name }), elsewhere.updateTrail({ Name })];
      for (const { name } of await refusals(calls)) assert.equal(name, 'InvalidHomeRegionException');
    }
    assert.equal((await refusal(elsewhere.putEventSelectors({ TrailName: ARN, EventSelectors: [{}] }))).name, 'InvalidHomeRegionException');
    const tagging = [
      elsewhere.addTags({ ResourceId: ARN, TagsList: [{ Key: 'a' }] }),
      elsewhere.removeTags({ ResourceId: ARN, TagsList: [{ Key: 'a' }] }),
      elsewhere.listTags({ ResourceIdList: [ARN] }),
    ];
    for (const { name } of await refusals(tagging)) assert.equal(name, 'ResourceNotFoundException');
    assert.equal((await refusal(elsewhere.createTrail(GIVEN))).name, 'TrailAlreadyExistsException');
    assert.match((await refusal(elsewhere.getTrail({ Name: 'orders' }))).message, /^Unknown trail: orders for the user: 000000000000$/);
  });

  test('names', async (t) => {
    const { cloudtrail } = await startTrails(t);
    const bad = ['', 'ab', 'a'.repeat(129), '-abc', 'abc-', 'a_-b', 'a b c', '192.168.5.4', 'ünï', 'abc\n', `arn:aws:s3:::${BUCKET}`];
    for (const Name of bad) {
      assert.equal((await refusal(cloudtrail.createTrail({ ...GIVEN, Name }))).name, 'InvalidTrailNameException', JSON.stringify(Name));
    }
    for (const Name of ['abc', 'a'.repeat(128), 'A-b_c.d']) await cloudtrail.createTrail({ ...GIVEN, Name });
    assert.equal((await refusal(cloudtrail.getTrail({ Name: 'arn:aws:cloudtrail:x' }))).name, 'CloudTrailARNInvalidException');
    const foreign = ARN.replace(ACCOUNT, OTHER_ACCOUNT);
    assert.equal((await refusal(cloudtrail.getTrail({ Name: foreign }))).message, `Unknown trail: ${foreign} for the user: ${ACCOUNT}`);
  });

  test('that are not there, by name: their ARNs are told, but not by GetTrail', async (t) => {
    const { cloudtrail } = await startTrails(t);
    const Name = 'orders';
    const told = (trail: string): string => `Unknown trail: ${trail} for the user: ${ACCOUNT}`;
    const calls = [
      cloudtrail.getTrailStatus({ Name }), cloudtrail.startLogging({ Name }), cloudtrail.stopLogging({ Name }), cloudtrail.updateTrail({ Name }),
      cloudtrail.deleteTrail({ Name }), cloudtrail.getEventSelectors({ TrailName: Name }), cloudtrail.putEventSelectors({ TrailName: Name, EventSelectors: [{}] }),
    ];
    for (const { message } of await refusals(calls)) assert.equal(message, told(ARN));
    assert.equal((await refusal(cloudtrail.getTrail({ Name }))).message, told(Name));
  });

  test('five a region, whoever makes them at once', async (t) => {
    const { cloudtrail, cloudtrailIn } = await startTrails(t);
    const names = Array.from({ length: 8 }, (_, i) => `trail-${i}`);
    const made = await Promise.allSettled(names.map((Name) => cloudtrail.createTrail({ ...GIVEN, Name })));
    const refused = made.filter((result) => result.status === 'rejected').map(({ reason }) => reason as Error);
    assert.equal(refused.length, 3);
    for (const error of refused) {
      assert.equal(error.name, 'MaximumNumberOfTrailsExceededException');
      assert.equal(error.message, `User: ${ACCOUNT} already has 5 trails in ${REGION}.`);
    }
    const elsewhere = cloudtrailIn({ region: OTHER_REGION });
    assert.equal((await refusal(elsewhere.createTrail({ ...GIVEN, IsMultiRegionTrail: true }))).name, 'MaximumNumberOfTrailsExceededException');
    await elsewhere.createTrail(GIVEN);
    assert.equal((await refusal(elsewhere.updateTrail({ Name: 'orders', IsMultiRegionTrail: true }))).name, 'MaximumNumberOfTrailsExceededException');
  });

  test('what a trail cannot be', async (t) => {
    const { cloudtrail } = await startTrails(t);
    const refused = async (input: object) => (await refusal(cloudtrail.createTrail({ ...GIVEN, ...input }))).name;
    assert.equal(await refused({ S3BucketName: 'no-such-bucket' }), 'S3BucketDoesNotExistException');
    for (const S3BucketName of ['', 'ab', 'Upper', 'a..b', '../etc', '1.2.3.4']) assert.equal(await refused({ S3BucketName }), 'InvalidS3BucketNameException');
    for (const S3KeyPrefix of ['/a', 'a/', 'a//b', '../../etc', 'a/../b', 'a\0b', 'x'.repeat(201), `AWSLogs/${OTHER_ACCOUNT}`]) {
      assert.equal(await refused({ S3KeyPrefix }), 'InvalidS3PrefixException');
    }
    assert.equal(await refused({ IsMultiRegionTrail: true, IncludeGlobalServiceEvents: false }), 'InvalidParameterCombinationException');
    assert.equal(await refused({ IsOrganizationTrail: true }), 'OrganizationsNotInUseException');
    assert.equal(await refused({ SnsTopicName: 'topic' }), 'UnsupportedOperationException');
    assert.equal(await refused({ CloudWatchLogsLogGroupArn: 'group' }), 'UnsupportedOperationException');
    assert.equal(await refused({ KmsKeyId: 'alias/none' }), 'KmsKeyNotFoundException');
    assert.equal(await refused({ TagsList: [{ Key: 'aws:x' }] }), 'InvalidTagParameterException');
    assert.deepEqual((await cloudtrail.describeTrails({})).trailList, []);
  });

  test('change, and go with their tags', async (t) => {
    const { cloudtrail } = await startTrails(t);
    await cloudtrail.createTrail({ ...GIVEN, TagsList: [{ Key: 'a', Value: 'b' }] });
    assert.equal((await refusal(cloudtrail.createTrail(GIVEN))).message, `Trail orders already exists for customer: ${ACCOUNT}`);
    await cloudtrail.updateTrail({ Name: 'orders', S3KeyPrefix: 'x' });
    const changed = await cloudtrail.updateTrail({ Name: ARN, IsMultiRegionTrail: true, EnableLogFileValidation: true });
    assert.deepEqual([changed.S3KeyPrefix, changed.IsMultiRegionTrail, changed.LogFileValidationEnabled], ['x', true, true]);
    assert.equal((await cloudtrail.updateTrail({ Name: 'orders', S3KeyPrefix: '' })).S3KeyPrefix, undefined);
    await cloudtrail.deleteTrail({ Name: ARN });
    assert.equal((await refusal(cloudtrail.deleteTrail({ Name: ARN }))).name, 'TrailNotFoundException');
    await cloudtrail.createTrail(GIVEN);
    assert.deepEqual((await cloudtrail.listTags({ ResourceIdList: [ARN] })).ResourceTagList, [{ ResourceId: ARN, TagsList: [] }]);
  });

  test('tags', async (t) => {
    const { cloudtrail } = await startTrails(t);
    await cloudtrail.createTrail(GIVEN);
    await cloudtrail.addTags({ ResourceId: ARN, TagsList: [{ Key: 'b', Value: '2' }, { Key: 'a' }] });
    await cloudtrail.addTags({ ResourceId: ARN, TagsList: [{ Key: 'b', Value: '3' }] });
    const tags = async () => (await cloudtrail.listTags({ ResourceIdList: [ARN] })).ResourceTagList?.[0]?.TagsList;
    assert.deepEqual(await tags(), [{ Key: 'a' }, { Key: 'b', Value: '3' }]);
    await cloudtrail.removeTags({ ResourceId: ARN, TagsList: [{ Key: 'b' }, { Key: 'none' }] });
    assert.deepEqual(await tags(), [{ Key: 'a' }]);
    const many = Array.from({ length: 50 }, (_, i) => ({ Key: `key-${i}` }));
    assert.equal((await refusal(cloudtrail.addTags({ ResourceId: ARN, TagsList: many }))).name, 'TagsLimitExceededException');
    const twice = [{ Key: 'x' }, { Key: 'x' }];
    assert.equal((await refusal(cloudtrail.addTags({ ResourceId: ARN, TagsList: twice }))).name, 'InvalidTagParameterException');
    assert.equal((await refusal(cloudtrail.addTags({ ResourceId: 'orders', TagsList: [] }))).name, 'CloudTrailARNInvalidException');
    assert.equal((await refusal(cloudtrail.listTags({ ResourceIdList: [`${ARN}-x`] }))).name, 'ResourceNotFoundException');
  });

  test('start and stop, each as often as one likes', async (t) => {
    const { cloudtrail, trent } = await startTrails(t);
    await cloudtrail.createTrail(GIVEN);
    const status = async () => {
      const { IsLogging, StartLoggingTime, StopLoggingTime, TimeLoggingStarted, TimeLoggingStopped } = await cloudtrail.getTrailStatus({ Name: 'orders' });
      return [IsLogging, StartLoggingTime?.getTime(), StopLoggingTime?.getTime(), TimeLoggingStarted, TimeLoggingStopped];
    };
    const text = (time: number) => `${new Date(time).toISOString().slice(0, 19)}Z`;
    assert.deepEqual(await status(), [false, undefined, undefined, '', '']);
    const started = await trent.advanceClock(1_000);
    await cloudtrail.startLogging({ Name: 'orders' });
    const stopped = await trent.advanceClock(1_000);
    await cloudtrail.startLogging({ Name: 'orders' });
    assert.deepEqual(await status(), [true, started, undefined, text(started), '']);
    await cloudtrail.stopLogging({ Name: 'orders' });
    await trent.advanceClock(1_000);
    await cloudtrail.stopLogging({ Name: 'orders' });
    assert.deepEqual(await status(), [false, started, stopped, text(started), text(stopped)]);
  });
});

test('an emulator that is reset has none', async (t) => {
  const { cloudtrail, trent, directory } = await startTrails(t);
  for (const round of [1, 2]) {
    await cloudtrail.createTrail({ ...GIVEN, TagsList: [{ Key: `round-${round}` }] });
    await cloudtrail.startLogging({ Name: 'orders' });
    await trent.advanceClock(300_000);
    assert.equal(eventsIn(folderOf(directory)).length, round);
    await trent.reset();
    assert.deepEqual((await cloudtrail.describeTrails({})).trailList, []);
  }
  await trent.advanceClock(300_000);
  assert.deepEqual(trent.auditStatus().trails, []);
});

test('without a place for buckets there are no trails', async (t) => {
  const { cloudtrail } = await startTrails(t, { trails: {} });
  const { name, message } = await refusal(cloudtrail.createTrail(GIVEN));
  assert.equal(name, 'S3BucketDoesNotExistException');
  assert.match(message, /--trail-directory or --trail-s3/);
});

test('pages of trails', async (t) => {
  const { cloudtrail, cloudtrailIn } = await startTrails(t);
  const regions = Array.from({ length: 26 }, (_, i) => `xx-place-${i + 1}`);
  for (const region of regions) {
    const client = cloudtrailIn({ region });
    await Promise.all([1, 2, 3, 4].map((i) => client.createTrail({ ...GIVEN, Name: `trail-${i}` })));
  }
  const first = await cloudtrail.listTrails({});
  assert.equal(first.Trails?.length, 100);
  const second = await cloudtrail.listTrails({ NextToken: first.NextToken });
  assert.equal(second.NextToken, undefined);
  assert.equal(new Set([...first.Trails!, ...second.Trails!].map(({ TrailARN }) => TrailARN)).size, 104);
  assert.equal((await refusal(cloudtrail.listTrails({ NextToken: 'x' }))).name, 'InvalidTokenException');
});
