/** Managed policies: customers' own with their versions, and AWS's. */
import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import { IAM } from '@aws-sdk/client-iam';
import { ACCOUNT, boot, type Booted, refusal } from '../support/boot.ts';
import { allow, deny, policy } from './support.ts';

const ARN = (name: string) => `arn:aws:iam::${ACCOUNT}:policy/${name}`;
const AWS = (name: string) => `arn:aws:iam::aws:policy/${name}`;
const DOCUMENT = policy(allow('kms:List*'));

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

const create = async (PolicyName: string, rest: object = {}): Promise<string> =>
  (await iam.createPolicy({ PolicyName, PolicyDocument: DOCUMENT, ...rest })).Policy!.Arn!;

const namesOf = ({ Policies }: { Policies?: { PolicyName?: string }[] }) => Policies!.map(({ PolicyName }) => PolicyName);

describe('a managed policy', () => {
  test('is made, read and deleted', async () => {
    const Tags = [{ Key: 'team', Value: 'blue' }];
    const started = Date.now() - 1000;
    const { Policy } = await iam.createPolicy({
      PolicyName: 'Made', Path: '/a/b/', Description: 'What it is for', PolicyDocument: DOCUMENT, Tags,
    });
    const { PolicyId, CreateDate, UpdateDate, ...rest } = Policy!;
    assert.deepEqual(rest, {
      PolicyName: 'Made', Arn: ARN('a/b/Made'), Path: '/a/b/', DefaultVersionId: 'v1', AttachmentCount: 0,
      PermissionsBoundaryUsageCount: 0, IsAttachable: true, Tags,
    });
    assert.match(PolicyId!, /^ANPA[A-Z2-7]{17}$/);
    assert.ok(CreateDate!.getTime() > started && CreateDate!.getTime() === UpdateDate!.getTime());
    const read = await iam.getPolicy({ PolicyArn: Policy!.Arn });
    assert.deepEqual(read.Policy, { ...Policy, Description: 'What it is for' });
    await iam.deletePolicy({ PolicyArn: Policy!.Arn });
    const gone = `Policy ${ARN('a/b/Made')} was not found.`;
    await refuses(iam.getPolicy({ PolicyArn: Policy!.Arn }), 'NoSuchEntityException', gone, 404);
    await refuses(iam.deletePolicy({ PolicyArn: Policy!.Arn }), 'NoSuchEntityException', gone, 404);
  });

  test('has its name alone, whatever case and path', async () => {
    await create('Only');
    for (const given of [{ PolicyName: 'Only' }, { PolicyName: 'oNLY' }, { PolicyName: 'Only', Path: '/x/' }]) {
      const text = `A policy called ${given.PolicyName} already exists. Duplicate names are not allowed.`;
      await refuses(iam.createPolicy({ ...given, PolicyDocument: DOCUMENT }), 'EntityAlreadyExistsException', text, 409);
    }
    const missing = ARN('only');
    await refuses(iam.getPolicy({ PolicyArn: missing }), 'NoSuchEntityException', `Policy ${missing} was not found.`, 404);
  });

  test('of two made at once with one name, one is there', async () => {
    const calls = ['Race', 'race'].map((name) => create(name).then(() => 'made', (error: Error) => error.name));
    assert.deepEqual((await Promise.all(calls)).sort(), ['EntityAlreadyExistsException', 'made']);
  });

  test('must be a policy, and not too large', async () => {
    const bad = iam.createPolicy({ PolicyName: 'Bad', PolicyDocument: '{"Statement":' });
    assert.equal((await refusal(bad)).name, 'MalformedPolicyDocumentException');
    const trust = policy({ Effect: 'Allow', Principal: '*', Action: 'kms:*', Resource: '*' });
    const refused = await refusal(iam.createPolicy({ PolicyName: 'Bad', PolicyDocument: trust }));
    assert.deepEqual([refused.name, refused.status], ['MalformedPolicyDocumentException', 400]);
    const sized = (size: number) => {
      const empty = policy(allow('kms:List*', ['']));
      return policy(allow('kms:List*', [`arn:aws:kms:*:*:${'x'.repeat(size - empty.length - 'arn:aws:kms:*:*:'.length)}`]));
    };
    const over = iam.createPolicy({ PolicyName: 'Large', PolicyDocument: sized(6145) });
    await refuses(over, 'LimitExceededException', 'Cannot exceed quota for PolicySize: 6144', 409);
    const PolicyArn = await create('Large', { PolicyDocument: `\n${' '.repeat(500)}${sized(6144)}` });
    const version = iam.createPolicyVersion({ PolicyArn, PolicyDocument: sized(6145) });
    await refuses(version, 'LimitExceededException', 'Cannot exceed quota for PolicySize: 6144', 409);
  });

  test('has a description that can be written', async () => {
    const PolicyArn = await create('Described', { Description: '\u65e5\u672c <&> \r\n' });
    assert.equal((await iam.getPolicy({ PolicyArn })).Policy!.Description, '\u65e5\u672c <&> \r\n');
    const text = 'The description contains characters that are not allowed.';
    await refuses(create('Undescribed', { Description: 'a\0b' }), 'InvalidInputException', text, 400);
  });

  test('is named by an ARN of a policy', async () => {
    for (const PolicyArn of ['arn:aws:iam::aws:role/AdministratorAccess', 'AdministratorAccess!!', ARN('a\0b'), ARN('a\0/b'), `arn:aws-cn:iam::${ACCOUNT}:policy/Only`]) {
      await refuses(iam.getPolicy({ PolicyArn }), 'InvalidInputException', `ARN ${PolicyArn.replace('\0', '\ufffd')} is not valid.`, 400);
    }
  });

  test('of another account, or of AWS, is not changed', async () => {
    const other = 'arn:aws:iam::111122223333:policy/Theirs';
    const change = { PolicyDocument: DOCUMENT };
    const calls: readonly (readonly [string, string, () => Promise<unknown>])[] = [
      ['GetPolicy', other, () => iam.getPolicy({ PolicyArn: other })],
      ['DeletePolicy', other, () => iam.deletePolicy({ PolicyArn: other })],
      ['DeletePolicy', AWS('AWSDenyAll'), () => iam.deletePolicy({ PolicyArn: AWS('AWSDenyAll') })],
      ['CreatePolicyVersion', AWS('AWSDenyAll'), () => iam.createPolicyVersion({ PolicyArn: AWS('AWSDenyAll'), ...change })],
      ['SetDefaultPolicyVersion', AWS('AWSDenyAll'), () => iam.setDefaultPolicyVersion({ PolicyArn: AWS('AWSDenyAll'), VersionId: 'v1' })],
      ['DeletePolicyVersion', AWS('AWSDenyAll'), () => iam.deletePolicyVersion({ PolicyArn: AWS('AWSDenyAll'), VersionId: 'v1' })],
    ];
    for (const [operation, arn, call] of calls) {
      const { name, message, status } = await refusal(call());
      assert.deepEqual([name, status], ['AccessDenied', 403]);
      assert.ok(message.includes(` is not authorized to perform: iam:${operation} on resource: ${arn} because`), message);
    }
  });
});

