/** Users: made, found, changed and deleted; refusals as AWS writes them. */
import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import {
  AddUserToGroupCommand, AttachRolePolicyCommand, AttachUserPolicyCommand, CreateAccessKeyCommand, CreateGroupCommand,
  CreateRoleCommand, CreateUserCommand, DeleteRoleCommand, DetachRolePolicyCommand,
  DeleteAccessKeyCommand, DeleteUserCommand, DeleteUserPolicyCommand, DetachUserPolicyCommand, GetUserCommand, type IAMClient,
  ListUsersCommand, PutUserPolicyCommand, RemoveUserFromGroupCommand, TagUserCommand, UpdateUserCommand,
} from '@aws-sdk/client-iam';
import { AssumeRoleCommand, GetCallerIdentityCommand } from '@aws-sdk/client-sts';
import { ACCOUNT, boot, type Booted, refusal, refusals } from '../support/boot.ts';
import { allow, deny, iamOf, newUser, policy, stsOf } from './support.ts';

const READ_ONLY = 'arn:aws:iam::aws:policy/ReadOnlyAccess';
const ADMINISTRATOR_ACCESS = 'arn:aws:iam::aws:policy/AdministratorAccess';
const arnOf = (rest: string, account = ACCOUNT): string => `arn:aws:iam::${account}:user${rest}`;

let booted: Booted;
let iam: IAMClient;
before(async () => {
  booted = await boot();
  iam = iamOf(booted);
});
after(async () => {
  assert.deepEqual(booted.reports, []);
  iam.destroy();
  await booted.stop();
});

describe('a user', () => {
  test('is made, and shown as it was made', async () => {
    const { User } = await iam.send(new CreateUserCommand({ UserName: 'Ann=+,.@-_1' }));
    assert.match(User!.UserId!, /^AIDA[A-Z2-7]{17}$/);
    assert.ok(Math.abs(User!.CreateDate!.getTime() - Date.now()) < 60_000);
    const { UserId, CreateDate } = User!;
    assert.deepEqual(User, { Path: '/', UserName: 'Ann=+,.@-_1', UserId, Arn: arnOf('/Ann=+,.@-_1'), CreateDate });
    assert.deepEqual((await iam.send(new GetUserCommand({ UserName: 'Ann=+,.@-_1' }))).User, User);
  });

  test('has path, tags and boundary of its request', async () => {
    const Tags = [{ Key: 'Team', Value: 'a' }, { Key: 'cost', Value: '' }];
    const request = { UserName: 'bob', Path: '/division/abc/', Tags, PermissionsBoundary: READ_ONLY };
    const { User } = await iam.send(new CreateUserCommand(request));
    assert.equal(User!.Arn, arnOf('/division/abc/bob'));
    const boundary = { PermissionsBoundaryType: 'Policy', PermissionsBoundaryArn: READ_ONLY };
    assert.deepEqual([User!.Tags, User!.PermissionsBoundary], [Tags, boundary]);
    const shown = (await iam.send(new GetUserCommand({ UserName: 'bob' }))).User!;
    assert.deepEqual([shown.Path, shown.PermissionsBoundary], ['/division/abc/', boundary]);
    assert.deepEqual(shown.Tags, [{ Key: 'cost', Value: '' }, { Key: 'Team', Value: 'a' }], 'in order of their keys');
    const listed = (await iam.send(new ListUsersCommand({ PathPrefix: '/division/' }))).Users!;
    assert.deepEqual(listed.map(({ UserName, Tags, PermissionsBoundary }) => [UserName, Tags, PermissionsBoundary]), [['bob', undefined, undefined]]);
  });

  test('who names nobody gets himself', async () => {
    const eve = await newUser(iam, 'eve', allow('iam:GetUser', arnOf('/eve')));
    assert.equal((await iamOf(booted, { credentials: eve }).send(new GetUserCommand({}))).User!.Arn, eve.arn);
    assert.equal((await iam.send(new GetUserCommand({}))).User!.UserName, 'administrator');
  });
});

describe('the root user', () => {
  test('has neither name nor path', async () => {
    await using open = await boot({ auth: 'off' });
    const { User } = await iamOf(open, { credentials: { accessKeyId: ACCOUNT, secretAccessKey: 'x' } }).send(new GetUserCommand({}));
    assert.deepEqual(User, { UserId: ACCOUNT, Arn: `arn:aws:iam::${ACCOUNT}:root`, CreateDate: User!.CreateDate });
    assert.ok(User!.CreateDate!.getTime() > 0);
  });
});

