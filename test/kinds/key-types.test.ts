/**
 * AWS's page on the types of KMS keys, sentence by sentence in our own words, with three accounts: the owner, and two
 * that have nothing to do with it. Prices are left out.
 */
import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import { boot, type Booted, refusal } from '../support/boot.ts';
import { DAY, startEmulator } from '../kms/support.ts';
import { startEmulator as startWithParameters } from '../ssm/support.ts';
import { type Account, accountOf } from './accounts.ts';

const PLAINTEXT = Buffer.from('plaintext');
const OWNER = '000000000000';

let booted: Booted;
let owner: Account;
let second: Account;
let third: Account;
before(async () => {
  booted = await boot();
  [owner, second, third] = (await Promise.all([OWNER, '111122223333', '444455556666'].map((id) => accountOf(booted, id)))) as [Account, Account, Account];
});
after(async () => {
  for (const account of [owner, second, third]) account.close();
  await booted.stop();
  assert.deepEqual(booted.reports, []);
});

const newKey = async (account: Account, Policy?: string): Promise<{ id: string; arn: string }> => {
  const { KeyMetadata } = await account.kms.createKey({ Policy });
  return { id: KeyMetadata!.KeyId!, arn: KeyMetadata!.Arn! };
};

const isDenied = async (call: Promise<unknown>): Promise<void> => {
  const { name, message } = await refusal(call);
  assert.equal(name, 'AccessDeniedException', message);
};

describe('all keys', () => {
  test('a key that somebody creates is customer managed, one that a service makes in an account is AWS managed', async () => {
    const { id } = await newKey(owner);
    await owner.ssm.putParameter({ Name: '/all/one', Type: 'SecureString', Value: 'x' });
    const [own, made] = await Promise.all([id, 'alias/aws/ssm'].map((KeyId) => owner.kms.describeKey({ KeyId })));
    assert.deepEqual([own!.KeyMetadata!.KeyManager, made!.KeyMetadata!.KeyManager], ['CUSTOMER', 'AWS']);
    assert.equal(made!.KeyMetadata!.AWSAccountId, owner.id);
  });

  test('a key that a service makes in an account of its own is AWS owned', async () => {
    const before = (await third.kms.listKeys({})).Keys!.length;
    await third.ssm.putParameter({ Name: '/all/text', Type: 'String', Value: 'x' });
    assert.equal((await third.ssm.getParameter({ Name: '/all/text' })).Parameter!.Value, 'x');
    assert.equal((await third.kms.listKeys({})).Keys!.length, before, 'nothing in the account');
    assert.ok(booted.trent.ownedKeys().keys.find(({ service, name }) => service === 'ssm' && name === 'parameters')!.uses > 0);
  });

  test('services differ: one protects with an AWS owned key, with an AWS managed one, or with a customer managed one', async () => {
    const { id, arn } = await newKey(owner);
    for (const [Name, more] of [['/differ/owned', { Type: 'String' }], ['/differ/managed', { Type: 'SecureString' }], ['/differ/customer', { Type: 'SecureString', KeyId: id }]] as const) {
      await owner.ssm.putParameter({ Name, Value: Name, ...more });
      assert.equal((await owner.ssm.getParameter({ Name, WithDecryption: true })).Parameter!.Value, Name);
    }
    const { Name } = await owner.secrets.createSecret({ Name: 'differ', SecretString: 'x', KmsKeyId: arn });
    assert.equal((await owner.secrets.describeSecret({ SecretId: Name })).KmsKeyId, arn);
  });
});

