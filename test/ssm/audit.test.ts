/** What CloudTrail shows of parameters: values masked, what is not there left out, and the calls to KMS beside them. */
import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import { type PutParameterCommandInput, SSM } from '@aws-sdk/client-ssm';
import { ACCOUNT, REGION, type Stage, stage } from '../audit/records/support.ts';
import { parameterArn } from './support.ts';

const SECRET = 'never to be seen';
const MASK = 'HIDDEN_DUE_TO_SECURITY_REASONS';
const resource = (path: string): object => ({ accountId: ACCOUNT, type: 'AWS::SSM::Parameter', ARN: parameterArn(path) });

describe('events of Parameter Store', () => {
  const ends: (() => void | Promise<void>)[] = [];
  let on: Stage;
  let ssm: SSM;
  before(async () => {
    on = await stage({ after: (end: () => void) => void ends.push(end) } as never);
    ssm = new SSM({ endpoint: on.booted.trent.url, region: REGION, credentials: on.booted.credentials, maxAttempts: 1 });
  });
  after(async () => {
    ssm.destroy();
    for (const end of ends.reverse()) await end();
  });

  test('PutParameter: the value is masked, the version shown', async () => {
    const { event } = await on.one(ssm.putParameter({ Name: '/seen', Value: SECRET, Type: 'String', Tags: [{ Key: 'a', Value: 'b' }] }));
    assert.deepEqual(
      [event.eventName, event.eventSource, event['readOnly'], event.requestParameters, event.responseElements, event['resources']],
      [
        'PutParameter', 'ssm.amazonaws.com', false,
        { name: '/seen', value: MASK, type: 'String', tags: [{ key: 'a', value: 'b' }] },
        { version: 1, tier: 'Standard' },
        [resource('/seen')],
      ],
    );
  });

  test('reads: what was asked for, never what was answered', async () => {
    const { event } = await on.one(ssm.getParameter({ Name: '/seen', WithDecryption: true }));
    assert.deepEqual([event['readOnly'], event.requestParameters, event.responseElements, event['resources']], [true, { name: '/seen', withDecryption: true }, null, [resource('/seen')]]);
    const several = await on.one(ssm.getParameters({ Names: ['/seen', '/none'] }));
    assert.deepEqual(several.event['resources'], [resource('/seen'), resource('/none')]);
    const path = await on.one(ssm.getParametersByPath({ Path: '/', Recursive: true }));
    assert.deepEqual(path.event.requestParameters, { path: '/', recursive: true });
  });

  test('that a parameter is not there is not recorded; other refusals are', async () => {
    const Name = '/none';
    for (const call of [() => ssm.getParameter({ Name }), () => ssm.deleteParameter({ Name }), () => ssm.getParameterHistory({ Name })]) {
      assert.deepEqual(await on.of(call()), []);
    }
    const { event } = await on.one(ssm.putParameter({ Name: '/seen', Value: SECRET, Type: 'String' }));
    assert.equal(event.errorCode, 'ParameterAlreadyExists');
    assert.equal(event.requestParameters!['value'], MASK);
    const unsupported = await on.one(ssm.listDocuments({}));
    assert.deepEqual([unsupported.event.errorCode, unsupported.event['readOnly']], ['UnsupportedOperationException', true]);
  });

  test('a SecureString: KMS is asked on the caller’s behalf, with the context', async () => {
    await ssm.putParameter({ Name: '/secure', Value: SECRET, Type: 'SecureString', Tier: 'Advanced' });
    await ssm.putParameter({ Name: '/secure2', Value: SECRET, Type: 'SecureString' });
    await ssm.getParameter({ Name: '/secure', WithDecryption: true });
    const events = (await on.events()).map(({ event }) => event).filter(({ eventSource }) => eventSource === 'kms.amazonaws.com');
    const calls = events.filter(({ eventName }) => ['Encrypt', 'Decrypt', 'GenerateDataKey'].includes(eventName));
    assert.deepEqual(calls.map(({ eventName }) => eventName), ['GenerateDataKey', 'Encrypt', 'Decrypt']);
    for (const [at, path] of ['/secure', '/secure2', '/secure'].entries()) {
      const { userIdentity, sourceIPAddress, userAgent, requestParameters } = calls[at]!;
      assert.deepEqual([userIdentity['invokedBy'], sourceIPAddress, userAgent], Array(3).fill('ssm.amazonaws.com'));
      assert.equal(userIdentity['accessKeyId'], on.booted.credentials.accessKeyId);
      assert.deepEqual(requestParameters!['encryptionContext'], { PARAMETER_ARN: parameterArn(path) });
    }
  });

  test('KMS is not asked for what is refused anyhow', async () => {
    const calls = async () => (await on.events()).filter(({ event }) => event.eventSource === 'kms.amazonaws.com').length;
    const before = await calls();
    const put = { Name: '/refused', Value: SECRET, Type: 'SecureString' } as const;
    const wrong: Partial<PutParameterCommandInput>[] = [
      { Tags: [{ Key: 'aws:x', Value: '' }] }, { AllowedPattern: 'x' }, { Name: '/secure' }, { Policies: '[]', Tier: 'Standard', DataType: 'x' },
    ];
    for (const more of wrong) {
      await assert.rejects(ssm.putParameter({ ...put, ...more }));
    }
    assert.equal(await calls(), before);
  });

  test('the value is nowhere in the trail', async () => {
    for (const { text } of await on.events()) assert.ok(!text.includes(SECRET) && !text.includes(Buffer.from(SECRET).toString('base64')));
  });
});
