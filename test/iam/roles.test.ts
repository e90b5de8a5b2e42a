/** Roles: made, found, changed and deleted, with the policies that say whom they trust. */
import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import {
  AttachRolePolicyCommand, CreateRoleCommand, type CreateRoleCommandInput, CreateUserCommand, DeleteRoleCommand,
  DeleteRolePolicyCommand, DeleteUserCommand, DetachRolePolicyCommand, GetRoleCommand, type IAMClient, ListRolesCommand,
  PutRolePolicyCommand, UpdateAssumeRolePolicyCommand, UpdateRoleCommand, UpdateRoleDescriptionCommand, UpdateUserCommand,
} from '@aws-sdk/client-iam';
import { ACCOUNT, boot, type Booted, refusal } from '../support/boot.ts';
import { allow, iamOf, newUser, policy } from './support.ts';

const READ_ONLY = 'arn:aws:iam::aws:policy/ReadOnlyAccess';
const arnOf = (rest: string): string => `arn:aws:iam::${ACCOUNT}:role${rest}`;
const trusting = (principal: unknown, extra: object = {}): string =>
  JSON.stringify({ Version: '2012-10-17', Statement: [{ Effect: 'Allow', Principal: principal, Action: 'sts:AssumeRole', ...extra }] });
const TRUST = trusting({ AWS: `arn:aws:iam::${ACCOUNT}:root` });

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

const newRole = async (RoleName: string, rest: Partial<CreateRoleCommandInput> = {}) =>
  (await iam.send(new CreateRoleCommand({ RoleName, AssumeRolePolicyDocument: TRUST, ...rest }))).Role!;
const getRole = async (RoleName: string) => (await iam.send(new GetRoleCommand({ RoleName }))).Role!;
const documentOf = async (RoleName: string) => decodeURIComponent((await getRole(RoleName)).AssumeRolePolicyDocument!);

describe('a role', () => {
  test('is made, and shown as it was made', async () => {
    const role = await newRole('plain');
    assert.match(role.RoleId!, /^AROA[A-Z2-7]{17}$/);
    const { RoleId, CreateDate, AssumeRolePolicyDocument } = role;
    assert.equal(decodeURIComponent(AssumeRolePolicyDocument!), TRUST);
    assert.match(AssumeRolePolicyDocument!, /^[\w.~%-]+$/, 'encoded by RFC 3986');
    const expected = {
      Path: '/', RoleName: 'plain', RoleId, Arn: arnOf('/plain'), CreateDate, AssumeRolePolicyDocument, MaxSessionDuration: 3600,
    };
    assert.deepEqual(role, expected);
    assert.deepEqual(await getRole('plain'), { ...expected, RoleLastUsed: {} });
  });

  test('has all that its request says; lists show less', async () => {
    const Tags = [{ Key: 'a', Value: 'b' }];
    const rest = { Path: '/app/', Description: 'Für Ann & Co.', MaxSessionDuration: 43200, PermissionsBoundary: READ_ONLY, Tags };
    const role = await newRole('full', rest);
    const PermissionsBoundary = { PermissionsBoundaryType: 'Policy', PermissionsBoundaryArn: READ_ONLY };
    const { Path, Description, MaxSessionDuration } = rest;
    const shown = { Path, Description, MaxSessionDuration, PermissionsBoundary, Tags, Arn: arnOf('/app/full') };
    assert.deepEqual(role, { ...role, ...shown });
    assert.deepEqual(await getRole('full'), { ...role, RoleLastUsed: {} });
    const [listed, ...others] = (await iam.send(new ListRolesCommand({ PathPrefix: '/app' }))).Roles!;
    const { PermissionsBoundary: _boundary, Tags: _tags, ...less } = role;
    assert.deepEqual([listed, others], [less, []]);
  });

  test('shows its document to the letter', async () => {
    const document = `{\n  "Version": "2012-10-17",\n\t"Id": "it's (öne)*!",\r\n  "Statement": ${JSON.stringify([
      { Effect: 'Allow', Principal: { AWS: [ACCOUNT, '*'], Service: 'lambda.amazonaws.com' }, Action: ['sts:AssumeRole', 'sts:TagSession'] },
    ])} }`;
    await newRole('letter', { AssumeRolePolicyDocument: document });
    assert.equal(await documentOf('letter'), document);
  });

  test('is listed in pages', async () => {
    for (const name of ['r2', 'R1', 'r3']) await newRole(name, { Path: '/pages/' });
    const first = await iam.send(new ListRolesCommand({ PathPrefix: '/pages/', MaxItems: 2 }));
    const rest = await iam.send(new ListRolesCommand({ PathPrefix: '/pages/', Marker: first.Marker }));
    const names = [first, rest].map(({ Roles }) => Roles!.map(({ RoleName }) => RoleName));
    assert.deepEqual([names, first.IsTruncated, rest.IsTruncated], [[['R1', 'r2'], ['r3']], true, false]);
  });
});