describe('customer managed keys', () => {
  test('are in the account of whoever creates them, and only there', async () => {
    const { id, arn } = await newKey(second);
    assert.match(arn, new RegExp(`:${second.id}:key/`));
    for (const account of [owner, third]) {
      assert.ok(!(await account.kms.listKeys({ Limit: 1_000 })).Keys!.some(({ KeyId }) => KeyId === id));
      await isDenied(account.kms.describeKey({ KeyId: arn }));
    }
  });

  test('their owner keeps up key policy, IAM policies and grants', async () => {
    const { id, arn } = await newKey(owner);
    const root = { Effect: 'Allow', Principal: { AWS: `arn:aws:iam::${OWNER}:root` }, Action: 'kms:*', Resource: '*' };
    const guest = { Effect: 'Allow', Principal: { AWS: `arn:aws:iam::${second.id}:root` }, Action: 'kms:Encrypt', Resource: '*' };
    await owner.kms.putKeyPolicy({ KeyId: id, Policy: JSON.stringify({ Version: '2012-10-17', Statement: [root, guest] }) });
    await second.kms.encrypt({ KeyId: arn, Plaintext: PLAINTEXT });
    await isDenied(third.kms.encrypt({ KeyId: arn, Plaintext: PLAINTEXT }));
    await owner.kms.createGrant({ KeyId: id, GranteePrincipal: `arn:aws:iam::${third.id}:root`, Operations: ['Encrypt'] });
    await third.kms.encrypt({ KeyId: arn, Plaintext: PLAINTEXT });
    await owner.iam.createUser({ UserName: 'clerk' });
    const { AccessKey } = await owner.iam.createAccessKey({ UserName: 'clerk' });
    const clerk = owner.as({ accessKeyId: AccessKey!.AccessKeyId!, secretAccessKey: AccessKey!.SecretAccessKey! });
    await isDenied(clerk.kms.encrypt({ KeyId: id, Plaintext: PLAINTEXT }));
    const PolicyDocument = JSON.stringify({ Version: '2012-10-17', Statement: { Effect: 'Allow', Action: 'kms:Encrypt', Resource: arn } });
    await owner.iam.putUserPolicy({ UserName: 'clerk', PolicyName: 'use', PolicyDocument });
    await clerk.kms.encrypt({ KeyId: id, Plaintext: PLAINTEXT });
    clerk.close();
  });

  test('their owner enables, disables, rotates, tags, names and deletes them', async () => {
    const { id: KeyId } = await newKey(owner);
    await owner.kms.disableKey({ KeyId });
    assert.equal((await refusal(owner.kms.encrypt({ KeyId, Plaintext: PLAINTEXT }))).name, 'DisabledException');
    await owner.kms.enableKey({ KeyId });
    await owner.kms.rotateKeyOnDemand({ KeyId });
    await owner.kms.enableKeyRotation({ KeyId, RotationPeriodInDays: 90 });
    await owner.kms.tagResource({ KeyId, Tags: [{ TagKey: 'team', TagValue: 'a' }] });
    await owner.kms.createAlias({ AliasName: 'alias/managed-by-us', TargetKeyId: KeyId });
    await owner.kms.encrypt({ KeyId: 'alias/managed-by-us', Plaintext: PLAINTEXT });
    assert.equal((await owner.kms.listKeyRotations({ KeyId })).Rotations!.length, 1);
    await owner.kms.scheduleKeyDeletion({ KeyId, PendingWindowInDays: 7 });
    assert.equal((await owner.kms.describeKey({ KeyId })).KeyMetadata!.KeyState, 'PendingDeletion');
  });

  test('DescribeKey tells them apart: KeyManager is CUSTOMER', async () => {
    const { id: KeyId } = await newKey(owner);
    assert.equal((await owner.kms.describeKey({ KeyId })).KeyMetadata!.KeyManager, 'CUSTOMER');
  });

  test('are used in cryptographic operations, and every use is in CloudTrail', async () => {
    const { id: KeyId, arn } = await newKey(second);
    const { CiphertextBlob } = await second.kms.encrypt({ KeyId, Plaintext: PLAINTEXT });
    assert.deepEqual(Buffer.from((await second.kms.decrypt({ CiphertextBlob })).Plaintext!), PLAINTEXT);
    for (const name of ['Encrypt', 'Decrypt']) {
      const event = (await second.events(name)).at(-1)!;
      assert.deepEqual(event.resources!.map(({ ARN }) => ARN), [arn]);
      assert.equal(event.userIdentity.invokedBy, undefined);
    }
  });

  test('protect what services keep, where one is named to them', async () => {
    const { id: KeyId, arn } = await newKey(second);
    const { Name } = await second.secrets.createSecret({ Name: 'named', SecretString: 'x', KmsKeyId: KeyId });
    await second.secrets.getSecretValue({ SecretId: Name });
    const event = (await second.events('Decrypt')).at(-1)!;
    assert.deepEqual([event.userIdentity.invokedBy, event.resources![0]!.ARN], ['secretsmanager.amazonaws.com', arn]);
    await second.kms.disableKey({ KeyId });
    assert.equal((await refusal(second.secrets.getSecretValue({ SecretId: Name }))).name, 'DecryptionFailure');
  });

  test('count against quotas: fifty aliases a key', async () => {
    const { id: TargetKeyId } = await newKey(second);
    for (let index = 0; index < 50; index++) await second.kms.createAlias({ AliasName: `alias/count-${index}`, TargetKeyId });
    assert.equal((await refusal(second.kms.createAlias({ AliasName: 'alias/count-50', TargetKeyId }))).name, 'LimitExceededException');
  });

  test('rotation is optional', async () => {
    const emulator = await startEmulator();
    const [idle, rotating] = await Promise.all([emulator.kms.createKey({}), emulator.kms.createKey({})]);
    await emulator.kms.enableKeyRotation({ KeyId: rotating.KeyMetadata!.KeyId! });
    await emulator.advance(366 * DAY);
    const rotations = await Promise.all([idle, rotating].map(({ KeyMetadata }) => emulator.kms.listKeyRotations({ KeyId: KeyMetadata!.KeyId! })));
    assert.deepEqual(rotations.map(({ Rotations }) => Rotations!.length), [0, 1]);
    await emulator.stop();
  });
});

