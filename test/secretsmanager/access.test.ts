/** Who may do what with secrets: identity policies, tags, condition keys, resource policies over accounts, lockouts. */
import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import { SecretsManager } from '@aws-sdk/client-secrets-manager';
import type { IAMClient } from '@aws-sdk/client-iam';
import { CreateKeyCommand } from '@aws-sdk/client-kms';
import { allow, deny, iamOf, newUser, policy } from '../iam/support.ts';
import { boot, type Booted } from '../support/boot.ts';
import { ACCOUNT, OTHER_ACCOUNT, refuses, REGION } from './support.ts';

interface Keys {
  readonly accessKeyId: string;
  readonly secretAccessKey: string;
}

describe('access to secrets', () => {
  let booted: Booted;
  let iam: IAMClient;
  let root: SecretsManager;
  let foreign: SecretsManager;
  let count = 0;
  const made: SecretsManager[] = [];

  const clientOf = (credentials: Keys): SecretsManager => {
    const client = new SecretsManager({ endpoint: booted.trent.url, region: REGION, credentials, maxAttempts: 1 });
    made.push(client);
    return client;
  };
  const userWith = async (...statements: object[]): Promise<SecretsManager & { readonly userName: string }> => {
    const userName = `user-${++count}`;
    return Object.assign(clientOf(await newUser(iam, userName, ...statements)), { userName });
  };
  const newSecret = async (tags: { [key: string]: string } = {}): Promise<{ name: string; arn: string }> => {
    const Tags = Object.entries(tags).map(([Key, Value]) => ({ Key, Value }));
    const { Name, ARN } = await root.createSecret({ Name: `access-${++count}`, SecretString: 'a', Tags });
    return { name: Name!, arn: ARN! };
  };

  before(async () => {
    booted = await boot();
    iam = iamOf(booted);
    root = clientOf(booted.credentials);
    foreign = clientOf(await booted.trent.createAccount(OTHER_ACCOUNT));
  });
  after(async () => {
    for (const client of made) client.destroy();
    iam.destroy();
    assert.deepEqual(booted.reports, []);
    await booted.stop();
  });

  test('by ARN, and whether a secret is there is not told to others', async () => {
    const { name, arn } = await newSecret();
    const user = await userWith(allow('secretsmanager:GetSecretValue', `arn:aws:secretsmanager:*:*:secret:${name}-??????`));
    assert.equal((await user.getSecretValue({ SecretId: name })).SecretString, 'a');
    const refusal = (operation: string, on: string): string =>
      `User: arn:aws:iam::${ACCOUNT}:user/${user.userName} is not authorized to perform: secretsmanager:${operation}${on} because no identity-based policy allows the secretsmanager:${operation} action`;
    for (const SecretId of [name, arn, arn.slice(0, -'-AbCdEf'.length), 'no-such']) {
      await refuses(user.describeSecret({ SecretId }), 'AccessDeniedException', refusal('DescribeSecret', ` on resource: ${SecretId}`));
    }
    await refuses(user.createSecret({ Name: 'new' }), 'AccessDeniedException', refusal('CreateSecret', ' on resource: new'));
    await refuses(user.listSecrets({}), 'AccessDeniedException', refusal('ListSecrets', ''));
    await refuses(user.getSecretValue({ SecretId: 'no-such' }), 'AccessDeniedException');
  });

  test('by tags of the secret and of the request', async () => {
    const [mine, theirs] = [await newSecret({ team: 'mine' }), await newSecret({ team: 'theirs' })];
    const byTag = { StringEquals: { 'aws:ResourceTag/team': 'mine' } };
    const newTag = { StringEquals: { 'aws:RequestTag/team': 'mine' } };
    const user = await userWith(
      allow(['secretsmanager:GetSecretValue', 'secretsmanager:TagResource', 'secretsmanager:UntagResource'], '*', byTag),
      allow(['secretsmanager:CreateSecret', 'secretsmanager:TagResource'], '*', newTag),
    );
    assert.equal((await user.getSecretValue({ SecretId: mine.name })).SecretString, 'a');
    await refuses(user.getSecretValue({ SecretId: theirs.name }), 'AccessDeniedException');
    await user.createSecret({ Name: `access-${++count}`, Tags: [{ Key: 'team', Value: 'mine' }] });
    await refuses(user.createSecret({ Name: `access-${++count}`, Tags: [{ Key: 'team', Value: 'theirs' }] }), 'AccessDeniedException');
    await refuses(user.createSecret({ Name: `access-${++count}` }), 'AccessDeniedException');
    await refuses(user.untagResource({ SecretId: mine.name, TagKeys: ['team'] }), 'AccessDeniedException', 'Your requested changes will not allow you to manage this secret in the future.');
    await refuses(user.tagResource({ SecretId: mine.name, Tags: [{ Key: 'team', Value: 'theirs' }] }), 'AccessDeniedException');
    await user.tagResource({ SecretId: mine.name, Tags: [{ Key: 'more', Value: '' }] });
  });

  test('by the condition keys of the service', async () => {
    const { name, arn } = await newSecret();
    await root.putSecretValue({ SecretId: name, SecretString: 'b' });
    const cases: readonly [action: string, condition: object, allowed: (user: SecretsManager) => Promise<unknown>, refused: (user: SecretsManager) => Promise<unknown>][] = [
      [
        'GetSecretValue', { StringEquals: { 'secretsmanager:VersionStage': 'AWSCURRENT' } },
        (user) => user.getSecretValue({ SecretId: name }), (user) => user.getSecretValue({ SecretId: name, VersionStage: 'AWSPREVIOUS' }),
      ],
      [
        'GetSecretValue', { ArnEquals: { 'secretsmanager:SecretId': arn } },
        (user) => user.getSecretValue({ SecretId: name }), (user) => user.getSecretValue({ SecretId: 'another' }),
      ],
      [
        'DeleteSecret', { NumericGreaterThanEquals: { 'secretsmanager:RecoveryWindowInDays': '14' } },
        (user) => user.deleteSecret({ SecretId: 'none', RecoveryWindowInDays: 14 }), (user) => user.deleteSecret({ SecretId: 'none', RecoveryWindowInDays: 7 }),
      ],
      [
        'DeleteSecret', { Null: { 'secretsmanager:ForceDeleteWithoutRecovery': 'true' } },
        (user) => user.deleteSecret({ SecretId: 'none' }), (user) => user.deleteSecret({ SecretId: 'none', ForceDeleteWithoutRecovery: true }),
      ],
      [
        'CreateSecret', { StringLike: { 'secretsmanager:Name': 'team/*' } },
        (user) => user.createSecret({ Name: `team/${++count}` }), (user) => user.createSecret({ Name: `else/${++count}` }),
      ],
      [
        'PutResourcePolicy', { Bool: { 'secretsmanager:BlockPublicPolicy': 'true' } },
        (user) => user.putResourcePolicy({ SecretId: 'none', ResourcePolicy: '{}', BlockPublicPolicy: true }), (user) => user.putResourcePolicy({ SecretId: 'none', ResourcePolicy: '{}' }),
      ],
      [
        'RotateSecret', { Bool: { 'secretsmanager:RotateImmediately': 'false' } },
        (user) => user.rotateSecret({ SecretId: 'none', RotateImmediately: false }), (user) => user.rotateSecret({ SecretId: 'none' }),
      ],
      [
        'UpdateSecret', { StringLike: { 'secretsmanager:KmsKeyArn': `arn:aws:kms:*:${ACCOUNT}:key/1*` } },
        (user) => user.updateSecret({ SecretId: 'none', KmsKeyId: '1234' }), (user) => user.updateSecret({ SecretId: 'none', KmsKeyId: 'alias/x' }),
      ],
    ];
    for (const [action, condition, allowed, refused] of cases) {
      const user = await userWith(allow(`secretsmanager:${action}`, '*', condition));
      const outcome = await allowed(user).then(() => 'done', (error: Error) => error.name);
      assert.match(outcome, /^(done|ResourceNotFoundException)$/, `${action} ${JSON.stringify(condition)}`);
      await refuses(refused(user), 'AccessDeniedException');
    }
  });

  test('by the policy of the secret, for users of its account and of others', async () => {
    const { arn } = await newSecret();
    await root.updateSecret({ SecretId: arn, KmsKeyId: await newKey() });
    const user = await userWith();
    const principals = { AWS: [`arn:aws:iam::${ACCOUNT}:user/${user.userName}`, OTHER_ACCOUNT] };
    await refuses(user.getSecretValue({ SecretId: arn }), 'AccessDeniedException');
    const ResourcePolicy = policy({ ...allow('secretsmanager:GetSecretValue'), Principal: principals });
    await root.putResourcePolicy({ SecretId: arn, ResourcePolicy });
    assert.equal((await root.getResourcePolicy({ SecretId: arn })).ResourcePolicy, ResourcePolicy);
    assert.equal((await user.getSecretValue({ SecretId: arn })).SecretString, 'a', 'the key before opens the version, too');
    await root.putSecretValue({ SecretId: arn, SecretString: 'a' });
    await refuses(user.getSecretValue({ SecretId: arn }), 'AccessDeniedException', 'Access to KMS is not allowed');
    assert.equal((await foreign.getSecretValue({ SecretId: arn })).SecretString, 'a');
    await refuses(foreign.describeSecret({ SecretId: arn }), 'AccessDeniedException', /because no resource-based policy allows the secretsmanager:DescribeSecret action$/);
    await root.deleteResourcePolicy({ SecretId: arn });
    await refuses(foreign.getSecretValue({ SecretId: arn }), 'AccessDeniedException');
    assert.equal((await root.getResourcePolicy({ SecretId: arn })).ResourcePolicy, undefined);
    await root.deleteResourcePolicy({ SecretId: arn });
  });

  /** One whose policy admits the other account through Secrets Manager. */
  async function newKey(): Promise<string> {
    const admits = { ...allow('kms:*'), Principal: { AWS: [ACCOUNT, OTHER_ACCOUNT] } };
    const { KeyMetadata } = await booted.client().send(new CreateKeyCommand({ Policy: policy(admits) }));
    return KeyMetadata!.Arn!;
  }

  test('of another account: a writer needs a key that the other one may use, too', async () => {
    const { arn } = await newSecret();
    await root.putResourcePolicy({ SecretId: arn, ResourcePolicy: policy({ ...allow('secretsmanager:*'), Principal: { AWS: OTHER_ACCOUNT } }) });
    const text = "You can't access a secret from a different AWS account if you encrypt the secret with the default KMS service key.";
    await refuses(foreign.getSecretValue({ SecretId: arn }), 'InvalidRequestException', text);
    await refuses(foreign.putSecretValue({ SecretId: arn, SecretString: 'b' }), 'InvalidRequestException', text);
    await root.updateSecret({ SecretId: arn, KmsKeyId: (await newKey()).split('/')[1] });
    await foreign.putSecretValue({ SecretId: arn, SecretString: 'b' });
    assert.equal((await root.getSecretValue({ SecretId: arn })).SecretString, 'b');
    const { ReplicationStatus } = await foreign.replicateSecretToRegions({ SecretId: arn, AddReplicaRegions: [{ Region: 'eu-west-1' }] });
    assert.deepEqual(ReplicationStatus!.map(({ Status, StatusMessage }) => [Status, StatusMessage]), [['Failed', text]], "not under the other account's own default key");
    const RotationLambdaARN = `arn:aws:lambda:${REGION}:${ACCOUNT}:function:rotate`;
    await refuses(foreign.rotateSecret({ SecretId: arn, RotationLambdaARN }), 'AccessDeniedException', /lambda:InvokeFunction/);
    const sneaky = `arn:aws:secretsmanager:${REGION}:${ACCOUNT}:secret:no-such-AbCdEf`;
    await refuses(foreign.getSecretValue({ SecretId: sneaky }), 'AccessDeniedException', /on resource: .*no-such-AbCdEf because no resource-based policy allows/);
  });

  test('policies that are no policies, too wide, or lock their author out are not attached', async () => {
    const { arn } = await newSecret();
    const put = (ResourcePolicy: string, more = {}) => root.putResourcePolicy({ SecretId: arn, ResourcePolicy, ...more });
    const everyone = policy({ ...allow('secretsmanager:GetSecretValue'), Principal: '*' });
    const ofOrg = policy({ ...allow('secretsmanager:GetSecretValue', '*', { StringEquals: { 'aws:PrincipalOrgID': 'o-1' } }), Principal: '*' });
    const lockout = policy({ ...deny('secretsmanager:*'), Principal: '*' });
    const nobody = policy({ ...allow('secretsmanager:GetSecretValue'), Principal: { AWS: `arn:aws:iam::${ACCOUNT}:user/nobody-there` } });
    await refuses(put('{}'), 'MalformedPolicyDocumentException', 'This resource policy contains a syntax error.');
    await refuses(put('hunter2'), 'MalformedPolicyDocumentException');
    await refuses(put(nobody), 'MalformedPolicyDocumentException', 'This resource policy contains an unsupported principal.');
    const aboutNothing = { ...allow('secretsmanager:GetSecretValue'), Principal: { AWS: ACCOUNT }, Resource: undefined };
    await refuses(put(policy(aboutNothing)), 'MalformedPolicyDocumentException', 'This resource policy contains a syntax error.');
    for (const [principal, kind] of [[{ AWS: 'nobody' }, 'unsupported'], [{ Federated: 'a.example' }, 'unsupported'], [{ Service: 'nonsense' }, 'invalid service']] as const) {
      const odd = policy({ ...allow('secretsmanager:GetSecretValue'), Principal: principal });
      await refuses(put(odd), 'MalformedPolicyDocumentException', `This resource policy contains an ${kind} principal.`);
    }
    await refuses(put(everyone, { BlockPublicPolicy: true }), 'PublicPolicyException', "You can't attach a resource-based policy that allows broad access to the secret.");
    await refuses(put(lockout), 'InvalidParameterException', 'Your requested changes will not allow you to manage this secret in the future.');
    await put(ofOrg, { BlockPublicPolicy: true });
    await put(everyone);
    const validate = async (ResourcePolicy: string, SecretId: string | undefined = arn) => {
      const { PolicyValidationPassed, ValidationErrors } = await root.validateResourcePolicy({ SecretId, ResourcePolicy });
      return [PolicyValidationPassed, ...ValidationErrors!.map(({ CheckName }) => CheckName)];
    };
    assert.deepEqual(await validate(ofOrg), [true]);
    assert.deepEqual(await validate(everyone), [false, 'PublicPolicy']);
    assert.deepEqual(await validate(lockout), [false, 'LockoutCheck']);
    assert.deepEqual(await validate('{'), [false, 'SyntaxCheck']);
    await refuses(root.validateResourcePolicy({ SecretId: 'none', ResourcePolicy: ofOrg }), 'ResourceNotFoundException');
  });

  test('batches read what their caller may, and say what not', async () => {
    const [one, two] = [await newSecret(), await newSecret()];
    const user = await userWith(allow('secretsmanager:BatchGetSecretValue'), allow('secretsmanager:GetSecretValue', one.arn));
    const { SecretValues, Errors } = await user.batchGetSecretValue({ SecretIdList: [one.name, two.name] });
    assert.deepEqual(SecretValues!.map(({ ARN }) => ARN), [one.arn]);
    assert.deepEqual(Errors!.map(({ SecretId, ErrorCode }) => [SecretId, ErrorCode]), [[two.name, 'AccessDeniedException']]);
  });

  test('a rotation function may be let loose only by who may invoke it', async () => {
    const { name } = await newSecret();
    const user = await userWith(allow('secretsmanager:RotateSecret'));
    const RotationLambdaARN = `arn:aws:lambda:${REGION}:${ACCOUNT}:function:rotate`;
    await refuses(user.rotateSecret({ SecretId: name, RotationLambdaARN }), 'AccessDeniedException', /not authorized to perform: lambda:InvokeFunction on resource: arn:aws:lambda/);
  });
});
