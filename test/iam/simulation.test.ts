/** The policy simulator: of policies that a request brings, and of users, groups and roles as they are. */
import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import {
  AddUserToGroupCommand, AttachUserPolicyCommand, type ContextEntry, CreateGroupCommand, CreatePolicyCommand, CreateRoleCommand,
  type EvaluationResult, GetContextKeysForCustomPolicyCommand, GetContextKeysForPrincipalPolicyCommand, type IAMClient,
  PutGroupPolicyCommand, PutRolePolicyCommand, SimulateCustomPolicyCommand, type SimulateCustomPolicyCommandInput,
  SimulatePrincipalPolicyCommand, type SimulatePrincipalPolicyCommandInput,
} from '@aws-sdk/client-iam';
import { CreateGrantCommand, CreateKeyCommand, EncryptCommand, GetKeyPolicyCommand, PutKeyPolicyCommand, TagResourceCommand } from '@aws-sdk/client-kms';
import fc from 'fast-check';
import { ACCOUNT, boot, type Booted, refusal } from '../support/boot.ts';
import { allow, deny, iamOf, type Keys, newUser, policy } from './support.ts';

const BUCKET = 'arn:aws:s3:::data/x';
const ALICE = `arn:aws:iam::${ACCOUNT}:user/alice`;
const STRANGER = 'arn:aws:iam::444455556666:user/mallory';

let booted: Booted;
let iam: IAMClient;

before(async () => {
  booted = await boot();
  iam = iamOf(booted);
});
after(async () => {
  iam.destroy();
  await booted.stop();
  assert.deepEqual(booted.reports, []);
});

type Custom = Partial<SimulateCustomPolicyCommandInput>;
const custom = async (input: Custom): Promise<readonly EvaluationResult[]> => {
  const base = { PolicyInputList: [policy(allow('s3:GetObject'))], ActionNames: ['s3:GetObject'] };
  const { EvaluationResults } = await iam.send(new SimulateCustomPolicyCommand({ ...base, ...input }));
  return EvaluationResults!;
};
const entry = (name: string, type: ContextEntry['ContextKeyType'], ...values: string[]): ContextEntry => ({
  ContextKeyName: name,
  ContextKeyValues: values,
  ContextKeyType: type,
});
const resourcePolicy = (effect: 'Allow' | 'Deny', AWS: string, action = 's3:*'): string =>
  policy({ Effect: effect, Principal: { AWS }, Action: action, Resource: '*' });

