/** Requests that change the same users, groups, roles and policies at once: no limit and no condition is broken. */
import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import {
  AddUserToGroupCommand, CreateGroupCommand, CreatePolicyCommand, CreateUserCommand, DeleteGroupCommand, DeletePolicyCommand,
  type IAMClient, ListGroupsForUserCommand, ListUsersCommand, ListUserTagsCommand, PutUserPermissionsBoundaryCommand,
  TagUserCommand,
} from '@aws-sdk/client-iam';
import { boot, type Booted } from '../support/boot.ts';
import { startPostgres, type TestPostgres } from '../support/postgres.ts';
import { allow, iamOf, policy } from './support.ts';

/** What the calls were refused with, by name; '' of those that were not. */
async function namesOf(calls: readonly Promise<unknown>[]): Promise<string[]> {
  const outcomes = await Promise.allSettled(calls);
  return outcomes.map((outcome) => (outcome.status === 'fulfilled' ? '' : (outcome.reason as Error).name)).sort();
}

const ROOT_KEY = 'TRENT_TEST_AT_ONCE_ROOT_KEY';

const times = <T>(count: number, value: (n: number) => T): T[] => Array.from({ length: count }, (_, n) => value(n));

async function bootOn(postgres: TestPostgres | undefined): Promise<Booted> {
  if (!postgres) return boot();
  process.env[ROOT_KEY] = Buffer.alloc(32, 7).toString('base64');
  return boot({ location: { databaseUrl: postgres.url }, rootKey: `env:${ROOT_KEY}` });
}

for (const engine of ['SQLite', 'PostgreSQL']) {
  describe(engine, () => {
    let postgres: TestPostgres | undefined;
    let booted: Booted | undefined;
    let iam: IAMClient;
    before(async () => {
      postgres = engine === 'PostgreSQL' ? await startPostgres() : undefined;
      booted = await bootOn(postgres);
      iam = iamOf(booted);
      await iam.send(new CreateUserCommand({ UserName: 'user' }));
    });
    after(async () => {
      await booted?.stop();
      await postgres?.stop();
      assert.deepEqual(booted?.reports, []);
    });

    test('a name is given once', async () => {
      const calls = ['One', 'one', 'ONE', 'oNe'].map((UserName) => iam.send(new CreateUserCommand({ UserName })));
      assert.deepEqual(await namesOf(calls), ['', ...times(3, () => 'EntityAlreadyExistsException')]);
    });

    test('lists are in order of names without case, whatever the database', async () => {
      for (const UserName of ['b_', 'B', 'a-z', 'A.z', 'a@']) await iam.send(new CreateUserCommand({ UserName, Path: '/Order/' }));
      await iam.send(new CreateUserCommand({ UserName: 'other', Path: '/order/' }));
      const { Users } = await iam.send(new ListUsersCommand({ PathPrefix: '/Order/' }));
      assert.deepEqual(Users!.map(({ UserName }) => UserName), ['a-z', 'A.z', 'a@', 'B', 'b_']);
    });

    test('a user gets into ten groups', async () => {
      for (const GroupName of times(12, (n) => `g${n}`)) await iam.send(new CreateGroupCommand({ GroupName }));
      const calls = times(12, (n) => iam.send(new AddUserToGroupCommand({ UserName: 'user', GroupName: `g${n}` })));
      assert.deepEqual(await namesOf(calls), [...times(10, () => ''), ...times(2, () => 'LimitExceededException')]);
      assert.equal((await iam.send(new ListGroupsForUserCommand({ UserName: 'user' }))).Groups!.length, 10);
    });

    test('a group is joined or deleted', async () => {
      await iam.send(new CreateUserCommand({ UserName: 'joiner' }));
      for (let round = 0; round < 5; round++) {
        await iam.send(new CreateGroupCommand({ GroupName: 'short' }));
        const join = iam.send(new AddUserToGroupCommand({ UserName: 'joiner', GroupName: 'short' }));
        const leave = iam.send(new DeleteGroupCommand({ GroupName: 'short' }));
        const [joined, deleted] = await Promise.allSettled([join, leave]);
        const groups = (await iam.send(new ListGroupsForUserCommand({ UserName: 'joiner' }))).Groups!.length;
        assert.deepEqual([joined.status === 'fulfilled', deleted.status === 'fulfilled'], [groups === 1, groups === 0]);
        if (groups === 1) return;
      }
    });

    test('a user gets 50 tags', async () => {
      const calls = times(8, (n) => {
        const Tags = times(10, (m) => ({ Key: `k${n}${m}`, Value: 'ü' }));
        return iam.send(new TagUserCommand({ UserName: 'user', Tags }));
      });
      assert.deepEqual(await namesOf(calls), [...times(5, () => ''), ...times(3, () => 'LimitExceededException')]);
      assert.equal((await iam.send(new ListUserTagsCommand({ UserName: 'user' }))).Tags!.length, 50);
    });

    test('a policy becomes a boundary or is deleted', async () => {
      const PolicyDocument = policy(allow('kms:*'));
      const { Policy } = await iam.send(new CreatePolicyCommand({ PolicyName: 'p', PolicyDocument }));
      const calls = [
        iam.send(new PutUserPermissionsBoundaryCommand({ UserName: 'user', PermissionsBoundary: Policy!.Arn })),
        iam.send(new DeletePolicyCommand({ PolicyArn: Policy!.Arn })),
      ];
      const names = await namesOf(calls);
      assert.equal(names[0], '');
      assert.match(names[1]!, /^(NoSuchEntity|DeleteConflict)Exception$/);
    });
  });
}
