/** AssumeRole: who may, what the session is and may do, and what it carries on. */
import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import { DeleteRoleCommand, DeleteRolePolicyCommand, PutRolePolicyCommand, TagRoleCommand, UpdateAssumeRolePolicyCommand } from '@aws-sdk/client-iam';
import { CreateKeyCommand, DescribeKeyCommand, ListAliasesCommand, ListKeysCommand } from '@aws-sdk/client-kms';
import { type AssumeRoleCommandInput, GetAccessKeyInfoCommand, GetCallerIdentityCommand } from '@aws-sdk/client-sts';
import { allow, deny, iamOf, type Keys, newUser, policy, stsOf } from '../iam/support.ts';
import { ACCOUNT, boot, type Booted, refusal } from '../support/boot.ts';
import { assume, keysOf, newRole, session, trust } from './roles.ts';

const ROOT = `arn:aws:iam::${ACCOUNT}:root`;
const OTHER = '222222222222';
const roleArn = (name: string, account = ACCOUNT): string => `arn:aws:iam::${account}:role/${name}`;

let booted: Booted;
let iam: ReturnType<typeof iamOf>;
let alice: Awaited<ReturnType<typeof newUser>>;
before(async () => {
  booted = await boot();
  iam = iamOf(booted);
  alice = await newUser(iam, 'alice');
});
after(async () => {
  assert.deepEqual(booted.reports, []);
  await booted.stop();
});

const denial = (who: string, role: string, action = 'sts:AssumeRole') => ({
  name: 'AccessDenied',
  message: `User: ${who} is not authorized to perform: ${action} on resource: ${role}`,
  status: 403,
});
const invalid = (message: string) => ({ name: 'ValidationError', message, status: 400 });
const kms = (credentials: Keys) => booted.client({ credentials });
const canListKeys = (credentials: Keys) => kms(credentials).send(new ListKeysCommand({})).then(() => true, () => false);

test('a user that the role trusts by name gets a session of it', async () => {
  const role = await newRole(iam, 'Reader', { Path: '/apps/', trusts: [trust(alice.arn)], may: [allow('kms:ListKeys')] });
  const { $metadata: _, ...answer } = await assume(booted, alice, role.arn, { RoleSessionName: 'job@1' });
  const sessionArn = `arn:aws:sts::${ACCOUNT}:assumed-role/Reader/job@1`;
  const { Credentials, SessionTokenSize, SessionTokenUtilization, ...rest } = answer;
  assert.deepEqual(rest, { AssumedRoleUser: { AssumedRoleId: `${role.id}:job@1`, Arn: sessionArn } });
  assert.match(Credentials!.AccessKeyId!, /^ASIA[A-Z2-7]{16}$/);
  assert.match(Credentials!.SecretAccessKey!, /^[A-Za-z0-9/+]{40}$/);
  assert.equal(Credentials!.SessionToken!.length, SessionTokenSize);
  assert.ok(SessionTokenUtilization! > 0 && SessionTokenUtilization! < 15);
  const left = Credentials!.Expiration!.getTime() - Date.now();
  assert.ok(left > 3_590_000 && left <= 3_600_000, `an hour: ${left}`);
  const keys = keysOf(Credentials!);
  const identity = await stsOf(booted, { credentials: keys }).send(new GetCallerIdentityCommand({}));
  assert.deepEqual([identity.Arn, identity.UserId, identity.Account], [sessionArn, `${role.id}:job@1`, ACCOUNT]);
  assert.ok((await kms(keys).send(new ListKeysCommand({}))).Keys);
  assert.deepEqual(await refusal(kms(keys).send(new ListAliasesCommand({}))), {
    name: 'AccessDeniedException',
    message: `User: ${sessionArn} is not authorized to perform: kms:ListAliases on resource: * because no identity-based policy allows the kms:ListAliases action`,
    status: 400,
  });
});