describe('SimulateCustomPolicy', () => {
  test('decides each action, with the statement that did', async () => {
    const [allowed, silent, denied] = await custom({
      PolicyInputList: [policy(allow('s3:Get*'), deny('s3:GetBucketAcl')), policy(allow('sqs:*'))],
      ActionNames: ['s3:GetObject', 'kms:Encrypt', 's3:GetBucketAcl'],
    });
    assert.deepEqual(allowed, {
      EvalActionName: 's3:GetObject',
      EvalResourceName: '*',
      EvalDecision: 'allowed',
      MatchedStatements: [{
        SourcePolicyId: 'PolicyInputList.1',
        SourcePolicyType: 'none',
        StartPosition: { Line: 1, Column: 38 },
        EndPosition: { Line: 1, Column: 90 },
      }],
      MissingContextValues: [],
    });
    assert.deepEqual([silent?.EvalDecision, silent?.MatchedStatements], ['implicitDeny', []]);
    assert.equal(denied?.EvalDecision, 'explicitDeny');
    assert.deepEqual(denied?.MatchedStatements?.map(({ StartPosition }) => StartPosition), [{ Line: 1, Column: 90 }]);
  });

  test('an answer as AWS documents it: a date, and a statement without a list', async () => {
    const condition = { DateGreaterThan: { 'aws:CurrentTime': '2018-08-16T12:00:00Z' } };
    const PolicyInputList = [JSON.stringify({ Version: '2012-10-17', Statement: allow('dynamodb:*', '*', condition) })];
    const at = async (...ContextEntries: ContextEntry[]): Promise<EvaluationResult> =>
      (await custom({ PolicyInputList, ActionNames: ['dynamodb:CreateBackup'], ContextEntries }))[0]!;
    const later = await at(entry('aws:CurrentTime', 'date', '2019-04-25T11:00:00Z'));
    assert.equal(later.EvalDecision, 'allowed');
    assert.deepEqual(later.MatchedStatements?.[0]?.StartPosition, { Line: 1, Column: 38 });
    assert.deepEqual(later.MatchedStatements?.[0]?.EndPosition, { Line: 1, Column: 167 });
    assert.equal((await at(entry('AWS:currenttime', 'date', '2014-04-25T11:00:00Z'))).EvalDecision, 'implicitDeny');
    const missing = await at();
    assert.deepEqual([missing.EvalDecision, missing.MissingContextValues], ['implicitDeny', ['aws:CurrentTime']]);
  });

  test('one result an action, the most restrictive; each resource for itself', async () => {
    const ResourceArns = [BUCKET, 'arn:aws:s3:::secret/x', 'arn:aws:s3:::other/x'];
    const [result] = await custom({ PolicyInputList: [policy(allow('s3:*', BUCKET), deny('s3:*', 'arn:aws:s3:::secret/*'))], ResourceArns });
    assert.equal(result?.EvalDecision, 'explicitDeny');
    assert.deepEqual(
      result?.ResourceSpecificResults?.map(({ EvalResourceName, EvalResourceDecision }) => [EvalResourceName, EvalResourceDecision]),
      [[BUCKET, 'allowed'], ['arn:aws:s3:::secret/x', 'explicitDeny'], ['arn:aws:s3:::other/x', 'implicitDeny']],
    );
    assert.equal(result?.MatchedStatements?.length, 1);
    assert.deepEqual(result?.EvalDecisionDetails, {});
  });

  test('a boundary and service control policies', async () => {
    const [outside] = await custom({ PermissionsBoundaryPolicyInputList: [policy(allow('sqs:*'))] });
    assert.equal(outside?.EvalDecision, 'implicitDeny');
    assert.deepEqual(outside?.PermissionsBoundaryDecisionDetail, { AllowedByPermissionsBoundary: false });
    const [within] = await custom({ PermissionsBoundaryPolicyInputList: [policy(allow('s3:*'))] });
    assert.deepEqual([within?.EvalDecision, within?.PermissionsBoundaryDecisionDetail?.AllowedByPermissionsBoundary], ['allowed', true]);
    const level = (action: string) => ({ ServiceControlPolicyInputList: [policy(allow(action))] });
    const [controlled] = await custom({ OrderedOrganizationPolicyInputList: [level('*'), level('kms:*')] });
    assert.equal(controlled?.EvalDecision, 'implicitDeny');
    assert.deepEqual(controlled?.OrganizationsDecisionDetail, { AllowedByOrganizations: false });
    assert.equal((await custom({ OrderedOrganizationPolicyInputList: [level('*')] }))[0]?.OrganizationsDecisionDetail?.AllowedByOrganizations, true);
  });

  const KEY = `arn:aws:kms:us-east-1:${ACCOUNT}:key/1234abcd-12ab-34cd-56ef-1234567890ab`;
  const OWNER = `arn:aws:iam::${ACCOUNT}:root`;
  const RESOURCE_POLICIES: readonly (readonly [string, Custom, string, object?])[] = [
    ['either side is enough', { ResourcePolicy: resourcePolicy('Allow', ALICE), PolicyInputList: [policy(allow('sqs:*'))] }, 'allowed', {}],
    ['a Deny of the resource', { ResourcePolicy: resourcePolicy('Deny', ALICE) }, 'explicitDeny', {}],
    ['another account: both sides', { CallerArn: STRANGER, ResourceOwner: OWNER, ResourcePolicy: resourcePolicy('Allow', STRANGER) }, 'allowed',
      { 'IAM Policy': 'allowed', 'Resource Policy': 'allowed' }],
    ['another account: the resource is silent', { CallerArn: STRANGER, ResourceOwner: OWNER, ResourcePolicy: resourcePolicy('Allow', ALICE) }, 'implicitDeny',
      { 'IAM Policy': 'allowed', 'Resource Policy': 'implicitDeny' }],
    ['another account: the caller is denied', { CallerArn: STRANGER, ResourceOwner: OWNER, ResourcePolicy: resourcePolicy('Allow', STRANGER), PolicyInputList: [policy(deny('*'))] }, 'explicitDeny',
      { 'IAM Policy': 'explicitDeny', 'Resource Policy': 'allowed' }],
    ['a key: its policy must allow', { ResourceArns: [KEY], ActionNames: ['kms:Encrypt'], PolicyInputList: [policy(allow('kms:*'))], ResourcePolicy: resourcePolicy('Allow', STRANGER, 'kms:*') }, 'implicitDeny', {}],
    ['a role by its ARN, within its boundary', { CallerArn: `arn:aws:iam::${ACCOUNT}:role/App`, ResourcePolicy: resourcePolicy('Allow', `arn:aws:iam::${ACCOUNT}:role/App`),
      PolicyInputList: [policy(allow('sqs:*'))], PermissionsBoundaryPolicyInputList: [policy(allow('sqs:*'))] }, 'implicitDeny', {}],
  ];
  for (const [what, input, decision, details] of RESOURCE_POLICIES) {
    test(`a resource policy: ${what}`, async () => {
      const [result] = await custom({ ResourceArns: [BUCKET], CallerArn: ALICE, ...input });
      assert.equal(result?.EvalDecision, decision);
      assert.deepEqual(result?.EvalDecisionDetails, details);
    });
  }

  test('says which statement of a resource policy it was', async () => {
    const [result] = await custom({ CallerArn: ALICE, ResourcePolicy: resourcePolicy('Deny', ALICE) });
    const [{ SourcePolicyId, SourcePolicyType } = {}] = result?.MatchedStatements ?? [];
    assert.deepEqual([SourcePolicyId, SourcePolicyType], ['ResourcePolicy', 'resource']);
  });

  test('pages', async () => {
    const ActionNames = Array.from({ length: 250 }, (_, at) => `s3:Get${at}`);
    const seen: (string | undefined)[] = [];
    let Marker: string | undefined;
    do {
      const page: { EvaluationResults?: EvaluationResult[]; Marker?: string; IsTruncated?: boolean } = await iam.send(
        new SimulateCustomPolicyCommand({ PolicyInputList: [policy(allow('s3:*'))], ActionNames, MaxItems: 90, Marker }));
      seen.push(...page.EvaluationResults!.map(({ EvalActionName }) => EvalActionName));
      assert.equal(page.IsTruncated, page.Marker !== undefined);
      Marker = page.Marker;
    } while (Marker !== undefined);
    assert.deepEqual(seen, ActionNames);
  });

  const many = Array.from({ length: 1_001 }, (_, at) => `arn:aws:s3:::b/${at}`);
  const REFUSED: readonly (readonly [string, Custom, RegExp])[] = [
    ['a policy that is none', { PolicyInputList: [policy(allow('s3:*')), '{'] }, /^Invalid input policy PolicyInputList\.2: This policy contains invalid Json/],
    ['a principal in an identity policy', { PolicyInputList: [resourcePolicy('Allow', '*')] }, /^Invalid input policy PolicyInputList\.1: Policy document should not specify a principal\.$/],
    ['a boundary that is none', { PermissionsBoundaryPolicyInputList: ['[]'] }, /^Invalid input policy PermissionsBoundaryPolicyInputList\.1: /],
    ['two boundaries', { PermissionsBoundaryPolicyInputList: [policy(allow('*')), policy(allow('*'))] }, /takes one policy only/],
    ['a resource policy without a principal', { CallerArn: ALICE, ResourcePolicy: policy(allow('*')) }, /^Invalid input policy ResourcePolicy: /],
    ['a resource policy without a caller', { ResourcePolicy: resourcePolicy('Allow', ALICE) }, /^CallerArn must be given/],
    ['a session as the caller', { CallerArn: `arn:aws:sts::${ACCOUNT}:assumed-role/App/s` }, /^Invalid Entity Arn: .* does not clearly define entity type and name\.$/],
    ['a wildcard in an action', { ActionNames: ['s3:*'] }, /^ActionNames are not in a valid format: s3:\*\.$/],
    ['an action without a service', { ActionNames: ['GetObject'] }, /GetObject/],
    ['a resource that is no ARN', { ResourceArns: ['14a050d4'] }, /^ResourceNames are not in a valid ARN format: 14a050d4\.$/],
    ['too many resources', { ResourceArns: many }, /^ResourceArns takes 1000 resources at most with these policies\.$/],
    ['too many for long policies', { ResourceArns: many.slice(0, 100), PolicyInputList: [policy(...Array.from({ length: 1_500 }, () => allow('s3:*')))] }, /takes \d\d resources at most/],
    ['a value longer than any', { ContextEntries: [entry('aws:username', 'string', 'a'.repeat(2_049))] }, /aws:username are not of type string/],
    ['an owner that is no account', { ResourceOwner: ACCOUNT }, /^'000000000000' is not a valid as a Resource Owner\.$/],
    ['a number that is none', { ContextEntries: [entry('s3:max-keys', 'numeric', 'ten')] }, /s3:max-keys are not of type numeric/],
    ['a boolean that is none', { ContextEntries: [entry('aws:SecureTransport', 'boolean', 'yes')] }, /of type boolean/],
    ['an address that is none', { ContextEntries: [entry('aws:SourceIp', 'ipList', '10.0.0.1', 'here')] }, /of type ipList/],
    ['a date that is none', { ContextEntries: [entry('aws:CurrentTime', 'date', 'now')] }, /of type date/],
    ['two values of one', { ContextEntries: [entry('aws:username', 'string', 'a', 'b')] }, /of type string/],
    ['a key twice', { ContextEntries: [entry('aws:username', 'string', 'a'), entry('aws:UserName', 'string', 'b')] }, /^Invalid context key name: aws:UserName\.$/],
    ['a key without a service', { ContextEntries: [entry('username', 'string', 'a')] }, /^Invalid context key name/],
  ];
  for (const [what, input, message] of REFUSED) {
    test(`refuses ${what}`, async () => {
      const { name, status, message: text } = await refusal(custom(input));
      assert.deepEqual([name, status], ['InvalidInputException', 400]);
      assert.match(text, message);
    });
  }
});