describe('versions of a policy', () => {
  const text = (action: string) => policy(allow(action));
  const listed = async (PolicyArn: string) =>
    (await iam.listPolicyVersions({ PolicyArn })).Versions!.map(({ VersionId, IsDefaultVersion }) => VersionId + (IsDefaultVersion ? ' default' : ''));

  test('come and go; their numbers do not come back', async () => {
    const PolicyArn = await create('Versions');
    for (const [n, SetAsDefault] of [[2, undefined], [3, true], [4, false]] as const) {
      const { PolicyVersion } = await iam.createPolicyVersion({ PolicyArn, PolicyDocument: text(`kms:V${n}`), SetAsDefault });
      const { CreateDate, ...rest } = PolicyVersion!;
      assert.ok(CreateDate instanceof Date);
      assert.deepEqual(rest, { VersionId: `v${n}`, IsDefaultVersion: SetAsDefault === true });
    }
    assert.deepEqual(await listed(PolicyArn), ['v4', 'v3 default', 'v2', 'v1']);
    await iam.createPolicyVersion({ PolicyArn, PolicyDocument: text('kms:V5') });
    const full = 'A managed policy can have up to 5 versions. Before you create a new version, you must delete an existing version.';
    await refuses(iam.createPolicyVersion({ PolicyArn, PolicyDocument: text('kms:V6') }), 'LimitExceededException', full, 409);
    const isDefault = iam.deletePolicyVersion({ PolicyArn, VersionId: 'v3' });
    await refuses(isDefault, 'DeleteConflictException', 'Cannot delete the default version of a policy.', 409);
    await iam.deletePolicyVersion({ PolicyArn, VersionId: 'v5' });
    await iam.createPolicyVersion({ PolicyArn, PolicyDocument: text('kms:V6') });
    await iam.setDefaultPolicyVersion({ PolicyArn, VersionId: 'v2' });
    assert.deepEqual(await listed(PolicyArn), ['v6', 'v4', 'v3', 'v2 default', 'v1']);
    assert.equal((await iam.getPolicy({ PolicyArn })).Policy!.DefaultVersionId, 'v2');
  });

  test('hold their documents, to the letter and URL-encoded', async () => {
    const PolicyDocument = `${policy(allow('kms:*', '*', { StringLike: { 'aws:username': "a'(!)*~_-. \u00e9" } }))}\r\n`;
    const PolicyArn = await create('Document', { PolicyDocument });
    const { PolicyVersion } = await iam.getPolicyVersion({ PolicyArn, VersionId: 'v1' });
    assert.equal(decodeURIComponent(PolicyVersion!.Document!), PolicyDocument);
    assert.match(PolicyVersion!.Document!, /^[A-Za-z0-9\-._~%]+$/);
  });

  test('are found by their own ids', async () => {
    const PolicyArn = await create('Ids');
    for (const VersionId of ['v2', 'v1.0', `v${'9'.repeat(30)}`]) {
      const missing = `Policy ${PolicyArn} version ${VersionId} does not exist.`;
      await refuses(iam.getPolicyVersion({ PolicyArn, VersionId }), 'NoSuchEntityException', missing, 404);
      await refuses(iam.setDefaultPolicyVersion({ PolicyArn, VersionId }), 'NoSuchEntityException', missing, 404);
      await refuses(iam.deletePolicyVersion({ PolicyArn, VersionId }), 'NoSuchEntityException', missing, 404);
    }
  });

  test('come in pages, the newest first', async () => {
    const PolicyArn = await create('Pages');
    await iam.createPolicyVersion({ PolicyArn, PolicyDocument: DOCUMENT });
    const first = await iam.listPolicyVersions({ PolicyArn, MaxItems: 1 });
    const second = await iam.listPolicyVersions({ PolicyArn, MaxItems: 1, Marker: first.Marker });
    assert.deepEqual([first.Versions![0]!.VersionId, first.IsTruncated], ['v2', true]);
    assert.deepEqual([second.Versions![0]!.VersionId, second.IsTruncated, second.Marker], ['v1', false, undefined]);
  });

  test('of which there are several are no policy to delete', async () => {
    const PolicyArn = await create('Several');
    await iam.createPolicyVersion({ PolicyArn, PolicyDocument: DOCUMENT });
    const several =
      "This policy has more than one version. Before you delete a policy, you must delete the policy's versions. " +
      'The default version is deleted with the policy.';
    await refuses(iam.deletePolicy({ PolicyArn }), 'DeleteConflictException', several, 409);
    await iam.deletePolicyVersion({ PolicyArn, VersionId: 'v2' });
    await iam.deletePolicy({ PolicyArn });
    assert.equal(await create('Several'), PolicyArn);
    assert.deepEqual(await listed(PolicyArn), ['v1 default']);
  });

  test('made at once are all there, up to five', async () => {
    const PolicyArn = await create('AtOnce');
    const calls = Array.from({ length: 6 }, () =>
      iam.createPolicyVersion({ PolicyArn, PolicyDocument: DOCUMENT }).then(() => 'made', (error: Error) => error.name));
    const results = await Promise.all(calls);
    assert.equal(results.filter((result) => result === 'made').length, 4);
    assert.deepEqual(new Set(results), new Set(['made', 'LimitExceededException']));
  });
});