test('whose a session is, is in its access key id', async () => {
  const keys = await session(booted, alice, roleArn('apps/Reader'));
  const info = await stsOf(booted).send(new GetAccessKeyInfoCommand({ AccessKeyId: keys.accessKeyId }));
  assert.equal(info.Account, ACCOUNT);
  const unknown = await refusal(stsOf(booted).send(new GetAccessKeyInfoCommand({ AccessKeyId: 'ASIAIOSFODNN7EXAMPLE' })));
  assert.deepEqual([unknown.name, unknown.status], ['InvalidClientTokenId', 403]);
});

describe('who may', () => {
  test('trusted by account: with an identity policy', async () => {
    const { arn } = await newRole(iam, 'by-account', { trusts: [trust(ROOT)] });
    const bob = await newUser(iam, 'bob', allow('sts:AssumeRole', arn));
    await assume(booted, bob, arn);
    assert.deepEqual(await refusal(assume(booted, alice, arn)), denial(alice.arn, arn));
  });

  test('a role that is not there is refused as one that does not trust', async () => {
    await newRole(iam, 'trusts-nobody', { trusts: [trust({ Service: 'ec2.amazonaws.com' })] });
    const foreign = roleArn('x', OTHER);
    for (const arn of [roleArn('trusts-nobody'), roleArn('not-there'), roleArn('Reader'), foreign]) {
      assert.deepEqual(await refusal(assume(booted, booted.credentials, arn)), denial(`arn:aws:iam::${ACCOUNT}:user/administrator`, arn));
    }
  });

  test('not a role: the ARN is invalid', async () => {
    for (const arn of [alice.arn, 'arn:aws:iam::12:role/short-account', 'arn:aws:sts::000000000000:role/x', 'x'.repeat(20)]) {
      assert.deepEqual(await refusal(assume(booted, alice, arn)), invalid('Request ARN is invalid'));
    }
  });

  test('root may not', async () => {
    await using emulator = await boot({ auth: 'off' });
    const credentials = { accessKeyId: ACCOUNT, secretAccessKey: 'x' };
    assert.deepEqual(await refusal(assume(emulator, credentials, roleArn('x'))), {
      name: 'AccessDenied',
      message: 'Roles may not be assumed by root accounts.',
      status: 403,
    });
  });

  test('over accounts: both sides', async () => {
    const other = await booted.trent.createAccount(OTHER);
    const carol = await newUser(iamOf(booted, { credentials: other }), 'carol');
    const dave = await newUser(iamOf(booted, { credentials: other }), 'dave', allow('sts:AssumeRole'));
    const { arn } = await newRole(iam, 'for-others', { trusts: [trust({ AWS: [carol.arn, dave.arn] })] });
    assert.deepEqual(await refusal(assume(booted, carol, arn)), denial(carol.arn, arn));
    const keys = await session(booted, dave, arn);
    const identity = await stsOf(booted, { credentials: keys }).send(new GetCallerIdentityCommand({}));
    assert.deepEqual([identity.Account, identity.Arn], [ACCOUNT, `arn:aws:sts::${ACCOUNT}:assumed-role/for-others/session`]);
  });

  test('an external id, a session name and tags of the role are conditions', async () => {
    const condition = { StringEquals: { 'sts:ExternalId': 'blue', 'sts:RoleSessionName': '${aws:username}', 'iam:ResourceTag/Team': 'a' } };
    const { arn } = await newRole(iam, 'conditional', { trusts: [trust(alice.arn, 'sts:AssumeRole', condition)] });
    const call = (more: object) => assume(booted, alice, arn, { ExternalId: 'blue', RoleSessionName: 'alice', ...more });
    assert.deepEqual(await refusal(call({})), denial(alice.arn, arn));
    await iam.send(new TagRoleCommand({ RoleName: 'conditional', Tags: [{ Key: 'team', Value: 'a' }] }));
    await call({});
    for (const other of [{ ExternalId: 'red' }, { ExternalId: undefined }, { RoleSessionName: 'bob' }]) {
      assert.deepEqual(await refusal(call(other)), denial(alice.arn, arn));
    }
  });

  test('a changed trust policy counts at once', async () => {
    const { arn } = await newRole(iam, 'changing', { trusts: [trust(alice.arn)] });
    await assume(booted, alice, arn);
    const nobody = policy(trust({ Service: 'ec2.amazonaws.com' }));
    await iam.send(new UpdateAssumeRolePolicyCommand({ RoleName: 'changing', PolicyDocument: nobody }));
    assert.deepEqual(await refusal(assume(booted, alice, arn)), denial(alice.arn, arn));
  });

  test('a code of an MFA device that nobody has', async () => {
    const mfa = { SerialNumber: `arn:aws:iam::${ACCOUNT}:mfa/alice`, TokenCode: '123456' };
    assert.deepEqual(await refusal(assume(booted, alice, roleArn('apps/Reader'), mfa)), {
      name: 'AccessDenied',
      message: 'MultiFactorAuthentication failed with invalid MFA one time pass code. ',
      status: 403,
    });
    const ProvidedContexts = [{ ProviderArn: 'arn:aws:iam::aws:contextProvider/IdentityCenter', ContextAssertion: 'abcd' }];
    assert.equal((await refusal(assume(booted, alice, roleArn('apps/Reader'), { ProvidedContexts }))).name, 'UnsupportedOperation');
  });
});

