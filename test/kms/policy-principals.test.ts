/** Key policies and grants mean the very user or role that they were made for, whoever gets the name later. */
import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import {
  CreateRoleCommand, DeleteAccessKeyCommand, DeleteRoleCommand, DeleteRolePolicyCommand, DeleteUserCommand, DeleteUserPolicyCommand,
  type IAMClient, PutRolePolicyCommand, UpdateUserCommand,
} from '@aws-sdk/client-iam';
import { KMS } from '@aws-sdk/client-kms';
import { AssumeRoleCommand, GetFederationTokenCommand, type STSClient } from '@aws-sdk/client-sts';
import { allow, iamOf, type Keys, newUser, policy, stsOf } from '../iam/support.ts';
import { ACCOUNT, boot, type Booted, REGION } from '../support/boot.ts';
import { grantsOf, idsOf, newGrant, ROOT, USER } from './grants-support.ts';
import { bytes, newKey, OTHER_ACCOUNT, OTHER_REGION, refuses, startEmulator } from './support.ts';

const INVALID = 'Policy contains a statement with one or more invalid principals.';
const DENIED = 'AccessDeniedException';
const Plaintext = bytes('something');
const userArn = (name: string): string => `arn:aws:iam::${ACCOUNT}:user/${name}`;
const roleArn = (name: string): string => `arn:aws:iam::${ACCOUNT}:role/${name}`;
const sessionArn = (role: string, session: string): string => `arn:aws:sts::${ACCOUNT}:assumed-role/${role}/${session}`;
const to = (principal: string | string[], action = 'kms:*'): object => ({ ...allow(action), Principal: { AWS: principal } });
/** For the account, and to encrypt and decrypt for the principals. */
const policyFor = (...principals: string[]): string => policy(to(ROOT), to(principals, 'kms:*crypt'));

