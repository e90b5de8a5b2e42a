/**
 * Services that call KMS: for somebody (forward access session), or as themselves. What key policies, IAM policies and
 * grants see of it, and that nobody from outside can pass for a service.
 */
import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import { KMS } from '@aws-sdk/client-kms';
import type { Caller } from '../../src/base/caller.ts';
import type { KmsClient, ServiceCall } from '../../src/base/kms-client.ts';
import type { RequestContext } from '../../src/base/operation.ts';
import { cloudTrailIntegration } from '../../src/services/cloudtrail/integration.ts';
import { secretsManagerIntegration } from '../../src/services/secretsmanager/integration.ts';
import { parameterStoreIntegration } from '../../src/services/ssm/integration.ts';
import { allow, deny, iamOf, newUser } from '../iam/support.ts';
import { boot, refusal } from '../support/boot.ts';
import { ACCOUNT, REGION, requestOf, rootOf, SOURCE_ADDRESS, type Within, within } from './within.ts';

const SSM = 'alias/aws/ssm';
const PLAINTEXT = Buffer.from('value');
const CONTEXT = { PARAMETER_ARN: 'arn:aws:ssm:us-east-1:000000000000:parameter/a' };
const TRAIL = `arn:aws:cloudtrail:${REGION}:${ACCOUNT}:trail/main`;
const asItself: ServiceCall = { asItself: { region: REGION, sourceArn: TRAIL, sourceAccount: ACCOUNT } };

const isDenied = (message: RegExp) => (error: Error & { code?: string }) => {
  assert.equal(error.code, 'AccessDeniedException', error.message);
  assert.match(error.message, message);
  return true;
};

let trent: Within;
let ssm: KmsClient;
let secrets: KmsClient;
let cloudtrail: KmsClient;
let root: Caller;
/** May do nothing at all. */
let plain: Caller;
before(async () => {
  trent = await within();
  [ssm, secrets, cloudtrail] = [parameterStoreIntegration, secretsManagerIntegration, cloudTrailIntegration].map((service) => trent.kms(service)) as [KmsClient, KmsClient, KmsClient];
  root = rootOf(ACCOUNT);
  plain = await trent.user('plain');
});
after(() => trent[Symbol.asyncDispose]());

const forCaller = (caller: Caller): ServiceCall => ({ onBehalfOf: requestOf(caller) });
const newKey = async (Policy?: string): Promise<string> => {
  const { KeyMetadata } = (await trent.call('kms', 'CreateKey', { Policy }, requestOf(root))) as { KeyMetadata: { Arn: string } };
  return KeyMetadata.Arn;
};

