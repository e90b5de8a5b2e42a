/** Tags of users, roles, managed policies and identity providers: one behaviour, four kinds. */
import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import {
  CreateOpenIDConnectProviderCommand, CreatePolicyCommand, CreateRoleCommand, CreateUserCommand, GetPolicyCommand,
  type IAMClient, ListOpenIDConnectProviderTagsCommand, ListPolicyTagsCommand, ListRoleTagsCommand, ListUserTagsCommand,
  type Tag, TagOpenIDConnectProviderCommand, TagPolicyCommand, TagRoleCommand, TagUserCommand,
  UntagOpenIDConnectProviderCommand, UntagPolicyCommand, UntagRoleCommand, UntagUserCommand,
} from '@aws-sdk/client-iam';
import { ACCOUNT, boot, type Booted, refusal, refusals } from '../support/boot.ts';
import { allow, iamOf, newUser, policy } from './support.ts';

const POLICY = `arn:aws:iam::${ACCOUNT}:policy/p`;
const PROVIDER = `arn:aws:iam::${ACCOUNT}:oidc-provider/idp.example.com`;
const TRUST = policy({ Effect: 'Allow', Principal: '*', Action: 'sts:AssumeRole' });

interface Page {
  readonly Tags: Tag[] | undefined;
  readonly IsTruncated?: boolean | undefined;
  readonly Marker?: string | undefined;
}

interface Kind {
  readonly create: (iam: IAMClient, Tags: Tag[]) => Promise<unknown>;
  readonly tag: (iam: IAMClient, Tags: Tag[]) => Promise<unknown>;
  readonly untag: (iam: IAMClient, TagKeys: string[]) => Promise<unknown>;
  readonly list: (iam: IAMClient, page?: { MaxItems?: number; Marker?: string | undefined }) => Promise<Page>;
  /** Of the same kind, but not there. */
  readonly missing: (iam: IAMClient) => readonly Promise<unknown>[];
  readonly missingText: string;
}

const NONE = { Tags: [{ Key: 'a', Value: 'b' }], TagKeys: ['a'] };