describe('users and roles', () => {
  let booted: Booted;
  let kms: KMS;
  let iam: IAMClient;
  let sts: STSClient;
  const clients: KMS[] = [];
  before(async () => {
    booted = await boot();
    await booted.trent.createAccount(OTHER_ACCOUNT);
    [kms, iam, sts] = [as(booted.credentials), iamOf(booted), stsOf(booted)];
  });
  after(async () => {
    for (const client of [...clients, iam, sts]) client.destroy();
    await booted.stop();
    assert.deepEqual(booted.reports, []);
  });

  function as(credentials: Keys): KMS {
    const client = new KMS({ endpoint: booted.trent.url, region: REGION, credentials, maxAttempts: 1 });
    clients.push(client);
    return client;
  }

  const shown = async (KeyId: string): Promise<string> => (await kms.getKeyPolicy({ KeyId })).Policy!;

  async function removeUser(UserName: string, { accessKeyId }: Keys): Promise<void> {
    await iam.send(new DeleteAccessKeyCommand({ UserName, AccessKeyId: accessKeyId }));
    await iam.send(new DeleteUserCommand({ UserName }));
  }

  async function newRole(RoleName: string): Promise<string> {
    const AssumeRolePolicyDocument = policy({ Effect: 'Allow', Principal: { AWS: ACCOUNT }, Action: 'sts:AssumeRole' });
    return (await iam.send(new CreateRoleCommand({ RoleName, AssumeRolePolicyDocument }))).Role!.RoleId!;
  }

  async function session(role: string, RoleSessionName = 'any'): Promise<KMS> {
    return as(keysOf((await sts.send(new AssumeRoleCommand({ RoleArn: roleArn(role), RoleSessionName }))).Credentials!));
  }

  test('a key policy is for the user that had the name when it was put', async () => {
    const first = await newUser(iam, 'ann');
    const { id: KeyId } = await newKey(kms, { Policy: policyFor(first.arn) });
    const { CiphertextBlob } = await as(first).encrypt({ KeyId, Plaintext });
    assert.equal(await shown(KeyId), policyFor(first.arn));
    await iam.send(new UpdateUserCommand({ UserName: 'ann', NewUserName: 'anna', NewPath: '/x/' }));
    await as(first).decrypt({ CiphertextBlob });
    assert.equal(await shown(KeyId), policyFor(userArn('x/anna')));
    await removeUser('anna', first);
    for (const name of ['ann', 'anna']) {
      const later = await newUser(iam, name);
      await refuses(as(later).decrypt({ CiphertextBlob }), DENIED);
    }
    assert.equal(await shown(KeyId), policyFor(first.id));
    await refuses(kms.putKeyPolicy({ KeyId, Policy: await shown(KeyId) }), 'MalformedPolicyDocumentException', INVALID);
    await kms.putKeyPolicy({ KeyId, Policy: policyFor(userArn('ann')) });
    assert.equal(await shown(KeyId), policyFor(userArn('ann')));
  });

  test('a key policy is for the role that had the name when it was put, and for sessions by their names', async () => {
    await newRole('worker');
    const { id: KeyId } = await newKey(kms, { Policy: policyFor(roleArn('worker')) });
    const { id: ofSession } = await newKey(kms, { Policy: policyFor(sessionArn('worker', 'one')) });
    await (await session('worker')).encrypt({ KeyId, Plaintext });
    await (await session('worker', 'one')).encrypt({ KeyId: ofSession, Plaintext });
    await refuses((await session('worker', 'two')).encrypt({ KeyId: ofSession, Plaintext }), DENIED);
    assert.equal(await shown(KeyId), policyFor(roleArn('worker')));
    await iam.send(new DeleteRoleCommand({ RoleName: 'worker' }));
    await newRole('worker');
    await refuses((await session('worker')).encrypt({ KeyId, Plaintext }), DENIED);
    assert.match(await shown(KeyId), /"AROA[A-Z2-7]{17}"/);
  });

  const NOBODY = [
    userArn('nobody'), roleArn('nobody'), sessionArn('nobody', 's'), 'AIDAAAAAAAAAAAAAAAAAA', '999988887777', 'arn:aws:iam::999988887777:root',
    'arn:aws:sts::999988887777:federated-user/carol',
  ];

  test('those that do not exist are in no key policy', async () => {
    const { id: KeyId } = await newKey(kms, { MultiRegion: true });
    const before = await shown(KeyId);
    for (const nobody of NOBODY) {
      // Nor is the lockout check what is told first.
      for (const Policy of [policyFor(USER, nobody), policy(to(nobody))]) {
        const bypass = { Policy, BypassPolicyLockoutSafetyCheck: true };
        for (const input of [{ Policy }, bypass]) {
          await refuses(kms.createKey(input), 'MalformedPolicyDocumentException', INVALID);
          await refuses(kms.putKeyPolicy({ KeyId, ...input }), 'MalformedPolicyDocumentException', INVALID);
          await refuses(kms.replicateKey({ KeyId, ReplicaRegion: OTHER_REGION, ...input }), 'MalformedPolicyDocumentException', INVALID);
        }
      }
    }
    assert.equal(await shown(KeyId), before);
    const Policy = policyFor(USER, OTHER_ACCOUNT, `arn:aws:sts::${ACCOUNT}:federated-user/carol`, '*');
    const { ReplicaPolicy } = await kms.replicateKey({ KeyId, ReplicaRegion: OTHER_REGION, Policy });
    assert.equal(ReplicaPolicy, Policy);
  });

  test('the lockout check leaves to the account what the policy leaves to it', async () => {
    const maker = await newUser(iam, 'maker', allow('kms:CreateKey'));
    const own = as(maker);
    const { id: KeyId } = await newKey(own, { Policy: policyFor(maker.arn) });
    await refuses(own.putKeyPolicy({ KeyId, Policy: policyFor(maker.arn) }), DENIED);
    await newKey(own, { Policy: policy(to(maker.arn)) });
    await refuses(own.createKey({ Policy: policy(to(USER)) }), 'MalformedPolicyDocumentException', /^The new key policy will not allow you/);
    await iam.send(new DeleteUserPolicyCommand({ UserName: 'maker', PolicyName: 'own' }));
    await refuses(own.createKey({ Policy: policyFor(maker.arn) }), DENIED);
  });

  test('a grant is for the very user', async () => {
    const first = await newUser(iam, 'gus');
    const { id: KeyId } = await newKey(kms);
    const input = { GranteePrincipal: first.arn, RetiringPrincipal: first.arn, Operations: ['Encrypt' as const], Name: 'same' };
    const { id } = await newGrant(kms, KeyId, input);
    await as(first).encrypt({ KeyId, Plaintext });
    const principals = async () => (await grantsOf(kms, KeyId)).map((grant) => [grant.GrantId, grant.GranteePrincipal, grant.RetiringPrincipal]);
    assert.deepEqual(await principals(), [[id, first.arn, first.arn]]);
    const found = async (arn: string): Promise<string[][]> => [
      idsOf((await kms.listGrants({ KeyId, GranteePrincipal: arn })).Grants),
      idsOf((await kms.listRetirableGrants({ RetiringPrincipal: arn })).Grants),
    ];
    assert.deepEqual(await found(first.arn), [[id], [id]]);
    await iam.send(new UpdateUserCommand({ UserName: 'gus', NewUserName: 'gustav' }));
    const renamed = { ...input, GranteePrincipal: userArn('gustav'), RetiringPrincipal: userArn('gustav') };
    assert.equal((await newGrant(kms, KeyId, renamed)).id, id, 'a repeated request, for all that the name is another');
    assert.deepEqual(await principals(), [[id, userArn('gustav'), userArn('gustav')]]);
    assert.deepEqual([await found(first.arn), await found(userArn('gustav'))], [[[], []], [[id], [id]]]);
    await removeUser('gustav', first);
    const later = await newUser(iam, 'gustav');
    assert.deepEqual(await principals(), [[id, first.id, first.id]]);
    assert.deepEqual(await found(later.arn), [[], []]);
    assert.deepEqual(idsOf((await kms.listGrants({ KeyId, GranteePrincipal: first.id })).Grants), [id]);
    await refuses(as(later).encrypt({ KeyId, Plaintext }), DENIED);
    await refuses(as(later).retireGrant({ KeyId: (await kms.describeKey({ KeyId })).KeyMetadata!.Arn, GrantId: id }), DENIED);
    assert.notEqual((await newGrant(kms, KeyId, renamed)).id, id);
    await as(later).encrypt({ KeyId, Plaintext });
  });

  test('a grant to a role is for all its sessions, one to a session for that alone', async () => {
    await newRole('granted');
    await iam.send(new PutRolePolicyCommand({ RoleName: 'granted', PolicyName: 'p', PolicyDocument: policy(allow('s3:*')) }));
    const { id: KeyId, arn } = await newKey(kms);
    const ofRole = await newGrant(kms, KeyId, { GranteePrincipal: roleArn('granted'), Operations: ['Encrypt', 'RetireGrant'] });
    await newGrant(kms, KeyId, { GranteePrincipal: sessionArn('granted', 'one'), Operations: ['DescribeKey'] });
    const [one, two] = [await session('granted', 'one'), await session('granted', 'two')];
    for (const client of [one, two]) await client.encrypt({ KeyId, Plaintext });
    await one.describeKey({ KeyId });
    await refuses(two.describeKey({ KeyId }), DENIED);
    const second = await newGrant(kms, KeyId, { GranteePrincipal: roleArn('granted'), Operations: ['Decrypt'] });
    await refuses(two.retireGrant({ KeyId: arn, GrantId: second.id }), DENIED);
    await two.retireGrant({ GrantToken: ofRole.token });
    await refuses(one.encrypt({ KeyId, Plaintext }), DENIED);
    const third = await newGrant(kms, KeyId, { RetiringPrincipal: roleArn('granted'), GranteePrincipal: ROOT });
    await iam.send(new DeleteRolePolicyCommand({ RoleName: 'granted', PolicyName: 'p' }));
    await iam.send(new DeleteRoleCommand({ RoleName: 'granted' }));
    await newRole('granted');
    await refuses((await session('granted')).retireGrant({ KeyId: arn, GrantId: third.id }), DENIED);
    const retiring = (await grantsOf(kms, KeyId)).find(({ GrantId }) => GrantId === third.id)!.RetiringPrincipal!;
    assert.match(retiring, /^AROA[A-Z2-7]{17}$/);
  });

  test('a grant to a user is not for those that it federates', async () => {
    const issuer = await newUser(iam, 'issuer', allow('sts:GetFederationToken'));
    const { id: KeyId } = await newKey(kms);
    await newGrant(kms, KeyId, { GranteePrincipal: issuer.arn, Operations: ['Encrypt'] });
    const ofIssuer = stsOf(booted, { credentials: issuer });
    const { Credentials } = await ofIssuer.send(new GetFederationTokenCommand({ Name: 'carol', Policy: policy(allow('kms:*')) }));
    ofIssuer.destroy();
    await as(issuer).encrypt({ KeyId, Plaintext });
    const carol = as(keysOf(Credentials!));
    await refuses(carol.encrypt({ KeyId, Plaintext }), DENIED);
    await newGrant(kms, KeyId, { GranteePrincipal: `arn:aws:sts::${ACCOUNT}:federated-user/carol`, Operations: ['Encrypt'] });
    await carol.encrypt({ KeyId, Plaintext });
  });

  test('those that do not exist are in no grant', async () => {
    const { id: KeyId } = await newKey(kms);
    for (const nobody of NOBODY.filter((principal) => principal.startsWith('arn:'))) {
      for (const member of ['GranteePrincipal', 'RetiringPrincipal']) {
        const made = newGrant(kms, KeyId, { GranteePrincipal: ROOT, [member]: nobody, DryRun: true });
        await refuses(made, 'InvalidArnException', `ARN does not refer to a valid principal: ${nobody}`);
      }
    }
    assert.deepEqual(await grantsOf(kms, KeyId), []);
    const stranger = as(await newUser(iam, 'stranger'));
    await refuses(newGrant(stranger, KeyId, { GranteePrincipal: userArn('nobody') }), DENIED);
    assert.deepEqual((await kms.listRetirableGrants({ RetiringPrincipal: userArn('nobody') })).Grants, []);
  });
});

const keysOf = ({ AccessKeyId, SecretAccessKey, SessionToken }: { AccessKeyId?: string; SecretAccessKey?: string; SessionToken?: string }) => ({
  accessKeyId: AccessKeyId!, secretAccessKey: SecretAccessKey!, sessionToken: SessionToken!,
});

test('an emulator takes principals of accounts that nobody made as they are written', async () => {
  const emulator = await startEmulator();
  const theirs = [OTHER_ACCOUNT, `arn:aws:iam::${OTHER_ACCOUNT}:user/a`, `arn:aws:sts::${OTHER_ACCOUNT}:assumed-role/r/s`];
  const { id: KeyId } = await newKey(emulator.kms, { Policy: policyFor(...theirs) });
  assert.equal((await emulator.kms.getKeyPolicy({ KeyId })).Policy, policyFor(...theirs));
  await refuses(emulator.kms.putKeyPolicy({ KeyId, Policy: policyFor(userArn('nobody')) }), 'MalformedPolicyDocumentException', INVALID);
  await emulator.stop();
});