describe('AWS managed keys through their service', () => {
  test('first use makes the key, once, also where many use it at once', async () => {
    const made = await Promise.all(Array.from({ length: 20 }, () => ssm.encrypt(forCaller(plain), { KeyId: SSM, Plaintext: PLAINTEXT, EncryptionContext: CONTEXT })));
    assert.equal(new Set(made.map(({ KeyId }) => KeyId)).size, 1);
    for (const { CiphertextBlob } of made) {
      const opened = await ssm.decrypt(forCaller(plain), { CiphertextBlob, EncryptionContext: CONTEXT });
      assert.deepEqual([opened.Plaintext, opened.KeyId], [PLAINTEXT, made[0]!.KeyId]);
    }
    assert.equal((await ssm.describeKey(forCaller(root), { KeyId: SSM })).KeyManager, 'AWS');
    const events = trent.records.map(({ event }) => JSON.parse(event) as { eventName: string; eventType: string });
    assert.deepEqual(events.filter(({ eventName }) => eventName === 'CreateKey').map(({ eventType }) => eventType), ['AwsServiceEvent']);
  });

  test('generateDataKey makes it, too; in another region it is another key', async () => {
    const { KeyId, CiphertextBlob, Plaintext } = await secrets.generateDataKey(forCaller(plain), { KeyId: 'alias/aws/secretsmanager', EncryptionContext: { a: 'b' } });
    assert.deepEqual((await secrets.decrypt(forCaller(plain), { CiphertextBlob, EncryptionContext: { a: 'b' } })).Plaintext, Plaintext);
    const there: ServiceCall = { onBehalfOf: requestOf(plain), region: 'eu-west-1' };
    const other = await secrets.generateDataKey(there, { KeyId: 'alias/aws/secretsmanager', EncryptionContext: {} });
    assert.match(other.KeyId, /^arn:aws:kms:eu-west-1:/);
    assert.notEqual(other.KeyId, KeyId);
  });

  test('not directly, not through another service, not from another account', async () => {
    const { KeyId, CiphertextBlob } = await ssm.encrypt(forCaller(plain), { KeyId: SSM, Plaintext: PLAINTEXT, EncryptionContext: CONTEXT });
    const none = /because no resource-based policy allows the kms:(Encrypt|Decrypt|GenerateDataKey) action$/;
    for (const caller of [plain, root]) {
      await assert.rejects(trent.call('kms', 'Encrypt', { KeyId, Plaintext: PLAINTEXT }, requestOf(caller)), isDenied(none));
      await assert.rejects(trent.call('kms', 'Decrypt', { CiphertextBlob, EncryptionContext: CONTEXT }, requestOf(caller)), isDenied(none));
      await assert.rejects(secrets.generateDataKey(forCaller(caller), { KeyId, EncryptionContext: {} }), isDenied(none));
    }
    const stranger = rootOf('111122223333');
    await assert.rejects(ssm.encrypt(forCaller(stranger), { KeyId, Plaintext: PLAINTEXT, EncryptionContext: CONTEXT }), isDenied(/no resource-based policies allow access/));
    await assert.rejects(ssm.decrypt(forCaller(stranger), { CiphertextBlob, EncryptionContext: CONTEXT }), isDenied(/no resource-based policies allow access/));
  });

  test('a Deny of the caller\'s own policies holds', async () => {
    const { KeyId } = await ssm.encrypt(forCaller(plain), { KeyId: SSM, Plaintext: PLAINTEXT, EncryptionContext: CONTEXT });
    const barred = await trent.user('barred', allow('*'), deny('kms:Encrypt', KeyId));
    await assert.rejects(
      ssm.encrypt(forCaller(barred), { KeyId: SSM, Plaintext: PLAINTEXT, EncryptionContext: CONTEXT }),
      isDenied(/is not authorized to perform: kms:Encrypt on resource: arn:\S+ with an explicit deny in an identity-based policy$/),
    );
  });
});

/** How one key is asked for: by somebody himself, through a service, by a service of its own. */
const WAYS = ['direct', 'forwarded', 'itself'] as const;