describe('AWS managed keys', () => {
  const ALIAS = 'alias/aws/secretsmanager';
  const keyOf = async (account: Account) => (await account.kms.describeKey({ KeyId: ALIAS })).KeyMetadata!;

  test('are made, managed and used in the account by the service that needs them', async () => {
    assert.equal((await third.kms.listAliases({ Limit: 100 })).Aliases!.find(({ AliasName }) => AliasName === ALIAS)!.TargetKeyId, undefined);
    await third.secrets.createSecret({ Name: 'first', SecretString: 'x' });
    const { TargetKeyId } = (await third.kms.listAliases({ Limit: 100 })).Aliases!.find(({ AliasName }) => AliasName === ALIAS)!;
    const { Keys } = await third.kms.listKeys({ Limit: 1_000 });
    assert.ok(Keys!.some(({ KeyId }) => KeyId === TargetKeyId));
    const [creation] = await third.events('CreateKey');
    assert.deepEqual([creation!.eventType, creation!.userIdentity.invokedBy, creation!.serviceEventDetails], ['AwsServiceEvent', 'AWS Internal', { keyId: TargetKeyId }]);
  });

  test('nobody need create a key or write a policy: who may use the service, has its key', async () => {
    await third.iam.createUser({ UserName: 'reader' });
    const { AccessKey } = await third.iam.createAccessKey({ UserName: 'reader' });
    const reader = third.as({ accessKeyId: AccessKey!.AccessKeyId!, secretAccessKey: AccessKey!.SecretAccessKey! });
    const PolicyDocument = JSON.stringify({ Version: '2012-10-17', Statement: { Effect: 'Allow', Action: 'secretsmanager:*', Resource: '*' } });
    await third.iam.putUserPolicy({ UserName: 'reader', PolicyName: 'secrets', PolicyDocument });
    await reader.secrets.createSecret({ Name: 'easy', SecretString: 'easy' });
    assert.equal((await reader.secrets.getSecretValue({ SecretId: 'easy' })).SecretString, 'easy');
    reader.close();
  });

  test('the account sees them, their policies, and their uses in CloudTrail', async () => {
    const { KeyId, Arn } = await keyOf(third);
    const { Policy } = await third.kms.getKeyPolicy({ KeyId: KeyId! });
    assert.equal((JSON.parse(Policy!) as { Id: string }).Id, 'auto-secretsmanager-2');
    await third.secrets.getSecretValue({ SecretId: 'first' });
    const event = (await third.events('Decrypt')).at(-1)!;
    assert.deepEqual([event.resources![0]!.ARN, event.resources![0]!.accountId, event.userIdentity.invokedBy], [Arn, third.id, 'secretsmanager.amazonaws.com']);
  });

  test('the account changes nothing of them: no property, rotation, policy or deletion', async () => {
    const KeyId = (await keyOf(third)).KeyId!;
    const { kms } = third;
    const policy = (await kms.getKeyPolicy({ KeyId })).Policy!;
    await isDenied(kms.updateKeyDescription({ KeyId, Description: 'mine' }));
    await isDenied(kms.disableKey({ KeyId }));
    await isDenied(kms.tagResource({ KeyId, Tags: [{ TagKey: 'a', TagValue: 'b' }] }));
    await isDenied(kms.rotateKeyOnDemand({ KeyId }));
    await isDenied(kms.disableKeyRotation({ KeyId }));
    await isDenied(kms.putKeyPolicy({ KeyId, Policy: policy }));
    await isDenied(kms.scheduleKeyDeletion({ KeyId }));
    assert.ok((await kms.getKeyRotationStatus({ KeyId })).KeyRotationEnabled);
  });

  test('nobody uses them directly; their service does, on behalf of its users', async () => {
    const KeyId = (await keyOf(third)).KeyId!;
    await isDenied(third.kms.encrypt({ KeyId, Plaintext: PLAINTEXT }));
    await isDenied(third.kms.generateDataKey({ KeyId, KeySpec: 'AES_256' }));
    await isDenied(third.kms.createGrant({ KeyId, GranteePrincipal: `arn:aws:iam::${third.id}:root`, Operations: ['Decrypt'] }));
    assert.equal((await third.secrets.getSecretValue({ SecretId: 'first' })).SecretString, 'x');
  });

  test('no other service uses them', async () => {
    const KeyId = (await keyOf(third)).KeyId!;
    await isDenied(third.ssm.putParameter({ Name: '/wrong', Type: 'SecureString', Value: 'x', KeyId }));
  });

  test('are known by their alias aws/SERVICE, and by KeyManager AWS', async () => {
    const { KeyId, KeyManager } = await keyOf(third);
    assert.equal(KeyManager, 'AWS');
    assert.deepEqual((await third.kms.listAliases({ KeyId: KeyId! })).Aliases!.map(({ AliasName }) => AliasName), [ALIAS]);
  });

  test('are for their own account alone', async () => {
    const { Arn } = await keyOf(third);
    for (const account of [owner, second]) {
      await isDenied(account.kms.describeKey({ KeyId: Arn! }));
      const theirs = await keyOf(account);
      assert.notEqual(theirs.Arn, Arn);
    }
  });

  test('are rotated every year, and CloudTrail shows it', async () => {
    const emulator = await startWithParameters();
    await emulator.ssm.putParameter({ Name: '/kept', Type: 'SecureString', Value: 'since years' });
    const { KeyId } = (await emulator.kms.describeKey({ KeyId: 'alias/aws/ssm' })).KeyMetadata!;
    for (let year = 1; year <= 2; year++) {
      await emulator.advance(365 * DAY);
      assert.equal((await emulator.kms.listKeyRotations({ KeyId: KeyId! })).Rotations!.length, year);
    }
    assert.equal((await emulator.ssm.getParameter({ Name: '/kept', WithDecryption: true })).Parameter!.Value, 'since years');
    await emulator.stop();
  });

  test('count against no quota of keys and aliases', async () => {
    const { Aliases } = await second.kms.listAliases({ Limit: 100 });
    const names = Aliases!.map(({ AliasName }) => AliasName!).filter((name) => name.startsWith('alias/aws/'));
    for (const KeyId of names) assert.equal((await second.kms.describeKey({ KeyId })).KeyMetadata!.KeyManager, 'AWS');
    await newKey(second);
  });
});

