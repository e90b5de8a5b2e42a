/** Who asked: every kind of `userIdentity`, through the door where there is one, and the copies that other accounts get. */
import assert from 'node:assert/strict';
import { generateKeyPairSync, sign } from 'node:crypto';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { after, before, describe, test } from 'node:test';
import { STS } from '@aws-sdk/client-sts';
import { newRole, trust } from '../../sts/roles.ts';
import { temporaryDirectory } from '../../support/temporary.ts';
import { ACCOUNT, allow, type Event, keyResources, type Keys, type Recorded, REGION, type Stage, stage } from './support.ts';

const OTHER = '111122223333';
const ISO = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ$/;
const ISSUER = 'login.example/tenant';
const PROVIDER = `arn:aws:iam::${ACCOUNT}:oidc-provider/${ISSUER}`;
const RSA = generateKeyPairSync('rsa', { modulusLength: 2_048 });

const keysOf = (given?: { AccessKeyId?: string | undefined; SecretAccessKey?: string | undefined; SessionToken?: string | undefined }): Keys => ({
  accessKeyId: given!.AccessKeyId!,
  secretAccessKey: given!.SecretAccessKey!,
  sessionToken: given!.SessionToken!,
});

/** The identity without its date, which is checked. */
function dated({ userIdentity }: Event): object {
  const text = JSON.stringify(userIdentity);
  const context = userIdentity['sessionContext'] as { attributes: { creationDate: string } };
  assert.match(context.attributes.creationDate, ISO);
  return JSON.parse(text.replace(context.attributes.creationDate, 'DATE')) as object;
}

const ATTRIBUTES = { creationDate: 'DATE', mfaAuthenticated: 'false' };

