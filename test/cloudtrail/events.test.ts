/** What CloudTrail shows of its own operations. */
import assert from 'node:assert/strict';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { test } from 'node:test';
import { CloudTrail } from '@aws-sdk/client-cloudtrail';
import { iamOf, newUser } from '../iam/support.ts';
import { refusal, refusals } from '../support/boot.ts';
import { temporaryDirectory } from '../support/temporary.ts';
import { ACCOUNT, BUCKET, REGION, startTrails } from './support.ts';

const ARN = `arn:aws:cloudtrail:${REGION}:${ACCOUNT}:trail/orders`;

/** Members that an operation decides, by name of the event. */
interface Shown {
  readonly eventName: string;
  readonly readOnly: boolean;
  readonly requestParameters: object | null;
  readonly responseElements: object | null;
  readonly errorCode?: string;
  readonly errorMessage?: string;
}

test('each operation leaves its event, and is found by its trail', async (t) => {
  const { cloudtrail } = await startTrails(t);
  await cloudtrail.createTrail({ Name: 'orders', S3BucketName: BUCKET, EnableLogFileValidation: true, TagsList: [{ Key: 'a', Value: 'b' }] });
  await cloudtrail.startLogging({ Name: 'orders' });
  await cloudtrail.getTrailStatus({ Name: ARN });
  await cloudtrail.putEventSelectors({ TrailName: 'orders', EventSelectors: [{ ReadWriteType: 'WriteOnly' }] });
  await cloudtrail.addTags({ ResourceId: ARN, TagsList: [{ Key: 'c' }] });
  await cloudtrail.stopLogging({ Name: 'orders' });
  await cloudtrail.deleteTrail({ Name: ARN });
  await refusal(cloudtrail.deleteTrail({ Name: ARN }));
  const shown = async (value: string): Promise<Shown[]> => {
    const LookupAttributes = [{ AttributeKey: 'ResourceName' as const, AttributeValue: value }];
    const { Events } = await cloudtrail.lookupEvents({ LookupAttributes });
    return Events!.map(({ CloudTrailEvent }) => pick(JSON.parse(CloudTrailEvent!) as Shown)).reverse();
  };
  const settings = { name: 'orders', s3BucketName: BUCKET };
  const answer = { includeGlobalServiceEvents: true, isMultiRegionTrail: false, trailARN: ARN, logFileValidationEnabled: true, isOrganizationTrail: false, recursiveLogging: true };
  const created: Shown = {
    eventName: 'CreateTrail',
    readOnly: false,
    requestParameters: { ...settings, enableLogFileValidation: true, tagsList: [{ key: 'a', value: 'b' }] },
    responseElements: { ...settings, ...answer },
  };
  const selector = { readWriteType: 'WriteOnly' };
  const complete = { ...selector, includeManagementEvents: true, dataResources: [], excludeManagementEventSources: [] };
  const change = (eventName: string, requestParameters: object): Shown => ({ eventName, readOnly: false, requestParameters, responseElements: null });
  assert.deepEqual(await shown('orders'), [
    created,
    change('StartLogging', { name: 'orders' }),
    { ...change('PutEventSelectors', { trailName: 'orders', eventSelectors: [selector] }), responseElements: { trailARN: ARN, eventSelectors: [complete] } },
    change('StopLogging', { name: 'orders' }),
  ]);
  assert.deepEqual(await shown(BUCKET), [created]);
  assert.deepEqual((await shown(ARN)).filter(({ eventName }) => eventName !== 'CreateTrail' && eventName !== 'PutEventSelectors'), [
    { ...change('GetTrailStatus', { name: ARN }), readOnly: true },
    change('AddTags', { resourceId: ARN, tagsList: [{ key: 'c' }] }),
    change('DeleteTrail', { name: ARN }),
    { ...change('DeleteTrail', { name: ARN }), errorCode: 'TrailNotFoundException', errorMessage: `Unknown trail: ${ARN} for the user: ${ACCOUNT}` },
  ]);
});