describe('condition keys', () => {
  let keyId: string;
  before(async () => {
    keyId = await newKey();
  });

  /** By which ways GenerateDataKey is allowed to everyone, services included, under this condition. */
  async function allowedBy(Condition: object): Promise<string[]> {
    const everyone = { Effect: 'Allow', Principal: '*', Action: 'kms:GenerateDataKey', Resource: '*', Condition };
    const owner = { Effect: 'Allow', Principal: { AWS: `arn:aws:iam::${ACCOUNT}:root` }, Action: 'kms:PutKeyPolicy', Resource: '*' };
    const Policy = JSON.stringify({ Version: '2012-10-17', Statement: [owner, everyone] });
    await trent.call('kms', 'PutKeyPolicy', { KeyId: keyId, Policy }, requestOf(root));
    const input = { KeyId: keyId, EncryptionContext: {} };
    const calls: Record<(typeof WAYS)[number], Promise<unknown>> = {
      direct: trent.call('kms', 'GenerateDataKey', { ...input, KeySpec: 'AES_256' }, requestOf(plain)),
      forwarded: ssm.generateDataKey(forCaller(plain), input),
      itself: cloudtrail.generateDataKey(asItself, input),
    };
    const answers = await Promise.allSettled(WAYS.map((way) => calls[way]));
    return WAYS.filter((_way, index) => answers[index]!.status === 'fulfilled');
  }

  const CASES: readonly (readonly [key: string, condition: object, ways: readonly string[]])[] = [
    ['nothing asked', {}, ['direct', 'forwarded', 'itself']],
    ['kms:ViaService', { StringEquals: { 'kms:ViaService': `ssm.${REGION}.amazonaws.com` } }, ['forwarded']],
    ['kms:ViaService of another region', { StringEquals: { 'kms:ViaService': 'ssm.eu-west-1.amazonaws.com' } }, []],
    ['no kms:ViaService', { Null: { 'kms:ViaService': 'true' } }, ['direct', 'itself']],
    ['kms:CallerAccount', { StringEquals: { 'kms:CallerAccount': ACCOUNT } }, ['direct', 'forwarded']],
    ['aws:PrincipalAccount', { StringEquals: { 'aws:PrincipalAccount': ACCOUNT } }, ['direct', 'forwarded']],
    ['aws:ViaAWSService', { Bool: { 'aws:ViaAWSService': 'true' } }, ['forwarded']],
    ['aws:ViaAWSService false', { Bool: { 'aws:ViaAWSService': 'false' } }, ['direct', 'itself']],
    ['aws:CalledVia', { 'ForAnyValue:StringEquals': { 'aws:CalledVia': 'ssm.amazonaws.com' } }, ['forwarded']],
    ['aws:CalledViaFirst', { StringEquals: { 'aws:CalledViaFirst': 'ssm.amazonaws.com' } }, ['forwarded']],
    ['aws:CalledViaLast', { StringEquals: { 'aws:CalledViaLast': 'ssm.amazonaws.com' } }, ['forwarded']],
    ['aws:CalledVia another', { 'ForAnyValue:StringEquals': { 'aws:CalledVia': 'secretsmanager.amazonaws.com' } }, []],
    ['aws:PrincipalIsAWSService', { Bool: { 'aws:PrincipalIsAWSService': 'true' } }, ['itself']],
    ['aws:PrincipalIsAWSService false', { Bool: { 'aws:PrincipalIsAWSService': 'false' } }, ['direct', 'forwarded']],
    ['aws:PrincipalServiceName', { StringEquals: { 'aws:PrincipalServiceName': 'cloudtrail.amazonaws.com' } }, ['itself']],
    ['aws:PrincipalServiceNamesList', { 'ForAnyValue:StringEquals': { 'aws:PrincipalServiceNamesList': `cloudtrail.${REGION}.amazonaws.com` } }, ['itself']],
    ['aws:SourceArn', { ArnEquals: { 'aws:SourceArn': TRAIL } }, ['itself']],
    ['aws:SourceArn of another', { ArnEquals: { 'aws:SourceArn': `${TRAIL}2` } }, []],
    ['aws:SourceAccount', { StringEquals: { 'aws:SourceAccount': ACCOUNT } }, ['itself']],
    ['aws:SourceIp stays the first request\'s', { IpAddress: { 'aws:SourceIp': SOURCE_ADDRESS } }, ['direct', 'forwarded']],
    ['aws:PrincipalArn', { Null: { 'aws:PrincipalArn': 'false' } }, ['direct', 'forwarded']],
  ];
  for (const [name, condition, ways] of CASES) {
    test(name, async () => assert.deepEqual(await allowedBy(condition), ways));
  }

  test('kms:GrantIsForAWSResource', async () => {
    const owner = { Effect: 'Allow', Principal: { AWS: `arn:aws:iam::${ACCOUNT}:root` }, Action: 'kms:*', Resource: '*' };
    const grants = { Effect: 'Allow', Principal: '*', Action: 'kms:CreateGrant', Resource: '*', Condition: { Bool: { 'kms:GrantIsForAWSResource': 'true' } } };
    const KeyId = await newKey(JSON.stringify({ Version: '2012-10-17', Statement: [owner, grants] }));
    const input = { KeyId, GranteePrincipal: `arn:aws:iam::${ACCOUNT}:root`, Operations: ['Decrypt'] };
    const via: Partial<RequestContext> = { via: { name: 'ssm', principal: 'ssm.amazonaws.com' } };
    await trent.call('kms', 'CreateGrant', input, requestOf(plain, via));
    await assert.rejects(trent.call('kms', 'CreateGrant', input, requestOf(plain)), isDenied(/kms:CreateGrant/));
  });
});