describe('context keys', () => {
  const texts = [
    policy(allow('dynamodb:*', 'arn:aws:dynamodb:us-west-2:111122223333:table/${aws:username}', { DateGreaterThan: { 'aws:CurrentTime': '2015-08-16T12:00:00Z' } })),
    policy(allow('s3:*', '*', { StringEquals: { 'AWS:UserName': 'x', 'kms:ViaService': ['${aws:PrincipalTag/team, \'none\'}', '${*}'] } })),
    JSON.stringify({ Statement: { Effect: 'Allow', NotAction: 's3:*', NotResource: 'arn:aws:s3:::${aws:userid}' } }),
  ];

  test('of policies that are given, as written, each once', async () => {
    const { ContextKeyNames } = await iam.send(new GetContextKeysForCustomPolicyCommand({ PolicyInputList: texts }));
    assert.deepEqual(ContextKeyNames, ['aws:username', 'aws:CurrentTime', 'kms:ViaService', 'aws:PrincipalTag/team']);
  });

  test('refuses what is no policy', async () => {
    const { name, status } = await refusal(iam.send(new GetContextKeysForCustomPolicyCommand({ PolicyInputList: ['{}'] })));
    assert.deepEqual([name, status], ['InvalidInputException', 400]);
  });
});

type OfPrincipal = Omit<SimulatePrincipalPolicyCommandInput, 'PolicySourceArn' | 'ActionNames'>;
const simulated = async (arn: string, action: string, input: OfPrincipal = {}): Promise<EvaluationResult> => {
  const { EvaluationResults } = await iam.send(new SimulatePrincipalPolicyCommand({ PolicySourceArn: arn, ActionNames: [action], ...input }));
  return EvaluationResults![0]!;
};
/** What decided, in short. */
const sources = ({ MatchedStatements }: EvaluationResult): readonly unknown[] =>
  MatchedStatements!.map(({ SourcePolicyType, SourcePolicyId }) => [SourcePolicyType, SourcePolicyId]);

