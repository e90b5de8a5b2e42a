/**
 * The records of CloudTrail's own operations ("Logging AWS CloudTrail API calls"): of each the allowed call, the same by
 * somebody who may not, and one that is not valid.
 */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { CloudTrail } from '@aws-sdk/client-cloudtrail';
import model from '../../src/services/cloudtrail/model.json' with { type: 'json' };
import { unsupported } from '../../src/services/cloudtrail/operations/unsupported.ts';
import { iamOf, newUser } from '../iam/support.ts';
import { refusal } from '../support/boot.ts';
import { ACCOUNT, BUCKET, type LoggedEvent, REGION, startTrails } from './support.ts';

const ARN = `arn:aws:cloudtrail:${REGION}:${ACCOUNT}:trail/orders`;

interface Case {
  readonly input: object;
  readonly parameters: object | null;
  readonly elements?: object;
  readonly readOnly: boolean;
  /** Members to be given otherwise, and what that is refused with. */
  readonly invalid: readonly [changed: object, code: string];
}

const settings = { includeGlobalServiceEvents: true, isMultiRegionTrail: false, trailARN: ARN, isOrganizationTrail: false, recursiveLogging: true };
const created = { name: 'orders', s3BucketName: BUCKET, ...settings, logFileValidationEnabled: true };
const given = { Name: 'orders', S3BucketName: BUCKET, EnableLogFileValidation: true, TagsList: [{ Key: 'a', Value: 'b' }] };
const logged = { name: 'orders', s3BucketName: BUCKET, enableLogFileValidation: true, tagsList: [{ key: 'a', value: 'b' }] };
const selectors = { readWriteType: 'WriteOnly', includeManagementEvents: true, dataResources: [], excludeManagementEventSources: [] };
const SHORT = [{ Name: 'a' }, 'InvalidTrailNameException'] as const;
const NO_ARN = 'CloudTrailARNInvalidException';

const named = (readOnly: boolean): Case => ({ input: { Name: 'orders' }, parameters: { name: 'orders' }, readOnly, invalid: SHORT });

/** In the order in which they are called. */
const CASES: { readonly [operation: string]: Case } = {
  CreateTrail: { input: given, parameters: logged, elements: created, readOnly: false, invalid: [{ S3BucketName: 'A_' }, 'InvalidS3BucketNameException'] },
  UpdateTrail: {
    input: { Name: ARN, S3KeyPrefix: 'of/ours' },
    parameters: { name: ARN, s3KeyPrefix: 'of/ours' },
    elements: { ...created, s3KeyPrefix: 'of/ours' },
    readOnly: false,
    invalid: [{ S3KeyPrefix: '/' }, 'InvalidS3PrefixException'],
  },
  StartLogging: named(false),
  PutEventSelectors: {
    input: { TrailName: 'orders', EventSelectors: [{ ReadWriteType: 'WriteOnly' }] },
    parameters: { trailName: 'orders', eventSelectors: [{ readWriteType: 'WriteOnly' }] },
    elements: { trailARN: ARN, eventSelectors: [selectors] },
    readOnly: false,
    invalid: [{ EventSelectors: [] }, 'InvalidEventSelectorsException'],
  },
  AddTags: {
    input: { ResourceId: ARN, TagsList: [{ Key: 'c' }] },
    parameters: { resourceId: ARN, tagsList: [{ key: 'c' }] },
    readOnly: false,
    invalid: [{ TagsList: [{ Key: 'aws:c' }] }, 'InvalidTagParameterException'],
  },
  RemoveTags: {
    input: { ResourceId: ARN, TagsList: [{ Key: 'c' }] },
    parameters: { resourceId: ARN, tagsList: [{ key: 'c' }] },
    readOnly: false,
    invalid: [{ ResourceId: 'orders' }, NO_ARN],
  },
  ListTags: { input: { ResourceIdList: [ARN] }, parameters: { resourceIdList: [ARN] }, readOnly: true, invalid: [{ ResourceIdList: ['orders'] }, NO_ARN] },
  GetEventSelectors: { input: { TrailName: ARN }, parameters: { trailName: ARN }, readOnly: true, invalid: [{ TrailName: 'a' }, 'InvalidTrailNameException'] },
  GetTrail: named(true),
  GetTrailStatus: named(true),
  DescribeTrails: {
    input: { trailNameList: ['orders'], includeShadowTrails: false },
    parameters: { trailNameList: ['orders'], includeShadowTrails: false },
    readOnly: true,
    invalid: [{ trailNameList: ['arn:aws:cloudtrail'] }, NO_ARN],
  },
  ListTrails: { input: {}, parameters: null, readOnly: true, invalid: [{ NextToken: 'forged' }, 'InvalidTokenException'] },
  ListPublicKeys: {
    input: { StartTime: new Date(0) },
    parameters: { startTime: 'Jan 1, 1970, 12:00:00 AM' },
    readOnly: true,
    invalid: [{ NextToken: 'forged' }, 'InvalidTokenException'],
  },
  LookupEvents: {
    input: { LookupAttributes: [{ AttributeKey: 'EventName', AttributeValue: 'x' }], MaxResults: 3 },
    parameters: { lookupAttributes: [{ attributeKey: 'EventName', attributeValue: 'x' }], maxResults: 3 },
    readOnly: true,
    invalid: [{ NextToken: 'forged' }, 'InvalidNextTokenException'],
  },
  StopLogging: named(false),
  DeleteTrail: named(false),
};