describe('identities in records', () => {
  const cleanups: (() => Promise<void> | void)[] = [];
  const later = { after: (clean: never) => cleanups.unshift(clean) };
  let on: Stage;
  let alice: Keys & { readonly arn: string; readonly id: string };
  before(async () => {
    const keySet = join(temporaryDirectory(later as never), 'keys.json');
    writeFileSync(keySet, JSON.stringify({ keys: [{ ...RSA.publicKey.export({ format: 'jwk' }), kid: 'rsa' }] }));
    on = await stage(later, { oidcKeys: [{ issuer: ISSUER, source: keySet }] });
    alice = await on.user('alice', allow('kms:*', 'sts:*'));
  });
  after(async () => {
    for (const clean of cleanups) await clean();
  });

  const listKeys = (credentials: Keys, region?: string): Promise<Recorded> => on.one(on.kms(credentials, region).listKeys({}));

  test('a user', async () => {
    const { event, username, accessKeyId } = await listKeys(alice, 'eu-central-1');
    assert.deepEqual(event.userIdentity, {
      type: 'IAMUser',
      principalId: alice.id,
      arn: alice.arn,
      accountId: ACCOUNT,
      accessKeyId: alice.accessKeyId,
      userName: 'alice',
    });
    assert.deepEqual([username, accessKeyId, event.awsRegion], ['alice', alice.accessKeyId, 'eu-central-1']);
  });

  test('a user by its temporary credentials', async () => {
    const { Credentials } = await on.sts(alice).getSessionToken({});
    const { event, username } = await listKeys(keysOf(Credentials));
    assert.deepEqual(dated(event), {
      type: 'IAMUser',
      principalId: alice.id,
      arn: alice.arn,
      accountId: ACCOUNT,
      accessKeyId: Credentials!.AccessKeyId,
      userName: 'alice',
      sessionContext: { attributes: ATTRIBUTES },
    });
    assert.equal(username, 'alice');
  });

  test('a role session, with its role, its path and its source identity', async () => {
    const trusts = [trust(alice.arn, ['sts:AssumeRole', 'sts:SetSourceIdentity'])];
    const role = await newRole(on.iam(), 'reader', { Path: '/a/b/', trusts, may: [allow('kms:ListKeys')] });
    const wanted = { RoleArn: role.arn, RoleSessionName: 'night@shift', SourceIdentity: 'Alice' };
    const { Credentials } = await on.sts(alice).assumeRole(wanted);
    const { event, username } = await listKeys(keysOf(Credentials));
    assert.deepEqual(dated(event), {
      type: 'AssumedRole',
      principalId: `${role.id}:night@shift`,
      arn: `arn:aws:sts::${ACCOUNT}:assumed-role/reader/night@shift`,
      accountId: ACCOUNT,
      accessKeyId: Credentials!.AccessKeyId,
      sessionContext: {
        sessionIssuer: { type: 'Role', principalId: role.id, arn: role.arn, accountId: ACCOUNT, userName: 'reader' },
        attributes: ATTRIBUTES,
        sourceIdentity: 'Alice',
      },
    });
    assert.equal(username, 'night@shift');
  });

  test('a federated user', async () => {
    const Policy = JSON.stringify({ Version: '2012-10-17', Statement: [allow('kms:ListKeys')] });
    const { Credentials } = await on.sts(alice).getFederationToken({ Name: 'guest', Policy });
    const { event, username } = await listKeys(keysOf(Credentials));
    assert.deepEqual(dated(event), {
      type: 'FederatedUser',
      principalId: `${ACCOUNT}:guest`,
      arn: `arn:aws:sts::${ACCOUNT}:federated-user/guest`,
      accountId: ACCOUNT,
      accessKeyId: Credentials!.AccessKeyId,
      sessionContext: {
        sessionIssuer: { type: 'IAMUser', principalId: alice.id, arn: alice.arn, accountId: ACCOUNT, userName: 'alice' },
        attributes: ATTRIBUTES,
      },
    });
    assert.equal(username, 'guest');
  });

  test('root, and a caller without an access key, of an emulator', async (t) => {
    const emulator = await stage(t, { auth: 'off' });
    const { event, username } = await emulator.one(emulator.kms({ accessKeyId: OTHER, secretAccessKey: '-' }).listKeys({}));
    const root = { type: 'Root', principalId: OTHER, arn: `arn:aws:iam::${OTHER}:root`, accountId: OTHER, accessKeyId: OTHER };
    assert.deepEqual([event.userIdentity, event.recipientAccountId, username], [root, OTHER, 'root']);
    const response = await fetch(emulator.booted.trent.url, { method: 'POST', headers: { 'x-amz-target': 'TrentService.ListKeys' }, body: '{}' });
    assert.equal(response.status, 200);
    const last = (await emulator.events()).findLast((each) => each.event.eventName === 'ListKeys')!;
    assert.deepEqual([last.event.userIdentity['type'], last.accessKeyId, last.event.userIdentity['accessKeyId']], ['Root', null, undefined]);
  });

  test('somebody with the token of an identity provider, and the session that it gives', async () => {
    await on.iam().createOpenIDConnectProvider({ Url: `https://${ISSUER}`, ClientIDList: ['trent'], ThumbprintList: ['a'.repeat(40)] });
    const trusts = [trust({ Federated: PROVIDER }, ['sts:AssumeRoleWithWebIdentity', 'sts:TagSession'])];
    const role = await newRole(on.iam(), 'web', { trusts, may: [allow('kms:ListKeys')] });
    const WebIdentityToken = token({ 'https://aws.amazon.com/tags': { principal_tags: { team: ['red'] } } });
    const call = nobody().assumeRoleWithWebIdentity({ RoleArn: role.arn, RoleSessionName: 'job', WebIdentityToken });
    const { event, text, username, accessKeyId } = await on.one(call);
    const { Credentials, ...answer } = await call;
    assert.deepEqual(event.userIdentity, {
      type: 'WebIdentityUser',
      principalId: `${PROVIDER}:trent:repo:shop`,
      userName: 'repo:shop',
      identityProvider: PROVIDER,
    });
    const parameters = { roleArn: role.arn, roleSessionName: 'job', principalTags: { team: 'red' }, transitiveTagKeys: [] };
    assert.deepEqual(event.requestParameters, parameters);
    assert.deepEqual(event.responseElements!['assumedRoleUser'], { assumedRoleId: `${role.id}:job`, arn: answer.AssumedRoleUser!.Arn });
    assert.deepEqual([event.responseElements!['provider'], event.responseElements!['audience']], [PROVIDER, 'trent']);
    assert.equal(event.responseElements!['subjectFromWebIdentityToken'], 'repo:shop');
    assert.deepEqual([event.recipientAccountId, username, accessKeyId], [ACCOUNT, 'repo:shop', null]);
    assert.equal(text.includes(WebIdentityToken) || text.includes(Credentials!.SecretAccessKey!), false);
    const used = await listKeys(keysOf(Credentials));
    const context = used.event.userIdentity['sessionContext'] as { webIdFederationData: object };
    assert.deepEqual(context.webIdFederationData, { federatedProvider: PROVIDER, attributes: {} });
  });

  test('a token that proves nothing is in nobody\'s trail; who is known by it and may not is', async () => {
    const role = await newRole(on.iam(), 'closed', { trusts: [trust({ Federated: PROVIDER }, 'sts:AssumeRoleWithWebIdentity', { StringEquals: { [`${ISSUER}:sub`]: 'other' } })] });
    const ask = (WebIdentityToken: string) => nobody().assumeRoleWithWebIdentity({ RoleArn: role.arn, RoleSessionName: 'job', WebIdentityToken });
    assert.deepEqual(await on.of(ask(token({ aud: 'stranger' }))), []);
    const { event } = await on.one(ask(token()));
    assert.deepEqual([event.errorCode, event.recipientAccountId, event.userIdentity['type']], ['AccessDenied', ACCOUNT, 'WebIdentityUser']);
    assert.equal(event.responseElements, null);
  });

  test('a key of another account: one record in each, of one action', async () => {
    const owner = await on.booted.trent.createAccount(OTHER);
    const statement = (Principal: string) => ({ Effect: 'Allow', Principal: { AWS: Principal }, Action: 'kms:*', Resource: '*' });
    const Policy = JSON.stringify({ Version: '2012-10-17', Statement: [statement(`arn:aws:iam::${OTHER}:root`), statement(alice.arn)] });
    const { KeyMetadata } = await on.kms(owner).createKey({ Policy });
    const KeyId = KeyMetadata!.Arn!;
    const both = await on.of(on.kms(alice).encrypt({ KeyId, Plaintext: Buffer.from('x') }));
    assert.deepEqual(both.map(({ event }) => event.recipientAccountId), [ACCOUNT, OTHER]);
    const [mine, theirs] = both.map(({ event }) => event) as [Event, Event];
    assert.match(String(mine['sharedEventID']), /^[0-9a-f-]{36}$/);
    assert.notEqual(mine.eventID, theirs.eventID);
    assert.deepEqual({ ...theirs, eventID: mine.eventID, recipientAccountId: ACCOUNT }, mine);
    assert.deepEqual(mine['resources'], keyResources(KeyId));
    const { KeyLastUsage } = await on.kms(owner).getKeyLastUsage({ KeyId });
    assert.equal(KeyLastUsage!.CloudTrailEventId, theirs.eventID, 'the owner finds the last use of its key in its own trail');

    const denied = { ...alice, ...(await on.user('bob')) };
    const refused = await on.one(on.kms(denied).encrypt({ KeyId, Plaintext: Buffer.from('x') }));
    assert.deepEqual([refused.event.recipientAccountId, refused.event.errorCode], [ACCOUNT, 'AccessDenied']);
    assert.equal('sharedEventID' in refused.event, false);
    assert.deepEqual(refused.resources, []);
  });

  test('a ciphertext of another account tells who is refused nothing of its key', async () => {
    const owner = await on.booted.trent.credentials(OTHER);
    const { KeyMetadata } = await on.kms(owner).createKey({});
    const { CiphertextBlob } = await on.kms(owner).encrypt({ KeyId: KeyMetadata!.KeyId!, Plaintext: Buffer.from('x') });
    const { event, text } = await on.one(on.kms(alice).decrypt({ CiphertextBlob: CiphertextBlob! }));
    assert.deepEqual(event.requestParameters, { encryptionAlgorithm: 'SYMMETRIC_DEFAULT' });
    assert.equal(text.includes(OTHER) || text.includes(KeyMetadata!.KeyId!), false);
  });

  test('a role of another account: its owner sees who came by account and unique id alone', async () => {
    const owner = await on.booted.trent.credentials(OTHER);
    const role = await newRole(on.iam(owner), 'visited', { trusts: [trust(alice.arn)] });
    const asked = on.sts(alice).assumeRole({ RoleArn: role.arn, RoleSessionName: 'visit', ExternalId: 'ticket', DurationSeconds: 900 });
    const [mine, theirs] = await on.of(asked);
    const { Credentials, AssumedRoleUser } = await asked;
    assert.deepEqual(theirs!.event.userIdentity, { type: 'AWSAccount', principalId: alice.id, accountId: ACCOUNT });
    assert.deepEqual([theirs!.username, theirs!.accessKeyId, theirs!.event.recipientAccountId], [null, null, OTHER]);
    assert.equal(theirs!.event['sharedEventID'], mine!.event['sharedEventID']);
    assert.equal(mine!.event.userIdentity['userName'], 'alice');
    assert.deepEqual(mine!.event['resources'], [{ accountId: OTHER, type: 'AWS::IAM::Role', ARN: role.arn }]);
    assert.equal(mine!.event['readOnly'], true);
    const parameters = { roleArn: role.arn, roleSessionName: 'visit', durationSeconds: 900, externalId: 'ticket' };
    assert.deepEqual(mine!.event.requestParameters, parameters);
    const { credentials, assumedRoleUser } = mine!.event.responseElements as { credentials: Record<string, string>; assumedRoleUser: object };
    assert.deepEqual(Object.keys(credentials).sort(), ['accessKeyId', 'expiration', 'sessionToken']);
    assert.match(credentials['expiration']!, /^[A-Z][a-z]{2} \d{1,2}, \d{4}, \d{1,2}:\d\d:\d\d [AP]M$/);
    assert.deepEqual(assumedRoleUser, { assumedRoleId: `${role.id}:visit`, arn: AssumedRoleUser!.Arn });
    assert.equal(mine!.text.includes(Credentials!.SecretAccessKey!), false);
    assert.ok(mine!.resources.some(([type, name]) => type === 'AWS::IAM::AccessKey' && name === Credentials!.AccessKeyId));
  });

  const nobody = (): STS =>
    new STS({ endpoint: on.booted.trent.url, region: REGION, maxAttempts: 1, credentials: () => Promise.reject(new Error('no credentials')) });
});

function token(more: object = {}): string {
  const now = Math.floor(Date.now() / 1_000);
  const encode = (value: object): string => Buffer.from(JSON.stringify(value)).toString('base64url');
  const claims = { iss: `https://${ISSUER}`, sub: 'repo:shop', aud: 'trent', exp: now + 60, iat: now, ...more };
  const text = `${encode({ alg: 'RS256', kid: 'rsa', typ: 'JWT' })}.${encode(claims)}`;
  return `${text}.${sign('sha256', Buffer.from(text), RSA.privateKey).toString('base64url')}`;
}
