/** `aws cloudtrail lookup-events`, as people type it. */
import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { after, before, describe, test } from 'node:test';
import { promisify } from 'node:util';
import { CreateKeyCommand, DescribeKeyCommand } from '@aws-sdk/client-kms';
import { type Booted, boot, REGION } from '../support/boot.ts';
import { environment } from '../support/served.ts';
import { missing } from '../support/tools.ts';

const run = promisify(execFile);

interface Answer {
  readonly Events: readonly { readonly EventName: string; readonly EventId: string; readonly ReadOnly: string; readonly Resources: readonly { readonly ResourceName: string }[]; readonly CloudTrailEvent: string }[];
  readonly NextToken?: string;
}

describe('aws cloudtrail lookup-events', { skip: missing('the AWS CLI', ['aws', '--version']) }, () => {
  let booted: Booted;
  let keyArn: string;
  before(async () => {
    booted = await boot();
    const kms = booted.client();
    keyArn = (await kms.send(new CreateKeyCommand({}))).KeyMetadata!.Arn!;
    for (let i = 0; i < 5; i++) await kms.send(new DescribeKeyCommand({ KeyId: keyArn }));
  });
  after(() => booted.stop());

  async function lookup(...args: string[]): Promise<Answer> {
    const { accessKeyId, secretAccessKey } = booted.credentials;
    const env = environment({ AWS_ACCESS_KEY_ID: accessKeyId, AWS_SECRET_ACCESS_KEY: secretAccessKey, AWS_DEFAULT_REGION: REGION, AWS_CONFIG_FILE: '/dev/null' });
    const command = ['cloudtrail', 'lookup-events', '--endpoint-url', booted.trent.url, '--output', 'json', ...args];
    return JSON.parse((await run('aws', command, { env })).stdout) as Answer;
  }

  test('--lookup-attributes', async () => {
    const { Events } = await lookup('--lookup-attributes', 'AttributeKey=EventName,AttributeValue=CreateKey');
    assert.deepEqual(Events.map(({ EventName, ReadOnly, Resources }) => [EventName, ReadOnly, Resources[0]?.ResourceName]), [['CreateKey', 'false', keyArn]]);
    assert.equal((JSON.parse(Events[0]!.CloudTrailEvent) as { eventID: string }).eventID, Events[0]!.EventId);
  });

  test('pages of its own, and those that are asked for', async () => {
    const by = ['--lookup-attributes', `AttributeKey=ResourceName,AttributeValue=${keyArn}`];
    const { Events: all } = await lookup(...by, '--page-size', '2');
    assert.equal(all.length, 6);
    const first = await lookup(...by, '--max-items', '4');
    assert.ok(first.NextToken);
    const rest = await lookup(...by, '--max-items', '4', '--starting-token', first.NextToken);
    assert.deepEqual([...first.Events, ...rest.Events].map(({ EventId }) => EventId), all.map(({ EventId }) => EventId));
  });

  test('--start-time and --end-time', async () => {
    const { Events } = await lookup('--end-time', '2020-01-01T00:00:00Z');
    assert.deepEqual(Events, []);
    await assert.rejects(lookup('--start-time', '2020-01-02', '--end-time', '2020-01-01'), /InvalidTimeRangeException/);
  });
});
