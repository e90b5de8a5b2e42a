/** Identities and grants of a seed file, as requests meet them. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { DecryptCommand, EncryptCommand, GenerateDataKeyCommand, ListGrantsCommand } from '@aws-sdk/client-kms';
import { GetRoleCommand, GetUserCommand, IAMClient, ListAttachedUserPoliciesCommand, ListUsersCommand, TagUserCommand } from '@aws-sdk/client-iam';
import { GetCallerIdentityCommand } from '@aws-sdk/client-sts';
import type { TrentConfig } from '../../src/config.ts';
import { UsageError } from '../../src/base/errors.ts';
import { parseSeed } from '../../src/cli/seed-file.ts';
import { ACCOUNT, boot, type Booted, refusal } from '../support/boot.ts';
import { temporaryDirectory } from '../support/temporary.ts';
import { iamOf, stsOf } from './support.ts';

const KEY = '1234abcd-12ab-34cd-56ef-1234567890ab';
const OTHER = '111122223333';
const secretAccessKey = 'wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY';
const keysOf = (accessKeyId: string) => ({ accessKeyId, secretAccessKey });
const ALICE = keysOf('AKIAIOSFODNN7ALICE00');
const BOB = keysOf('AKIAIOSFODNN7BOB0000');
const CAROL = keysOf('AKIAIOSFODNN7CAROL00');

const document = (Action: string, more: object = {}) => ({ Version: '2012-10-17', Statement: [{ Effect: 'Allow', Action, Resource: '*', ...more }] });
const trusting = (...AWS: string[]) => ({ Version: '2012-10-17', Statement: { Effect: 'Allow', Principal: { AWS }, Action: 'sts:AssumeRole' } });
const arn = (resource: string, account = ACCOUNT) => `arn:aws:iam::${account}:${resource}`;

const SEED = {
  accounts: [
    {
      id: ACCOUNT,
      policies: [{ name: 'encrypters', path: '/kms/', description: 'may encrypt', document: document('kms:Encrypt') }, { name: 'most', document: document('kms:*') }],
      groups: [{ name: 'staff', policies: ['encrypters'] }],
      users: [
        {
          name: 'alice', path: '/staff/', tags: { Team: 'orders' }, groups: ['staff'], boundary: 'most',
          inline: { own: document('kms:Decrypt', { Condition: { StringEquals: { 'aws:PrincipalTag/team': 'orders' } } }), wide: document('iam:*') },
          accessKeys: [ALICE],
        },
        { name: 'bob', accessKeys: [BOB] },
      ],
      // Each trusts the other, and both one of the other account.
      roles: [
        { name: 'ping', description: 'first', maxSessionDuration: 7200, policies: ['arn:aws:iam::aws:policy/AdministratorAccess'], trustPolicy: trusting(arn('role/pong')) },
        { name: 'pong', trustPolicy: trusting(arn('role/ping'), arn('user/carol', OTHER)), tags: { a: 'b' } },
      ],
      oidcProviders: [{ url: 'https://token.example.com', clientIds: ['trent'] }],
    },
    { id: OTHER, users: [{ name: 'carol', accessKeys: [CAROL], inline: { own: document('kms:GenerateDataKey') } }] },
  ],
  keys: [
    {
      id: KEY,
      policy: {
        Version: '2012-10-17',
        Statement: [
          { Effect: 'Allow', Principal: { AWS: arn('root') }, Action: 'kms:*', Resource: '*' },
          { Effect: 'Allow', Principal: { AWS: arn('user/carol', OTHER) }, Action: 'kms:GenerateDataKey', Resource: '*' },
        ],
      },
      grants: [{ name: 'bob', grantee: arn('user/bob'), retiring: OTHER, operations: ['Encrypt'], constraints: { encryptionContextSubset: { tenant: '7' } } }],
    },
  ],
};

// Once: SDKs add members of their own to credentials.
const SEEDED = structuredClone(SEED);
const withSeed = (seed: object = SEEDED): Partial<TrentConfig> => ({ seed: parseSeed(JSON.stringify(seed, undefined, 1), 'seed.json', { account: ACCOUNT, region: 'us-east-1' }) });

const outcome = async (call: Promise<unknown>): Promise<string> => call.then(() => 'done', (error: Error) => error.name);
const Plaintext = Buffer.from('text');

/** What the seed's users may do with the key, and with IAM. */
async function checkUsers(booted: Booted): Promise<void> {
  const [alice, bob, carol] = [ALICE, BOB, CAROL].map((credentials) => booted.client({ credentials })) as [ReturnType<Booted['client']>, ReturnType<Booted['client']>, ReturnType<Booted['client']>];
  const KeyId = `arn:aws:kms:us-east-1:${ACCOUNT}:key/${KEY}`;
  const { CiphertextBlob } = await alice.send(new EncryptCommand({ KeyId, Plaintext }));
  const { Plaintext: opened } = await alice.send(new DecryptCommand({ CiphertextBlob }));
  assert.deepEqual(Buffer.from(opened!), Plaintext);
  const outcomes = await Promise.all([
    outcome(alice.send(new GenerateDataKeyCommand({ KeyId, KeySpec: 'AES_256' }))),
    outcome(iamOf(booted, { credentials: ALICE }).send(new ListUsersCommand({}))),
    outcome(bob.send(new EncryptCommand({ KeyId, Plaintext, EncryptionContext: { tenant: '7', more: 'x' } }))),
    outcome(bob.send(new EncryptCommand({ KeyId, Plaintext }))),
    outcome(bob.send(new DecryptCommand({ CiphertextBlob }))),
    outcome(carol.send(new GenerateDataKeyCommand({ KeyId, KeySpec: 'AES_256' }))),
    outcome(carol.send(new EncryptCommand({ KeyId, Plaintext }))),
  ]);
  const denied = 'AccessDeniedException';
  assert.deepEqual(outcomes, [denied, 'AccessDenied', 'done', denied, denied, 'done', denied]);
}

