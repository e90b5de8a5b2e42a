/** Access keys of users: made, listed, stopped, deleted; and when they were used last. */
import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import {
  CreateAccessKeyCommand,
  CreateRoleCommand,
  CreateUserCommand,
  DeleteAccessKeyCommand,
  GetAccessKeyLastUsedCommand,
  GetRoleCommand,
  type IAMClient,
  ListAccessKeysCommand,
  UpdateAccessKeyCommand,
} from '@aws-sdk/client-iam';
import { ListKeysCommand } from '@aws-sdk/client-kms';
import { AssumeRoleCommand, GetCallerIdentityCommand } from '@aws-sdk/client-sts';
import { LastUsed } from '../../src/services/iam/last-used.ts';
import { ACCOUNT, boot, type Booted, refusal } from '../support/boot.ts';
import { allow, iamOf, newUser, policy, stsOf } from './support.ts';

const OTHER = '111122223333';
const UNKNOWN = 'AKIAAAAAAAAAAAAAAAAA';
const notFound = (id: string) => ({
  name: 'NoSuchEntityException',
  message: `The Access Key with id ${id} cannot be found.`,
  status: 404,
});

describe('access keys', () => {
  let booted: Booted;
  let iam: IAMClient;
  before(async () => {
    booted = await boot();
    iam = iamOf(booted);
  });
  after(async () => {
    await booted.stop();
    assert.deepEqual(booted.reports, []);
  });

  const listed = async (UserName?: string, client = iam) =>
    (await client.send(new ListAccessKeysCommand({ UserName }))).AccessKeyMetadata!;
  const setStatus = (UserName: string, AccessKeyId: string, Status: 'Active' | 'Inactive') =>
    iam.send(new UpdateAccessKeyCommand({ UserName, AccessKeyId, Status }));

  test('two a user, each with its secret once', async () => {
    await iam.send(new CreateUserCommand({ UserName: 'two', Path: '/team/' }));
    const create = () => iam.send(new CreateAccessKeyCommand({ UserName: 'two' }));
    const [first, second] = [(await create()).AccessKey!, (await create()).AccessKey!];
    assert.match(first.AccessKeyId!, /^AKIA[A-Z2-7]{16}$/);
    assert.match(first.SecretAccessKey!, /^[A-Za-z0-9+/]{40}$/);
    assert.deepEqual([first.UserName, first.Status], ['two', 'Active']);
    assert.ok(Math.abs(first.CreateDate!.getTime() - Date.now()) < 60_000);
    const quota = { name: 'LimitExceededException', message: 'Cannot exceed quota for AccessKeysPerUser: 2', status: 409 };
    assert.deepEqual(await refusal(create()), quota);
    await setStatus('two', first.AccessKeyId!, 'Inactive');
    assert.deepEqual(await refusal(create()), quota, 'inactive ones count');
    const shown = await listed('two');
    const expected = [
      { UserName: 'two', AccessKeyId: first.AccessKeyId, Status: 'Inactive', CreateDate: first.CreateDate },
      { UserName: 'two', AccessKeyId: second.AccessKeyId, Status: 'Active', CreateDate: second.CreateDate },
    ];
    const byId = (a: { AccessKeyId?: string }, b: { AccessKeyId?: string }) => (a.AccessKeyId! < b.AccessKeyId! ? -1 : 1);
    assert.deepEqual(shown, expected.sort(byId));
    const page = await iam.send(new ListAccessKeysCommand({ UserName: 'two', MaxItems: 1 }));
    const rest = await iam.send(new ListAccessKeysCommand({ UserName: 'two', MaxItems: 1, Marker: page.Marker }));
    assert.deepEqual([page.IsTruncated, rest.IsTruncated], [true, false]);
    assert.deepEqual([...page.AccessKeyMetadata!, ...rest.AccessKeyMetadata!], shown);
  });

  test('made at the same time, they are two nevertheless', async () => {
    await iam.send(new CreateUserCommand({ UserName: 'race' }));
    const calls = Array.from({ length: 6 }, () => iam.send(new CreateAccessKeyCommand({ UserName: 'race' })));
    const outcomes = await Promise.allSettled(calls);
    assert.equal(outcomes.filter(({ status }) => status === 'fulfilled').length, 2);
    assert.equal((await listed('race')).length, 2);
  });

  test('without a name: the keys of the user that asks', async () => {
    const keys = await newUser(iam, 'self', allow('iam:*AccessKey*', 'arn:aws:iam::*:user/self'));
    const self = iamOf(booted, { credentials: keys });
    const { AccessKey } = await self.send(new CreateAccessKeyCommand({}));
    assert.equal(AccessKey!.UserName, 'self');
    assert.equal((await listed(undefined, self)).length, 2);
    await self.send(new UpdateAccessKeyCommand({ AccessKeyId: AccessKey!.AccessKeyId, Status: 'Inactive' }));
    await self.send(new DeleteAccessKeyCommand({ AccessKeyId: AccessKey!.AccessKeyId }));
    assert.deepEqual((await listed(undefined, self)).map((key) => key.AccessKeyId), [keys.accessKeyId]);
    const denied = await refusal(self.send(new ListAccessKeysCommand({ UserName: 'two' })));
    assert.deepEqual([denied.name, denied.status], ['AccessDenied', 403]);
    assert.match(denied.message, / is not authorized to perform: iam:ListAccessKeys on resource: /);
  });

  test('what is not there, or belongs to somebody else', async () => {
    const nobody = { name: 'NoSuchEntityException', message: 'The user with name nobody cannot be found.', status: 404 };
    const mine = await newUser(iam, 'mine');
    await iam.send(new CreateUserCommand({ UserName: 'other' }));
    const foreign = await booted.trent.createAccount(OTHER);
    const cases = [
      [new CreateAccessKeyCommand({ UserName: 'nobody' }), nobody],
      [new ListAccessKeysCommand({ UserName: 'nobody' }), nobody],
      [new DeleteAccessKeyCommand({ UserName: 'nobody', AccessKeyId: UNKNOWN }), nobody],
      [new UpdateAccessKeyCommand({ UserName: 'mine', AccessKeyId: UNKNOWN, Status: 'Active' }), notFound(UNKNOWN)],
      [new DeleteAccessKeyCommand({ UserName: 'other', AccessKeyId: mine.accessKeyId }), notFound(mine.accessKeyId)],
      [new UpdateAccessKeyCommand({ UserName: 'other', AccessKeyId: mine.accessKeyId, Status: 'Inactive' }), notFound(mine.accessKeyId)],
      [new GetAccessKeyLastUsedCommand({ AccessKeyId: UNKNOWN }), notFound(UNKNOWN)],
      [new GetAccessKeyLastUsedCommand({ AccessKeyId: foreign.accessKeyId }), notFound(foreign.accessKeyId)],
    ] as const;
    for (const [command, expected] of cases) assert.deepEqual(await refusal(iam.send(command as never)), expected);
    const expired = new UpdateAccessKeyCommand({ UserName: 'mine', AccessKeyId: mine.accessKeyId, Status: 'Expired' as never });
    assert.equal((await refusal(iam.send(expired))).name, 'InvalidInputException');
    assert.equal((await listed('mine'))[0]!.Status, 'Active');
  });

  test('a key stops with the very next request, and works again when it is active', async () => {
    const keys = await newUser(iam, 'stopped', allow('kms:ListKeys'));
    // The client keeps its connection, and the server the signing keys that it derived.
    const kms = booted.client({ credentials: keys });
    const use = () => kms.send(new ListKeysCommand({}));
    const refused = { name: 'UnrecognizedClientException', message: 'The security token included in the request is invalid.', status: 400 };
    for (let round = 0; round < 3; round++) {
      await use();
      await setStatus('stopped', keys.accessKeyId, 'Inactive');
      assert.deepEqual(await refusal(use()), refused);
      const sts = await refusal(stsOf(booted, { credentials: keys }).send(new GetCallerIdentityCommand({})));
      assert.deepEqual([sts.name, sts.status], ['InvalidClientTokenId', 403]);
      await setStatus('stopped', keys.accessKeyId, 'Active');
    }
    await use();
    const remove = new DeleteAccessKeyCommand({ UserName: 'stopped', AccessKeyId: keys.accessKeyId });
    await iam.send(remove);
    assert.deepEqual(await refusal(use()), refused);
    assert.deepEqual(await refusal(iam.send(remove)), notFound(keys.accessKeyId));
    assert.deepEqual(await listed('stopped'), []);
  });

  test('last use: service and region, from the first request on', async () => {
    const keys = await newUser(iam, 'used', allow('kms:ListKeys'));
    const lastUsed = () => iam.send(new GetAccessKeyLastUsedCommand({ AccessKeyId: keys.accessKeyId }));
    const { UserName, AccessKeyLastUsed } = await lastUsed();
    assert.deepEqual([UserName, AccessKeyLastUsed], ['used', { ServiceName: 'N/A', Region: 'N/A' }]);
    await booted.client({ credentials: keys, region: 'eu-central-1' }).send(new ListKeysCommand({}));
    const used = (await lastUsed()).AccessKeyLastUsed!;
    assert.deepEqual([used.ServiceName, used.Region], ['kms', 'eu-central-1']);
    assert.ok(Math.abs(used.LastUsedDate!.getTime() - Date.now()) < 60_000);
    await stsOf(booted, { credentials: keys }).send(new GetCallerIdentityCommand({}));
    assert.equal((await lastUsed()).AccessKeyLastUsed!.ServiceName, 'sts', 'another service is noted at once');
    await refusal(booted.client({ credentials: { ...keys, secretAccessKey: 'wrong' } }).send(new ListKeysCommand({})));
    assert.equal((await lastUsed()).AccessKeyLastUsed!.ServiceName, 'sts', 'a false signature is no use');
  });
});

