/** Managed policies on users, groups and roles, and that policies of all kinds are in force at once. */
import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import { IAM } from '@aws-sdk/client-iam';
import { GenerateRandomCommand, type KMSClient, ListKeysCommand } from '@aws-sdk/client-kms';
import { ACCOUNT, boot, type Booted, refusal } from '../support/boot.ts';
import { temporaryDirectory } from '../support/temporary.ts';
import { allow, deny, iamOf, newUser, policy } from './support.ts';

const ARN = (name: string) => `arn:aws:iam::${ACCOUNT}:policy/${name}`;
const AWS = (name: string) => `arn:aws:iam::aws:policy/${name}`;
const OTHER_ACCOUNT = '111122223333';

let booted: Booted;
let iam: IAM;
before(async () => {
  booted = await boot();
  iam = new IAM({ endpoint: booted.trent.url, region: 'us-east-1', credentials: booted.credentials, maxAttempts: 1 });
});
after(async () => {
  iam.destroy();
  assert.deepEqual(booted.reports, []);
  await booted.stop();
});

async function refuses(call: Promise<unknown>, name: string, message: string, status: number): Promise<void> {
  assert.deepEqual(await refusal(call), { name, message, status });
}

const create = async (PolicyName: string, ...statements: object[]): Promise<string> =>
  (await iam.createPolicy({ PolicyName, PolicyDocument: policy(...statements) })).Policy!.Arn!;

interface Page {
  readonly AttachedPolicies?: { readonly PolicyName?: string | undefined; readonly PolicyArn?: string | undefined }[] | undefined;
  readonly IsTruncated?: boolean | undefined;
  readonly Marker?: string | undefined;
}
interface Kind {
  readonly quota: string;
  make(name: string): Promise<unknown>;
  attach(name: string, PolicyArn: string): Promise<unknown>;
  detach(name: string, PolicyArn: string): Promise<unknown>;
  list(name: string, page?: { PathPrefix?: string; MaxItems?: number; Marker?: string | undefined }): Promise<Page>;
}

const TRUST = policy({ Effect: 'Allow', Principal: { AWS: '*' }, Action: 'sts:AssumeRole' });
const KINDS: { readonly [kind: string]: Kind } = {
  user: {
    quota: 'PoliciesPerUser',
    make: (UserName) => iam.createUser({ UserName }),
    attach: (UserName, PolicyArn) => iam.attachUserPolicy({ UserName, PolicyArn }),
    detach: (UserName, PolicyArn) => iam.detachUserPolicy({ UserName, PolicyArn }),
    list: (UserName, page) => iam.listAttachedUserPolicies({ UserName, ...page }),
  },
  group: {
    quota: 'PoliciesPerGroup',
    make: (GroupName) => iam.createGroup({ GroupName }),
    attach: (GroupName, PolicyArn) => iam.attachGroupPolicy({ GroupName, PolicyArn }),
    detach: (GroupName, PolicyArn) => iam.detachGroupPolicy({ GroupName, PolicyArn }),
    list: (GroupName, page) => iam.listAttachedGroupPolicies({ GroupName, ...page }),
  },
  role: {
    quota: 'PoliciesPerRole',
    make: (RoleName) => iam.createRole({ RoleName, AssumeRolePolicyDocument: TRUST }),
    attach: (RoleName, PolicyArn) => iam.attachRolePolicy({ RoleName, PolicyArn }),
    detach: (RoleName, PolicyArn) => iam.detachRolePolicy({ RoleName, PolicyArn }),
    list: (RoleName, page) => iam.listAttachedRolePolicies({ RoleName, ...page }),
  },
};

