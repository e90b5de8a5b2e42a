/** Who may do what with parameters: by path, by tags, by condition keys; and that keys are asked for besides. */
import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import { CreateKeyCommand } from '@aws-sdk/client-kms';
import { PutUserPolicyCommand, type IAMClient } from '@aws-sdk/client-iam';
import { SSM } from '@aws-sdk/client-ssm';
import { allow, deny, iamOf, newUser, policy } from '../iam/support.ts';
import { boot, type Booted, REGION } from '../support/boot.ts';
import { parameterArn, refuses } from './support.ts';

describe('access to parameters', () => {
  let booted: Booted;
  let iam: IAMClient;
  let admin: SSM;
  let user: SSM;
  const clients: SSM[] = [];
  const clientOf = (credentials: { accessKeyId: string; secretAccessKey: string }): SSM => {
    const client = new SSM({ endpoint: booted.trent.url, region: REGION, credentials, maxAttempts: 1 });
    clients.push(client);
    return client;
  };
  before(async () => {
    booted = await boot();
    iam = iamOf(booted);
    admin = clientOf(booted.credentials);
    user = clientOf(await newUser(iam, 'user'));
    for (const Name of ['/app/a', '/app/deep/b', '/other/c', 'bare']) await admin.putParameter({ Name, Value: Name, Type: 'String' });
  });
  after(async () => {
    for (const client of clients) client.destroy();
    iam.destroy();
    assert.deepEqual(booted.reports, []);
    await booted.stop();
  });

  const may = (...statements: object[]): Promise<unknown> =>
    iam.send(new PutUserPolicyCommand({ UserName: 'user', PolicyName: 'own', PolicyDocument: policy(...statements) }));
  const denied = (call: Promise<unknown>, action: string, resource: string): Promise<void> =>
    refuses(call, 'AccessDeniedException', new RegExp(`^User: arn:aws:iam::\\d{12}:user/user is not authorized to perform: ssm:${action} on resource: ${resource.replaceAll('*', '\\*')} because no identity-based policy allows the ssm:${action} action$`));

  test('by name: each one of a request', async () => {
    await may(allow(['ssm:GetParameter', 'ssm:GetParameters', 'ssm:DeleteParameters'], parameterArn('/app/*')));
    assert.equal((await user.getParameter({ Name: '/app/a' })).Parameter!.Value, '/app/a');
    await refuses(user.getParameter({ Name: '/app/none' }), 'ParameterNotFound');
    await denied(user.getParameter({ Name: '/other/c' }), 'GetParameter', parameterArn('/other/c'));
    await denied(user.getParameter({ Name: 'bare' }), 'GetParameter', parameterArn('/bare'));
    await denied(user.getParameters({ Names: ['/app/a', '/other/c'] }), 'GetParameters', parameterArn('/other/c'));
    await denied(user.deleteParameters({ Names: ['/app/a', '/other/c'] }), 'DeleteParameters', parameterArn('/other/c'));
    await denied(user.describeParameters({}), 'DescribeParameters', '*');
  });

  test('by hierarchy: leave for it is leave for all below; ssm:Recursive', async () => {
    await may(allow('ssm:GetParametersByPath', parameterArn('/app')), deny('ssm:GetParameter*', parameterArn('/app/deep/*')));
    const names = async (Recursive: boolean) => (await user.getParametersByPath({ Path: '/app', Recursive })).Parameters!.map(({ Name }) => Name);
    assert.deepEqual(await names(true), ['/app/a', '/app/deep/b']);
    await denied(user.getParametersByPath({ Path: '/' }), 'GetParametersByPath', parameterArn('/'));
    await may(allow('ssm:GetParametersByPath'), deny('ssm:GetParametersByPath', '*', { StringEquals: { 'ssm:Recursive': 'true' } }));
    assert.deepEqual(await names(false), ['/app/a']);
    await refuses(names(true), 'AccessDeniedException', /with an explicit deny in an identity-based policy$/);
  });

  test('ssm:Overwrite and ssm:Policies', async () => {
    const put = (more: object = {}) => user.putParameter({ Name: '/app/put', Value: 'v', Type: 'String', ...more });
    await may(allow('ssm:PutParameter', '*', { StringEquals: { 'ssm:Overwrite': 'false' }, Null: { 'ssm:Policies': 'true' } }));
    await put();
    await denied(put({ Overwrite: true }), 'PutParameter', parameterArn('/app/put'));
    await denied(put({ Tier: 'Advanced', Policies: '[{}]' }), 'PutParameter', parameterArn('/app/put'));
  });

  test('tags: of the request, and of the parameter', async () => {
    const put = (Name: string, team: string) => user.putParameter({ Name, Value: 'v', Type: 'String', Tags: [{ Key: 'team', Value: team }] });
    const own = { StringEquals: { 'aws:RequestTag/team': 'red' }, 'ForAllValues:StringEquals': { 'aws:TagKeys': ['team'] } };
    await may(allow('ssm:PutParameter'), allow('ssm:AddTagsToResource', '*', own), allow('ssm:GetParameter', '*', { StringEquals: { 'aws:ResourceTag/team': 'red' } }));
    await put('/tagged/red', 'red');
    await denied(put('/tagged/blue', 'blue'), 'AddTagsToResource', parameterArn('/tagged/blue'));
    assert.equal((await user.getParameter({ Name: '/tagged/red' })).Parameter!.Value, 'v');
    await denied(user.getParameter({ Name: '/app/a' }), 'GetParameter', parameterArn('/app/a'));
    const resource = { ResourceType: 'Parameter', ResourceId: '/tagged/red' } as const;
    await admin.addTagsToResource({ ...resource, Tags: [{ Key: 'team', Value: 'blue' }] });
    await denied(user.getParameter({ Name: '/tagged/red' }), 'GetParameter', parameterArn('/tagged/red'));
  });

  test('a SecureString needs leave for its key as well, of the same caller, through the service', async () => {
    const kms = booted.client();
    const { KeyMetadata } = await kms.send(new CreateKeyCommand({}));
    const { KeyId, Arn } = KeyMetadata!;
    const put = (more: object = {}) => user.putParameter({ Name: '/app/secret', Value: 'v', Type: 'SecureString', KeyId: KeyId!, Overwrite: true, ...more });
    const get = () => user.getParameter({ Name: '/app/secret', WithDecryption: true });
    const refused = (call: Promise<unknown>, action: string) =>
      refuses(call, 'AccessDeniedException', new RegExp(`^User: arn:aws:iam::\\d{12}:user/user is not authorized to perform: kms:${action} on resource: ${Arn} because no identity-based policy allows the kms:${action} action \\(Service: AWSKMS; Status Code: 400; Error Code: AccessDeniedException; Request ID: [0-9a-f-]{36}; Proxy: null\\)$`));
    await may(allow('ssm:*'));
    await refused(put(), 'Encrypt');
    await refused(put({ Tier: 'Advanced' }), 'GenerateDataKey');
    await may(allow('ssm:*'), allow('kms:Encrypt', Arn!, { StringEquals: { 'kms:ViaService': `ssm.${REGION}.amazonaws.com`, 'kms:EncryptionContext:PARAMETER_ARN': parameterArn('/app/secret') } }));
    await put();
    await refused(get(), 'Decrypt');
    await refused(put({ Name: '/app/elsewhere' }), 'Encrypt');
    assert.match((await user.getParameter({ Name: '/app/secret' })).Parameter!.Value!, /^[A-Za-z0-9+/]+=*$/);
    await may(allow('ssm:*'), allow('kms:Decrypt', Arn!));
    assert.equal((await get()).Parameter!.Value, 'v');
    await put({ KeyId: undefined });
    await may(allow('ssm:*'), deny('kms:Decrypt'));
    await refuses(get(), 'AccessDeniedException', /kms:Decrypt .* with an explicit deny in an identity-based policy \(Service: AWSKMS/);
  });
});