const KINDS: { readonly [kind: string]: Kind } = {
  User: {
    create: (iam, Tags) => iam.send(new CreateUserCommand({ UserName: 'u', Tags })),
    tag: (iam, Tags) => iam.send(new TagUserCommand({ UserName: 'u', Tags })),
    untag: (iam, TagKeys) => iam.send(new UntagUserCommand({ UserName: 'u', TagKeys })),
    list: (iam, page) => iam.send(new ListUserTagsCommand({ UserName: 'u', ...page })),
    missing: (iam) => [
      iam.send(new TagUserCommand({ UserName: 'none', ...NONE })),
      iam.send(new UntagUserCommand({ UserName: 'none', ...NONE })),
      iam.send(new ListUserTagsCommand({ UserName: 'none' })),
    ],
    missingText: 'The user with name none cannot be found.',
  },
  Role: {
    create: (iam, Tags) => iam.send(new CreateRoleCommand({ RoleName: 'r', AssumeRolePolicyDocument: TRUST, Tags })),
    tag: (iam, Tags) => iam.send(new TagRoleCommand({ RoleName: 'r', Tags })),
    untag: (iam, TagKeys) => iam.send(new UntagRoleCommand({ RoleName: 'r', TagKeys })),
    list: (iam, page) => iam.send(new ListRoleTagsCommand({ RoleName: 'r', ...page })),
    missing: (iam) => [
      iam.send(new TagRoleCommand({ RoleName: 'none', ...NONE })),
      iam.send(new UntagRoleCommand({ RoleName: 'none', ...NONE })),
      iam.send(new ListRoleTagsCommand({ RoleName: 'none' })),
    ],
    missingText: 'The role with name none cannot be found.',
  },
  Policy: {
    create: (iam, Tags) => iam.send(new CreatePolicyCommand({ PolicyName: 'p', PolicyDocument: policy(allow('kms:*')), Tags })),
    tag: (iam, Tags) => iam.send(new TagPolicyCommand({ PolicyArn: POLICY, Tags })),
    untag: (iam, TagKeys) => iam.send(new UntagPolicyCommand({ PolicyArn: POLICY, TagKeys })),
    list: (iam, page) => iam.send(new ListPolicyTagsCommand({ PolicyArn: POLICY, ...page })),
    missing: (iam) => [
      iam.send(new TagPolicyCommand({ PolicyArn: `${POLICY}2`, ...NONE })),
      iam.send(new UntagPolicyCommand({ PolicyArn: `${POLICY}2`, ...NONE })),
      iam.send(new ListPolicyTagsCommand({ PolicyArn: `${POLICY}2` })),
    ],
    missingText: `Policy ${POLICY}2 was not found.`,
  },
  OpenIDConnectProvider: {
    create: (iam, Tags) => iam.send(new CreateOpenIDConnectProviderCommand({ Url: 'https://idp.example.com', ClientIDList: ['a'], Tags })),
    tag: (iam, Tags) => iam.send(new TagOpenIDConnectProviderCommand({ OpenIDConnectProviderArn: PROVIDER, Tags })),
    untag: (iam, TagKeys) => iam.send(new UntagOpenIDConnectProviderCommand({ OpenIDConnectProviderArn: PROVIDER, TagKeys })),
    list: (iam, page) => iam.send(new ListOpenIDConnectProviderTagsCommand({ OpenIDConnectProviderArn: PROVIDER, ...page })),
    missing: (iam) => [
      iam.send(new TagOpenIDConnectProviderCommand({ OpenIDConnectProviderArn: `${PROVIDER}/2`, ...NONE })),
      iam.send(new UntagOpenIDConnectProviderCommand({ OpenIDConnectProviderArn: `${PROVIDER}/2`, ...NONE })),
      iam.send(new ListOpenIDConnectProviderTagsCommand({ OpenIDConnectProviderArn: `${PROVIDER}/2` })),
    ],
    missingText: `OpenIDConnect Provider not found for arn ${PROVIDER}/2`,
  },
};

let booted: Booted;
let iam: IAMClient;
before(async () => {
  booted = await boot();
  iam = iamOf(booted);
});
after(async () => {
  assert.deepEqual(booted.reports, []);
  iam.destroy();
  await booted.stop();
});

const tagsFrom = (first: number, count: number): Tag[] =>
  Array.from({ length: count }, (_, n) => ({ Key: `k${first + n}`, Value: 'v' }));