describe('managed policies attached to', () => {
  const arns: string[] = [];
  before(async () => {
    const other = iamOf(booted, { credentials: await booted.trent.createAccount(OTHER_ACCOUNT) });
    other.destroy();
    for (let n = 0; n < 11; n++) arns.push(await create(`p${String(n).padStart(2, '0')}`, allow('kms:List*')));
  });

  for (const [kind, { quota, make, attach, detach, list }] of Object.entries(KINDS)) {
    const arnsOf = async (name: string) => (await list(name)).AttachedPolicies!.map(({ PolicyArn }) => PolicyArn);

    test(`a ${kind}: attached, listed and detached`, async () => {
      await make('one');
      const pathed = (await iam.createPolicy({ PolicyName: `Read-${kind}`, Path: '/a/b/', PolicyDocument: policy(allow('kms:Get*')) })).Policy!.Arn!;
      for (const arn of [pathed, AWS('ReadOnlyAccess'), arns[0]!, arns[0]!]) await attach('one', arn);
      const whole = (await list('one')).AttachedPolicies;
      assert.deepEqual(whole, [
        { PolicyName: 'p00', PolicyArn: arns[0] },
        { PolicyName: `Read-${kind}`, PolicyArn: pathed },
        { PolicyName: 'ReadOnlyAccess', PolicyArn: AWS('ReadOnlyAccess') },
      ]);
      assert.deepEqual((await list('one', { PathPrefix: '/a/' })).AttachedPolicies, [whole![1]]);
      const first = await list('one', { MaxItems: 2 });
      assert.equal(first.IsTruncated, true);
      const second = await list('one', { MaxItems: 2, Marker: first.Marker });
      assert.deepEqual([...first.AttachedPolicies!, ...second.AttachedPolicies!], whole);
      assert.equal((await iam.getPolicy({ PolicyArn: pathed })).Policy!.AttachmentCount, 1);
      for (const arn of [pathed, AWS('ReadOnlyAccess'), arns[0]!]) {
        await detach('one', arn);
        await refuses(detach('one', arn), 'NoSuchEntityException', `Policy ${arn} was not found.`, 404);
      }
      await iam.deletePolicy({ PolicyArn: pathed });
    });

    test(`a ${kind}: what is not there, or cannot be attached`, async () => {
      await make('two');
      for (const arn of [ARN('Nothing'), AWS('Nothing'), `arn:aws:iam::${OTHER_ACCOUNT}:policy/Theirs`]) {
        await refuses(attach('two', arn), 'NoSuchEntityException', `Policy ${arn} does not exist or is not attachable.`, 404);
        await refuses(detach('two', arn), 'NoSuchEntityException', `Policy ${arn} was not found.`, 404);
      }
      const invalid = 'arn:aws:iam::aws:AdministratorAccess';
      for (const call of [attach, detach]) await refuses(call('two', invalid), 'InvalidInputException', `ARN ${invalid} is not valid.`, 400);
      const text = `The ${kind} with name nobody cannot be found.`;
      const calls = [() => attach('nobody', arns[0]!), () => detach('nobody', arns[0]!), () => list('nobody')];
      for (const call of calls) await refuses(call(), 'NoSuchEntityException', text, 404);
    });

    test(`a ${kind}: ten at most, even when attached at once`, async () => {
      await make('three');
      const results = await Promise.all(arns.map((arn) => attach('three', arn).then(() => undefined, (error: Error) => error.message)));
      assert.deepEqual(results.filter((result) => result !== undefined), [`Cannot exceed quota for ${quota}: 10`]);
      const attached = await arnsOf('three');
      assert.equal(attached.length, 10);
      const missing = arns.find((arn) => !attached.includes(arn))!;
      await refuses(attach('three', missing), 'LimitExceededException', `Cannot exceed quota for ${quota}: 10`, 409);
      await attach('three', attached[0]!);
      for (const arn of attached) await detach('three', arn!);
      assert.deepEqual(await arnsOf('three'), []);
    });
  }

  test('somebody, while the policy is deleted: one of both fails', async () => {
    await iam.createUser({ UserName: 'racer' });
    for (let n = 0; n < 10; n++) {
      const PolicyArn = await create(`race${n}`, allow('kms:List*'));
      const outcome = (call: Promise<unknown>) => call.then(() => 'done', (error: Error) => error.name);
      const [attached, deleted] = await Promise.all([
        outcome(iam.attachUserPolicy({ UserName: 'racer', PolicyArn })),
        outcome(iam.deletePolicy({ PolicyArn })),
      ]);
      const allowed = ['done DeleteConflictException', 'NoSuchEntityException done'];
      assert.ok(allowed.includes(`${attached} ${deleted}`), `${attached} ${deleted}`);
      if (attached === 'done') await iam.detachUserPolicy({ UserName: 'racer', PolicyArn });
    }
  });
});

