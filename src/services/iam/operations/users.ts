/** Users: made, changed, found and deleted. */
import type { RequestContext, Resolved } from '../../../base/operation.ts';
import { iamAsk, resolveEntity } from '../asks.ts';
import { createEntity, resolveCreation } from '../creation.ts';
import { requireUnused } from '../deletion.ts';
import { describeExtras, describeGiven, describeUser } from '../describe.ts';
import { type Entity, requireEntity } from '../entities.ts';
import * as faults from '../faults.ts';
import type { Family, Iam, Op } from '../iam.ts';
import { listEntities, resolveList } from '../list-entities.ts';
import { rename, resolveRenaming } from '../renaming.ts';
import type { GetUserRequest, User } from '../types.ts';

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

const getUser = (iam: Iam): Op<'GetUser', Entity | 'root' | undefined> => ({
  resolve: (input, context) =>
    input.UserName === undefined
      ? resolveSelf(iam, input, context)
      : resolveEntity(iam, 'GetUser', 'user', input.UserName, input, context),
  async run({ UserName }, { target, caller }) {
    if (target === 'root') return { User: await describeRoot(iam, caller.account, caller.principal.arn) };
    const user = requireEntity(target, 'user', UserName ?? caller.principal.principalId);
    return { User: { ...describeUser(iam, user), ...(await describeExtras(iam, user)) } };
  },
});

/** @throws Fault ValidationException for roles */
async function resolveSelf(
  iam: Iam,
  input: GetUserRequest,
  context: RequestContext,
): Promise<Resolved<Entity | 'root' | undefined>> {
  const { principal } = context.caller;
  if (principal.type !== 'user' && principal.type !== 'root') throw faults.noUserName();
  const user = principal.type === 'root' ? undefined : await iam.entities.byId(principal.origin.id);
  const resource = { arn: principal.arn, tagged: user?.id, boundary: user?.boundary };
  return { asks: [iamAsk(iam, 'GetUser', resource, input, context)], target: principal.type === 'root' ? 'root' : user };
}

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
  resolve: (input, context) =>
    resolveRenaming(iam, 'UpdateUser', 'user', input.UserName, { name: input.NewUserName, path: input.NewPath }, input, context),
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