describe('the list of policies', () => {
  let other: IAM;
  before(async () => {
    const credentials = await booted.trent.createAccount('111122223333');
    other = new IAM({ endpoint: booted.trent.url, region: 'us-east-1', credentials, maxAttempts: 1 });
    const names = [['b1', '/'], ['B2', '/team/'], ['a3', '/team/sub/'], ['c4', '/teams/']] as const;
    for (const [PolicyName, Path] of names) await other.createPolicy({ PolicyName, Path, PolicyDocument: DOCUMENT });
    await other.createUser({ UserName: 'u', PermissionsBoundary: 'arn:aws:iam::111122223333:policy/team/B2' });
    await other.attachUserPolicy({ UserName: 'u', PolicyArn: 'arn:aws:iam::111122223333:policy/b1' });
  });
  after(() => other.destroy());

  test('is filtered', async () => {
    const cases = [
      [{ Scope: 'Local' }, ['a3', 'b1', 'B2', 'c4']],
      [{ Scope: 'Local', PathPrefix: '/team/' }, ['a3', 'B2']],
      [{ OnlyAttached: true }, ['b1', 'AdministratorAccess']],
      [{ OnlyAttached: true, Scope: 'AWS' }, ['AdministratorAccess']],
      [{ PolicyUsageFilter: 'PermissionsPolicy', Scope: 'Local' }, ['b1']],
      [{ PolicyUsageFilter: 'PermissionsBoundary' }, ['B2']],
      [{ PolicyUsageFilter: 'PermissionsBoundary', OnlyAttached: true, PathPrefix: '/x/' }, []],
    ] as const;
    for (const [filter, names] of cases) assert.deepEqual(namesOf(await other.listPolicies(filter)), names, JSON.stringify(filter));
  });

  test('counts the uses in the account', async () => {
    const { Policies } = await other.listPolicies({});
    const counts = Policies!.map((one) => [one.PolicyName, one.AttachmentCount, one.PermissionsBoundaryUsageCount]);
    const used = counts.filter(([, attached, boundary]) => attached !== 0 || boundary !== 0);
    assert.deepEqual(used, [['b1', 1, 0], ['B2', 0, 1], ['AdministratorAccess', 1, 0]]);
    assert.ok(Policies!.every((one) => !('Description' in one) && !('Tags' in one)));
  });

  test('comes in pages, own policies before those of AWS', async () => {
    const whole = namesOf(await other.listPolicies({}));
    assert.ok(whole.length > 15);
    for (const MaxItems of [1, 3, 4, 5]) {
      const names: (string | undefined)[] = [];
      for (let Marker: string | undefined, more = true; more; ) {
        const page = await other.listPolicies({ MaxItems, Marker });
        names.push(...namesOf(page));
        [Marker, more] = [page.Marker, page.IsTruncated!];
      }
      assert.deepEqual(names, whole);
    }
    const { Marker } = await other.listPolicies({ MaxItems: 1 });
    assert.equal((await refusal(other.listPolicies({ MaxItems: 1, Marker, Scope: 'Local' }))).name, 'ValidationError');
  });

  test('a boundary or an attachment keeps a policy from being deleted', async () => {
    for (const name of ['b1', 'team/B2']) {
      const call = other.deletePolicy({ PolicyArn: `arn:aws:iam::111122223333:policy/${name}` });
      await refuses(call, 'DeleteConflictException', 'Cannot delete a policy attached to entities.', 409);
    }
  });
});

