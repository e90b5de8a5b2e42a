/** Groups: made, found, changed and deleted; who is in them, and what that allows. */
import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import {
  AddUserToGroupCommand, AttachGroupPolicyCommand, CreateGroupCommand, CreateUserCommand, DeleteGroupCommand,
  DeleteGroupPolicyCommand, DetachGroupPolicyCommand, GetGroupCommand, type IAMClient, ListGroupsCommand,
  ListGroupsForUserCommand, ListUsersCommand, PutGroupPolicyCommand, RemoveUserFromGroupCommand, UpdateGroupCommand,
} from '@aws-sdk/client-iam';
import { ACCOUNT, boot, type Booted, refusal } from '../support/boot.ts';
import { allow, iamOf, newUser, policy } from './support.ts';

const READ_ONLY = 'arn:aws:iam::aws:policy/ReadOnlyAccess';
const arnOf = (rest: string): string => `arn:aws:iam::${ACCOUNT}:group${rest}`;

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

const newGroup = (GroupName: string, Path?: string) => iam.send(new CreateGroupCommand({ GroupName, Path }));
const add = (UserName: string, GroupName: string) => iam.send(new AddUserToGroupCommand({ UserName, GroupName }));
const remove = (UserName: string, GroupName: string) => iam.send(new RemoveUserFromGroupCommand({ UserName, GroupName }));
const userNames = async (GroupName: string) =>
  (await iam.send(new GetGroupCommand({ GroupName }))).Users!.map(({ UserName }) => UserName);

describe('a group', () => {
  test('is made, and shown as it was made', async () => {
    const { Group } = await newGroup('Devs', '/division/');
    assert.match(Group!.GroupId!, /^AGPA[A-Z2-7]{17}$/);
    const { GroupId, CreateDate } = Group!;
    assert.deepEqual(Group, { Path: '/division/', GroupName: 'Devs', GroupId, Arn: arnOf('/division/Devs'), CreateDate });
    const { Group: shown, Users, IsTruncated } = await iam.send(new GetGroupCommand({ GroupName: 'Devs' }));
    assert.deepEqual([shown, Users, IsTruncated], [Group, [], false]);
    assert.deepEqual((await iam.send(new ListGroupsCommand({ PathPrefix: '/div' }))).Groups, [Group]);
    assert.deepEqual((await iam.send(new ListGroupsCommand({ PathPrefix: '/none/' }))).Groups, []);
  });

  test('changes name and path, and keeps its id and users', async () => {
    const { Group } = await newGroup('before');
    await add('administrator', 'before');
    await iam.send(new UpdateGroupCommand({ GroupName: 'before', NewGroupName: 'after', NewPath: '/p/' }));
    const shown = await iam.send(new GetGroupCommand({ GroupName: 'after' }));
    assert.deepEqual([shown.Group!.GroupId, shown.Group!.Arn, shown.Users!.length], [Group!.GroupId, arnOf('/p/after'), 1]);
    await newGroup('before');
    const taken = await refusal(iam.send(new UpdateGroupCommand({ GroupName: 'before', NewGroupName: 'After' })));
    assert.deepEqual(taken, { name: 'EntityAlreadyExistsException', message: 'Group with name After already exists.', status: 409 });
  });

  test('is deleted when nothing is in it and on it', async () => {
    const GroupName = 'gone';
    await newGroup(GroupName);
    await add('administrator', GroupName);
    await iam.send(new AttachGroupPolicyCommand({ GroupName, PolicyArn: READ_ONLY }));
    await iam.send(new PutGroupPolicyCommand({ GroupName, PolicyName: 'p', PolicyDocument: policy(allow('kms:*')) }));
    const steps: readonly (readonly [string, () => Promise<unknown>])[] = [
      ['must remove users from group first.', () => remove('administrator', GroupName)],
      ['must detach all policies first.', () => iam.send(new DetachGroupPolicyCommand({ GroupName, PolicyArn: READ_ONLY }))],
      ['must delete policies first.', () => iam.send(new DeleteGroupPolicyCommand({ GroupName, PolicyName: 'p' }))],
    ];
    for (const [what, remedy] of steps) {
      const expected = { name: 'DeleteConflictException', message: `Cannot delete entity, ${what}`, status: 409 };
      assert.deepEqual(await refusal(iam.send(new DeleteGroupCommand({ GroupName }))), expected);
      await remedy();
    }
    await iam.send(new DeleteGroupCommand({ GroupName }));
    const { name, message } = await refusal(iam.send(new GetGroupCommand({ GroupName })));
    assert.deepEqual([name, message], ['NoSuchEntityException', 'The group with name gone cannot be found.']);
  });

  test('must exist, and its users must', async () => {
    const group = { name: 'NoSuchEntityException', message: 'The group with name none cannot be found.', status: 404 };
    const user = { ...group, message: 'The user with name nobody cannot be found.' };
    const calls: readonly (readonly [Promise<unknown>, object])[] = [
      [iam.send(new UpdateGroupCommand({ GroupName: 'none', NewPath: '/a/' })), group],
      [iam.send(new DeleteGroupCommand({ GroupName: 'none' })), group],
      [add('administrator', 'none'), group],
      [add('nobody', 'Devs'), user],
      [remove('administrator', 'none'), group],
      [remove('nobody', 'Devs'), user],
      [iam.send(new ListGroupsForUserCommand({ UserName: 'nobody' })), user],
    ];
    for (const [call, expected] of calls) assert.deepEqual(await refusal(call), expected);
  });
});