test('GetRole shows when a session of the role was used last', async () => {
  await using booted = await boot();
  const iam = iamOf(booted);
  const AssumeRolePolicyDocument = policy({ Effect: 'Allow', Principal: { AWS: ACCOUNT }, Action: 'sts:AssumeRole' });
  const { Role } = await iam.send(new CreateRoleCommand({ RoleName: 'runner', AssumeRolePolicyDocument }));
  const lastUsed = async () => (await iam.send(new GetRoleCommand({ RoleName: 'runner' }))).Role!.RoleLastUsed;
  const { Credentials } = await stsOf(booted).send(new AssumeRoleCommand({ RoleArn: Role!.Arn, RoleSessionName: 'run' }));
  assert.deepEqual(await lastUsed(), {});
  const credentials = {
    accessKeyId: Credentials!.AccessKeyId!,
    secretAccessKey: Credentials!.SecretAccessKey!,
    sessionToken: Credentials!.SessionToken!,
  };
  assert.equal((await refusal(booted.client({ credentials, region: 'eu-west-1' }).send(new ListKeysCommand({})))).name, 'AccessDeniedException');
  const { Region, LastUsedDate } = (await lastUsed())!;
  assert.equal(Region, 'eu-west-1', 'whoever was known has used it, allowed or not');
  assert.ok(Math.abs(LastUsedDate!.getTime() - Date.now()) < 60_000);
});

