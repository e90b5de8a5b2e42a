/** LookupEvents through the public door. */
import assert from 'node:assert/strict';
import { join } from 'node:path';
import { after, before, describe, test, type TestContext } from 'node:test';
import { CloudTrailClient, type Event, LookupEventsCommand, type LookupEventsCommandInput } from '@aws-sdk/client-cloudtrail';
import { CreateAliasCommand, CreateKeyCommand, DescribeKeyCommand, EncryptCommand, ListKeysCommand } from '@aws-sdk/client-kms';
import { type Booted, ACCOUNT, boot, refusal, REGION } from '../support/boot.ts';
import { startPostgres, type TestPostgres } from '../support/postgres.ts';
import { temporaryDirectory } from '../support/temporary.ts';

function trailOf(booted: Booted, region = REGION): CloudTrailClient {
  return new CloudTrailClient({ endpoint: booted.trent.url, region, credentials: booted.credentials, maxAttempts: 1 });
}

/** All pages. */
async function find(booted: Booted, input: LookupEventsCommandInput = {}, region = REGION): Promise<Event[]> {
  const client = trailOf(booted, region);
  const found: Event[] = [];
  let token: string | undefined;
  do {
    const { Events = [], NextToken } = await client.send(new LookupEventsCommand({ ...input, NextToken: token }));
    found.push(...Events);
    token = NextToken;
  } while (token !== undefined);
  client.destroy();
  return found;
}

const by = (AttributeKey: string, AttributeValue: string): LookupEventsCommandInput => ({ LookupAttributes: [{ AttributeKey, AttributeValue } as never] });

const names = (events: readonly Event[]): (string | undefined)[] => events.map(({ EventName }) => EventName);

describe('the events of an account', () => {
  let booted: Booted;
  let keyArn: string;
  before(async () => {
    booted = await boot();
    const kms = booted.client();
    const { KeyMetadata } = await kms.send(new CreateKeyCommand({ Description: 'looked up' }));
    keyArn = KeyMetadata!.Arn!;
    await kms.send(new CreateAliasCommand({ AliasName: 'alias/found', TargetKeyId: keyArn }));
    for (let i = 0; i < 5; i++) await kms.send(new EncryptCommand({ KeyId: keyArn, Plaintext: Buffer.of(i) }));
    await refusal(kms.send(new DescribeKeyCommand({ KeyId: 'alias/nowhere' })));
    await booted.client({ region: 'eu-west-1' }).send(new ListKeysCommand({}));
  });
  after(() => booted.stop());

  test('are found to the last answered call, newest first', async () => {
    const events = await find(booted, by('EventSource', 'kms.amazonaws.com'));
    assert.deepEqual(names(events), ['DescribeKey', ...Array(5).fill('Encrypt'), 'CreateAlias', 'CreateKey']);
    const creation = events.at(-1)!;
    const event = JSON.parse(creation.CloudTrailEvent!) as { eventID: string; eventName: string; eventTime: string; recipientAccountId: string };
    assert.deepEqual([event.eventID, event.eventName, event.recipientAccountId], [creation.EventId, 'CreateKey', ACCOUNT]);
    assert.equal(new Date(event.eventTime).getTime(), creation.EventTime!.getTime());
    assert.deepEqual(creation.Resources?.map(({ ResourceType, ResourceName }) => [ResourceType, ResourceName])[0], ['AWS::KMS::Key', keyArn]);
  });

  test('are found by each attribute', async () => {
    const [encryption] = await find(booted, by('EventName', 'Encrypt'));
    const { EventId, AccessKeyId, Username } = encryption!;
    assert.deepEqual((await find(booted, by('EventId', EventId!))).map((event) => event.EventId), [EventId]);
    assert.equal((await find(booted, by('ResourceName', keyArn))).length, 7);
    assert.deepEqual(names(await find(booted, by('ReadOnly', 'false'))), ['CreateAlias', 'CreateKey']);
    const mine = await find(booted, by('AccessKeyId', AccessKeyId!));
    assert.ok(mine.length >= 8 && mine.every((event) => event.AccessKeyId === booted.credentials.accessKeyId));
    assert.equal((await find(booted, by('Username', Username!))).at(-1)?.EventName, 'CreateKey');
    assert.equal((await find(booted, by('ResourceType', 'AWS::KMS::Key'))).length, 7);
    for (const none of [by('EventName', 'encrypt'), by('EventId', 'x'), by('Username', 'nobody')]) assert.deepEqual(await find(booted, none), []);
  });

  test('of another region and account are not among them', async () => {
    assert.deepEqual(names(await find(booted, by('EventSource', 'kms.amazonaws.com'), 'eu-west-1')), ['ListKeys']);
    const credentials = await booted.trent.createAccount('111122223333');
    assert.deepEqual(await find({ ...booted, credentials }), []);
  });

  test('include the look-ups themselves', async () => {
    await find(booted);
    const [lookup] = await find(booted, by('EventName', 'LookupEvents'));
    const { requestParameters, responseElements, readOnly } = JSON.parse(lookup!.CloudTrailEvent!) as Record<string, unknown>;
    assert.deepEqual([requestParameters, responseElements, readOnly], [null, null, true]);
  });

  test('come in pages that neither repeat nor skip while more are added', async () => {
    const client = trailOf(booted);
    const found: (string | undefined)[] = [];
    let NextToken: string | undefined;
    do {
      const page = await client.send(new LookupEventsCommand({ ...by('EventName', 'Encrypt'), MaxResults: 2, NextToken }));
      found.push(...page.Events!.map(({ EventId }) => EventId));
      ({ NextToken } = page);
      await booted.client().send(new EncryptCommand({ KeyId: keyArn, Plaintext: Buffer.of(9) }));
    } while (NextToken !== undefined);
    client.destroy();
    assert.equal(found.length, 5);
    assert.equal(new Set(found).size, 5);
  });

  test('are found by time, to the second and inclusive', async () => {
    const [newest] = await find(booted, by('EventName', 'CreateKey'));
    const time = newest!.EventTime!;
    const within = { ...by('EventName', 'CreateKey'), StartTime: time, EndTime: time };
    assert.equal((await find(booted, within)).length, 1);
    assert.equal((await find(booted, { ...within, StartTime: new Date(time.getTime() - 5_000), EndTime: new Date(time.getTime() - 1_000) })).length, 0);
    assert.equal((await find(booted, { ...within, StartTime: new Date(time.getTime() + 1_000), EndTime: undefined })).length, 0);
  });

  test('are refused with the faults of AWS', async () => {
    const client = trailOf(booted);
    const refused = async (input: LookupEventsCommandInput): Promise<string> => (await refusal(client.send(new LookupEventsCommand(input)))).name;
    const attribute = { AttributeKey: 'EventName', AttributeValue: 'Encrypt' } as const;
    assert.equal(await refused({ LookupAttributes: [attribute, attribute] }), 'InvalidLookupAttributesException');
    assert.equal(await refused(by('Username', '_'.repeat(1_001))), 'InvalidLookupAttributesException');
    assert.deepEqual((await client.send(new LookupEventsCommand(by('Username', '_'.repeat(1_000))))).Events, []);
    assert.equal(await refused({ StartTime: new Date(2_000), EndTime: new Date(1_000) }), 'InvalidTimeRangeException');
    assert.equal(await refused({ NextToken: 'AAAA' }), 'InvalidNextTokenException');
    const { NextToken } = await client.send(new LookupEventsCommand({ MaxResults: 1 }));
    assert.equal(await refused({ ...by('EventName', 'Encrypt'), NextToken }), 'InvalidNextTokenException');
    assert.deepEqual((await client.send(new LookupEventsCommand({ EventCategory: 'insight' }))).Events, []);
    client.destroy();
  });

  test('no defect was reported', () => assert.deepEqual(booted.reports, []));
});