describe('refused', () => {
  const create = (input: Partial<CreateUserCommand['input']>) => iam.send(new CreateUserCommand({ UserName: 'never', ...input }));
  const NOBODY = { name: 'NoSuchEntityException', message: 'The user with name nobody cannot be found.', status: 404 };
  const duplicates = [{ Key: 'a', Value: '1' }, { Key: 'A', Value: '2' }];
  const CASES: { readonly [what: string]: readonly [() => Promise<unknown>, object] } = {
    'a name that is taken': [
      () => create({ UserName: 'administrator', Path: '/other/' }),
      { name: 'EntityAlreadyExistsException', message: 'User with name administrator already exists.', status: 409 },
    ],
    'a name that differs by case alone': [
      () => create({ UserName: 'Administrator' }),
      { name: 'EntityAlreadyExistsException', message: 'User with name Administrator already exists.', status: 409 },
    ],
    'keys of tags that differ by case alone': [
      () => create({ Tags: duplicates }),
      { name: 'InvalidInputException', message: 'Duplicate tag keys found. Please note that Tag keys are case insensitive.', status: 400 },
    ],
    'a boundary that does not exist': [
      () => create({ PermissionsBoundary: `arn:aws:iam::${ACCOUNT}:policy/none` }),
      {
        name: 'NoSuchEntityException',
        message: `Scope ARN: arn:aws:iam::${ACCOUNT}:policy/none does not exist or is not attachable.`,
        status: 404,
      },
    ],
    'GetUser of nobody': [() => iam.send(new GetUserCommand({ UserName: 'nobody' })), NOBODY],
    'GetUser by another case': [
      () => iam.send(new GetUserCommand({ UserName: 'ADMINISTRATOR' })),
      { ...NOBODY, message: 'The user with name ADMINISTRATOR cannot be found.' },
    ],
    'UpdateUser of nobody': [() => iam.send(new UpdateUserCommand({ UserName: 'nobody', NewPath: '/a/' })), NOBODY],
    'DeleteUser of nobody': [() => iam.send(new DeleteUserCommand({ UserName: 'nobody' })), NOBODY],
  };
  for (const [what, [call, expected]] of Object.entries(CASES)) {
    test(what, async () => assert.deepEqual(await refusal(call()), expected));
  }

  test('names and paths that the model does not allow', async () => {
    for (const input of [{ UserName: 'a b' }, { UserName: 'a'.repeat(65) }, { Path: 'a/' }, { Path: '/a' }, { Path: `/${'a'.repeat(511)}/` }]) {
      assert.deepEqual({ ...(await refusal(create(input))), message: '' }, { name: 'ValidationError', message: '', status: 400 });
    }
  });
});

describe('lists', () => {
  test('go by pages and by path', async () => {
    for (const name of ['l3', 'L2', 'l1']) await iam.send(new CreateUserCommand({ UserName: name, Path: '/list/' }));
    await iam.send(new CreateUserCommand({ UserName: 'l4', Path: '/listed/' }));
    const names: string[][] = [];
    let Marker: string | undefined;
    do {
      const page = await iam.send(new ListUsersCommand({ PathPrefix: '/list', MaxItems: 3, Marker }));
      names.push(page.Users!.map(({ UserName }) => UserName!));
      assert.equal(page.IsTruncated, page.Marker !== undefined);
      Marker = page.Marker;
    } while (Marker !== undefined);
    assert.deepEqual(names, [['l1', 'L2', 'l3'], ['l4']]);
    assert.equal((await iam.send(new ListUsersCommand({ PathPrefix: '/list/' }))).Users!.length, 3);
    assert.deepEqual((await iam.send(new ListUsersCommand({ PathPrefix: '/none/' }))).Users, []);
  });

  test('take no marker of another list', async () => {
    const { Marker } = await iam.send(new ListUsersCommand({ MaxItems: 1 }));
    for (const request of [{ Marker, PathPrefix: '/list/' }, { Marker: 'AAAA' }]) {
      const { name, status } = await refusal(iam.send(new ListUsersCommand(request)));
      assert.deepEqual([name, status], ['ValidationError', 400]);
    }
  });
});