describe('access keys of an emulator', () => {
  test('an inactive one is refused, a deleted one is nobody in particular', async () => {
    await using booted = await boot({ auth: 'off' });
    const iam = iamOf(booted);
    const keys = await newUser(iam, 'user', allow('sts:*'));
    const sts = stsOf(booted, { credentials: { ...keys, secretAccessKey: 'not looked at' } });
    const arn = async () => (await sts.send(new GetCallerIdentityCommand({}))).Arn;
    assert.equal(await arn(), keys.arn);
    const update = { UserName: 'user', AccessKeyId: keys.accessKeyId };
    await iam.send(new UpdateAccessKeyCommand({ ...update, Status: 'Inactive' }));
    assert.equal((await refusal(booted.client({ credentials: keys }).send(new ListKeysCommand({})))).name, 'UnrecognizedClientException');
    await iam.send(new UpdateAccessKeyCommand({ ...update, Status: 'Active' }));
    assert.equal(await arn(), keys.arn);
    await iam.send(new DeleteAccessKeyCommand(update));
    assert.equal(await arn(), `arn:aws:iam::${ACCOUNT}:root`);
  });

  test('root has none', async () => {
    await using booted = await boot({ auth: 'off' });
    const root = iamOf(booted, { credentials: { accessKeyId: 'test', secretAccessKey: 'test' } });
    assert.deepEqual((await root.send(new ListAccessKeysCommand({}))).AccessKeyMetadata, []);
    const { name, message } = await refusal(root.send(new CreateAccessKeyCommand({})));
    assert.equal(name, 'UnsupportedOperation');
    assert.equal(message, 'Trent does not support CreateAccessKey for the root user: root has no access keys.');
    const remove = new DeleteAccessKeyCommand({ AccessKeyId: UNKNOWN });
    assert.deepEqual(await refusal(root.send(remove)), notFound(UNKNOWN));
  });
});

test('uses of the same service within a minute are noted once, and wait for a batch', async () => {
  const db = { insertInto: () => ({ values: (rows: unknown[]) => ({ onConflict: () => ({ compile: () => rows }) }) }) };
  const batches: unknown[] = [];
  const commit = ({ writes }: { writes: { query: unknown }[] }) => Promise.resolve(void batches.push(...writes.map(({ query }) => query)));
  const lastUsed = new LastUsed({ db, commit } as never);
  const at = async () => (await lastUsed.of('AKIA1'))!.usedAt;
  lastUsed.note('AKIA1', 1_000, 'r', 'kms');
  lastUsed.note('AKIA1', 60_999, 'r', 'kms');
  assert.equal(await at(), 1_000);
  lastUsed.note('AKIA1', 61_000, 'r', 'kms');
  lastUsed.note('AROA1', 61_000, 'r', 'sts');
  lastUsed.note('AKIA2', 61_000, 'r', 'sts');
  lastUsed.forget('AKIA2');
  assert.equal(await at(), 61_000);
  assert.deepEqual(batches, []);
  await lastUsed.flush();
  await lastUsed.flush();
  const row = { used_at: 61_000, region: 'r' };
  assert.deepEqual(batches, [[{ id: 'AKIA1', ...row, service: 'kms' }, { id: 'AROA1', ...row, service: 'sts' }]]);
});