describe('a service as itself', () => {
  const owner = { Effect: 'Allow', Principal: { AWS: `arn:aws:iam::${ACCOUNT}:root` }, Action: 'kms:*', Resource: '*' };
  const policyFor = (Service: string): string =>
    JSON.stringify({ Version: '2012-10-17', Statement: [owner, { Effect: 'Allow', Principal: { Service }, Action: 'kms:GenerateDataKey*', Resource: '*' }] });

  test('is meant by its principal in the key policy, and by no account', async () => {
    const KeyId = await newKey(policyFor('cloudtrail.amazonaws.com'));
    const { CiphertextBlob } = await cloudtrail.generateDataKey(asItself, { KeyId, EncryptionContext: { 'aws:cloudtrail:arn': TRAIL } });
    const text = /^User: cloudtrail\.amazonaws\.com is not authorized to perform: kms:(Decrypt|GenerateDataKey) on .* because no resource-based policy allows/;
    await assert.rejects(cloudtrail.decrypt(asItself, { CiphertextBlob, EncryptionContext: { 'aws:cloudtrail:arn': TRAIL } }), isDenied(text));
    for (const policy of [policyFor('logs.amazonaws.com'), undefined]) {
      const other = await newKey(policy);
      await assert.rejects(cloudtrail.generateDataKey(asItself, { KeyId: other, EncryptionContext: {} }), isDenied(text));
    }
  });

  test('uses a grant to it for the resource of its constraint, and retires it where the grant says so', async () => {
    const KeyId = await newKey();
    const grant = {
      KeyId,
      GranteeServicePrincipal: 'cloudtrail.amazonaws.com',
      RetiringServicePrincipal: 'cloudtrail.amazonaws.com',
      Operations: ['GenerateDataKey', 'CreateGrant'],
      Constraints: { SourceArn: TRAIL },
    };
    const { GrantId } = (await trent.call('kms', 'CreateGrant', grant, requestOf(root))) as { GrantId: string };
    await cloudtrail.generateDataKey(asItself, { KeyId, EncryptionContext: {} });
    const other: ServiceCall = { asItself: { region: REGION, sourceArn: `${TRAIL}2`, sourceAccount: ACCOUNT } };
    await assert.rejects(cloudtrail.generateDataKey(other, { KeyId, EncryptionContext: {} }), isDenied(/GenerateDataKey/));
    await assert.rejects(secrets.generateDataKey({ asItself: asItself.asItself }, { KeyId, EncryptionContext: {} }), isDenied(/GenerateDataKey/));
    await assert.rejects(trent.call('kms', 'GenerateDataKey', { KeyId, KeySpec: 'AES_256' }, requestOf(plain)), isDenied(/GenerateDataKey/));
    const service = { via: { name: 'cloudtrail', principal: 'cloudtrail.amazonaws.com', source: { arn: TRAIL, account: ACCOUNT } } };
    const { serviceCaller } = await import('../../src/authn/service-principal.ts');
    const itself = requestOf(serviceCaller('cloudtrail.amazonaws.com', ACCOUNT, REGION), service);
    const child = { ...grant, Operations: ['GenerateDataKey'] };
    await trent.call('kms', 'CreateGrant', { ...child, GranteeServicePrincipal: 'logs.amazonaws.com' }, itself);
    await assert.rejects(trent.call('kms', 'CreateGrant', { ...child, Constraints: { SourceArn: `${TRAIL}2` } }, itself), isDenied(/CreateGrant/));
    await trent.call('kms', 'RetireGrant', { KeyId, GrantId }, itself);
    await assert.rejects(cloudtrail.generateDataKey(asItself, { KeyId, EncryptionContext: {} }), isDenied(/GenerateDataKey/));
  });

  test('a grant to an account is not for a service that acts about it', async () => {
    const KeyId = await newKey();
    const grant = { KeyId, GranteePrincipal: `arn:aws:iam::${ACCOUNT}:root`, Operations: ['GenerateDataKey'] };
    await trent.call('kms', 'CreateGrant', grant, requestOf(root));
    await assert.rejects(cloudtrail.generateDataKey(asItself, { KeyId, EncryptionContext: {} }), isDenied(/GenerateDataKey/));
  });
});