describe('SimulatePrincipalPolicy', () => {
  let alice: Keys & { readonly arn: string; readonly id: string };
  let managed: string;

  before(async () => {
    alice = await newUser(iam, 'alice', allow('s3:Get*'), allow('kms:DescribeKey'));
    await iam.send(new CreateGroupCommand({ GroupName: 'writers' }));
    await iam.send(new PutGroupPolicyCommand({ GroupName: 'writers', PolicyName: 'put', PolicyDocument: policy(allow('s3:Put*', '*', { StringEquals: { 'aws:ResourceTag/a': 'b' } })) }));
    await iam.send(new AddUserToGroupCommand({ GroupName: 'writers', UserName: 'alice' }));
    const { Policy } = await iam.send(new CreatePolicyCommand({ PolicyName: 'queues', PolicyDocument: policy(allow('sqs:*')) }));
    managed = Policy!.Arn!;
    await iam.send(new AttachUserPolicyCommand({ UserName: 'alice', PolicyArn: managed }));
    await iam.send(new AttachUserPolicyCommand({ UserName: 'alice', PolicyArn: 'arn:aws:iam::aws:policy/IAMReadOnlyAccess' }));
    await iam.send(new CreateRoleCommand({ RoleName: 'App', AssumeRolePolicyDocument: policy({ Effect: 'Allow', Principal: { AWS: ACCOUNT }, Action: 'sts:AssumeRole' }) }));
    await iam.send(new PutRolePolicyCommand({ RoleName: 'App', PolicyName: 'own', PolicyDocument: policy(allow('s3:ListBucket')) }));
  });

  test('says where each policy hangs', async () => {
    assert.deepEqual(sources(await simulated(alice.arn, 's3:GetObject')), [['user', 'user_alice_own']]);
    const tagged = { ContextEntries: [entry('aws:ResourceTag/a', 'string', 'b')] };
    assert.deepEqual(sources(await simulated(alice.arn, 's3:PutObject', tagged)), [['group', 'group_writers_put']]);
    assert.deepEqual((await simulated(alice.arn, 's3:PutObject')).MissingContextValues, ['aws:ResourceTag/a']);
    assert.deepEqual(sources(await simulated(alice.arn, 'sqs:SendMessage')), [['user-managed', managed]]);
    assert.deepEqual(sources(await simulated(alice.arn, 'iam:GetUser')), [['aws-managed', 'arn:aws:iam::aws:policy/IAMReadOnlyAccess']]);
    assert.deepEqual(sources(await simulated(`arn:aws:iam::${ACCOUNT}:role/App`, 's3:ListBucket')), [['role', 'role_App_own']]);
    assert.equal((await simulated(`arn:aws:iam::${ACCOUNT}:group/writers`, 's3:PutObject', tagged)).EvalDecision, 'allowed');
    assert.equal((await simulated(`arn:aws:iam::${ACCOUNT}:group/writers`, 's3:GetObject')).EvalDecision, 'implicitDeny');
  });

  test('policies can be added, left out, and limited', async () => {
    assert.equal((await simulated(alice.arn, 'ec2:RunInstances', { PolicyInputList: [policy(allow('ec2:*'))] })).EvalDecision, 'allowed');
    assert.equal((await simulated(alice.arn, 's3:GetObject', { PermissionsBoundaryPolicyInputList: [policy(allow('ec2:*'))] })).EvalDecision, 'implicitDeny');
    const left: readonly (readonly [string, NonNullable<OfPrincipal['PolicyExclusionList']>[number]])[] = [
      ['s3:GetObject', { InlinePolicyIdentifier: { PolicyName: 'own', AttachmentType: 'user', AttachmentName: 'alice' } }],
      ['s3:GetObject', { PolicyType: 'inline' }],
      ['sqs:SendMessage', { PolicyArn: managed.replace('queues', 'q*e?') }],
      ['iam:GetUser', { PolicyType: 'aws-managed' }],
    ];
    for (const [action, identifier] of left) {
      assert.equal((await simulated(alice.arn, action)).EvalDecision, 'allowed');
      assert.equal((await simulated(alice.arn, action, { PolicyExclusionList: [identifier] })).EvalDecision, 'implicitDeny', action);
    }
    for (const PolicyArn of ['arn:aws:iam::aws:role/very-long-name', 'arn:aws:iam::aws:policy/*-or-*']) {
      const { name } = await refusal(simulated(alice.arn, 's3:GetObject', { PolicyExclusionList: [{ PolicyArn }] }));
      assert.equal(name, 'InvalidInputException');
    }
  });

  test('somebody else with the policies of the principal', async () => {
    const PolicyInputList = [policy(allow('ec2:*', '*', { StringEquals: { 'aws:username': 'bob' } }))];
    assert.equal((await simulated(alice.arn, 'ec2:RunInstances', { PolicyInputList })).EvalDecision, 'implicitDeny');
    const CallerArn = `arn:aws:iam::${ACCOUNT}:user/bob`;
    assert.equal((await simulated(alice.arn, 'ec2:RunInstances', { PolicyInputList, CallerArn })).EvalDecision, 'allowed');
  });

  test('context keys of all its policies', async () => {
    const input = { PolicySourceArn: alice.arn, PolicyInputList: [policy(allow('*', '*', { Bool: { 'aws:SecureTransport': 'true' } }))] };
    const { ContextKeyNames } = await iam.send(new GetContextKeysForPrincipalPolicyCommand(input));
    assert.deepEqual(ContextKeyNames, ['aws:ResourceTag/a', 'aws:SecureTransport']);
  });

  const UNKNOWN: readonly (readonly [string, string, string, number, RegExp])[] = [
    ['a user that is not there', `arn:aws:iam::${ACCOUNT}:user/nobody`, 'NoSuchEntityException', 404, /^The user with name nobody cannot be found\.$/],
    ['a path that is not there', `arn:aws:iam::${ACCOUNT}:user/a/alice`, 'NoSuchEntityException', 404, /user with name alice/],
    ['another account', STRANGER, 'NoSuchEntityException', 404, /user with name mallory/],
    ['the root user', `arn:aws:iam::${ACCOUNT}:root`, 'InvalidInputException', 400, /^Invalid Entity Arn: arn:aws:iam::000000000000:root does not/],
    ['what is no ARN', 'user/alice/and/nothing/else', 'InvalidInputException', 400, /^Invalid Entity Arn/],
  ];
  for (const [what, arn, name, status, text] of UNKNOWN) {
    test(`refuses ${what}`, async () => {
      const answer = await refusal(simulated(arn, 's3:GetObject'));
      assert.deepEqual([answer.name, answer.status], [name, status]);
      assert.match(answer.message, text);
    });
  }

  test('is for those who may ask about the principal', async () => {
    const keys = await newUser(iam, 'asker', allow('iam:SimulatePrincipalPolicy', alice.arn));
    const asker = iamOf(booted, { credentials: keys });
    const ask = (PolicySourceArn: string) => asker.send(new SimulatePrincipalPolicyCommand({ PolicySourceArn, ActionNames: ['s3:GetObject'] }));
    await ask(alice.arn);
    const { name, status, message } = await refusal(ask(keys.arn));
    assert.deepEqual([name, status], ['AccessDenied', 403]);
    assert.match(message, /iam:SimulatePrincipalPolicy on resource: arn:aws:iam::000000000000:user\/asker/);
    asker.destroy();
  });
});