describe('after a restart', () => {
  let postgres: TestPostgres;
  before(async () => void (postgres = await startPostgres()));
  after(() => postgres.stop());

  const tellTale = async (t: TestContext, overrides: (t: TestContext) => Parameters<typeof boot>[0], later = overrides): Promise<void> => {
    const first = await boot(overrides(t));
    await first.client().send(new ListKeysCommand({}));
    assert.deepEqual(names(await find(first, by('EventName', 'ListKeys'))), ['ListKeys']);
    await first.client().send(new ListKeysCommand({}));
    await first.stop();
    const second = await boot(later(t));
    assert.deepEqual(names(await find(second, by('EventName', 'ListKeys'))), ['ListKeys', 'ListKeys']);
    await second.client().send(new ListKeysCommand({}));
    assert.equal((await find(second, by('EventName', 'ListKeys'))).length, 3);
    await second.stop();
    assert.deepEqual([...first.reports, ...second.reports], []);
  };

  test('events are found as before', async (t) => {
    const data = join(temporaryDirectory(t), 'data');
    await tellTale(t, () => ({ location: { data } }));
  });

  test('events of another node that used the same PostgreSQL are found as well', async (t) => {
    const directory = temporaryDirectory(t);
    const databaseUrl = await postgres.fresh();
    const on = (name: string) => () => ({ location: { databaseUrl }, rootKey: `file:${join(directory, 'root.key')}`, audit: { directory: join(directory, name) } });
    await tellTale(t, on('a'), on('b'));
  });

  test('an emulator that is reset has none', async () => {
    const emulator = await boot({ auth: 'off' });
    await emulator.client().send(new ListKeysCommand({}));
    assert.equal((await find(emulator, by('EventName', 'ListKeys'))).length, 1);
    await emulator.trent.reset();
    assert.deepEqual(await find(emulator, by('EventName', 'ListKeys')), []);
    await emulator.client().send(new ListKeysCommand({}));
    assert.equal((await find(emulator, by('EventName', 'ListKeys'))).length, 1);
    await emulator.stop();
  });
});