describe('how long', () => {
  test('as long as the role allows', async () => {
    const { arn } = await newRole(iam, 'two-hours', { trusts: [trust(alice.arn)], MaxSessionDuration: 7_200 });
    const { Credentials } = await assume(booted, alice, arn, { DurationSeconds: 7_200 });
    const left = Credentials!.Expiration!.getTime() - Date.now();
    assert.ok(left > 7_190_000 && left <= 7_200_000);
    const over = await refusal(assume(booted, alice, arn, { DurationSeconds: 7_201 }));
    assert.deepEqual(over, invalid('The requested DurationSeconds exceeds the MaxSessionDuration set for this role.'));
    const short = await refusal(assume(booted, alice, arn, { DurationSeconds: 899 }));
    assert.equal(short.message, "1 validation error detected: Value '899' at 'durationSeconds' failed to satisfy constraint: Member must have value greater than or equal to 900");
  });

  test('an hour along a chain; and a role that assumes itself must be named', async () => {
    const { arn: last } = await newRole(iam, 'last', { trusts: [trust(ROOT)], may: [allow('sts:*')], MaxSessionDuration: 43_200 });
    const { arn: first } = await newRole(iam, 'first', { trusts: [trust(alice.arn)], may: [allow('sts:AssumeRole')] });
    const keys = await session(booted, alice, first);
    const chained = await session(booted, keys, last, { DurationSeconds: 3_600 });
    const over = await refusal(assume(booted, keys, last, { DurationSeconds: 3_601 }));
    assert.deepEqual(over, invalid('The requested DurationSeconds exceeds the 1 hour session limit for roles assumed by role chaining'));
    assert.deepEqual(await refusal(assume(booted, chained, last)), denial(`arn:aws:sts::${ACCOUNT}:assumed-role/last/session`, last));
  });

  test('the token is as long as it is asked to be', async () => {
    for (const MinimumSessionTokenSize of [0, 1_000, 4_095, 4_096]) {
      const { Credentials, SessionTokenSize } = await assume(booted, alice, roleArn('apps/Reader'), { MinimumSessionTokenSize });
      assert.equal(SessionTokenSize, Credentials!.SessionToken!.length);
      assert.ok(SessionTokenSize! >= MinimumSessionTokenSize && SessionTokenSize! <= Math.max(700, MinimumSessionTokenSize + 4), `${SessionTokenSize}`);
      assert.ok(await canListKeys(keysOf(Credentials!)));
    }
  });
});