describe('refused', () => {
  const malformed = (message: string) => ({ name: 'MalformedPolicyDocumentException', message, status: 400 });
  const nobody = `arn:aws:iam::${ACCOUNT}:user/nobody`;
  const space = ' '.repeat(3000);
  const sized = (size: number): string => trusting('*', { Sid: 'a'.repeat(size - trusting('*', { Sid: '' }).length) });
  const CASES: { readonly [what: string]: readonly [Partial<CreateRoleCommandInput>, object] } = {
    'a name that is taken': [{ RoleName: 'Plain' }, { name: 'EntityAlreadyExistsException', message: 'Role with name Plain already exists.', status: 409 }],
    'a document that is too long': [
      { AssumeRolePolicyDocument: sized(2049) },
      { name: 'LimitExceededException', message: 'Cannot exceed quota for ACLSizePerRole: 2048', status: 409 },
    ],
    'a principal that does not exist': [{ AssumeRolePolicyDocument: trusting({ AWS: nobody }) }, malformed(`Invalid principal in policy: "AWS":"${nobody}"`)],
    'two statements of one name': [
      { AssumeRolePolicyDocument: TRUST.replace(/\[(.*)\]/, (_, statement: string) => `[${[1, 2].map(() => statement.replace('{', '{"Sid":"a",')).join()}]`) },
      malformed('Statement IDs (SID) in a single policy must be unique.'),
    ],
    'a boundary that is nothing': [
      { PermissionsBoundary: 'arn:aws:iam::aws:policy/NoSuchPolicy' },
      { name: 'NoSuchEntityException', message: 'Scope ARN: arn:aws:iam::aws:policy/NoSuchPolicy does not exist or is not attachable.', status: 404 },
    ],
  };
  for (const [what, [request, expected]] of Object.entries(CASES)) {
    test(what, async () => assert.deepEqual(await refusal(newRole('never', request)), expected));
  }

  test('what is no trust policy', async () => {
    const texts = ['{', '[]', policy(allow('kms:*')), trusting({ AWS: 'nobody' }), trusting('*', { Resource: '*' })];
    for (const AssumeRolePolicyDocument of texts) {
      const { name, status } = await refusal(newRole('never', { AssumeRolePolicyDocument }));
      assert.deepEqual([name, status], ['MalformedPolicyDocumentException', 400], AssumeRolePolicyDocument);
      const again = await refusal(iam.send(new UpdateAssumeRolePolicyCommand({ RoleName: 'plain', PolicyDocument: AssumeRolePolicyDocument })));
      assert.equal(again.name, name);
    }
  });

  test('values that the model does not allow', async () => {
    for (const request of [{ MaxSessionDuration: 3599 }, { MaxSessionDuration: 43201 }, { RoleName: 'a/b' }, { Description: 'a'.repeat(1001) }]) {
      assert.equal((await refusal(newRole('never', request))).name, 'ValidationError');
    }
  });

  test('whoever is not there', async () => {
    const RoleName = 'none';
    const calls = [
      new GetRoleCommand({ RoleName }), new DeleteRoleCommand({ RoleName }), new UpdateRoleCommand({ RoleName }),
      new UpdateRoleDescriptionCommand({ RoleName, Description: '' }), new UpdateAssumeRolePolicyCommand({ RoleName, PolicyDocument: TRUST }),
    ];
    for (const call of calls) {
      const expected = { name: 'NoSuchEntityException', message: 'The role with name none cannot be found.', status: 404 };
      assert.deepEqual(await refusal(iam.send(call as GetRoleCommand)), expected);
    }
  });

  test('white space is not counted', async () => {
    await newRole('wide', { AssumeRolePolicyDocument: space + sized(2048) });
    assert.equal(await documentOf('wide'), space + sized(2048));
  });
});