const rolesOf = async (iam: IAMClient) =>
  Promise.all(['ping', 'pong'].map(async (RoleName) => (await iam.send(new GetRoleCommand({ RoleName }))).Role!));

test('users act by their access keys, with policies of their own, their groups and their boundary', async () => {
  await using booted = await boot(withSeed());
  await checkUsers(booted);
  const { Arn } = await stsOf(booted, { credentials: ALICE }).send(new GetCallerIdentityCommand({}));
  assert.equal(Arn, arn('user/staff/alice'));
  assert.deepEqual(booted.reports, []);
});

test('the API shows what the seed made', async () => {
  await using booted = await boot(withSeed());
  const iam = iamOf(booted);
  const { User } = await iam.send(new GetUserCommand({ UserName: 'alice' }));
  assert.deepEqual([User!.Arn, User!.Tags, User!.PermissionsBoundary!.PermissionsBoundaryArn], [arn('user/staff/alice'), [{ Key: 'Team', Value: 'orders' }], arn('policy/most')]);
  const [ping, pong] = await rolesOf(iam);
  assert.deepEqual([ping!.Description, ping!.MaxSessionDuration, pong!.Description, pong!.MaxSessionDuration, pong!.Tags], ['first', 7200, undefined, 3600, [{ Key: 'a', Value: 'b' }]]);
  const trusted = [ping, pong].map((role) => JSON.parse(decodeURIComponent(role!.AssumeRolePolicyDocument!)) as unknown);
  assert.deepEqual(trusted, [trusting(arn('role/pong')), trusting(arn('role/ping'), arn('user/carol', OTHER))]);
  const { Grants } = await booted.client().send(new ListGrantsCommand({ KeyId: KEY }));
  assert.deepEqual(Grants!.map(({ Name, GranteePrincipal, RetiringPrincipal, Operations, Constraints, IssuingAccount }) => ({ Name, GranteePrincipal, RetiringPrincipal, Operations, Constraints, IssuingAccount })), [
    {
      Name: 'bob', GranteePrincipal: arn('user/bob'), RetiringPrincipal: arn('root', OTHER), Operations: ['Encrypt'],
      Constraints: { EncryptionContextSubset: { tenant: '7' } }, IssuingAccount: arn('root'),
    },
  ]);
});

test('a seed that is applied again changes nothing', async (t) => {
  const location = { data: temporaryDirectory(t) };
  const seen: unknown[] = [];
  for (let start = 0; start < 2; start++) {
    await using booted = await boot({ ...withSeed(), location });
    const iam = iamOf(booted);
    await checkUsers(booted);
    const { Users } = await iam.send(new ListUsersCommand({}));
    const { Grants } = await booted.client().send(new ListGrantsCommand({ KeyId: KEY }));
    const { Tags } = (await iam.send(new GetUserCommand({ UserName: 'alice' }))).User!;
    if (start === 0) await iam.send(new TagUserCommand({ UserName: 'bob', Tags: [{ Key: 'left', Value: 'alone' }] }));
    else assert.deepEqual((await iam.send(new GetUserCommand({ UserName: 'bob' }))).User!.Tags, [{ Key: 'left', Value: 'alone' }]);
    seen.push([Users!.map(({ Arn, UserId }) => [Arn, UserId]), Grants!.map(({ GrantId }) => GrantId), Tags, await rolesOf(iam)]);
  }
  assert.deepEqual(JSON.stringify(seen[1]).replaceAll(/"\$metadata":\{[^}]*\}/g, ''), JSON.stringify(seen[0]).replaceAll(/"\$metadata":\{[^}]*\}/g, ''));
});