describe('a key of the account', () => {
  let carol: Keys & { readonly arn: string; readonly id: string };
  let key: string;

  before(async () => {
    carol = await newUser(iam, 'carol', allow('kms:Encrypt', '*', { StringEquals: { 'aws:ResourceTag/team': 'payments', 'kms:KeySpec': 'SYMMETRIC_DEFAULT' } }));
    const { KeyMetadata } = await booted.client().send(new CreateKeyCommand({}));
    key = KeyMetadata!.Arn!;
  });

  /** The verdict, which must be the one that the user gets. */
  const encrypt = async (input: OfPrincipal = {}): Promise<EvaluationResult> => {
    const result = await simulated(carol.arn, 'kms:Encrypt', { ResourceArns: [key], ...input });
    const call = booted.client({ credentials: carol }).send(new EncryptCommand({ KeyId: key, Plaintext: Buffer.from('a') }));
    const real = await call.then(() => true, () => false);
    assert.equal(result.EvalDecision === 'allowed', real, String(result.EvalDecision));
    return result;
  };

  test('tags and properties of the key are known', async () => {
    const before = await encrypt();
    assert.deepEqual([before.EvalDecision, before.MissingContextValues], ['implicitDeny', ['aws:ResourceTag/team']]);
    assert.equal(before.EvalResourceName, 'arn:${Partition}:kms:${Region}:${Account}:key/${KeyId}');
    await booted.client().send(new TagResourceCommand({ KeyId: key, Tags: [{ TagKey: 'team', TagValue: 'payments' }] }));
    const result = await encrypt();
    assert.deepEqual(sources(result), [['resource', key], ['user', 'user_carol_own']]);
    assert.deepEqual(result.MatchedStatements![0]!.StartPosition, { Line: 4, Column: 18 });
    const other = await simulated(carol.arn, 'kms:Encrypt', { ResourceArns: [key], ContextEntries: [entry('kms:KeySpec', 'string', 'RSA_2048')] });
    assert.equal(other.EvalDecision, 'implicitDeny', 'what is said of the key stands before what it is');
  });

  test('its policy decides, and is shown as GetKeyPolicy shows it', async () => {
    const statements = [
      { Sid: 'admin', Effect: 'Allow', Principal: { AWS: `arn:aws:iam::${ACCOUNT}:root` }, Action: 'kms:*', Resource: '*' },
      { Effect: 'Deny', Principal: { AWS: carol.arn }, Action: 'kms:Encrypt', Resource: '*' },
    ];
    await booted.client().send(new PutKeyPolicyCommand({ KeyId: key, Policy: policy(...statements) }));
    const result = await encrypt();
    assert.equal(result.EvalDecision, 'explicitDeny');
    const { Policy } = await booted.client().send(new GetKeyPolicyCommand({ KeyId: key }));
    const [{ SourcePolicyId, StartPosition, EndPosition } = {}] = result.MatchedStatements!;
    assert.equal(SourcePolicyId, key);
    assert.equal(Policy!.slice(StartPosition!.Column! - 1, EndPosition!.Column! - 1), `,${JSON.stringify(statements[1])}`);
    assert.equal((await simulated(carol.arn, 'KMS:encrypt', { ResourceArns: [key] })).EvalDecision, 'explicitDeny');
  });

  test('a grant shows as what allowed it', async () => {
    const only = { Effect: 'Allow', Principal: { AWS: booted.credentials.account }, Action: ['kms:Put*', 'kms:CreateGrant'], Resource: '*' };
    await booted.client().send(new PutKeyPolicyCommand({ KeyId: key, Policy: policy(only) }));
    assert.equal((await encrypt()).EvalDecision, 'implicitDeny');
    const grant = { KeyId: key, GranteePrincipal: carol.arn, Operations: ['Encrypt' as const] };
    const { GrantId } = await booted.client().send(new CreateGrantCommand(grant));
    const result = await encrypt();
    assert.deepEqual(result.MatchedStatements, [{ SourcePolicyId: `${key}/grant/${GrantId}`, SourcePolicyType: 'resource' }]);
    const constrained = { ...grant, Operations: ['GenerateMac' as const, 'Decrypt' as const], Constraints: { EncryptionContextEquals: { app: 'a' } } };
    await booted.client().send(new CreateGrantCommand({ ...constrained, Operations: ['Decrypt'] }));
    const decrypt = async (...values: string[]) =>
      (await simulated(carol.arn, 'kms:Decrypt', { ResourceArns: [key], ContextEntries: [entry('kms:EncryptionContext:app', 'string', ...values)] })).EvalDecision;
    assert.deepEqual([await decrypt('a'), await decrypt('b'), await decrypt()], ['allowed', 'implicitDeny', 'implicitDeny']);
  });

  test('keys of other accounts are unknown, keys that are not there are anybody\'s guess', async () => {
    const input = { PolicyInputList: [policy(allow('kms:*'))] };
    const foreign = await simulated(carol.arn, 'kms:Encrypt', { ...input, ResourceArns: ['arn:aws:kms:us-east-1:444455556666:key/1234abcd-12ab-34cd-56ef-1234567890ab'] });
    assert.equal(foreign.EvalDecision, 'implicitDeny');
    assert.deepEqual(foreign.EvalDecisionDetails, { 'IAM Policy': 'allowed', 'Resource Policy': 'implicitDeny' });
    const missing = await simulated(carol.arn, 'kms:Encrypt', { ...input, ResourceArns: [`arn:aws:kms:us-east-1:${ACCOUNT}:key/1234abcd-12ab-34cd-56ef-1234567890ab`] });
    assert.equal(missing.EvalDecision, 'allowed');
  });

  test('SimulateCustomPolicy tells nothing of it', async () => {
    const [result] = await custom({ PolicyInputList: [policy(allow('kms:*'))], ActionNames: ['kms:Encrypt'], ResourceArns: [key], CallerArn: carol.arn });
    assert.deepEqual(sources(result!), [['none', 'PolicyInputList.1']]);
  });
});