test('a refusal, too', async (t) => {
  const server = await startTrails(t, { auth: 'sigv4', clock: 'real' });
  const iam = iamOf(server);
  const user = new CloudTrail({ endpoint: server.trent.url, region: REGION, credentials: await newUser(iam, 'ada'), maxAttempts: 1 });
  iam.destroy();
  const { name, message } = await refusal(user.createTrail({ Name: 'orders', S3BucketName: BUCKET }));
  user.destroy();
  const denial = `User: arn:aws:iam::${ACCOUNT}:user/ada is not authorized to perform: cloudtrail:CreateTrail on resource: ${ARN} because no identity-based policy allows the cloudtrail:CreateTrail action`;
  assert.deepEqual([name, message], ['AccessDeniedException', denial]);
  const LookupAttributes = [{ AttributeKey: 'EventName' as const, AttributeValue: 'CreateTrail' }];
  const [event] = (await server.cloudtrail.lookupEvents({ LookupAttributes })).Events!;
  const { errorCode, errorMessage, responseElements, requestParameters } = JSON.parse(event!.CloudTrailEvent!);
  assert.deepEqual([event!.Username, errorCode, errorMessage, responseElements], ['ada', 'AccessDenied', denial, null]);
  assert.deepEqual(requestParameters, { name: 'orders', s3BucketName: BUCKET });
});

test('an outage by the name that CloudTrail has for it (API reference, "Common Errors")', async (t) => {
  const data = temporaryDirectory(t);
  const { cloudtrail, reports } = await startTrails(t, { location: { data } });
  const intruder = new DatabaseSync(join(data, 'trent.db'));
  intruder.exec('drop table cloudtrail_trails');
  intruder.close();
  const { name, status } = await refusal(cloudtrail.describeTrails());
  assert.deepEqual([name, status, reports.length], ['InternalFailure', 500, 1]);
  const { Events } = await cloudtrail.lookupEvents({ LookupAttributes: [{ AttributeKey: 'EventName', AttributeValue: 'DescribeTrails' }] });
  const events = Events!.map(({ CloudTrailEvent }) => JSON.parse(CloudTrailEvent!) as { errorCode?: string });
  assert.deepEqual(events.map(({ errorCode }) => errorCode), ['InternalFailure']);
});

test('leave is by trail, and by the tags of a request', async (t) => {
  const server = await startTrails(t, { auth: 'sigv4', clock: 'real' });
  const iam = iamOf(server);
  const tagged = { StringEquals: { 'aws:RequestTag/team': 'red' }, 'ForAllValues:StringEquals': { 'aws:TagKeys': ['team'] } };
  const own = [
    { Effect: 'Allow', Action: 'cloudtrail:CreateTrail', Resource: ARN, Condition: tagged },
    { Effect: 'Allow', Action: 'cloudtrail:GetTrail', Resource: `${ARN}*` },
  ];
  const credentials = await newUser(iam, 'ada', ...own);
  iam.destroy();
  const user = new CloudTrail({ endpoint: server.trent.url, region: REGION, credentials, maxAttempts: 1 });
  const create = (Name: string, ...TagsList: { Key: string; Value: string }[]) => user.createTrail({ Name, S3BucketName: BUCKET, TagsList });
  const team = { Key: 'team', Value: 'red' };
  const denied = [create('orders'), create('orders', { ...team, Value: 'blue' }), create('orders', team, { Key: 'x', Value: 'y' }), create('others', team)];
  for (const { name } of await refusals(denied)) assert.equal(name, 'AccessDeniedException');
  await create('orders', team);
  assert.equal((await user.getTrail({ Name: 'orders' })).Trail?.TrailARN, ARN);
  assert.equal((await refusal(user.getTrailStatus({ Name: 'orders' }))).name, 'AccessDeniedException');
  user.destroy();
});

function pick({ eventName, readOnly, requestParameters, responseElements, errorCode, errorMessage }: Shown): Shown {
  const refused = errorCode === undefined ? {} : { errorCode, ...(errorMessage !== undefined && { errorMessage }) };
  return { eventName, readOnly, requestParameters, responseElements, ...refused };
}