describe('UpdateUser', () => {
  test('changes name and path; id and credentials stay, and show the new ARN', async () => {
    const carol = await newUser(iam, 'carol');
    const sts = stsOf(booted, { credentials: carol });
    assert.equal((await sts.send(new GetCallerIdentityCommand({}))).Arn, arnOf('/carol'));
    await iam.send(new UpdateUserCommand({ UserName: 'carol', NewUserName: 'Carol', NewPath: '/x/' }));
    const identity = await sts.send(new GetCallerIdentityCommand({}));
    assert.deepEqual([identity.Arn, identity.UserId], [arnOf('/x/Carol'), carol.id]);
    const { User } = await iam.send(new GetUserCommand({ UserName: 'Carol' }));
    assert.deepEqual([User!.UserId, User!.Path], [carol.id, '/x/']);
    assert.equal((await refusal(iam.send(new GetUserCommand({ UserName: 'carol' })))).name, 'NoSuchEntityException');
    await iam.send(new CreateUserCommand({ UserName: 'dave' }));
    const taken = await refusal(iam.send(new UpdateUserCommand({ UserName: 'dave', NewUserName: 'CAROL' })));
    assert.deepEqual([taken.name, taken.message], ['EntityAlreadyExistsException', 'User with name CAROL already exists.']);
    await iam.send(new UpdateUserCommand({ UserName: 'dave' }));
  });
});

describe('DeleteUser', () => {
  test('waits until nothing hangs on the user', async () => {
    const UserName = 'gone';
    const { User } = await iam.send(new CreateUserCommand({ UserName, PermissionsBoundary: READ_ONLY, Tags: [{ Key: 'a', Value: 'b' }] }));
    const { AccessKey } = await iam.send(new CreateAccessKeyCommand({ UserName }));
    await iam.send(new PutUserPolicyCommand({ UserName, PolicyName: 'p', PolicyDocument: policy(allow('kms:*')) }));
    await iam.send(new AttachUserPolicyCommand({ UserName, PolicyArn: ADMINISTRATOR_ACCESS }));
    await iam.send(new CreateGroupCommand({ GroupName: 'g' }));
    await iam.send(new AddUserToGroupCommand({ UserName, GroupName: 'g' }));
    const steps: readonly (readonly [string, () => Promise<unknown>])[] = [
      ['must remove users from group first.', () => iam.send(new RemoveUserFromGroupCommand({ UserName, GroupName: 'g' }))],
      ['must detach all policies first.', () => iam.send(new DetachUserPolicyCommand({ UserName, PolicyArn: ADMINISTRATOR_ACCESS }))],
      ['must delete policies first.', () => iam.send(new DeleteUserPolicyCommand({ UserName, PolicyName: 'p' }))],
      ['must delete access keys first.', () => iam.send(new DeleteAccessKeyCommand({ UserName, AccessKeyId: AccessKey!.AccessKeyId }))],
    ];
    for (const [what, remedy] of steps) {
      const expected = { name: 'DeleteConflictException', message: `Cannot delete entity, ${what}`, status: 409 };
      assert.deepEqual(await refusal(iam.send(new DeleteUserCommand({ UserName }))), expected);
      await remedy();
    }
    await iam.send(new DeleteUserCommand({ UserName }));
    assert.equal((await refusal(iam.send(new GetUserCommand({ UserName })))).name, 'NoSuchEntityException');
    const again = (await iam.send(new CreateUserCommand({ UserName }))).User!;
    assert.notEqual(again.UserId, User!.UserId);
    assert.equal((await iam.send(new GetUserCommand({ UserName }))).User!.Tags, undefined);
  });
});