/** As the model logs the members that were given otherwise. */
const lower = (value: unknown): unknown => {
  if (Array.isArray(value)) return value.map(lower);
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([name, member]) => [name.charAt(0).toLowerCase() + name.slice(1), lower(member)]));
};

test('of every operation: allowed, denied, not valid', async (t) => {
  const server = await startTrails(t, { auth: 'sigv4', clock: 'real' });
  const iam = iamOf(server);
  const nobody = new CloudTrail({ endpoint: server.trent.url, region: REGION, credentials: await newUser(iam, 'nobody'), maxAttempts: 1 });
  iam.destroy();
  t.after(() => nobody.destroy());
  const call = (client: CloudTrail, operation: string, input: object): Promise<unknown> =>
    client[`${operation.charAt(0).toLowerCase()}${operation.slice(1)}` as 'getTrail'](input as never);
  async function recorded(operation: string): Promise<object> {
    const LookupAttributes = [{ AttributeKey: 'EventName' as const, AttributeValue: operation }];
    const { Events } = await server.cloudtrail.lookupEvents({ LookupAttributes, MaxResults: 1 });
    const event = JSON.parse(Events![0]!.CloudTrailEvent!) as LoggedEvent;
    const { eventSource, eventName, readOnly, userIdentity, requestParameters, responseElements, errorCode } = event;
    assert.deepEqual([eventSource, eventName, 'resources' in event], ['cloudtrail.amazonaws.com', operation, false]);
    return { who: (userIdentity as { userName: string }).userName, readOnly, requestParameters, responseElements, errorCode };
  }
  const allOfThem = Object.keys(model.operations).filter((operation) => !(operation in unsupported()));
  assert.deepEqual(Object.keys(CASES).sort(), allOfThem.sort());
  for (const [operation, { input, parameters, elements = null, readOnly, invalid }] of Object.entries(CASES)) {
    const refused = { readOnly, responseElements: null };
    assert.equal((await refusal(call(nobody, operation, input))).name, 'AccessDeniedException');
    assert.deepEqual(await recorded(operation), { who: 'nobody', ...refused, requestParameters: parameters, errorCode: 'AccessDenied' });
    const [changed, errorCode] = invalid;
    assert.equal((await refusal(call(server.cloudtrail, operation, { ...input, ...changed }))).name, errorCode, operation);
    const requestParameters = { ...parameters, ...(lower(changed) as object) };
    assert.deepEqual(await recorded(operation), { who: 'administrator', ...refused, requestParameters, errorCode });
    await call(server.cloudtrail, operation, input);
    const shown = { who: 'administrator', readOnly, requestParameters: parameters, responseElements: elements, errorCode: undefined };
    assert.deepEqual(await recorded(operation), shown);
  }
});