describe('ListEntitiesForPolicy', () => {
  const PolicyArn = ARN('Listed');
  const list = async (filter: object = {}) => {
    const { PolicyUsers, PolicyGroups, PolicyRoles } = await iam.listEntitiesForPolicy({ PolicyArn, ...filter });
    const users = PolicyUsers!.map(({ UserName }) => UserName);
    return [...users, ...PolicyGroups!.map(({ GroupName }) => GroupName), ...PolicyRoles!.map(({ RoleName }) => RoleName)];
  };
  before(async () => {
    await create('Listed', allow('kms:List*'));
    for (const [UserName, Path] of [['le-b', '/'], ['le-A', '/x/'], ['le-bound', '/']] as const) await iam.createUser({ UserName, Path });
    await iam.createGroup({ GroupName: 'le-g', Path: '/x/' });
    await iam.createRole({ RoleName: 'le-r', AssumeRolePolicyDocument: TRUST, PermissionsBoundary: PolicyArn });
    for (const UserName of ['le-b', 'le-A']) await iam.attachUserPolicy({ UserName, PolicyArn });
    await iam.attachGroupPolicy({ GroupName: 'le-g', PolicyArn });
    await iam.attachRolePolicy({ RoleName: 'le-r', PolicyArn });
    await iam.putUserPermissionsBoundary({ UserName: 'le-bound', PermissionsBoundary: PolicyArn });
  });

  test('is filtered', async () => {
    const cases = [
      [{}, ['le-A', 'le-b', 'le-bound', 'le-g', 'le-r']],
      [{ EntityFilter: 'User' }, ['le-A', 'le-b', 'le-bound']],
      [{ EntityFilter: 'Group' }, ['le-g']],
      [{ EntityFilter: 'Role' }, ['le-r']],
      [{ EntityFilter: 'LocalManagedPolicy' }, []],
      [{ PathPrefix: '/x/' }, ['le-A', 'le-g']],
      [{ PolicyUsageFilter: 'PermissionsPolicy' }, ['le-A', 'le-b', 'le-g', 'le-r']],
      [{ PolicyUsageFilter: 'PermissionsBoundary' }, ['le-bound', 'le-r']],
      [{ PolicyUsageFilter: 'PermissionsBoundary', EntityFilter: 'User', PathPrefix: '/x/' }, []],
    ] as const;
    for (const [filter, names] of cases) assert.deepEqual(await list(filter), names, JSON.stringify(filter));
    const { Policy } = await iam.getPolicy({ PolicyArn });
    assert.deepEqual([Policy!.AttachmentCount, Policy!.PermissionsBoundaryUsageCount], [4, 2]);
  });

  test('tells the unique ids', async () => {
    const { PolicyUsers, PolicyGroups, PolicyRoles } = await iam.listEntitiesForPolicy({ PolicyArn });
    assert.match(PolicyUsers![0]!.UserId!, /^AIDA/);
    assert.match(PolicyGroups![0]!.GroupId!, /^AGPA/);
    assert.match(PolicyRoles![0]!.RoleId!, /^AROA/);
  });

  test('comes in pages', async () => {
    for (const MaxItems of [1, 2, 3]) {
      const found: (string | undefined)[] = [];
      for (let Marker: string | undefined, more = true; more; ) {
        const page = await iam.listEntitiesForPolicy({ PolicyArn, MaxItems, Marker });
        found.push(...page.PolicyGroups!.map(({ GroupName }) => GroupName));
        found.push(...page.PolicyRoles!.map(({ RoleName }) => RoleName), ...page.PolicyUsers!.map(({ UserName }) => UserName));
        [Marker, more] = [page.Marker, page.IsTruncated!];
      }
      assert.deepEqual(found, ['le-g', 'le-r', 'le-A', 'le-b', 'le-bound']);
    }
  });

  test('of a policy of AWS tells of the own account alone', async () => {
    const { PolicyUsers } = await iam.listEntitiesForPolicy({ PolicyArn: AWS('AdministratorAccess') });
    assert.deepEqual(PolicyUsers!.map(({ UserName }) => UserName), ['administrator']);
    const missing = ARN('Nothing');
    await refuses(iam.listEntitiesForPolicy({ PolicyArn: missing }), 'NoSuchEntityException', `Policy ${missing} was not found.`, 404);
  });
});

