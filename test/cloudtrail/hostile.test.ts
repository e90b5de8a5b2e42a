/** Whatever is sent: AWS's refusals, never a defect. */
import assert from 'node:assert/strict';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { describe, test } from 'node:test';
import fc from 'fast-check';
import { refusal } from '../support/boot.ts';
import { BUCKET, OTHER_REGION, REGION, startTrails } from './support.ts';

const GIVEN = { Name: 'orders', S3BucketName: BUCKET };

async function nameOfRefusal(call: Promise<unknown>): Promise<string | undefined> {
  try {
    await call;
    return undefined;
  } catch (error) {
    const { name, $metadata } = error as Error & { $metadata: { httpStatusCode: number } };
    assert.equal($metadata.httpStatusCode, 400, name);
    return name;
  }
}

describe('hostile input', () => {
  const hostile = fc.oneof(fc.string({ unit: 'binary', maxLength: 220 }), fc.constantFrom('../x', '/', '\0', 'arn:aws:cloudtrail:::trail/', 'a'.repeat(300), '\ud800'));

  test('names of trails, buckets, prefixes and keys', async (t) => {
    const { cloudtrail, directory, reports } = await startTrails(t);
    const input = fc.record({ Name: hostile, S3BucketName: hostile, S3KeyPrefix: hostile, KmsKeyId: hostile }, { requiredKeys: [] });
    await fc.assert(
      fc.asyncProperty(input, async (given) => {
        const name = await nameOfRefusal(cloudtrail.createTrail({ ...GIVEN, ...given }));
        if (name === undefined) await cloudtrail.deleteTrail({ Name: given.Name ?? GIVEN.Name });
      }),
      { numRuns: 150 },
    );
    await fc.assert(
      fc.asyncProperty(hostile, async (Name) => {
        const calls = [cloudtrail.getTrail({ Name }), cloudtrail.startLogging({ Name }), cloudtrail.getEventSelectors({ TrailName: Name }), cloudtrail.listTags({ ResourceIdList: [Name] })];
        assert.ok(!(await Promise.all(calls.map(nameOfRefusal))).includes(undefined));
      }),
      { numRuns: 60 },
    );
    assert.deepEqual((await cloudtrail.describeTrails({})).trailList, []);
    assert.ok(!existsSync(join(directory, '..', 'x')));
    assert.deepEqual(reports, []);
  });

  test('event selectors', async (t) => {
    const { cloudtrail, reports } = await startTrails(t);
    await cloudtrail.createTrail(GIVEN);
    const fields = fc.constantFrom('eventCategory', 'readOnly', 'eventSource', 'resources.type', 'eventName', 'x');
    const values = fc.array(fc.constantFrom('Management', 'Data', 'true', 'kms.amazonaws.com', 'AWS::S3::Object', 'x'), { minLength: 1, maxLength: 3 });
    const field = fc.record({ Field: fields, Equals: values, NotEquals: values, StartsWith: values }, { requiredKeys: ['Field'] });
    const AdvancedEventSelectors = fc.array(fc.record({ FieldSelectors: fc.array(field, { minLength: 1, maxLength: 4 }) }), { maxLength: 3 });
    const sources = fc.array(fc.constantFrom('kms.amazonaws.com', 'rdsdata.amazonaws.com', 'iam.amazonaws.com'), { maxLength: 2 });
    const basic = { IncludeManagementEvents: fc.boolean(), ExcludeManagementEventSources: sources };
    const EventSelectors = fc.array(fc.record(basic, { requiredKeys: [] }), { maxLength: 6 });
    const input = fc.record({ EventSelectors, AdvancedEventSelectors }, { requiredKeys: [] });
    await fc.assert(
      fc.asyncProperty(input, async (given) => {
        const name = await nameOfRefusal(cloudtrail.putEventSelectors({ TrailName: 'orders', ...given }));
        if (name !== undefined) return assert.equal(name, 'InvalidEventSelectorsException');
        const { EventSelectors: basicOnes, AdvancedEventSelectors: advanced } = await cloudtrail.getEventSelectors({ TrailName: 'orders' });
        assert.equal(basicOnes?.length, given.EventSelectors?.length);
        assert.deepEqual(advanced, given.AdvancedEventSelectors);
      }),
      { numRuns: 200 },
    );
    assert.deepEqual(reports, []);
  });

  test('selectors: what is refused', async (t) => {
    const { cloudtrail } = await startTrails(t);
    await cloudtrail.createTrail(GIVEN);
    const refused = async (input: object) => (await refusal(cloudtrail.putEventSelectors({ TrailName: 'orders', ...input }))).name;
    const management = { Field: 'eventCategory', Equals: ['Management'] };
    const advanced = (...FieldSelectors: { Field: string; Equals?: string[] }[]) => ({ AdvancedEventSelectors: [{ FieldSelectors }] });
    const bad = [
      {},
      { EventSelectors: [] },
      { EventSelectors: Array.from({ length: 6 }, () => ({})) },
      { EventSelectors: [{}], ...advanced(management) },
      { EventSelectors: [{ ExcludeManagementEventSources: ['iam.amazonaws.com'] }] },
      { EventSelectors: [{ IncludeManagementEvents: false, ExcludeManagementEventSources: ['kms.amazonaws.com'] }] },
      { EventSelectors: [{ DataResources: [{ Type: 'AWS::X::Y', Values: [] }] }] },
      { EventSelectors: [{ DataResources: [{ Type: 'AWS::S3::Object', Values: Array.from({ length: 251 }, () => 'arn:aws:s3') }] }] },
      { AdvancedEventSelectors: [] },
      advanced({ Field: 'readOnly', Equals: ['true'] }),
      advanced(management, { Field: 'eventName', Equals: ['x'] }),
      advanced(management, { Field: 'readOnly', Equals: ['maybe'] }),
      advanced(management, { Field: 'eventSource', Equals: ['kms.amazonaws.com'] }),
      advanced(management, management),
      advanced({ Field: 'eventCategory', Equals: ['Data'] }),
      advanced(management, { Field: 'readOnly' }),
    ];
    for (const input of bad) assert.equal(await refused(input), 'InvalidEventSelectorsException', JSON.stringify(input));
    assert.equal((await cloudtrail.getTrail({ Name: 'orders' })).Trail?.HasCustomEventSelectors, false);
    await cloudtrail.putEventSelectors({ TrailName: 'orders', ...advanced(management) });
    assert.equal((await cloudtrail.getTrail({ Name: 'orders' })).Trail?.HasCustomEventSelectors, true);
  });

  test('public keys: ranges of time and tokens', async (t) => {
    const { cloudtrail, cloudtrailIn } = await startTrails(t);
    const reversed = cloudtrail.listPublicKeys({ StartTime: new Date(2), EndTime: new Date(1) });
    assert.equal((await refusal(reversed)).name, 'InvalidTimeRangeException');
    assert.equal((await refusal(cloudtrail.listPublicKeys({ NextToken: 'x' }))).name, 'InvalidTokenException');
    assert.deepEqual((await cloudtrail.listPublicKeys({ StartTime: new Date(1), EndTime: new Date(2) })).PublicKeyList, []);
    for (const region of [REGION, OTHER_REGION]) assert.ok((await cloudtrailIn({ region }).listPublicKeys({})).PublicKeyList);
  });
});