test('nothing that a request carries makes a service of its sender', async () => {
  await using booted = await boot();
  const iam = iamOf(booted);
  const user = await newUser(iam, 'cloudtrail.amazonaws.com');
  const kms = (credentials: typeof user): KMS => {
    const client = new KMS({ endpoint: booted.trent.url, region: REGION, credentials, maxAttempts: 1 });
    const headers = {
      'x-amz-source-arn': TRAIL,
      'x-amz-source-account': ACCOUNT,
      'x-amz-via-service': `ssm.${REGION}.amazonaws.com`,
      'kms-via-service': `ssm.${REGION}.amazonaws.com`,
      'aws-called-via': 'ssm.amazonaws.com',
      'x-amzn-principal': 'ssm.amazonaws.com',
      'x-forwarded-for': '10.0.0.1',
      'user-agent': 'ssm.amazonaws.com',
    };
    client.middlewareStack.add(
      (next) => (args) => {
        Object.assign((args.request as { headers: object }).headers, headers);
        return next(args);
      },
      { step: 'build' },
    );
    return client;
  };
  const owner = { Effect: 'Allow', Principal: { AWS: `arn:aws:iam::${ACCOUNT}:root` }, Action: 'kms:*', Resource: '*' };
  const open = (Condition: object, Principal: object | string = '*') => ({ Effect: 'Allow', Principal, Action: 'kms:GenerateDataKey', Resource: '*', Condition });
  const statements = [
    open({ Null: { 'kms:ViaService': 'false' } }),
    open({ Bool: { 'aws:ViaAWSService': 'true' } }),
    open({ Null: { 'aws:CalledVia': 'false' } }),
    open({ Bool: { 'aws:PrincipalIsAWSService': 'true' } }),
    open({ Null: { 'aws:SourceArn': 'false' } }),
    open({ Null: { 'aws:SourceAccount': 'false' } }),
    open({ Null: { 'aws:PrincipalServiceName': 'false' } }),
    open({ IpAddress: { 'aws:SourceIp': '10.0.0.1' } }),
    open({}, { Service: ['cloudtrail.amazonaws.com', 'ssm.amazonaws.com'] }),
  ];
  const administrator = booted.client();
  const { CreateKeyCommand, CreateGrantCommand } = await import('@aws-sdk/client-kms');
  const Policy = JSON.stringify({ Version: '2012-10-17', Statement: [owner, ...statements] });
  const { KeyMetadata } = await administrator.send(new CreateKeyCommand({ Policy }));
  const KeyId = KeyMetadata!.KeyId!;
  const grant = { GranteeServicePrincipal: 'cloudtrail.amazonaws.com', RetiringServicePrincipal: 'cloudtrail.amazonaws.com', Constraints: { SourceArn: TRAIL } };
  await administrator.send(new CreateGrantCommand({ KeyId, Operations: ['GenerateDataKey'], ...grant }));
  const attacker = kms(user);
  const more = { ViaService: `ssm.${REGION}.amazonaws.com`, SourceArn: TRAIL } as object;
  const { name } = await refusal(attacker.generateDataKey({ KeyId, KeySpec: 'AES_256', ...more }));
  assert.equal(name, 'AccessDeniedException');
  const { name: managed } = await refusal(attacker.encrypt({ KeyId: SSM, Plaintext: PLAINTEXT }));
  assert.equal(managed, 'NotFoundException', 'nor does it make a service\'s key');
  attacker.destroy();
  iam.destroy();
});