describe('session policies', () => {
  const AWS_ADMIN = 'arn:aws:iam::aws:policy/AdministratorAccess';
  let arn: string;
  before(async () => void ({ arn } = await newRole(iam, 'wide', { trusts: [trust(alice.arn)], may: [allow('kms:*')] })));

  test('allow what the role and they allow', async () => {
    const narrow = await assume(booted, alice, arn, { Policy: policy(allow('kms:ListAliases'), allow('iam:*')) });
    assert.ok(narrow.PackedPolicySize! >= 1 && narrow.PackedPolicySize! < 10);
    const keys = keysOf(narrow.Credentials!);
    await kms(keys).send(new ListAliasesCommand({}));
    const { message } = await refusal(kms(keys).send(new ListKeysCommand({})));
    assert.match(message, /because no session policy allows the kms:ListKeys action$/);
    const managed = await assume(booted, alice, arn, { PolicyArns: [{ arn: AWS_ADMIN }] });
    assert.ok(managed.PackedPolicySize! >= 1);
    assert.ok(await canListKeys(keysOf(managed.Credentials!)));
  });

  test('limit what the key policy gives to the role, not what it gives to the session', async () => {
    const sessionArn = `arn:aws:sts::${ACCOUNT}:assumed-role/wide/session`;
    const keyFor = async (principal: string): Promise<string> => {
      const Policy = policy({ ...allow('kms:*'), Principal: { AWS: ROOT } }, { ...allow('kms:DescribeKey'), Principal: { AWS: principal } });
      return (await booted.client().send(new CreateKeyCommand({ Policy }))).KeyMetadata!.KeyId!;
    };
    const keys = await session(booted, alice, arn, { Policy: policy(allow('kms:ListKeys')) });
    const describe = async (KeyId: string) => kms(keys).send(new DescribeKeyCommand({ KeyId }));
    assert.match((await refusal(describe(await keyFor(arn)))).message, /because no session policy allows the kms:DescribeKey action$/);
    assert.ok((await describe(await keyFor(sessionArn))).KeyMetadata);
  });

  const LONG = policy(allow('kms:*', `arn:aws:kms:*:*:key/${'a'.repeat(2_000)}`));
  const refused: readonly [string, Partial<AssumeRoleCommandInput>, { name: string; message: RegExp }][] = [
    ['not JSON', { Policy: 'x' }, { name: 'MalformedPolicyDocumentException', message: /./ }],
    ['with a principal', { Policy: policy({ ...allow('kms:*'), Principal: '*' }) }, { name: 'MalformedPolicyDocumentException', message: /./ }],
    ['a short ARN', { Policy: policy(allow('kms:*', 'arn:aws:kms:*')) }, { name: 'MalformedPolicyDocumentException', message: /too few fields/ }],
    ['too long', { Policy: LONG }, { name: 'ValidationError', message: /^The session policies must not have more than 2048 characters together\.$/ }],
    ['no such policy', { PolicyArns: [{ arn: `arn:aws:iam::${ACCOUNT}:policy/none` }] }, { name: 'ValidationError', message: /policy\/none/ }],
    ['of another account', { PolicyArns: [{ arn: `arn:aws:iam::${OTHER}:policy/none` }] }, { name: 'ValidationError', message: /policy\/none/ }],
    ['eleven', { PolicyArns: Array.from({ length: 11 }, () => ({ arn: AWS_ADMIN })) }, { name: 'ValidationError', message: /10 managed policies/ }],
  ];
  for (const [what, input, { name, message }] of refused) {
    test(`refused: ${what}`, async () => {
      const fault = await refusal(assume(booted, alice, arn, input));
      assert.deepEqual([fault.name, fault.status], [name, 400]);
      assert.match(fault.message, message);
    });
  }
});