describe('memberships', () => {
  test('come and go, twice without harm', async () => {
    await newGroup('m');
    for (const name of ['u3', 'U2', 'u1']) await iam.send(new CreateUserCommand({ UserName: name }));
    for (const name of ['u3', 'U2', 'u1', 'u1']) await add(name, 'm');
    const pages: unknown[] = [];
    let Marker: string | undefined;
    do {
      const page = await iam.send(new GetGroupCommand({ GroupName: 'm', MaxItems: 2, Marker }));
      pages.push(page.Users!.map(({ UserName }) => UserName));
      Marker = page.Marker;
    } while (Marker !== undefined);
    assert.deepEqual(pages, [['u1', 'U2'], ['u3']]);
    for (let time = 0; time < 2; time++) await remove('U2', 'm');
    assert.deepEqual(await userNames('m'), ['u1', 'u3']);
  });

  test('of a user are ten at most', async () => {
    await iam.send(new CreateUserCommand({ UserName: 'busy' }));
    for (let n = 0; n <= 10; n++) await newGroup(`ten${n}`, '/ten/');
    for (let n = 0; n < 10; n++) await add('busy', `ten${n}`);
    const over = { name: 'LimitExceededException', message: 'Cannot exceed quota for GroupsPerUser: 10', status: 409 };
    assert.deepEqual(await refusal(add('busy', 'ten10')), over);
    const first = await iam.send(new ListGroupsForUserCommand({ UserName: 'busy', MaxItems: 9 }));
    const rest = await iam.send(new ListGroupsForUserCommand({ UserName: 'busy', Marker: first.Marker }));
    assert.deepEqual([first.Groups!.length, rest.Groups!.map(({ GroupName }) => GroupName)], [9, ['ten9']]);
    await remove('busy', 'ten0');
    await add('busy', 'ten10');
  });

  test('give what the group allows, at once and for as long as they last', async () => {
    const member = await newUser(iam, 'member');
    const own = iamOf(booted, { credentials: member });
    await newGroup('listers');
    await iam.send(new PutGroupPolicyCommand({ GroupName: 'listers', PolicyName: 'p', PolicyDocument: policy(allow('iam:ListUsers')) }));
    const list = () => own.send(new ListUsersCommand({}));
    assert.equal((await refusal(list())).name, 'AccessDenied');
    await add('member', 'listers');
    await list();
    await iam.send(new UpdateGroupCommand({ GroupName: 'listers', NewGroupName: 'readers' }));
    await list();
    await remove('member', 'readers');
    assert.equal((await refusal(list())).name, 'AccessDenied');
  });

  test('are the group\'s to allow', async () => {
    await newGroup('open');
    const joiner = iamOf(booted, { credentials: await newUser(iam, 'joiner', allow('iam:*User*Group', arnOf('/open'))) });
    await joiner.send(new AddUserToGroupCommand({ UserName: 'joiner', GroupName: 'open' }));
    await joiner.send(new RemoveUserFromGroupCommand({ UserName: 'joiner', GroupName: 'open' }));
    const { message } = await refusal(joiner.send(new AddUserToGroupCommand({ UserName: 'joiner', GroupName: 'Devs' })));
    assert.match(message, /perform: iam:AddUserToGroup on resource: \S+:group\/division\/Devs /);
  });
});

test('an account has 300 groups at most', async () => {
  await using other = await boot();
  const client = iamOf(other);
  for (let n = 0; n < 300; n++) await client.send(new CreateGroupCommand({ GroupName: `g${n}` }));
  const over = { name: 'LimitExceededException', message: 'Cannot exceed quota for GroupsPerAccount: 300', status: 409 };
  assert.deepEqual(await refusal(client.send(new CreateGroupCommand({ GroupName: 'g300' }))), over);
});

test('ListGroups asks for all groups under the path', async () => {
  const lister = iamOf(booted, { credentials: await newUser(iam, 'lister', allow('iam:ListGroups', arnOf('/ten/'))) });
  assert.equal((await lister.send(new ListGroupsCommand({ PathPrefix: '/ten/' }))).Groups!.length, 11);
  const { message } = await refusal(lister.send(new ListGroupsCommand({})));
  assert.match(message, /perform: iam:ListGroups on resource: arn:aws:iam::\d{12}:group\/ because/);
});
