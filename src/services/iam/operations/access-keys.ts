/** Access keys of users. The secret is in the answer to its creation, and in no other. */
import type { RequestContext, Resolved } from '../../../base/operation.ts';
import { entityResource, iamAsk, resolveAccount } from '../asks.ts';
import type { Entity } from '../entities.ts';
import * as faults from '../faults.ts';
import type { Family, Iam, Op } from '../iam.ts';
import { type NamedUser, requireUser, resolveUser } from '../named-user.ts';
import { ACCESS_KEYS_PER_USER } from '../quotas.ts';
import type { AccessKeyRow } from '../tables.ts';
import type { AccessKeyMetadata, GetAccessKeyLastUsedRequest, statusType } from '../types.ts';

type AccessKeysOperations =
  | 'CreateAccessKey'
  | 'ListAccessKeys'
  | 'UpdateAccessKey'
  | 'DeleteAccessKey'
  | 'GetAccessKeyLastUsed';

export const accessKeys = (iam: Iam): Family<AccessKeysOperations> => ({
  CreateAccessKey: createAccessKey(iam),
  ListAccessKeys: listAccessKeys(iam),
  UpdateAccessKey: updateAccessKey(iam),
  DeleteAccessKey: deleteAccessKey(iam),
  GetAccessKeyLastUsed: getAccessKeyLastUsed(iam),
});

const createAccessKey = (iam: Iam): Op<'CreateAccessKey', NamedUser> => ({
  resolve: (input, context) => resolveUser(iam, 'CreateAccessKey', input, context),
  async run(input, { target, caller, unit, now }) {
    const user = requireUser(target, input, caller);
    if (user === 'root') throw faults.unsupported('CreateAccessKey for the root user', 'root has no access keys.');
    const keys = await iam.accessKeys.ofUser(user);
    if (keys.length >= ACCESS_KEYS_PER_USER) throw faults.overQuota('AccessKeysPerUser', ACCESS_KEYS_PER_USER);
    iam.entities.change(unit, user);
    const { accessKeyId, secretAccessKey } = iam.accessKeys.insert(unit, user, now);
    const AccessKey = {
      UserName: user.name,
      AccessKeyId: accessKeyId,
      Status: 'Active' as const,
      SecretAccessKey: secretAccessKey,
      CreateDate: now,
    };
    return { AccessKey };
  },
});

const listAccessKeys = (iam: Iam): Op<'ListAccessKeys', NamedUser> => ({
  resolve: (input, context) => resolveUser(iam, 'ListAccessKeys', input, context),
  async run(input, { target, caller }) {
    const user = requireUser(target, input, caller);
    if (user === 'root') return { AccessKeyMetadata: [], IsTruncated: false };
    const keys = await iam.accessKeys.ofUser(user);
    const { items, ...page } = await iam.pages.ofAll(input, ['ListAccessKeys', user.id], (key) => key.access_key_id, keys);
    return { AccessKeyMetadata: items.map((key) => describe(user, key)), ...page };
  },
});

const describe = ({ name }: Entity, { access_key_id, active, created_at }: AccessKeyRow): AccessKeyMetadata => ({
  UserName: name,
  AccessKeyId: access_key_id,
  Status: active ? 'Active' : 'Inactive',
  CreateDate: created_at,
});

const updateAccessKey = (iam: Iam): Op<'UpdateAccessKey', NamedUser> => ({
  resolve: (input, context) => resolveUser(iam, 'UpdateAccessKey', input, context),
  async run(input, { target, caller, unit }) {
    const { user, key } = await requireKey(iam, requireUser(target, input, caller), input.AccessKeyId);
    const active = isActive(input.Status);
    if (active === (key.active === 1)) return;
    iam.entities.change(unit, user);
    iam.accessKeys.setActive(unit, key.access_key_id, active);
  },
});

/** @throws Fault InvalidInputException */
function isActive(status: statusType): boolean {
  if (status === 'Expired') throw faults.invalidInput('The status of an access key can be set to Active or Inactive.');
  return status === 'Active';
}

const deleteAccessKey = (iam: Iam): Op<'DeleteAccessKey', NamedUser> => ({
  resolve: (input, context) => resolveUser(iam, 'DeleteAccessKey', input, context),
  async run(input, { target, caller, unit }) {
    const { user, key } = await requireKey(iam, requireUser(target, input, caller), input.AccessKeyId);
    iam.entities.change(unit, user);
    iam.accessKeys.remove(unit, key.access_key_id);
  },
});

/** @throws Fault NoSuchEntityException, for a key of somebody else as well */
async function requireKey(
  iam: Iam,
  user: Entity | 'root',
  accessKeyId: string,
): Promise<{ readonly user: Entity; readonly key: AccessKeyRow }> {
  const key = await iam.accessKeys.row(accessKeyId);
  if (user === 'root' || key?.user_id !== user.id) throw faults.accessKeyNotFound(accessKeyId);
  return { user, key };
}

const getAccessKeyLastUsed = (iam: Iam): Op<'GetAccessKeyLastUsed', Entity | undefined> => ({
  resolve: (input, context) => resolveOwner(iam, input, context),
  async run({ AccessKeyId }, { target: owner }) {
    if (!owner) throw faults.accessKeyNotFound(AccessKeyId);
    const use = await iam.lastUsed.of(AccessKeyId);
    const AccessKeyLastUsed = use
      ? { LastUsedDate: use.usedAt, ServiceName: use.service, Region: use.region }
      : { ServiceName: 'N/A', Region: 'N/A' };
    return { UserName: owner.name, AccessKeyLastUsed };
  },
});

/** The user in the caller's account whose key it is. */
async function resolveOwner(
  iam: Iam,
  input: GetAccessKeyLastUsedRequest,
  context: RequestContext,
): Promise<Resolved<Entity | undefined>> {
  const { account } = context.caller;
  const key = await iam.accessKeys.row(input.AccessKeyId);
  const owner = key?.account === account ? await iam.entities.byId(key.user_id) : undefined;
  if (!owner) return resolveAccount(iam, 'GetAccessKeyLastUsed', input, context);
  const resource = entityResource(iam, account, 'user', owner.name, owner);
  return { asks: [iamAsk(iam, 'GetAccessKeyLastUsed', resource, input, context)], target: owner };
}