describe('tags and source identity', () => {
  const TAGGED = ['sts:AssumeRole', 'sts:TagSession', 'sts:SetSourceIdentity'];
  const TEAM = { Tags: [{ Key: 'Team', Value: 'blue' }], TransitiveTagKeys: ['team'] };
  let first: string;
  let second: string;
  before(async () => {
    const may = [allow('sts:*'), allow('kms:ListKeys', '*', { StringEquals: { 'aws:PrincipalTag/team': 'blue', 'aws:PrincipalTag/cost': '1' } })];
    const Tags = [{ Key: 'cost', Value: '1' }, { Key: 'TEAM', Value: 'grey' }];
    ({ arn: first } = await newRole(iam, 'tagged', { trusts: [trust(alice.arn, TAGGED)], may, Tags }));
    ({ arn: second } = await newRole(iam, 'tagged-next', { trusts: [trust(first, TAGGED)], may: [allow('kms:ListKeys', '*', { StringEquals: { 'aws:PrincipalTag/team': 'blue' } })] }));
  });

  test('session tags come over those of the role', async () => {
    assert.equal(await canListKeys(await session(booted, alice, first)), false);
    const tagged = await assume(booted, alice, first, TEAM);
    assert.ok(tagged.PackedPolicySize! >= 1);
    assert.ok(await canListKeys(keysOf(tagged.Credentials!)));
  });

  test('transitive tags pass on, others end, none is set anew', async () => {
    const tags = { Tags: [...TEAM.Tags, { Key: 'other', Value: '1' }], TransitiveTagKeys: ['team'] };
    const keys = await session(booted, alice, first, tags);
    assert.ok(await canListKeys(await session(booted, keys, second)));
    assert.ok(await canListKeys(await session(booted, keys, second, { Tags: [{ Key: 'other', Value: '2' }] })));
    const { arn: untagged } = await newRole(iam, 'passes-none', { trusts: [trust(first)] });
    assert.deepEqual(await refusal(assume(booted, keys, untagged)), denial(`arn:aws:sts::${ACCOUNT}:assumed-role/tagged/session`, untagged, 'sts:TagSession'));
    const loose = await session(booted, alice, first, { Tags: TEAM.Tags });
    assert.equal(await canListKeys(await session(booted, loose, second)), false);
    assert.deepEqual(
      await refusal(assume(booted, keys, second, { Tags: [{ Key: 'TEAM', Value: 'red' }] })),
      invalid("One of the specified transitive tag keys can't be set because it conflicts with a transitive tag key from the calling session."),
    );
  });

  test('must be allowed by the trust policy', async () => {
    const { arn } = await newRole(iam, 'untagged', { trusts: [trust(alice.arn)] });
    assert.deepEqual(await refusal(assume(booted, alice, arn, TEAM)), denial(alice.arn, arn, 'sts:TagSession'));
    assert.deepEqual(await refusal(assume(booted, alice, arn, { SourceIdentity: 'anna' })), denial(alice.arn, arn, 'sts:SetSourceIdentity'));
    const condition = { StringEquals: { 'aws:RequestTag/team': 'blue' }, 'ForAllValues:StringEquals': { 'aws:TagKeys': ['Team'], 'sts:TransitiveTagKeys': ['team'] } };
    const { arn: strict } = await newRole(iam, 'strict', { trusts: [trust(alice.arn), trust(alice.arn, 'sts:TagSession', condition)] });
    await assume(booted, alice, strict, TEAM);
    const red = { Tags: [{ Key: 'Team', Value: 'red' }] };
    assert.deepEqual(await refusal(assume(booted, alice, strict, red)), denial(alice.arn, strict, 'sts:TagSession'));
  });

  test('a source identity stays', async () => {
    const { SourceIdentity, Credentials } = await assume(booted, alice, first, { SourceIdentity: 'anna' });
    assert.equal(SourceIdentity, 'anna');
    const keys = keysOf(Credentials!);
    assert.equal((await assume(booted, keys, second)).SourceIdentity, 'anna');
    assert.equal((await assume(booted, keys, second, { SourceIdentity: 'anna' })).SourceIdentity, 'anna');
    assert.deepEqual(await refusal(assume(booted, keys, second, { SourceIdentity: 'otto' })), {
      name: 'AccessDenied',
      message: 'The source identity of a session cannot be changed.',
      status: 403,
    });
    const { arn } = await newRole(iam, 'keeps-none', { trusts: [trust(first)] });
    assert.deepEqual(await refusal(assume(booted, keys, arn)), denial(`arn:aws:sts::${ACCOUNT}:assumed-role/tagged/session`, arn, 'sts:SetSourceIdentity'));
  });

  const many = (length: number, Value = '') => Array.from({ length }, (_, i) => ({ Key: `key-${i}`, Value }));
  const noise = (at: number) => Buffer.from(Array.from({ length: 64 }, (_, i) => (at * 7919 + i * i * 31 + i * 101) % 251)).toString('base64url');
  const refused: readonly [string, Partial<AssumeRoleCommandInput>, string, RegExp][] = [
    ['a key twice', { Tags: [{ Key: 'a', Value: '1' }, { Key: 'A', Value: '2' }] }, 'ValidationError', /^Duplicate tag keys found\. Please note that Tag keys are case insensitive\.$/],
    ['a key of AWS', { Tags: [{ Key: 'aws:x', Value: '1' }] }, 'ValidationError', /reserved/],
    ['a transitive key without its tag', { TransitiveTagKeys: ['a'] }, 'ValidationError', /^The specified transitive tag key must be included in the requested tags\.$/],
    ['51 tags', { Tags: many(51) }, 'ValidationError', /length less than or equal to 50/],
    ['more than a token holds', { Tags: many(50).map(({ Key }, i) => ({ Key, Value: noise(i) + noise(i + 60) })) }, 'PackedPolicyTooLargeException', /^Packed size of session tags consumes [1-9]\d\d% of allotted space\.$/],
  ];
  for (const [what, input, name, message] of refused) {
    test(`refused: ${what}`, async () => {
      const fault = await refusal(assume(booted, alice, first, input));
      assert.deepEqual([fault.name, fault.status], [name, 400]);
      assert.match(fault.message, message);
    });
  }

  test('50 short tags fit', async () => {
    const { PackedPolicySize, SessionTokenSize } = await assume(booted, alice, first, { Tags: many(50, 'value') });
    assert.ok(PackedPolicySize! > 1 && PackedPolicySize! <= 20 && SessionTokenSize! < 2_000, `${PackedPolicySize} ${SessionTokenSize}`);
  });
});

