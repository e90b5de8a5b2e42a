/** Things of which there are none: lists are empty, and the user or role that is named must exist. */
import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import { IAM } from '@aws-sdk/client-iam';
import { ACCOUNT, boot, type Booted, refusal, refusals } from '../support/boot.ts';
import { allow, newUser, iamOf, policy } from './support.ts';

describe('what there is none of', () => {
  let booted: Booted;
  let iam: IAM;
  before(async () => {
    booted = await boot();
    iam = new IAM({ endpoint: booted.trent.url, region: 'us-east-1', credentials: booted.credentials, maxAttempts: 1 });
    await iam.createUser({ UserName: 'alice' });
    const AssumeRolePolicyDocument = policy({ Effect: 'Allow', Principal: { AWS: ACCOUNT }, Action: 'sts:AssumeRole' });
    await iam.createRole({ RoleName: 'runner', AssumeRolePolicyDocument });
  });
  after(async () => {
    iam.destroy();
    await booted.stop();
    assert.deepEqual(booted.reports, []);
  });

  const without = async (answer: Promise<{ $metadata: unknown }>) => {
    const { $metadata: _, ...rest } = await answer;
    return rest;
  };
  const UserName = 'alice';

  test('lists of the account and of a user or role are empty', async () => {
    const last = { IsTruncated: false };
    assert.deepEqual(await without(iam.listMFADevices({ UserName })), { MFADevices: [], ...last });
    assert.deepEqual(await without(iam.listMFADevices({})), { MFADevices: [], ...last }, 'of the caller');
    assert.deepEqual(await without(iam.listSSHPublicKeys({ UserName })), { SSHPublicKeys: [], ...last });
    assert.deepEqual(await without(iam.listSigningCertificates({ UserName })), { Certificates: [], ...last });
    assert.deepEqual(await without(iam.listServiceSpecificCredentials({ UserName })), { ServiceSpecificCredentials: [] });
    assert.deepEqual(await without(iam.listInstanceProfilesForRole({ RoleName: 'runner' })), { InstanceProfiles: [], ...last });
    assert.deepEqual(await without(iam.listInstanceProfiles({})), { InstanceProfiles: [], ...last });
    assert.deepEqual(await without(iam.listServerCertificates({})), { ServerCertificateMetadataList: [], ...last });
    assert.deepEqual(await without(iam.listVirtualMFADevices({})), { VirtualMFADevices: [], ...last });
    assert.deepEqual(await without(iam.listSAMLProviders({})), { SAMLProviderList: [] });
  });

  test('what is missing is said with its name', async () => {
    const profile = (name: string) => `Login Profile for User ${name} cannot be found.`;
    const cases: readonly (readonly [Promise<unknown>, string])[] = [
      [iam.getLoginProfile({ UserName }), profile('alice')],
      [iam.deleteLoginProfile({ UserName }), profile('alice')],
      [iam.getLoginProfile({}), profile('administrator')],
      [iam.getAccountPasswordPolicy({}), `The Password Policy with domain name ${ACCOUNT} cannot be found.`],
      [iam.getLoginProfile({ UserName: 'nobody' }), 'The user with name nobody cannot be found.'],
      [iam.deleteLoginProfile({ UserName: 'nobody' }), 'The user with name nobody cannot be found.'],
      [iam.listMFADevices({ UserName: 'nobody' }), 'The user with name nobody cannot be found.'],
      [iam.listSSHPublicKeys({ UserName: 'nobody' }), 'The user with name nobody cannot be found.'],
      [iam.listSigningCertificates({ UserName: 'nobody' }), 'The user with name nobody cannot be found.'],
      [iam.listServiceSpecificCredentials({ UserName: 'nobody' }), 'The user with name nobody cannot be found.'],
      [iam.listInstanceProfilesForRole({ RoleName: 'nobody' }), 'The role with name nobody cannot be found.'],
    ];
    for (const [call, message] of cases) {
      assert.deepEqual(await refusal(call), { name: 'NoSuchEntityException', message, status: 404 });
    }
  });

  test('one must be allowed to ask', async () => {
    const keys = await newUser(iamOf(booted), 'asker', allow('iam:ListMFADevices', `arn:aws:iam::${ACCOUNT}:user/asker`));
    const asker = new IAM({ endpoint: booted.trent.url, region: 'us-east-1', credentials: keys, maxAttempts: 1 });
    assert.deepEqual((await asker.listMFADevices({})).MFADevices, []);
    const denied = [asker.listMFADevices({ UserName }), asker.getLoginProfile({}), asker.listSAMLProviders({})];
    for (const { name } of await refusals(denied)) assert.equal(name, 'AccessDenied');
    asker.destroy();
  });
});