describe('AWS owned keys', () => {
  const facts = (service: string) => booted.trent.ownedKeys().keys.find((key) => key.service === service)!;

  test('are of their service, and serve many accounts', async () => {
    const before = facts('ssm').uses;
    for (const account of [owner, second, third]) await account.ssm.putParameter({ Name: '/owned/text', Type: 'String', Value: account.id });
    assert.ok(facts('ssm').uses >= before + 3);
    for (const account of [owner, second, third]) {
      assert.equal((await account.ssm.getParameter({ Name: '/owned/text' })).Parameter!.Value, account.id);
    }
  });

  test('are not in the account, and protect what is in it all the same', async () => {
    const { Keys } = await second.kms.listKeys({ Limit: 1_000 });
    const managers = await Promise.all(Keys!.map(({ KeyId }) => second.kms.describeKey({ KeyId: KeyId! })));
    assert.ok(managers.every(({ KeyMetadata }) => KeyMetadata!.AWSAccountId === second.id));
    assert.ok(facts('iam').uses > 0, 'secret access keys');
    assert.ok(facts('secretsmanager').uses > 0, 'descriptions, tags and policies of secrets');
  });

  test('cannot be viewed, used, tracked or audited', async () => {
    const newest = async (): Promise<string | undefined> => {
      const attribute = { AttributeKey: 'EventSource', AttributeValue: 'kms.amazonaws.com' } as const;
      return (await second.cloudtrail.lookupEvents({ LookupAttributes: [attribute], MaxResults: 1 })).Events![0]?.EventId;
    };
    const [uses, event] = [facts('ssm').uses, await newest()];
    await second.ssm.putParameter({ Name: '/owned/untracked', Type: 'StringList', Value: 'a,b' });
    assert.ok(facts('ssm').uses > uses);
    assert.equal(await newest(), event, 'KMS was not called for the account');
    assert.equal((await second.events('PutParameter')).length > 0, true);
  });

  test('count against no quota, and nobody creates or maintains them', async () => {
    await using fresh = await boot();
    const { keys } = fresh.trent.ownedKeys();
    assert.ok(keys.filter(({ spec }) => spec === 'SYMMETRIC_DEFAULT').every(({ createdAt }) => createdAt !== undefined), 'there from the start');
    const account = await accountOf(fresh, OWNER);
    assert.deepEqual((await account.kms.listKeys({})).Keys, []);
    account.close();
  });

  test('are rotated as their service wants it', async () => {
    const emulator = await startWithParameters();
    await emulator.ssm.putParameter({ Name: '/kept', Type: 'String', Value: 'since years' });
    await emulator.advance(100 * DAY);
    const rotated = () => emulator.trent.ownedKeys().keys.filter(({ rotatedAt }) => rotatedAt !== undefined).map(({ service }) => service);
    assert.deepEqual(rotated(), ['sts'], 'session tokens every ninety days');
    await emulator.advance(300 * DAY);
    assert.ok(rotated().includes('ssm'));
    assert.equal((await emulator.ssm.getParameter({ Name: '/kept' })).Parameter!.Value, 'since years');
    await emulator.stop();
  });
});
