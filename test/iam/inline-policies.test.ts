/** Inline policies: the same for users, groups and roles. */
import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import { IAM } from '@aws-sdk/client-iam';
import { boot, type Booted, refusal } from '../support/boot.ts';
import { allow, policy } from './support.ts';

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

interface Page {
  readonly PolicyNames: readonly string[] | undefined;
  readonly IsTruncated?: boolean | undefined;
  readonly Marker?: string | undefined;
}
interface Kind {
  readonly limit: number;
  make(name: string): Promise<unknown>;
  put(name: string, policy: string, document: string): Promise<unknown>;
  get(name: string, policy: string): Promise<object>;
  remove(name: string, policy: string): Promise<unknown>;
  list(name: string, page?: { MaxItems?: number; Marker?: string | undefined }): Promise<Page>;
  /** As answers name it. */
  named(name: string): object;
}

const TRUST = policy({ Effect: 'Allow', Principal: { AWS: '*' }, Action: 'sts:AssumeRole' });
const KINDS: { readonly [kind: string]: Kind } = {
  user: {
    limit: 2048,
    make: (UserName) => iam.createUser({ UserName }),
    put: (UserName, PolicyName, PolicyDocument) => iam.putUserPolicy({ UserName, PolicyName, PolicyDocument }),
    get: (UserName, PolicyName) => iam.getUserPolicy({ UserName, PolicyName }),
    remove: (UserName, PolicyName) => iam.deleteUserPolicy({ UserName, PolicyName }),
    list: (UserName, page) => iam.listUserPolicies({ UserName, ...page }),
    named: (UserName) => ({ UserName }),
  },
  group: {
    limit: 5120,
    make: (GroupName) => iam.createGroup({ GroupName }),
    put: (GroupName, PolicyName, PolicyDocument) => iam.putGroupPolicy({ GroupName, PolicyName, PolicyDocument }),
    get: (GroupName, PolicyName) => iam.getGroupPolicy({ GroupName, PolicyName }),
    remove: (GroupName, PolicyName) => iam.deleteGroupPolicy({ GroupName, PolicyName }),
    list: (GroupName, page) => iam.listGroupPolicies({ GroupName, ...page }),
    named: (GroupName) => ({ GroupName }),
  },
  role: {
    limit: 10_240,
    make: (RoleName) => iam.createRole({ RoleName, AssumeRolePolicyDocument: TRUST }),
    put: (RoleName, PolicyName, PolicyDocument) => iam.putRolePolicy({ RoleName, PolicyName, PolicyDocument }),
    get: (RoleName, PolicyName) => iam.getRolePolicy({ RoleName, PolicyName }),
    remove: (RoleName, PolicyName) => iam.deleteRolePolicy({ RoleName, PolicyName }),
    list: (RoleName, page) => iam.listRolePolicies({ RoleName, ...page }),
    named: (RoleName) => ({ RoleName }),
  },
};

/** A policy of so many characters, and some white space. */
function sized(size: number): string {
  const prefix = 'arn:aws:kms:*:*:';
  const empty = policy(allow('kms:*', [prefix])).length;
  return `\t${policy(allow('kms:*', [prefix + 'x'.repeat(size - empty)]))}\n   `;
}

for (const [kind, { limit, make, put, get, remove, list, named }] of Object.entries(KINDS)) {
  describe(`inline policies of a ${kind}`, () => {
    before(() => make('ours'));

    test('are put, replaced, read and deleted', async () => {
      for (const document of [policy(allow('kms:List*')), policy(allow('kms:Get*', '*', { StringLike: { 'aws:userid': "(é)'*!" } }))]) {
        await put('ours', 'p', document);
        const { $metadata: _, PolicyDocument, ...rest } = (await get('ours', 'p')) as { $metadata: object; PolicyDocument: string };
        assert.deepEqual(rest, { ...named('ours'), PolicyName: 'p' });
        assert.match(PolicyDocument, /^[A-Za-z0-9\-._~%]+$/);
        assert.equal(decodeURIComponent(PolicyDocument), document);
      }
      await remove('ours', 'p');
      for (const call of [get, remove]) {
        await refuses(call('ours', 'p'), 'NoSuchEntityException', `The ${kind} policy with name p cannot be found.`, 404);
      }
    });

    test('come in pages, in order of their names', async () => {
      for (const name of ['c', 'a', 'd', 'b', 'A']) await put('ours', name, policy(allow('kms:List*')));
      const found: (readonly string[])[] = [];
      for (let Marker: string | undefined, more = true; more; ) {
        const page = await list('ours', { MaxItems: 2, Marker });
        found.push(page.PolicyNames!);
        [Marker, more] = [page.Marker, page.IsTruncated!];
      }
      assert.deepEqual(found, [['A', 'a'], ['b', 'c'], ['d']]);
      for (const name of found.flat()) await remove('ours', name);
      assert.deepEqual((await list('ours')).PolicyNames, []);
    });

    test('are limited in their size together, without white space', async () => {
      const over = `Maximum policy size of ${limit} bytes exceeded for ${kind} ours`;
      await refuses(put('ours', 'one', sized(limit + 1)), 'LimitExceededException', over, 409);
      await put('ours', 'one', sized(limit));
      await refuses(put('ours', 'two', policy(allow('kms:*'))), 'LimitExceededException', over, 409);
      await put('ours', 'one', sized(limit - 200));
      await refuses(put('ours', 'two', sized(201)), 'LimitExceededException', over, 409);
      await put('ours', 'two', sized(200));
      for (const name of ['one', 'two']) await remove('ours', name);
    });

    test('are not too large even when put at once', async () => {
      const names = ['a', 'b', 'c', 'd'];
      const half = sized(limit / 2);
      const results = await Promise.all(names.map((name) => put('ours', name, half).then(() => name, (error: Error) => error.name)));
      const made = results.filter((result) => names.includes(result));
      assert.deepEqual((await list('ours')).PolicyNames, made.sort());
      assert.equal(made.length, 2);
      for (const name of made) await remove('ours', name);
    });

    test('must be policies', async () => {
      for (const document of ['{', '[]', policy({ ...allow('kms:*'), Principal: '*' })]) {
        const { name, status } = await refusal(put('ours', 'bad', document));
        assert.deepEqual([name, status], ['MalformedPolicyDocumentException', 400], document);
      }
      assert.deepEqual((await list('ours')).PolicyNames, []);
    });

    test(`need a ${kind}`, async () => {
      const text = `The ${kind} with name nobody cannot be found.`;
      const calls = [
        () => put('nobody', 'p', policy(allow('kms:*'))),
        () => get('nobody', 'p'),
        () => remove('nobody', 'p'),
        () => list('nobody'),
      ];
      for (const call of calls) await refuses(call(), 'NoSuchEntityException', text, 404);
    });
  });
}
