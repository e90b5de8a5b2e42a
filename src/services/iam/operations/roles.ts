/** Roles, and whom they trust. */
import { resolveEntity } from '../asks.ts';
import { createEntity, resolveCreation } from '../creation.ts';
import { requireUnused } from '../deletion.ts';
import { describeExtras, describeGiven, describeRole } from '../describe.ts';
import { type Entity, requireEntity } from '../entities.ts';
import type { Family, Iam, Op } from '../iam.ts';
import { describeRoleUse } from '../last-used.ts';
import { listEntities, resolveList } from '../list-entities.ts';
import { acceptTrustPolicy } from '../trust-policy.ts';

type RolesOperations =
  | 'CreateRole'
  | 'GetRole'
  | 'ListRoles'
  | 'UpdateRole'
  | 'UpdateRoleDescription'
  | 'UpdateAssumeRolePolicy'
  | 'DeleteRole';

export const roles = (iam: Iam): Family<RolesOperations> => ({
  CreateRole: createRole(iam),
  GetRole: getRole(iam),
  ListRoles: listRoles(iam),
  UpdateRole: updateRole(iam),
  UpdateRoleDescription: updateRoleDescription(iam),
  UpdateAssumeRolePolicy: updateAssumeRolePolicy(iam),
  DeleteRole: deleteRole(iam),
});

/** API reference, `MaxSessionDuration`: in seconds, of roles made or updated without one. */
const SESSION_SECONDS_DEFAULT = 3600;

const createRole = (iam: Iam): Op<'CreateRole', undefined> => ({
  resolve: (input, context) =>
    resolveCreation(iam, 'CreateRole', 'TagRole', { kind: 'role', name: input.RoleName }, input, context),
  async run(input, call) {
    const wanted = {
      kind: 'role',
      name: input.RoleName,
      trust_policy: await acceptTrustPolicy(iam, input.AssumeRolePolicyDocument),
      description: input.Description ?? null,
      max_session_seconds: input.MaxSessionDuration ?? SESSION_SECONDS_DEFAULT,
    } as const;
    const role = await createEntity(iam, call, wanted, input);
    return { Role: { ...(await describeRole(iam, role)), ...describeGiven(input) } };
  },
});

const getRole = (iam: Iam): Op<'GetRole', Entity | undefined> => ({
  resolve: (input, context) => resolveEntity(iam, 'GetRole', 'role', input.RoleName, input, context),
  async run({ RoleName }, { target }) {
    const role = requireEntity(target, 'role', RoleName);
    const [shown, extras, use] = await Promise.all([
      describeRole(iam, role),
      describeExtras(iam, role),
      iam.lastUsed.of(role.id),
    ]);
    return { Role: { ...shown, ...extras, RoleLastUsed: describeRoleUse(use) } };
  },
});

const listRoles = (iam: Iam): Op<'ListRoles', undefined> => ({
  resolve: (input, context) => resolveList(iam, 'ListRoles', 'role', input, context),
  async run(input, { caller }) {
    const { items, ...rest } = await listEntities(iam, caller.account, 'role', input);
    return { Roles: await Promise.all(items.map((role) => describeRole(iam, role))), ...rest };
  },
});

/** A description that is not given stays; the duration does not. */
const updateRole = (iam: Iam): Op<'UpdateRole', Entity | undefined> => ({
  resolve: (input, context) => resolveEntity(iam, 'UpdateRole', 'role', input.RoleName, input, context),
  run({ RoleName, Description, MaxSessionDuration }, { target, unit }) {
    const role = requireEntity(target, 'role', RoleName);
    iam.entities.change(unit, role, {
      description: Description ?? role.description,
      max_session_seconds: MaxSessionDuration ?? SESSION_SECONDS_DEFAULT,
    });
    return {};
  },
});

const updateRoleDescription = (iam: Iam): Op<'UpdateRoleDescription', Entity | undefined> => ({
  resolve: (input, context) => resolveEntity(iam, 'UpdateRoleDescription', 'role', input.RoleName, input, context),
  async run({ RoleName, Description }, { target, unit }) {
    const role = requireEntity(target, 'role', RoleName);
    iam.entities.change(unit, role, { description: Description });
    return { Role: await describeRole(iam, { ...role, description: Description }) };
  },
});

const updateAssumeRolePolicy = (iam: Iam): Op<'UpdateAssumeRolePolicy', Entity | undefined> => ({
  resolve: (input, context) => resolveEntity(iam, 'UpdateAssumeRolePolicy', 'role', input.RoleName, input, context),
  async run({ RoleName, PolicyDocument }, { target, unit }) {
    const role = requireEntity(target, 'role', RoleName);
    iam.entities.change(unit, role, { trust_policy: await acceptTrustPolicy(iam, PolicyDocument) });
  },
});

const deleteRole = (iam: Iam): Op<'DeleteRole', Entity | undefined> => ({
  resolve: (input, context) => resolveEntity(iam, 'DeleteRole', 'role', input.RoleName, input, context),
  async run({ RoleName }, { target, unit }) {
    const role = requireEntity(target, 'role', RoleName);
    await requireUnused(iam, role);
    iam.entities.remove(unit, role);
  },
});