describe('permissions', () => {
  test('are on the ARN with its path, and on TagUser for tags', async () => {
    const maker = iamOf(booted, {
      credentials: await newUser(iam, 'maker', allow(['iam:CreateUser', 'iam:UpdateUser'], arnOf('/team/*')), allow('iam:ListUsers', arnOf('/team/'))),
    });
    await maker.send(new CreateUserCommand({ UserName: 'm1', Path: '/team/' }));
    await maker.send(new ListUsersCommand({ PathPrefix: '/team/' }));
    const denied: readonly (readonly [Promise<unknown>, string, string])[] = [
      [maker.send(new CreateUserCommand({ UserName: 'm2' })), 'iam:CreateUser', arnOf('/m2')],
      [maker.send(new CreateUserCommand({ UserName: 'm2', Path: '/team/', Tags: [{ Key: 'a', Value: '' }] })), 'iam:TagUser', arnOf('/team/m2')],
      [maker.send(new UpdateUserCommand({ UserName: 'm1', NewPath: '/free/' })), 'iam:UpdateUser', arnOf('/free/m1')],
      [maker.send(new ListUsersCommand({})), 'iam:ListUsers', arnOf('/')],
      [maker.send(new DeleteUserCommand({ UserName: 'nobody' })), 'iam:DeleteUser', arnOf('/nobody')],
    ];
    for (const [call, action, resource] of denied) {
      const message =
        `User: ${arnOf('/maker')} is not authorized to perform: ${action} on resource: ${resource} ` +
        `because no identity-based policy allows the ${action} action`;
      assert.deepEqual(await refusal(call), { name: 'AccessDenied', message, status: 403 });
    }
    await maker.send(new UpdateUserCommand({ UserName: 'm1', NewUserName: 'm3', NewPath: '/team/sub/' }));
  });

  test('look at tags and boundary of the request', async () => {
    const statements = [
      allow('iam:CreateUser', '*', { StringEquals: { 'iam:PermissionsBoundary': READ_ONLY } }),
      allow('iam:TagUser', '*', { StringEquals: { 'aws:RequestTag/team': 'red' } }),
      allow('iam:DeleteUser', '*', { StringEquals: { 'aws:ResourceTag/Team': 'red' } }),
      deny('iam:TagUser', '*', { 'ForAnyValue:StringEquals': { 'aws:TagKeys': 'secret' } }),
    ];
    const maker = iamOf(booted, { credentials: await newUser(iam, 'limited', ...statements) });
    const create = (UserName: string, PermissionsBoundary: string | undefined, ...Tags: { Key: string; Value: string }[]) =>
      maker.send(new CreateUserCommand({ UserName, PermissionsBoundary, Tags }));
    const team = { Key: 'Team', Value: 'red' };
    await create('c1', READ_ONLY, team);
    const denied = [create('c2', undefined), create('c2', ADMINISTRATOR_ACCESS), create('c2', READ_ONLY, { ...team, Value: 'blue' })];
    for (const { name } of await refusals(denied)) assert.equal(name, 'AccessDenied');
    assert.equal((await refusal(create('c2', READ_ONLY, team, { Key: 'secret', Value: '' }))).name, 'AccessDenied');
    await create('c3', READ_ONLY);
    assert.equal((await refusal(maker.send(new DeleteUserCommand({ UserName: 'c3' })))).name, 'AccessDenied');
    await iam.send(new TagUserCommand({ UserName: 'c3', Tags: [team] }));
    await maker.send(new DeleteUserCommand({ UserName: 'c3' }));
  });
});

test('a role has no user of its own', async () => {
  const trust = policy({ Effect: 'Allow', Principal: { AWS: ACCOUNT }, Action: 'sts:AssumeRole' });
  const { Role } = await iam.send(new CreateRoleCommand({ RoleName: 'nobody', AssumeRolePolicyDocument: trust }));
  await iam.send(new AttachRolePolicyCommand({ RoleName: 'nobody', PolicyArn: ADMINISTRATOR_ACCESS }));
  const { Credentials } = await stsOf(booted).send(new AssumeRoleCommand({ RoleArn: Role!.Arn, RoleSessionName: 'session' }));
  const { AccessKeyId, SecretAccessKey, SessionToken } = Credentials!;
  const credentials = { accessKeyId: AccessKeyId!, secretAccessKey: SecretAccessKey!, sessionToken: SessionToken! };
  const session = iamOf(booted, { credentials });
  assert.deepEqual(await refusal(session.send(new GetUserCommand({}))), {
    name: 'ValidationError',
    message: 'Must specify userName when calling with non-User credentials',
    status: 400,
  });
  assert.equal((await session.send(new GetUserCommand({ UserName: 'administrator' }))).User!.UserName, 'administrator');
  await iam.send(new DetachRolePolicyCommand({ RoleName: 'nobody', PolicyArn: ADMINISTRATOR_ACCESS }));
  await iam.send(new DeleteRoleCommand({ RoleName: 'nobody' }));
  assert.equal((await refusal(session.send(new GetUserCommand({ UserName: 'administrator' })))).status, 403, 'gone with its role');
});