describe('a policy is in force as soon as it is there, and no longer', () => {
  const text = (arn: string, reason: string) => `User: ${arn} is not authorized to perform: kms:ListKeys on resource: * ${reason}`;
  const silent = 'because no identity-based policy allows the kms:ListKeys action';
  const explicit = 'with an explicit deny in an identity-based policy';
  let count = 0;

  async function subject(): Promise<{ name: string; arn: string; kms: KMSClient; listKeys: () => Promise<unknown> }> {
    const name = `force${++count}`;
    const { arn, ...credentials } = await newUser(iam, name);
    const kms = booted.client({ credentials });
    return { name, arn, kms, listKeys: () => kms.send(new ListKeysCommand({})) };
  }
  const denied = (call: Promise<unknown>, arn: string, reason: string) => refuses(call, 'AccessDeniedException', text(arn, reason), 400);

  test('inline, replaced by another, deleted', async () => {
    const { name: UserName, arn, listKeys } = await subject();
    const put = (...statements: object[]) => iam.putUserPolicy({ UserName, PolicyName: 'p', PolicyDocument: policy(...statements) });
    await denied(listKeys(), arn, silent);
    await put(allow('kms:ListKeys'));
    await listKeys();
    await put(allow('kms:*'), deny('kms:ListKeys'));
    await denied(listKeys(), arn, explicit);
    await put(allow('kms:List*'));
    await listKeys();
    await iam.deleteUserPolicy({ UserName, PolicyName: 'p' });
    await denied(listKeys(), arn, silent);
  });

  test('attached and detached', async () => {
    const { name: UserName, arn, kms, listKeys } = await subject();
    const PolicyArn = await create('AttachForce', allow('kms:ListKeys'));
    await denied(listKeys(), arn, silent);
    await iam.attachUserPolicy({ UserName, PolicyArn });
    await listKeys();
    await iam.attachUserPolicy({ UserName, PolicyArn: AWS('AWSKeyManagementServicePowerUser') });
    await kms.send(new GenerateRandomCommand({ NumberOfBytes: 8 }));
    await iam.attachUserPolicy({ UserName, PolicyArn: AWS('AWSDenyAll') });
    await denied(listKeys(), arn, explicit);
    await iam.detachUserPolicy({ UserName, PolicyArn: AWS('AWSDenyAll') });
    await listKeys();
    await iam.detachUserPolicy({ UserName, PolicyArn: AWS('AWSKeyManagementServicePowerUser') });
    await listKeys();
    await iam.detachUserPolicy({ UserName, PolicyArn });
    await denied(listKeys(), arn, silent);
  });

  test('by a group: inline and attached, of those who are in it', async () => {
    const { name: UserName, arn, kms, listKeys } = await subject();
    const GroupName = 'force';
    await iam.createGroup({ GroupName });
    await iam.putGroupPolicy({ GroupName, PolicyName: 'p', PolicyDocument: policy(allow('kms:ListKeys')) });
    await iam.attachGroupPolicy({ GroupName, PolicyArn: await create('GroupForce', allow('kms:GenerateRandom')) });
    await denied(listKeys(), arn, silent);
    await iam.addUserToGroup({ GroupName, UserName });
    await listKeys();
    await kms.send(new GenerateRandomCommand({ NumberOfBytes: 8 }));
    await iam.detachGroupPolicy({ GroupName, PolicyArn: ARN('GroupForce') });
    assert.equal((await refusal(kms.send(new GenerateRandomCommand({ NumberOfBytes: 8 })))).name, 'AccessDeniedException');
    await iam.deleteGroupPolicy({ GroupName, PolicyName: 'p' });
    await denied(listKeys(), arn, silent);
    await iam.putGroupPolicy({ GroupName, PolicyName: 'p', PolicyDocument: policy(allow('kms:ListKeys')) });
    await listKeys();
    await iam.removeUserFromGroup({ GroupName, UserName });
    await denied(listKeys(), arn, silent);
  });

  test('the default version alone', async () => {
    const { name: UserName, arn, listKeys } = await subject();
    const PolicyArn = await create('VersionForce', allow('kms:ListKeys'));
    const version = (SetAsDefault: boolean, ...statements: object[]) =>
      iam.createPolicyVersion({ PolicyArn, SetAsDefault, PolicyDocument: policy(...statements) });
    await iam.attachUserPolicy({ UserName, PolicyArn });
    await listKeys();
    await version(false, deny('kms:*'));
    await listKeys();
    await version(true, allow('kms:Get*'));
    await denied(listKeys(), arn, silent);
    await iam.setDefaultPolicyVersion({ PolicyArn, VersionId: 'v2' });
    await denied(listKeys(), arn, explicit);
    await iam.setDefaultPolicyVersion({ PolicyArn, VersionId: 'v1' });
    await listKeys();
  });

  test('a boundary limits, and its versions count, too', async () => {
    const { name: UserName, arn, listKeys } = await subject();
    const PermissionsBoundary = await create('BoundaryForce', allow('kms:Get*'));
    await iam.attachUserPolicy({ UserName, PolicyArn: AWS('AdministratorAccess') });
    await listKeys();
    await iam.putUserPermissionsBoundary({ UserName, PermissionsBoundary });
    await denied(listKeys(), arn, 'because no permissions boundary allows the kms:ListKeys action');
    await iam.createPolicyVersion({ PolicyArn: PermissionsBoundary, SetAsDefault: true, PolicyDocument: policy(allow('kms:List*')) });
    await listKeys();
    await iam.setDefaultPolicyVersion({ PolicyArn: PermissionsBoundary, VersionId: 'v1' });
    await denied(listKeys(), arn, 'because no permissions boundary allows the kms:ListKeys action');
    await iam.deleteUserPermissionsBoundary({ UserName });
    await listKeys();
  });

  test('of AWS in another partition, too: the region of the server may have been another one', async (t) => {
    const data = temporaryDirectory(t);
    const before = await boot({ location: { data } });
    await before.client().send(new ListKeysCommand({}));
    await before.stop();
    await using moved = await boot({ location: { data }, region: 'cn-north-1' });
    await moved.client({ region: 'cn-north-1' }).send(new ListKeysCommand({}));
    const client = new IAM({ endpoint: moved.trent.url, region: 'us-east-1', credentials: moved.credentials, maxAttempts: 1 });
    const PolicyArn = AWS('AdministratorAccess');
    const refused = await refusal(client.attachUserPolicy({ UserName: 'administrator', PolicyArn }));
    assert.equal(refused.message, `ARN ${PolicyArn} is not valid.`);
    await client.detachUserPolicy({ UserName: 'administrator', PolicyArn });
    client.destroy();
  });

  test('iam:PolicyARN limits what somebody may attach', async () => {
    const statement = allow('iam:AttachUserPolicy', '*', { ArnEquals: { 'iam:PolicyARN': AWS('ReadOnlyAccess') } });
    const keys = await newUser(iam, 'attacher', statement);
    const attacher = new IAM({ endpoint: booted.trent.url, region: 'us-east-1', credentials: keys, maxAttempts: 1 });
    await attacher.attachUserPolicy({ UserName: 'attacher', PolicyArn: AWS('ReadOnlyAccess') });
    const more = await refusal(attacher.attachUserPolicy({ UserName: 'attacher', PolicyArn: AWS('AdministratorAccess') }));
    assert.deepEqual([more.name, more.status], ['AccessDenied', 403]);
    attacher.destroy();
  });
});
