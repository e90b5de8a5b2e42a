/** GetSessionToken and GetFederationToken, and what the sessions of each kind may call. */
import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import { ListUsersCommand } from '@aws-sdk/client-iam';
import { CreateKeyCommand, DescribeKeyCommand, ListAliasesCommand, ListKeysCommand } from '@aws-sdk/client-kms';
import {
  AssumeRootCommand, DecodeAuthorizationMessageCommand, GetAccessKeyInfoCommand, GetCallerIdentityCommand, GetFederationTokenCommand,
  type GetFederationTokenCommandInput, GetSessionTokenCommand, type GetSessionTokenCommandInput, STSClient,
} from '@aws-sdk/client-sts';
import { allow, deny, iamOf, type Keys, newUser, policy, stsOf } from '../iam/support.ts';
import { ACCOUNT, boot, type Booted, refusal } from '../support/boot.ts';
import { assume, keysOf, newRole, session, trust } from './roles.ts';

const HOUR_MS = 3_600_000;
let booted: Booted;
let iam: ReturnType<typeof iamOf>;
let alice: Awaited<ReturnType<typeof newUser>>;
before(async () => {
  booted = await boot();
  iam = iamOf(booted);
  alice = await newUser(iam, 'alice', allow(['kms:ListKeys', 'kms:ListAliases', 'sts:*']), deny('sts:GetSessionToken'));
});
after(async () => {
  assert.deepEqual(booted.reports, []);
  await booted.stop();
});

const kms = (credentials: Keys) => booted.client({ credentials });
const identityOf = (credentials: Keys) => stsOf(booted, { credentials }).send(new GetCallerIdentityCommand({}));
const ownOf = async (credentials: Keys, input: GetSessionTokenCommandInput = {}) =>
  (await stsOf(booted, { credentials }).send(new GetSessionTokenCommand(input))).Credentials!;
const federated = (credentials: Keys, input: Partial<GetFederationTokenCommandInput> = {}) =>
  stsOf(booted, { credentials }).send(new GetFederationTokenCommand({ Name: 'guest', ...input }));
const secondsLeft = (expiration: Date | undefined): number => Math.ceil((expiration!.getTime() - Date.now()) / 1_000);
const near = (actual: number, expected: number): void => assert.ok(actual <= expected && actual > expected - 10, `${actual}`);

describe('GetSessionToken', () => {
  test('is the user itself, for twelve hours; policies cannot forbid it', async () => {
    const credentials = await ownOf(alice);
    near(secondsLeft(credentials.Expiration), 43_200);
    const { Arn, UserId } = await identityOf(keysOf(credentials));
    assert.deepEqual([Arn, UserId], [alice.arn, alice.id]);
    assert.ok((await kms(keysOf(credentials)).send(new ListKeysCommand({}))).Keys);
    near(secondsLeft((await ownOf(alice, { DurationSeconds: 129_600 })).Expiration), 129_600);
  });

  test('may assume roles', async () => {
    const { arn } = await newRole(iam, 'for-alice', { trusts: [trust(alice.arn)], MaxSessionDuration: 7_200 });
    const keys = await session(booted, keysOf(await ownOf(alice)), arn, { DurationSeconds: 7_200 });
    assert.equal((await identityOf(keys)).Arn, `arn:aws:sts::${ACCOUNT}:assumed-role/for-alice/session`);
  });

  test('no code of an MFA device is right', async () => {
    assert.deepEqual(await refusal(ownOf(alice, { SerialNumber: `arn:aws:iam::${ACCOUNT}:mfa/alice`, TokenCode: '123456' })), {
      name: 'AccessDenied',
      message: 'MultiFactorAuthentication failed with invalid MFA one time pass code. ',
      status: 403,
    });
  });
});

describe('GetFederationToken', () => {
  const ARN = `arn:aws:sts::${ACCOUNT}:federated-user/guest`;

  test('may what the user and the session policies may', async () => {
    const { Credentials, FederatedUser, PackedPolicySize } = await federated(alice, { Policy: policy(allow(['kms:ListKeys', 'kms:CreateKey'])) });
    assert.deepEqual(FederatedUser, { FederatedUserId: `${ACCOUNT}:guest`, Arn: ARN });
    assert.ok(PackedPolicySize! >= 1 && PackedPolicySize! < 10);
    near(secondsLeft(Credentials!.Expiration), 43_200);
    const keys = keysOf(Credentials!);
    const { Arn, UserId, Account } = await identityOf(keys);
    assert.deepEqual([Arn, UserId, Account], [ARN, `${ACCOUNT}:guest`, ACCOUNT]);
    assert.ok((await kms(keys).send(new ListKeysCommand({}))).Keys);
    const denied = [
      [new ListAliasesCommand({}), 'kms:ListAliases', 'session policy'],
      [new CreateKeyCommand({}), 'kms:CreateKey', 'identity-based policy'],
    ] as const;
    for (const [command, action, missing] of denied) {
      const { message } = await refusal(kms(keys).send(command as ListAliasesCommand));
      assert.equal(message, `User: ${ARN} is not authorized to perform: ${action} on resource: * because no ${missing} allows the ${action} action`);
    }
  });

  test('without session policies: only what resource policies give', async () => {
    const Policy = policy(
      { ...allow('kms:*'), Principal: { AWS: `arn:aws:iam::${ACCOUNT}:root` } },
      { ...allow('kms:DescribeKey'), Principal: { AWS: ARN } },
    );
    const { KeyMetadata } = await booted.client().send(new CreateKeyCommand({ Policy }));
    const keys = keysOf((await federated(alice)).Credentials!);
    assert.equal((await kms(keys).send(new DescribeKeyCommand({ KeyId: KeyMetadata!.KeyId! }))).KeyMetadata!.KeyId, KeyMetadata!.KeyId);
    assert.equal((await refusal(kms(keys).send(new ListKeysCommand({})))).name, 'AccessDeniedException');
  });

  test('must be allowed, for the name; tags too', async () => {
    const bob = await newUser(iam, 'bob', allow('sts:GetFederationToken', `arn:aws:sts::${ACCOUNT}:federated-user/team-*`));
    await federated(bob, { Name: 'team-1' });
    const reason = (action: string) => `because no identity-based policy allows the ${action} action`;
    const refused = (name: string, action: string) => ({
      name: 'AccessDenied',
      message: `User: ${bob.arn} is not authorized to perform: ${action} on resource: arn:aws:sts::${ACCOUNT}:federated-user/${name} ${reason(action)}`,
      status: 403,
    });
    assert.deepEqual(await refusal(federated(bob)), refused('guest', 'sts:GetFederationToken'));
    const Tags = [{ Key: 'team', Value: 'blue' }];
    assert.deepEqual(await refusal(federated(bob, { Name: 'team-1', Tags })), refused('team-1', 'sts:TagSession'));
    assert.ok((await federated(alice, { Tags })).PackedPolicySize);
  });

  test('bad policies', async () => {
    const malformed = await refusal(federated(alice, { Policy: '{}' }));
    assert.deepEqual([malformed.name, malformed.status], ['MalformedPolicyDocumentException', 400]);
    const long = await refusal(federated(alice, { Policy: ' '.repeat(2_049) }));
    assert.match(long.message, /at 'policy' failed to satisfy constraint: Member must have length less than or equal to 2048$/);
  });
});

