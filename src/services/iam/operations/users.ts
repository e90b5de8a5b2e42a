/** Users: made, changed, found and deleted. */
import { resolveEntity } from '../asks.ts';
import { createEntity, resolveCreation } from '../creation.ts';
import { requireUnused } from '../deletion.ts';
import { describeExtras, describeGiven, describeUser } from '../describe.ts';
import { type Entity, requireEntity } from '../entities.ts';
import type { Family, Iam, Op } from '../iam.ts';
import { listEntities, resolveList } from '../list-entities.ts';
import { type NamedUser, requireUser, resolveUser } from '../named-user.ts';
import { rename, resolveRenaming } from '../renaming.ts';
import type { User } from '../types.ts';

type UsersOperations =
  | 'CreateUser'
  | 'GetUser'
  | 'ListUsers'
  | 'UpdateUser'
  | 'DeleteUser';

export const users = (iam: Iam): Family<UsersOperations> => ({
  CreateUser: createUser(iam),
  GetUser: getUser(iam),
  ListUsers: listUsers(iam),
  UpdateUser: updateUser(iam),
  DeleteUser: deleteUser(iam),
});

const createUser = (iam: Iam): Op<'CreateUser', undefined> => ({
  resolve: (input, context) =>
    resolveCreation(iam, 'CreateUser', 'TagUser', { kind: 'user', name: input.UserName }, input, context),
  async run(input, call) {
    const user = await createEntity(iam, call, { kind: 'user', name: input.UserName }, input);
    return { User: { ...describeUser(iam, user), ...describeGiven(input) } };
  },
});

const getUser = (iam: Iam): Op<'GetUser', NamedUser> => ({
  resolve: (input, context) => resolveUser(iam, 'GetUser', input, context),
  async run(input, { target, caller }) {
    const user = requireUser(target, input, caller);
    if (user === 'root') return { User: await describeRoot(iam, caller.account, caller.principal.arn) };
    return { User: { ...describeUser(iam, user), ...(await describeExtras(iam, user)) } };
  },
});

/** The root user has neither name nor path. */
async function describeRoot(iam: Iam, account: string, arn: string): Promise<User> {
  const row = await iam.store.db
    .selectFrom('iam_accounts')
    .select('created_at')
    .where('account', '=', account)
    .executeTakeFirst();
  return { UserId: account, Arn: arn, CreateDate: row?.created_at ?? 0 } as User;
}

const listUsers = (iam: Iam): Op<'ListUsers', undefined> => ({
  resolve: (input, context) => resolveList(iam, 'ListUsers', 'user', input, context),
  async run(input, { caller }) {
    const { items, ...rest } = await listEntities(iam, caller.account, 'user', input);
    return { Users: items.map((user) => describeUser(iam, user)), ...rest };
  },
});

const updateUser = (iam: Iam): Op<'UpdateUser', Entity | undefined> => ({
  resolve(input, context) {
    const to = { name: input.NewUserName, path: input.NewPath };
    return resolveRenaming(iam, 'UpdateUser', 'user', input.UserName, to, input, context);
  },
  async run({ UserName, NewUserName, NewPath }, { target, unit }) {
    await rename(iam, unit, requireEntity(target, 'user', UserName), { name: NewUserName, path: NewPath });
    unit.afterCommit(() => iam.accessKeys.clear());
  },
});

const deleteUser = (iam: Iam): Op<'DeleteUser', Entity | undefined> => ({
  resolve: (input, context) => resolveEntity(iam, 'DeleteUser', 'user', input.UserName, input, context),
  async run({ UserName }, { target, unit }) {
    const user = requireEntity(target, 'user', UserName);
    await requireUnused(iam, user);
    iam.entities.remove(unit, user);
    unit.afterCommit(() => iam.accessKeys.clear());
  },
});
