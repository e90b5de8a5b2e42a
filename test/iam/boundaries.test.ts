/** Permissions boundaries of users and roles: given, shown, in force, taken away. */
import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import {
  CreatePolicyCommand, CreateRoleCommand, CreateUserCommand, DeletePolicyCommand, DeleteRolePermissionsBoundaryCommand,
  DeleteUserPermissionsBoundaryCommand, GetRoleCommand, GetUserCommand, type IAMClient, ListGroupsCommand, ListUsersCommand,
  PutRolePermissionsBoundaryCommand, PutUserPermissionsBoundaryCommand,
} from '@aws-sdk/client-iam';
import { ACCOUNT, boot, type Booted, refusal } from '../support/boot.ts';
import { allow, iamOf, newUser, policy } from './support.ts';

const READ_ONLY = 'arn:aws:iam::aws:policy/ReadOnlyAccess';
const OTHER_ACCOUNT = '111122223333';
const TRUST = policy({ Effect: 'Allow', Principal: '*', Action: 'sts:AssumeRole' });

let booted: Booted;
let iam: IAMClient;
before(async () => {
  booted = await boot();
  iam = iamOf(booted);
  await iam.send(new CreateUserCommand({ UserName: 'u' }));
  await iam.send(new CreateRoleCommand({ RoleName: 'r', AssumeRolePolicyDocument: TRUST }));
});
after(async () => {
  assert.deepEqual(booted.reports, []);
  iam.destroy();
  await booted.stop();
});

const newPolicy = async (PolicyName: string, ...statements: object[]) =>
  (await iam.send(new CreatePolicyCommand({ PolicyName, PolicyDocument: policy(...statements) }))).Policy!.Arn!;

const KINDS = {
  user: {
    put: (client: IAMClient, PermissionsBoundary: string, UserName = 'u') =>
      client.send(new PutUserPermissionsBoundaryCommand({ UserName, PermissionsBoundary })),
    remove: (client: IAMClient, UserName = 'u') => client.send(new DeleteUserPermissionsBoundaryCommand({ UserName })),
    shown: async () => (await iam.send(new GetUserCommand({ UserName: 'u' }))).User!.PermissionsBoundary,
    actions: ['iam:PutUserPermissionsBoundary', 'iam:DeleteUserPermissionsBoundary'],
  },
  role: {
    put: (client: IAMClient, PermissionsBoundary: string, RoleName = 'r') =>
      client.send(new PutRolePermissionsBoundaryCommand({ RoleName, PermissionsBoundary })),
    remove: (client: IAMClient, RoleName = 'r') => client.send(new DeleteRolePermissionsBoundaryCommand({ RoleName })),
    shown: async () => (await iam.send(new GetRoleCommand({ RoleName: 'r' }))).Role!.PermissionsBoundary,
    actions: ['iam:PutRolePermissionsBoundary', 'iam:DeleteRolePermissionsBoundary'],
  },
};

for (const [kind, { put, remove, shown, actions }] of Object.entries(KINDS)) {
  describe(`the boundary of a ${kind}`, () => {
    test('is given, replaced and taken away', async () => {
      const own = await newPolicy(`own-${kind}`, allow('kms:*'));
      for (const PermissionsBoundaryArn of [READ_ONLY, own]) {
        await put(iam, PermissionsBoundaryArn);
        assert.deepEqual(await shown(), { PermissionsBoundaryType: 'Policy', PermissionsBoundaryArn });
      }
      assert.equal((await refusal(iam.send(new DeletePolicyCommand({ PolicyArn: own })))).name, 'DeleteConflictException');
      for (let time = 0; time < 2; time++) await remove(iam);
      assert.equal(await shown(), undefined);
      await iam.send(new DeletePolicyCommand({ PolicyArn: own }));
    });

    test('is a managed policy of AWS or of the account', async () => {
      const foreign = `arn:aws:iam::${OTHER_ACCOUNT}:policy/theirs`;
      for (const arn of [foreign, `arn:aws:iam::${ACCOUNT}:policy/none`, `${READ_ONLY}2`, `arn:aws:iam::${ACCOUNT}:user/administrator`]) {
        const expected = { name: 'NoSuchEntityException', message: `Scope ARN: ${arn} does not exist or is not attachable.`, status: 404 };
        assert.deepEqual(await refusal(put(iam, arn)), expected);
      }
      const missing = { name: 'NoSuchEntityException', message: `The ${kind} with name none cannot be found.`, status: 404 };
      assert.deepEqual(await refusal(put(iam, READ_ONLY, 'none')), missing);
      assert.deepEqual(await refusal(remove(iam, 'none')), missing);
    });

    test('is for those who may give and take this one', async () => {
      const [giving, taking] = actions;
      const statements = [
        allow(giving!, '*', { StringEquals: { 'iam:PermissionsBoundary': READ_ONLY } }),
        allow(taking!, '*', { ArnNotEquals: { 'iam:PermissionsBoundary': READ_ONLY } }),
      ];
      const giver = iamOf(booted, { credentials: await newUser(iam, `giver-${kind}`, ...statements) });
      await put(giver, READ_ONLY);
      const other = await newPolicy(`other-${kind}`, allow('kms:*'));
      assert.equal((await refusal(put(giver, other))).name, 'AccessDenied');
      assert.equal((await refusal(remove(giver))).name, 'AccessDenied');
      await put(iam, other);
      await remove(giver);
      assert.equal(await shown(), undefined);
    });
  });
}

test('a boundary limits what policies allow', async () => {
  const bounded = await newUser(iam, 'bounded', allow(['iam:ListUsers', 'iam:ListGroups']));
  const own = iamOf(booted, { credentials: bounded });
  const outcomes = async () => {
    const calls = [own.send(new ListUsersCommand({})), own.send(new ListGroupsCommand({}))];
    return (await Promise.allSettled(calls)).map(({ status }) => status);
  };
  assert.deepEqual(await outcomes(), ['fulfilled', 'fulfilled']);
  const PermissionsBoundary = await newPolicy('limit', allow(['iam:ListUsers', 'iam:GetUser']));
  await iam.send(new PutUserPermissionsBoundaryCommand({ UserName: 'bounded', PermissionsBoundary }));
  assert.deepEqual(await outcomes(), ['fulfilled', 'rejected']);
  const { message } = await refusal(own.send(new ListGroupsCommand({})));
  assert.match(message, /because no permissions boundary allows the iam:ListGroups action$/);
  assert.match((await refusal(own.send(new GetUserCommand({})))).message, /no identity-based policy allows/);
  await iam.send(new DeleteUserPermissionsBoundaryCommand({ UserName: 'bounded' }));
  assert.deepEqual(await outcomes(), ['fulfilled', 'fulfilled']);
});