describe('the end of a session', () => {
  test('a Deny of tokens issued before a date', async () => {
    const { arn } = await newRole(iam, 'revoked', { trusts: [trust(alice.arn)], may: [allow('kms:ListKeys')] });
    const keys = await session(booted, alice, arn);
    assert.ok(await canListKeys(keys));
    const older = (date: number) =>
      iam.send(new PutRolePolicyCommand({ RoleName: 'revoked', PolicyName: 'revoke', PolicyDocument: policy(deny('*', '*', { DateLessThan: { 'aws:TokenIssueTime': new Date(date).toISOString() } })) }));
    await older(Date.now() - 60_000);
    assert.ok(await canListKeys(keys));
    await older(Date.now() + 1_000);
    assert.equal(await canListKeys(keys), false);
  });

  test('the role is deleted, and another of its name made', async () => {
    const { arn } = await newRole(iam, 'deleted', { trusts: [trust(alice.arn)], may: [allow('kms:ListKeys')] });
    const keys = await session(booted, alice, arn);
    assert.ok(await canListKeys(keys));
    await iam.send(new DeleteRolePolicyCommand({ RoleName: 'deleted', PolicyName: 'own' }));
    await iam.send(new DeleteRoleCommand({ RoleName: 'deleted' }));
    const gone = { name: 'UnrecognizedClientException', message: 'The security token included in the request is invalid.', status: 400 };
    assert.deepEqual(await refusal(kms(keys).send(new ListKeysCommand({}))), gone);
    await newRole(iam, 'deleted', { trusts: [trust(alice.arn)], may: [allow('kms:ListKeys')] });
    assert.deepEqual(await refusal(kms(keys).send(new ListKeysCommand({}))), gone);
  });
});
