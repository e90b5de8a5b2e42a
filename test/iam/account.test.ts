/** The account as a whole: its summary, everything in it, its alias; and what a reset leaves. */
import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import { type GetAccountAuthorizationDetailsCommandOutput, IAM } from '@aws-sdk/client-iam';
import { GetCallerIdentityCommand } from '@aws-sdk/client-sts';
import { ACCOUNT, boot, type Booted, refusal } from '../support/boot.ts';
import { allow, iamOf, type Keys, newUser, policy, stsOf } from './support.ts';

const OTHER = '111122223333';
const clientOf = (booted: Booted, credentials: object = booted.credentials): IAM =>
  new IAM({ endpoint: booted.trent.url, region: 'us-east-1', credentials: credentials as never, maxAttempts: 1 });

const TRUST = policy({ Effect: 'Allow', Principal: { AWS: `arn:aws:iam::${ACCOUNT}:root` }, Action: 'sts:AssumeRole' });
const READ = policy(allow('kms:ListKeys'));
const WRITE = policy(allow('kms:CreateKey', '*', { StringEquals: { 'aws:PrincipalTag/team': "it's (a) ü!" } }));
const encoded = (text: string) =>
  encodeURIComponent(text).replaceAll(/[!'()*]/g, (sign) => `%${sign.charCodeAt(0).toString(16).toUpperCase()}`);

/** A little of everything. @returns the policy's ARN */
async function furnish(iam: IAM): Promise<string> {
  const { Policy } = await iam.createPolicy({ PolicyName: 'read', PolicyDocument: READ, Description: 'to read' });
  const PolicyArn = Policy!.Arn!;
  await iam.createPolicyVersion({ PolicyArn, PolicyDocument: WRITE, SetAsDefault: true });
  await iam.createGroup({ GroupName: 'staff' });
  await iam.putGroupPolicy({ GroupName: 'staff', PolicyName: 'own', PolicyDocument: READ });
  await iam.createUser({ UserName: 'alice', Path: '/team/', PermissionsBoundary: PolicyArn, Tags: [{ Key: 'a', Value: 'b' }] });
  await iam.putUserPolicy({ UserName: 'alice', PolicyName: 'inline', PolicyDocument: WRITE });
  await iam.attachUserPolicy({ UserName: 'alice', PolicyArn });
  await iam.addUserToGroup({ UserName: 'alice', GroupName: 'staff' });
  await iam.createRole({ RoleName: 'runner', AssumeRolePolicyDocument: TRUST, Tags: [{ Key: 'r', Value: '1' }] });
  await iam.attachRolePolicy({ RoleName: 'runner', PolicyArn: 'arn:aws:iam::aws:policy/ReadOnlyAccess' });
  return PolicyArn;
}

describe('the account', () => {
  let booted: Booted;
  let iam: IAM;
  let PolicyArn: string;
  before(async () => {
    booted = await boot();
    iam = clientOf(booted);
    PolicyArn = await furnish(iam);
    await iam.createOpenIDConnectProvider({ Url: 'https://issuer.example.com' });
  });
  after(async () => {
    iam.destroy();
    await booted.stop();
    assert.deepEqual(booted.reports, []);
  });

  test('its summary counts what it has, with the quotas', async () => {
    const { SummaryMap } = await iam.getAccountSummary({});
    const { Users, Groups, Roles, Policies, PolicyVersionsInUse, Providers, ...rest } = SummaryMap!;
    assert.deepEqual([Users, Groups, Roles, Policies, PolicyVersionsInUse, Providers], [2, 1, 1, 1, 2, 1]);
    assert.deepEqual(rest, {
      AccessKeysPerUserQuota: 2, AccountAccessKeysPresent: 0, AccountMFAEnabled: 0, AccountPasswordPresent: 0,
      AccountSigningCertificatesPresent: 0, AssumeRolePolicySizeQuota: 2048, AttachedPoliciesPerGroupQuota: 10,
      AttachedPoliciesPerRoleQuota: 10, AttachedPoliciesPerUserQuota: 10, GlobalEndpointTokenVersion: 1,
      GroupPolicySizeQuota: 5120, GroupsPerUserQuota: 10, GroupsQuota: 300, InstanceProfiles: 0, InstanceProfilesQuota: 1000,
      MFADevices: 0, MFADevicesInUse: 0, PoliciesQuota: 1500, PolicySizeQuota: 6144, PolicyVersionsInUseQuota: 10000,
      RolePolicySizeQuota: 10240, RolesQuota: 1000, ServerCertificates: 0, ServerCertificatesQuota: 20,
      SigningCertificatesPerUserQuota: 2, UserPolicySizeQuota: 2048, UsersQuota: 5000, VersionsPerPolicyQuota: 5,
    });
  });

  test('everything in it', async () => {
    const details = await iam.getAccountAuthorizationDetails({});
    assert.equal(details.IsTruncated, false);
    const boundary = { PermissionsBoundaryType: 'Policy', PermissionsBoundaryArn: PolicyArn };
    const [administrator, alice] = [details.UserDetailList![0]!, details.UserDetailList![1]!];
    assert.deepEqual(details.UserDetailList, [alice, administrator].sort((a, b) => (a.UserName! < b.UserName! ? -1 : 1)));
    const { CreateDate, UserId, ...user } = alice.UserName === 'alice' ? alice : administrator;
    assert.match(UserId!, /^AIDA/);
    assert.ok(Math.abs(CreateDate!.getTime() - Date.now()) < 60_000);
    assert.deepEqual(user, {
      Path: '/team/',
      UserName: 'alice',
      Arn: `arn:aws:iam::${ACCOUNT}:user/team/alice`,
      UserPolicyList: [{ PolicyName: 'inline', PolicyDocument: encoded(WRITE) }],
      GroupList: ['staff'],
      AttachedManagedPolicies: [{ PolicyName: 'read', PolicyArn }],
      PermissionsBoundary: boundary,
      Tags: [{ Key: 'a', Value: 'b' }],
    });
    const [group, role] = [details.GroupDetailList![0]!, details.RoleDetailList![0]!];
    assert.deepEqual(group.GroupPolicyList, [{ PolicyName: 'own', PolicyDocument: encoded(READ) }]);
    assert.deepEqual([group.GroupName, group.AttachedManagedPolicies], ['staff', []]);
    assert.deepEqual([role.RoleName, role.RoleLastUsed, role.InstanceProfileList, role.RolePolicyList], ['runner', {}, [], []]);
    assert.deepEqual(JSON.parse(decodeURIComponent(role.AssumeRolePolicyDocument!)), JSON.parse(TRUST));
    assert.deepEqual(role.Tags, [{ Key: 'r', Value: '1' }]);
    const [read, ...ofAws] = details.Policies!;
    assert.deepEqual([read!.Arn, read!.AttachmentCount, read!.PermissionsBoundaryUsageCount, read!.DefaultVersionId, read!.Description],
      [PolicyArn, 1, 1, 'v2', 'to read']);
    assert.ok(Math.abs(read!.CreateDate!.getTime() - Date.now()) < 60_000);
    const versions = read!.PolicyVersionList!.map(({ VersionId, IsDefaultVersion, Document }) => [VersionId, IsDefaultVersion, Document]);
    assert.deepEqual(versions, [['v2', true, encoded(WRITE)], ['v1', false, encoded(READ)]]);
    assert.deepEqual(ofAws.map((one) => [one.PolicyName, one.AttachmentCount]), [['AdministratorAccess', 1], ['ReadOnlyAccess', 1]]);
  });

  const names = (page: GetAccountAuthorizationDetailsCommandOutput): (string | undefined)[] => [
    ...page.UserDetailList!.map((user) => user.UserName),
    ...page.GroupDetailList!.map((group) => group.GroupName),
    ...page.RoleDetailList!.map((role) => role.RoleName),
    ...page.Policies!.map((one) => one.PolicyName),
  ];
  const ALL = ['administrator', 'alice', 'staff', 'runner', 'read', 'AdministratorAccess', 'ReadOnlyAccess'];

  for (const MaxItems of [1, 2, 3, 100]) {
    test(`pages of ${MaxItems} over all kinds`, async () => {
      const seen: (string | undefined)[] = [];
      let Marker: string | undefined;
      do {
        const page = await iam.getAccountAuthorizationDetails({ MaxItems, Marker });
        assert.ok(names(page).length <= MaxItems);
        seen.push(...names(page));
        assert.equal(page.IsTruncated, page.Marker !== undefined);
        Marker = page.Marker;
      } while (Marker !== undefined);
      assert.deepEqual(seen, ALL);
    });
  }

  test('filters by kind; a marker serves its own filter alone', async () => {
    const filtered = async (...Filter: string[]) => names(await iam.getAccountAuthorizationDetails({ Filter: Filter as never }));
    assert.deepEqual(await filtered('Role'), ['runner']);
    assert.deepEqual(await filtered('LocalManagedPolicy', 'Group'), ['staff', 'read']);
    assert.deepEqual(await filtered('AWSManagedPolicy'), ['AdministratorAccess', 'ReadOnlyAccess']);
    const { Marker } = await iam.getAccountAuthorizationDetails({ MaxItems: 1, Filter: ['User'] });
    const { name, message } = await refusal(iam.getAccountAuthorizationDetails({ MaxItems: 1, Marker }));
    assert.deepEqual([name, message], ['ValidationError', 'Invalid Marker.']);
  });

  test('one alias an account, one account an alias', async () => {
    const other = clientOf(booted, await booted.trent.createAccount(OTHER));
    const aliases = async (client = iam) => (await client.listAccountAliases({})).AccountAliases;
    assert.deepEqual(await aliases(), []);
    await iam.createAccountAlias({ AccountAlias: 'acme' });
    await iam.createAccountAlias({ AccountAlias: 'acme-prod' });
    assert.deepEqual(await aliases(), ['acme-prod'], 'the new one takes the place of the old one');
    const taken = { name: 'EntityAlreadyExistsException', message: 'The account alias acme-prod already exists.', status: 409 };
    assert.deepEqual(await refusal(other.createAccountAlias({ AccountAlias: 'acme-prod' })), taken);
    const missing = (alias: string) => ({
      name: 'NoSuchEntityException', message: `The account alias with name ${alias} cannot be found.`, status: 404,
    });
    assert.deepEqual(await refusal(other.deleteAccountAlias({ AccountAlias: 'acme-prod' })), missing('acme-prod'));
    assert.deepEqual(await refusal(iam.deleteAccountAlias({ AccountAlias: 'acme' })), missing('acme'));
    await other.createAccountAlias({ AccountAlias: 'acme' });
    for (const AccountAlias of ['Acme', 'a', '-acme', 'ac--me', 'acme-']) {
      assert.equal((await refusal(iam.createAccountAlias({ AccountAlias }))).name, 'ValidationError', AccountAlias);
    }
    await iam.deleteAccountAlias({ AccountAlias: 'acme-prod' });
    assert.deepEqual([await aliases(), await aliases(other)], [[], ['acme']]);
    other.destroy();
  });
});

describe('a reset', () => {
  test('leaves accounts with their administrators, whose clients work on', async () => {
    await using booted = await boot({ auth: 'off' });
    const credentials = [booted.credentials, await booted.trent.createAccount(OTHER)];
    const clients = credentials.map((own) => clientOf(booted, own));
    const users = [];
    for (const [i, client] of clients.entries()) {
      await client.createPolicy({ PolicyName: 'read', PolicyDocument: READ });
      await client.createGroup({ GroupName: 'staff' });
      await client.createRole({ RoleName: 'runner', AssumeRolePolicyDocument: TRUST });
      await client.createOpenIDConnectProvider({ Url: 'https://issuer.example.com' });
      await client.createAccountAlias({ AccountAlias: `alias-${i}` });
      users.push(await newUser(iamOf(booted, { credentials: credentials[i]! }), 'user', allow('*')));
      await spoil(client, credentials[i]!.accessKeyId);
    }
    await booted.trent.reset();
    for (const [i, client] of clients.entries()) {
      const { account, accessKeyId, secretAccessKey } = credentials[i]!;
      assert.deepEqual(await booted.trent.credentials(account), { account, accessKeyId, secretAccessKey });
      assert.equal(await arnOf(booted, credentials[i]!), `arn:aws:iam::${credentials[i]!.account}:user/administrator`);
      const details = await client.getAccountAuthorizationDetails({});
      const left = [details.GroupDetailList, details.RoleDetailList, details.Policies!.map((one) => one.PolicyName)];
      assert.deepEqual(left, [[], [], ['AdministratorAccess']]);
      const [{ UserName, Path, Tags, UserPolicyList, GroupList, PermissionsBoundary }, ...others] = details.UserDetailList! as [never, ...never[]];
      assert.deepEqual([UserName, Path, Tags ?? [], UserPolicyList, GroupList, PermissionsBoundary, others],
        ['administrator', '/', [], [], [], undefined, []]);
      const { AccessKeyMetadata } = await client.listAccessKeys({});
      assert.deepEqual(AccessKeyMetadata!.map((key) => [key.AccessKeyId, key.Status]), [[credentials[i]!.accessKeyId, 'Active']]);
      assert.deepEqual((await client.listOpenIDConnectProviders({})).OpenIDConnectProviderList, []);
      assert.deepEqual((await client.listAccountAliases({})).AccountAliases, []);
      assert.equal(await arnOf(booted, users[i]!), `arn:aws:iam::${ACCOUNT}:root`, 'a forgotten key is nobody in particular');
      client.destroy();
    }
    assert.deepEqual(booted.reports, []);
  });

  test('makes an administrator again that was deleted', async () => {
    await using booted = await boot({ auth: 'off' });
    const iam = clientOf(booted);
    const UserName = 'administrator';
    await iam.deleteAccessKey({ UserName, AccessKeyId: booted.credentials.accessKeyId });
    await booted.trent.reset();
    const { accessKeyId, secretAccessKey } = await booted.trent.credentials();
    assert.notEqual(accessKeyId, booted.credentials.accessKeyId);
    assert.equal(await arnOf(booted, { accessKeyId, secretAccessKey }), `arn:aws:iam::${ACCOUNT}:user/administrator`);
    iam.destroy();
  });
});

const arnOf = async (booted: Booted, credentials: Keys): Promise<string | undefined> =>
  (await stsOf(booted, { credentials }).send(new GetCallerIdentityCommand({}))).Arn;

/** The administrator is changed in every way that a reset undoes. */
async function spoil(iam: IAM, AccessKeyId: string): Promise<void> {
  const UserName = 'administrator';
  await iam.createAccessKey({ UserName });
  await iam.putUserPolicy({ UserName, PolicyName: 'own', PolicyDocument: READ });
  await iam.tagUser({ UserName, Tags: [{ Key: 'a', Value: 'b' }] });
  await iam.addUserToGroup({ UserName, GroupName: 'staff' });
  await iam.putUserPermissionsBoundary({ UserName, PermissionsBoundary: 'arn:aws:iam::aws:policy/AdministratorAccess' });
  await iam.putUserPolicy({ UserName, PolicyName: 'last', PolicyDocument: policy(allow('iam:UpdateAccessKey')) });
  await iam.detachUserPolicy({ UserName, PolicyArn: 'arn:aws:iam::aws:policy/AdministratorAccess' });
  await iam.updateAccessKey({ UserName, AccessKeyId, Status: 'Inactive' });
}