for (const [name, kind] of Object.entries(KINDS)) {
  describe(`tags of a ${name}`, () => {
    const listed = async () => (await kind.list(iam)).Tags!.map(({ Key, Value }) => `${Key}=${Value}`);

    test('are given at creation, added, replaced and taken away', async () => {
      await kind.create(iam, [{ Key: 'b', Value: '1' }, { Key: 'A', Value: 'x y' }]);
      assert.deepEqual(await listed(), ['A=x y', 'b=1']);
      await kind.tag(iam, [{ Key: 'B', Value: '2' }, { Key: 'ключ', Value: '' }]);
      assert.deepEqual(await listed(), ['A=x y', 'B=2', 'ключ='], 'keys that differ by case are one');
      await kind.untag(iam, ['b', 'Ключ', 'other']);
      assert.deepEqual(await listed(), ['A=x y']);
      await kind.untag(iam, ['other']);
    });

    test('are 50 at most', async () => {
      const over = { name: 'LimitExceededException', message: `Cannot exceed quota for TagsPer${name}: 50`, status: 409 };
      assert.deepEqual(await refusal(kind.tag(iam, tagsFrom(0, 50))), over);
      await kind.tag(iam, tagsFrom(0, 49));
      await kind.tag(iam, [...tagsFrom(0, 49), { Key: 'a', Value: 'again' }]);
      assert.deepEqual(await refusal(kind.tag(iam, tagsFrom(49, 1))), over);
      assert.equal((await listed()).length, 50);
      assert.equal((await refusal(kind.tag(iam, tagsFrom(0, 51)))).name, 'ValidationError');
    });

    test('come in pages, however long their keys', async () => {
      await kind.untag(iam, tagsFrom(0, 47).map(({ Key }) => Key!));
      await kind.tag(iam, [{ Key: '界'.repeat(128), Value: '' }, { Key: '界'.repeat(127), Value: '' }]);
      const sizes: number[] = [];
      let Marker: string | undefined;
      do {
        const page = await kind.list(iam, { MaxItems: 2, Marker });
        sizes.push(page.Tags!.length);
        assert.equal(page.IsTruncated, page.Marker !== undefined);
        Marker = page.Marker;
      } while (Marker !== undefined);
      assert.deepEqual(sizes, [2, 2, 1]);
    });

    test('have keys of their own', async () => {
      const duplicate = 'Duplicate tag keys found. Please note that Tag keys are case insensitive.';
      const system = 'Caller is an end user and not allowed to mutate system tags';
      const CASES: readonly (readonly [Promise<unknown>, string])[] = [
        [kind.tag(iam, [{ Key: 'x', Value: '1' }, { Key: 'X', Value: '2' }]), duplicate],
        [kind.tag(iam, [{ Key: 'aws:x', Value: '1' }]), system],
        [kind.tag(iam, [{ Key: 'AWS:x', Value: '1' }]), system],
        [kind.untag(iam, ['aws:x']), system],
      ];
      for (const [call, message] of CASES) assert.deepEqual(await refusal(call), { name: 'InvalidInputException', message, status: 400 });
      for (const tag of [{ Key: '', Value: '' }, { Key: 'a!', Value: '' }, { Key: 'a', Value: 'a'.repeat(257) }]) {
        assert.equal((await refusal(kind.tag(iam, [tag]))).name, 'ValidationError');
      }
    });

    test('need something to hang on', async () => {
      const expected = { name: 'NoSuchEntityException', message: kind.missingText, status: 404 };
      for (const found of await refusals(kind.missing(iam))) assert.deepEqual(found, expected);
    });

    test('ask for what they hang on', async () => {
      const condition = { StringEquals: { 'aws:ResourceTag/owner': 'me', 'aws:RequestTag/owner': 'me' } };
      const statements = [allow(`iam:Tag${name}`, '*', condition), allow(`iam:Untag${name}`, '*', { StringEquals: { 'aws:TagKeys': 'free' } })];
      const tagger = iamOf(booted, { credentials: await newUser(iam, `tagger-${name}`, ...statements) });
      const owner = [{ Key: 'Owner', Value: 'me' }];
      assert.equal((await refusal(kind.tag(tagger, owner))).name, 'AccessDenied');
      await kind.tag(iam, owner);
      await kind.tag(tagger, owner);
      assert.equal((await refusal(kind.untag(tagger, ['owner']))).name, 'AccessDenied');
      await kind.untag(tagger, ['free']);
      assert.equal((await refusal(kind.list(tagger))).name, 'AccessDenied');
    });
  });
}

test('tags of a user are what policies know of him', async () => {
  const tagged = await newUser(iam, 'tagged', allow('iam:GetPolicy', '*', { StringEquals: { 'aws:PrincipalTag/Team': 'red' } }));
  const own = iamOf(booted, { credentials: tagged });
  const get = () => own.send(new GetPolicyCommand({ PolicyArn: POLICY }));
  assert.equal((await refusal(get())).name, 'AccessDenied');
  await iam.send(new TagUserCommand({ UserName: 'tagged', Tags: [{ Key: 'team', Value: 'red' }] }));
  await get();
  await iam.send(new UntagUserCommand({ UserName: 'tagged', TagKeys: ['TEAM'] }));
  assert.equal((await refusal(get())).name, 'AccessDenied');
});