test('without signatures a registered access key is still its user, and any other the root', async () => {
  await using booted = await boot({ ...withSeed(), auth: 'off' });
  await checkUsers(booted);
  const stranger = booted.client({ credentials: keysOf('AKIAIOSFODNN7NOBODY0') });
  await stranger.send(new GenerateDataKeyCommand({ KeyId: KEY, KeySpec: 'AES_256' }));
  const { Arn } = await stsOf(booted, { credentials: keysOf('AKIAIOSFODNN7NOBODY0') }).send(new GetCallerIdentityCommand({}));
  assert.equal(Arn, arn('root'));
});

test('a reset makes the identities of the seed again, and removes others', async () => {
  await using booted = await boot({ ...withSeed(), auth: 'off' });
  const iam = iamOf(booted);
  await iam.send(new TagUserCommand({ UserName: 'bob', Tags: [{ Key: 'a', Value: 'b' }] }));
  const before = (await iam.send(new GetUserCommand({ UserName: 'bob' }))).User!;
  await booted.trent.reset();
  const after = (await iam.send(new GetUserCommand({ UserName: 'bob' }))).User!;
  assert.deepEqual([before.Tags?.length, after.Tags, before.UserId === after.UserId], [1, undefined, false]);
  await checkUsers(booted);
  assert.equal((await booted.trent.credentials()).secretAccessKey, booted.credentials.secretAccessKey);
  const { AttachedPolicies } = await iam.send(new ListAttachedUserPoliciesCommand({ UserName: 'administrator' }));
  assert.deepEqual(AttachedPolicies!.map(({ PolicyArn }) => PolicyArn), ['arn:aws:iam::aws:policy/AdministratorAccess']);
});

test('what only a server can know to be wrong is told with its line, and nothing of the account is made', async (t) => {
  const refused = async (account: object, line: number, message: RegExp, key: object = {}): Promise<void> => {
    const seed = { accounts: [{ id: OTHER, users: [{ name: 'first' }], ...account }], keys: [{ id: KEY, account: OTHER, ...key }] };
    const location = { data: temporaryDirectory(t) };
    await assert.rejects(
      boot({ ...withSeed(seed), location }),
      (error) => error instanceof UsageError && error.message.startsWith(`seed.json:${line}: `) && message.test(error.message),
      JSON.stringify(account),
    );
    await using booted = await boot({ location, auth: 'off' });
    const iam = iamOf(booted, { credentials: keysOf(OTHER) });
    const expected = 'trustPolicy' in ((account as typeof SEED.accounts[0]).roles?.[0] ?? {}) || 'grants' in key ? 'done' : 'NoSuchEntityException';
    assert.equal(await outcome(iam.send(new GetUserCommand({ UserName: 'first' }))), expected, JSON.stringify(account));
  };
  await refused({ policies: [{ name: 'p', document: { Version: '2012-10-17' } }] }, 13, /Statement/);
  await refused({ groups: [{ name: 'g', inline: { p: trusting('*') } }] }, 14, /must contain resources/);
  await refused({ groups: [{ name: 'g', policies: ['arn:aws:iam::aws:policy/NoSuch'] }] }, 14, /there is no policy arn:aws:iam::aws:policy\/NoSuch/);
  await refused({ roles: [{ name: 'r', trustPolicy: trusting(arn('user/nobody', OTHER)) }] }, 13, /there is no principal arn:aws:iam::111122223333:user\/nobody/);
  await refused({}, 17, /nobody/, { grants: [{ grantee: arn('user/nobody', OTHER), operations: ['Encrypt'] }] });
});

test('a role whose trust policy failed gets it the next time', async (t) => {
  const location = { data: temporaryDirectory(t) };
  const role = { name: 'r', trustPolicy: trusting(arn('user/late')) };
  const seed = { accounts: [{ id: ACCOUNT, users: [] as object[], roles: [role] }] };
  await assert.rejects(boot({ ...withSeed(seed), location }), UsageError);
  await using booted = await boot({ ...withSeed({ accounts: [{ ...seed.accounts[0], users: [{ name: 'late' }] }] }), location });
  const { Role } = await iamOf(booted).send(new GetRoleCommand({ RoleName: 'r' }));
  assert.deepEqual(JSON.parse(decodeURIComponent(Role!.AssumeRolePolicyDocument!)), role.trustPolicy);
});

test('names and access keys that are taken', async (t) => {
  const location = { data: temporaryDirectory(t) };
  await (await boot({ ...withSeed(), location })).stop();
  const cases: [object, string][] = [
    [{ users: [{ name: 'Alice' }] }, 'seed.json:6: alice is there already, and Alice differs from it by case alone'],
    [{ policies: [{ name: 'Most', document: document('kms:*') }] }, 'seed.json:6: most is there already, and Most differs from it by case alone'],
    [{ users: [{ name: 'dave', accessKeys: [keysOf(BOB.accessKeyId)] }] }, `seed.json:9: access key ${BOB.accessKeyId} is there already, of another user`],
  ];
  for (const [account, message] of cases) {
    const { message: given } = await refusal(boot({ ...withSeed({ accounts: [{ id: ACCOUNT, ...account }] }), location }));
    assert.equal(given, message);
  }
});