describe('policies of AWS', () => {
  test('are read like others', async () => {
    const { Policies } = await iam.listPolicies({ Scope: 'AWS' });
    assert.equal(new Set(Policies!.map((one) => one.PolicyId)).size, Policies!.length);
    for (const { Arn: PolicyArn, PolicyName, PolicyId } of Policies!) {
      assert.equal(PolicyArn, AWS(PolicyName!));
      assert.match(PolicyId!, /^ANPA[A-Z2-7]{17}$/);
      const { Policy } = await iam.getPolicy({ PolicyArn });
      assert.ok(Policy!.Description!.length > 10);
      const { Versions } = await iam.listPolicyVersions({ PolicyArn });
      assert.deepEqual(Versions!.map(({ VersionId, IsDefaultVersion }) => [VersionId, IsDefaultVersion]), [['v1', true]]);
      const { PolicyVersion } = await iam.getPolicyVersion({ PolicyArn, VersionId: 'v1' });
      const document = decodeURIComponent(PolicyVersion!.Document!);
      await create(`Copy${PolicyName}`, { PolicyDocument: document });
    }
    assert.deepEqual(Policies![0]!.CreateDate, new Date('2015-02-06T18:39:46Z'));
  });
});

describe('who may do that', () => {
  test('is asked with the ARN of the policy', async () => {
    await iam.createUser({ UserName: 'limited' });
    const { AccessKey } = await iam.createAccessKey({ UserName: 'limited' });
    const credentials = { accessKeyId: AccessKey!.AccessKeyId!, secretAccessKey: AccessKey!.SecretAccessKey! };
    const limited = new IAM({ endpoint: booted.trent.url, region: 'us-east-1', credentials, maxAttempts: 1 });
    const statements = [allow(['iam:CreatePolicy', 'iam:GetPolicy*'], ARN('mine/*')), deny('iam:*', '*', { StringEquals: { 'aws:RequestTag/x': 'y' } })];
    await iam.putUserPolicy({ UserName: 'limited', PolicyName: 'p', PolicyDocument: policy(...statements) });
    const mine = { PolicyName: 'Mine', Path: '/mine/', PolicyDocument: DOCUMENT };
    const denied = [
      () => limited.createPolicy({ ...mine, Path: '/' }),
      () => limited.createPolicy({ ...mine, Tags: [{ Key: 'x', Value: 'y' }] }),
      () => limited.getPolicy({ PolicyArn: ARN('Only') }),
      () => limited.getPolicy({ PolicyArn: ARN('Nothing') }),
      () => limited.listPolicies({}),
    ];
    for (const call of denied) assert.equal((await refusal(call())).name, 'AccessDenied');
    const { Policy } = await limited.createPolicy(mine);
    assert.equal((await limited.getPolicyVersion({ PolicyArn: Policy!.Arn, VersionId: 'v1' })).PolicyVersion!.VersionId, 'v1');
    const missing = ARN('mine/Nothing');
    await refuses(limited.getPolicy({ PolicyArn: missing }), 'NoSuchEntityException', `Policy ${missing} was not found.`, 404);
    limited.destroy();
  });
});