test('sessions of root last an hour at most', async () => {
  await using emulator = await boot({ auth: 'off' });
  const root = stsOf(emulator, { credentials: { accessKeyId: ACCOUNT, secretAccessKey: 'x' } });
  for (const DurationSeconds of [undefined, 900, 43_200]) {
    const expected = Math.min(DurationSeconds ?? 3_600, 3_600);
    near(secondsLeft((await root.send(new GetSessionTokenCommand({ DurationSeconds }))).Credentials!.Expiration), expected);
    near(secondsLeft((await root.send(new GetFederationTokenCommand({ Name: 'guest', DurationSeconds }))).Credentials!.Expiration), expected);
  }
  const { Credentials } = await root.send(new GetSessionTokenCommand({}));
  const again = await stsOf(emulator, { credentials: keysOf(Credentials!) }).send(new GetCallerIdentityCommand({}));
  assert.equal(again.Arn, `arn:aws:iam::${ACCOUNT}:root`);
});

test('what sessions may call', async () => {
  const { arn } = await newRole(iam, 'all-of-sts', { trusts: [trust(alice.arn)], may: [allow(['sts:*', 'iam:*'])] });
  const kinds: readonly (readonly [string, Keys, readonly string[]])[] = [
    ['GetSessionToken', keysOf(await ownOf(alice)), ['AssumeRole']],
    ['GetFederationToken', keysOf((await federated(alice, { Policy: policy(allow('*')) })).Credentials!), []],
    ['AssumeRole', await session(booted, alice, arn), ['AssumeRole', 'GetAccessKeyInfo', 'DecodeAuthorizationMessage', 'AssumeRoot']],
  ];
  const TaskPolicyArn = { arn: 'arn:aws:iam::aws:policy/root-task/IAMAuditRootUserCredentials' };
  const calls: { [operation: string]: (sts: STSClient, keys: Keys) => Promise<unknown> } = {
    AssumeRole: (_sts, keys) => assume(booted, keys, arn),
    GetSessionToken: (sts) => sts.send(new GetSessionTokenCommand({})),
    GetFederationToken: (sts) => sts.send(new GetFederationTokenCommand({ Name: 'guest' })),
    GetAccessKeyInfo: (sts) => sts.send(new GetAccessKeyInfoCommand({ AccessKeyId: alice.accessKeyId })),
    DecodeAuthorizationMessage: (sts) => sts.send(new DecodeAuthorizationMessageCommand({ EncodedMessage: 'x' })),
    AssumeRoot: (sts) => sts.send(new AssumeRootCommand({ TargetPrincipal: ACCOUNT, TaskPolicyArn })),
  };
  for (const [kind, keys, open] of kinds) {
    assert.ok((await identityOf(keys)).Arn);
    for (const [operation, call] of Object.entries(calls)) {
      const message = await call(stsOf(booted, { credentials: keys }), keys).then(() => undefined, (error: Error) => error.message);
      const closed = message === `Cannot call ${operation} with session credentials`;
      assert.equal(closed, !open.includes(operation), `${operation} by ${kind}: ${message}`);
    }
  }
  for (const [, keys] of kinds.slice(0, 2)) {
    const fault = await refusal(iamOf(booted, { credentials: keys }).send(new ListUsersCommand({})));
    assert.deepEqual([fault.name, fault.status], ['InvalidClientTokenId', 403]);
  }
});

test('an emulator lets sessions end when its clock says so', async () => {
  await using emulator = await boot({ auth: 'off', clock: 'manual' });
  const { Credentials } = await stsOf(emulator, { credentials: { accessKeyId: ACCOUNT, secretAccessKey: 'x' } }).send(new GetSessionTokenCommand({}));
  const sts = stsOf(emulator, { credentials: keysOf(Credentials!) });
  await emulator.trent.advanceClock(HOUR_MS - 2_000);
  assert.ok((await sts.send(new GetCallerIdentityCommand({}))).Arn);
  await emulator.trent.advanceClock(2_000);
  assert.deepEqual(await refusal(sts.send(new GetCallerIdentityCommand({}))), {
    name: 'ExpiredToken',
    message: 'The security token included in the request is expired',
    status: 403,
  });
});