describe('whatever comes', () => {
  test('texts that are no policies are refused as such, and what is asked with is never the server\'s fault', async () => {
    const statement = fc.record({ Effect: fc.constantFrom('Allow', 'Deny', 'x'), Action: fc.constantFrom('s3:*', '*', 'x'), Resource: fc.constantFrom('*', BUCKET, 'x', '${'), Condition: fc.jsonValue({ maxDepth: 2 }) }, { requiredKeys: [] });
    const valid = fc.constantFrom(allow('s3:*'), deny('*'), allow('kms:*', '*', { StringLike: { 'aws:userid': '${aws:username}*' } })).map((one) => policy(one));
    const texts = fc.oneof({ weight: 12, arbitrary: valid }, fc.json({ maxDepth: 3 }), statement.map((one) => policy(one)), fc.string({ minLength: 1, unit: fc.constantFrom(...'{}[]":,\\*$ aé') }));
    const inputs = fc.record({
      PolicyInputList: fc.array(texts.filter((text) => /^[\t\n\r\x20-\xff]+$/.test(text)), { minLength: 1, maxLength: 2 }),
      ActionNames: fc.array(fc.constantFrom('s3:GetObject', 'kms:Encrypt', 'sts:AssumeRole', 'iam:*'), { minLength: 1, maxLength: 2 }),
      ResourceArns: fc.option(fc.array(fc.constantFrom('*', BUCKET, ALICE, 'x', 'arn:aws:kms:::::', `arn:aws:kms:us-east-1:${ACCOUNT}:key/../x`), { maxLength: 2 }), { nil: undefined }),
      CallerArn: fc.option(fc.constantFrom(ALICE, STRANGER, 'arn:aws:iam:::user/a', 'x'), { nil: undefined }),
    });
    const seen = { answers: 0, refusals: 0 };
    await fc.assert(
      fc.asyncProperty(inputs, async (input) => {
        const asked = custom(input).then(() => 'answers' as const, (error: Error & { $metadata: { httpStatusCode: number } }) => {
          assert.deepEqual([error.name, error.$metadata.httpStatusCode], ['InvalidInputException', 400], error.message);
          return 'refusals' as const;
        });
        seen[await asked]++;
      }),
      { numRuns: 150 },
    );
    assert.ok(seen.answers > 3 && seen.refusals > 20, JSON.stringify(seen));
  });
});
