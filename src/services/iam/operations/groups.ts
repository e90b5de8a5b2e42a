/** Groups, and who is in them. */
import { resolveEntity } from '../asks.ts';
import { createEntity, resolveCreation } from '../creation.ts';
import { requireUnused } from '../deletion.ts';
import { describeGroup, describeUser } from '../describe.ts';
import { type Entity, requireEntity } from '../entities.ts';
import * as faults from '../faults.ts';
import type { Family, Iam, Op } from '../iam.ts';
import { listEntities, resolveList } from '../list-entities.ts';
import { addMember, groupsOf, isMember, membersOf, removeMember } from '../memberships.ts';
import { GROUPS_PER_USER } from '../quotas.ts';
import { rename, resolveRenaming } from '../renaming.ts';

type GroupsOperations =
  | 'CreateGroup'
  | 'GetGroup'
  | 'ListGroups'
  | 'UpdateGroup'
  | 'DeleteGroup'
  | 'AddUserToGroup'
  | 'RemoveUserFromGroup'
  | 'ListGroupsForUser';

export const groups = (iam: Iam): Family<GroupsOperations> => ({
  CreateGroup: createGroup(iam),
  GetGroup: getGroup(iam),
  ListGroups: listGroups(iam),
  UpdateGroup: updateGroup(iam),
  DeleteGroup: deleteGroup(iam),
  AddUserToGroup: addUserToGroup(iam),
  RemoveUserFromGroup: removeUserFromGroup(iam),
  ListGroupsForUser: listGroupsForUser(iam),
});

const createGroup = (iam: Iam): Op<'CreateGroup', undefined> => ({
  resolve: (input, context) =>
    resolveCreation(iam, 'CreateGroup', undefined, { kind: 'group', name: input.GroupName }, input, context),
  async run(input, call) {
    const group = await createEntity(iam, call, { kind: 'group', name: input.GroupName }, { Path: input.Path });
    return { Group: describeGroup(iam, group) };
  },
});

const getGroup = (iam: Iam): Op<'GetGroup', Entity | undefined> => ({
  resolve: (input, context) => resolveEntity(iam, 'GetGroup', 'group', input.GroupName, input, context),
  async run(input, { target }) {
    const group = requireEntity(target, 'group', input.GroupName);
    const fetch = (lastKey: string, count: number): Promise<Entity[]> => membersOf(iam, group, lastKey, count);
    const { items, ...rest } = await iam.pages.list(input, ['members', group.id], (user) => user.name_key, fetch);
    return { Group: describeGroup(iam, group), Users: items.map((user) => describeUser(iam, user)), ...rest };
  },
});

const listGroups = (iam: Iam): Op<'ListGroups', undefined> => ({
  resolve: (input, context) => resolveList(iam, 'ListGroups', 'group', input, context),
  async run(input, { caller }) {
    const { items, ...rest } = await listEntities(iam, caller.account, 'group', input);
    return { Groups: items.map((group) => describeGroup(iam, group)), ...rest };
  },
});

const updateGroup = (iam: Iam): Op<'UpdateGroup', Entity | undefined> => ({
  resolve(input, context) {
    const to = { name: input.NewGroupName, path: input.NewPath };
    return resolveRenaming(iam, 'UpdateGroup', 'group', input.GroupName, to, input, context);
  },
  async run({ GroupName, NewGroupName, NewPath }, { target, unit }) {
    await rename(iam, unit, requireEntity(target, 'group', GroupName), { name: NewGroupName, path: NewPath });
  },
});

const deleteGroup = (iam: Iam): Op<'DeleteGroup', Entity | undefined> => ({
  resolve: (input, context) => resolveEntity(iam, 'DeleteGroup', 'group', input.GroupName, input, context),
  async run({ GroupName }, { target, unit }) {
    const group = requireEntity(target, 'group', GroupName);
    await requireUnused(iam, group);
    iam.entities.remove(unit, group);
  },
});

/** A user who is in the group already stays there. */
const addUserToGroup = (iam: Iam): Op<'AddUserToGroup', Entity | undefined> => ({
  resolve: (input, context) => resolveEntity(iam, 'AddUserToGroup', 'group', input.GroupName, input, context),
  async run({ GroupName, UserName }, { target, unit, caller }) {
    const group = requireEntity(target, 'group', GroupName);
    const user = requireEntity(await iam.entities.find(caller.account, 'user', UserName), 'user', UserName);
    if (await isMember(iam, user, group)) return;
    const { length } = await groupsOf(iam.store, user);
    if (length >= GROUPS_PER_USER) throw faults.overQuota('GroupsPerUser', GROUPS_PER_USER);
    addMember(iam, unit, user, group);
  },
});

/** A user who is not in the group is out of it. */
const removeUserFromGroup = (iam: Iam): Op<'RemoveUserFromGroup', Entity | undefined> => ({
  resolve: (input, context) => resolveEntity(iam, 'RemoveUserFromGroup', 'group', input.GroupName, input, context),
  async run({ GroupName, UserName }, { target, unit, caller }) {
    const group = requireEntity(target, 'group', GroupName);
    const user = requireEntity(await iam.entities.find(caller.account, 'user', UserName), 'user', UserName);
    if (await isMember(iam, user, group)) removeMember(iam, unit, user, group);
  },
});

const listGroupsForUser = (iam: Iam): Op<'ListGroupsForUser', Entity | undefined> => ({
  resolve: (input, context) => resolveEntity(iam, 'ListGroupsForUser', 'user', input.UserName, input, context),
  async run(input, { target }) {
    const user = requireEntity(target, 'user', input.UserName);
    const all = await groupsOf(iam.store, user);
    const { items, ...rest } = await iam.pages.ofAll(input, ['groups', user.id], (group) => group.name_key, all);
    return { Groups: items.map((group) => describeGroup(iam, group)), ...rest };
  },
});
