/** OpenID Connect identity providers. */
import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import { IAM } from '@aws-sdk/client-iam';
import { ACCOUNT, boot, type Booted, refusal } from '../support/boot.ts';
import { allow, newUser, iamOf } from './support.ts';

const THUMBPRINT = '6938fd4d98bab03faadb97b34396831e3780aea1';
const arnOf = (url: string) => `arn:aws:iam::${ACCOUNT}:oidc-provider/${url}`;

describe('OpenID Connect identity providers', () => {
  let booted: Booted;
  let iam: IAM;
  before(async () => {
    booted = await boot();
    iam = new IAM({ endpoint: booted.trent.url, region: 'us-east-1', credentials: booted.credentials, maxAttempts: 1 });
  });
  after(async () => {
    iam.destroy();
    await booted.stop();
    assert.deepEqual(booted.reports, []);
  });

  test('made, shown, changed and deleted', async () => {
    const made = await iam.createOpenIDConnectProvider({
      Url: 'https://issuer.example.com/tenant/1',
      ClientIDList: ['app', 'app', 'web'],
      ThumbprintList: [THUMBPRINT],
      Tags: [{ Key: 'team', Value: 'blue' }],
    });
    const OpenIDConnectProviderArn = arnOf('issuer.example.com/tenant/1');
    assert.equal(made.OpenIDConnectProviderArn, OpenIDConnectProviderArn);
    assert.deepEqual(made.Tags, [{ Key: 'team', Value: 'blue' }]);
    const shown = async () => {
      const { $metadata: _, CreateDate, ...rest } = await iam.getOpenIDConnectProvider({ OpenIDConnectProviderArn });
      assert.ok(Math.abs(CreateDate!.getTime() - Date.now()) < 60_000);
      return rest;
    };
    const first = {
      Url: 'issuer.example.com/tenant/1',
      ClientIDList: ['app', 'web'],
      ThumbprintList: [THUMBPRINT],
      Tags: [{ Key: 'team', Value: 'blue' }],
    };
    assert.deepEqual(await shown(), first);
    for (let twice = 0; twice < 2; twice++) {
      await iam.addClientIDToOpenIDConnectProvider({ OpenIDConnectProviderArn, ClientID: 'more' });
      await iam.removeClientIDFromOpenIDConnectProvider({ OpenIDConnectProviderArn, ClientID: 'app' });
    }
    const ThumbprintList = ['a'.repeat(40), 'B'.repeat(40)];
    await iam.updateOpenIDConnectProviderThumbprint({ OpenIDConnectProviderArn, ThumbprintList });
    assert.deepEqual(await shown(), { ...first, ClientIDList: ['web', 'more'], ThumbprintList });
    const { OpenIDConnectProviderList } = await iam.listOpenIDConnectProviders({});
    assert.deepEqual(OpenIDConnectProviderList, [{ Arn: OpenIDConnectProviderArn }]);
    for (let twice = 0; twice < 2; twice++) await iam.deleteOpenIDConnectProvider({ OpenIDConnectProviderArn });
    assert.deepEqual((await iam.listOpenIDConnectProviders({})).OpenIDConnectProviderList, []);
    await iam.createOpenIDConnectProvider({ Url: 'https://issuer.example.com/tenant/1' });
    assert.deepEqual(await shown(), { Url: first.Url, ClientIDList: [], ThumbprintList: [], Tags: [] }, 'tags went with it');
    await iam.deleteOpenIDConnectProvider({ OpenIDConnectProviderArn });
  });

  test('what is refused', async () => {
    const Url = 'https://once.example.com';
    await iam.createOpenIDConnectProvider({ Url });
    const create = (input: object) => iam.createOpenIDConnectProvider({ Url: 'https://new.example.com', ...input });
    const unknown = { OpenIDConnectProviderArn: arnOf('unknown.example.com') };
    const missing = ['NoSuchEntityException', `OpenIDConnect Provider not found for arn ${unknown.OpenIDConnectProviderArn}`, 404];
    const ids = Array.from({ length: 101 }, (_, i) => `client-${i}`);
    const cases: readonly (readonly [Promise<unknown>, readonly unknown[]])[] = [
      [create({ Url }), ['EntityAlreadyExistsException', `Provider with url ${Url} already exists.`, 409]],
      [create({ ClientIDList: ids }), ['LimitExceededException', 'Cannot exceed quota for ClientIdsPerOpenIdConnectProvider: 100', 409]],
      [create({ ThumbprintList: Array(6).fill(THUMBPRINT) }), ['InvalidInputException', 'Thumbprint list must contain fewer than 5 entries.', 400]],
      [create({ ThumbprintList: ['g'.repeat(40)] }), ['InvalidInputException', 'Thumbprints must be 40 hexadecimal digits.', 400]],
      [iam.getOpenIDConnectProvider(unknown), missing],
      [iam.addClientIDToOpenIDConnectProvider({ ...unknown, ClientID: 'a' }), missing],
      [iam.removeClientIDFromOpenIDConnectProvider({ ...unknown, ClientID: 'a' }), missing],
      [iam.updateOpenIDConnectProviderThumbprint({ ...unknown, ThumbprintList: [THUMBPRINT] }), missing],
      [
        iam.updateOpenIDConnectProviderThumbprint({ OpenIDConnectProviderArn: arnOf('once.example.com'), ThumbprintList: [] }),
        ['InvalidInputException', 'Thumbprint list must contain at least one entry.', 400],
      ],
      [
        iam.getOpenIDConnectProvider({ OpenIDConnectProviderArn: 'arn:aws:iam::1:nothing/here' }),
        ['InvalidInputException', 'ARN arn:aws:iam::1:nothing/here is not valid.', 400],
      ],
    ];
    for (const [call, expected] of cases) {
      const { name, message, status } = await refusal(call);
      assert.deepEqual([name, message, status], expected);
    }
  });

  const MALFORMED = ['http://a.example', 'https://', 'a.example', 'https://a.example:8443', 'https://a.example/?q=1', 'https://a.example/#f',
    'https://u@a.example', 'https://a..example', 'https://-a.example', 'https://a.example/ü', 'https://a.example/ b'];
  for (const Url of MALFORMED) {
    test(`is no URL of a provider: ${Url}`, async () => {
      const { name, message, status } = await refusal(iam.createOpenIDConnectProvider({ Url }));
      assert.deepEqual([name, message, status], ['ValidationError', 'Invalid Open ID Connect Provider URL', 400]);
    });
  }

  test('100 an account; others have their own', async () => {
    const present = (await iam.listOpenIDConnectProviders({})).OpenIDConnectProviderList!.length;
    for (let i = present; i < 100; i++) await iam.createOpenIDConnectProvider({ Url: `https://p${i}.example.com` });
    const { name, message } = await refusal(iam.createOpenIDConnectProvider({ Url: 'https://one-more.example.com' }));
    assert.deepEqual([name, message], ['LimitExceededException', 'Cannot exceed quota for OpenIdConnectProvidersPerAccount: 100']);
    const other = new IAM({
      endpoint: booted.trent.url, region: 'us-east-1', maxAttempts: 1, credentials: await booted.trent.createAccount('111122223333'),
    });
    const { OpenIDConnectProviderArn } = await other.createOpenIDConnectProvider({ Url: 'https://p50.example.com' });
    assert.equal(OpenIDConnectProviderArn, 'arn:aws:iam::111122223333:oidc-provider/p50.example.com');
    const foreign = await refusal(iam.getOpenIDConnectProvider({ OpenIDConnectProviderArn }));
    assert.equal(foreign.name, 'NoSuchEntityException');
    other.destroy();
  });

  test('each asks for its ARN; making one with tags asks to tag, too', async () => {
    const only = arnOf('mine.example.com');
    const keys = await newUser(iamOf(booted), 'keeper', allow(['iam:CreateOpenIDConnectProvider', 'iam:GetOpenIDConnectProvider'], only));
    const keeper = new IAM({ endpoint: booted.trent.url, region: 'us-east-1', credentials: keys, maxAttempts: 1 });
    await iam.deleteOpenIDConnectProvider({ OpenIDConnectProviderArn: arnOf('p50.example.com') });
    const Url = 'https://mine.example.com';
    assert.equal((await refusal(keeper.createOpenIDConnectProvider({ Url, Tags: [{ Key: 'a', Value: 'b' }] }))).name, 'AccessDenied');
    await keeper.createOpenIDConnectProvider({ Url });
    assert.equal((await keeper.getOpenIDConnectProvider({ OpenIDConnectProviderArn: only })).Url, 'mine.example.com');
    const other = { OpenIDConnectProviderArn: arnOf('once.example.com') };
    assert.equal((await refusal(keeper.getOpenIDConnectProvider(other))).name, 'AccessDenied');
    keeper.destroy();
  });
});