describe('updates', () => {
  test('of description, duration and document', async () => {
    await newRole('changing', { Description: 'first', MaxSessionDuration: 7200 });
    const seen = async () => {
      const { Description, MaxSessionDuration } = await getRole('changing');
      return [Description, MaxSessionDuration];
    };
    await iam.send(new UpdateRoleCommand({ RoleName: 'changing', MaxSessionDuration: 10800 }));
    assert.deepEqual(await seen(), ['first', 10800]);
    const { Role } = await iam.send(new UpdateRoleDescriptionCommand({ RoleName: 'changing', Description: 'second' }));
    assert.equal(Role!.Description, 'second');
    assert.deepEqual(await seen(), ['second', 10800]);
    await iam.send(new UpdateRoleCommand({ RoleName: 'changing', Description: 'third' }));
    assert.deepEqual(await seen(), ['third', 3600], 'the API reference: one hour when it is not given');
    const PolicyDocument = trusting({ Service: 'ec2.amazonaws.com' });
    await iam.send(new UpdateAssumeRolePolicyCommand({ RoleName: 'changing', PolicyDocument }));
    assert.equal(await documentOf('changing'), PolicyDocument);
  });

  test('of a user who is trusted show in the document', async () => {
    const { User } = await iam.send(new CreateUserCommand({ UserName: 'trusted' }));
    await newRole('trusting', { AssumeRolePolicyDocument: trusting({ AWS: User!.Arn }) });
    assert.equal(await documentOf('trusting'), trusting({ AWS: User!.Arn }));
    await iam.send(new UpdateUserCommand({ UserName: 'trusted', NewUserName: 'renamed' }));
    assert.equal(await documentOf('trusting'), trusting({ AWS: `arn:aws:iam::${ACCOUNT}:user/renamed` }));
    await iam.send(new DeleteUserCommand({ UserName: 'renamed' }));
    await iam.send(new CreateUserCommand({ UserName: 'renamed' }));
    assert.equal(await documentOf('trusting'), trusting({ AWS: User!.UserId }), 'somebody else has the name now');
  });
});

test('DeleteRole waits until nothing hangs on the role', async () => {
  const RoleName = 'gone';
  const { RoleId } = await newRole(RoleName, { PermissionsBoundary: READ_ONLY, Tags: [{ Key: 'a', Value: 'b' }] });
  await iam.send(new AttachRolePolicyCommand({ RoleName, PolicyArn: READ_ONLY }));
  await iam.send(new PutRolePolicyCommand({ RoleName, PolicyName: 'p', PolicyDocument: policy(allow('kms:*')) }));
  const steps: readonly (readonly [string, () => Promise<unknown>])[] = [
    ['must detach all policies first.', () => iam.send(new DetachRolePolicyCommand({ RoleName, PolicyArn: READ_ONLY }))],
    ['must delete policies first.', () => iam.send(new DeleteRolePolicyCommand({ RoleName, PolicyName: 'p' }))],
  ];
  for (const [what, remedy] of steps) {
    const expected = { name: 'DeleteConflictException', message: `Cannot delete entity, ${what}`, status: 409 };
    assert.deepEqual(await refusal(iam.send(new DeleteRoleCommand({ RoleName }))), expected);
    await remedy();
  }
  await iam.send(new DeleteRoleCommand({ RoleName }));
  assert.notEqual((await newRole(RoleName)).RoleId, RoleId);
  assert.equal((await getRole(RoleName)).Tags, undefined);
});

test('permissions are on the ARN with its path, and on TagRole for tags', async () => {
  const statements = [allow(['iam:CreateRole', 'iam:GetRole'], arnOf('/team/*')), allow('iam:ListRoles', arnOf('/team/'))];
  const maker = iamOf(booted, { credentials: await newUser(iam, 'maker', ...statements) });
  const create = (RoleName: string, rest: Partial<CreateRoleCommandInput> = {}) =>
    maker.send(new CreateRoleCommand({ RoleName, AssumeRolePolicyDocument: TRUST, ...rest }));
  await create('t1', { Path: '/team/' });
  await maker.send(new GetRoleCommand({ RoleName: 't1' }));
  await maker.send(new ListRolesCommand({ PathPrefix: '/team/' }));
  const denied: readonly (readonly [Promise<unknown>, string, string])[] = [
    [create('t2'), 'iam:CreateRole', '/t2'],
    [create('t2', { Path: '/team/', Tags: [{ Key: 'a', Value: '' }] }), 'iam:TagRole', '/team/t2'],
    [maker.send(new GetRoleCommand({ RoleName: 'none' })), 'iam:GetRole', '/none'],
    [maker.send(new ListRolesCommand({})), 'iam:ListRoles', '/'],
  ];
  for (const [call, action, resource] of denied) {
    const { name, message } = await refusal(call);
    assert.equal(name, 'AccessDenied');
    assert.ok(message.includes(` ${action} on resource: ${arnOf(resource)} because`), message);
  }
});
