/** AssumeRoleWithWebIdentity: tokens of an OpenID Connect provider for sessions of roles, without any signature. */
import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { createHmac, generateKeyPairSync, sign } from 'node:crypto';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, describe, test } from 'node:test';
import { promisify } from 'node:util';
import { CreateOpenIDConnectProviderCommand, DeleteOpenIDConnectProviderCommand } from '@aws-sdk/client-iam';
import { ListAliasesCommand, ListKeysCommand } from '@aws-sdk/client-kms';
import { AssumeRoleWithWebIdentityCommand, type AssumeRoleWithWebIdentityCommandInput, GetCallerIdentityCommand, STSClient } from '@aws-sdk/client-sts';
import { allow, deny, iamOf, newUser, policy, stsOf } from '../iam/support.ts';
import { ACCOUNT, boot, type Booted, refusal, REGION } from '../support/boot.ts';
import { missing } from '../support/tools.ts';
import { refusalIn, send, VERSION } from './requests.ts';
import { assume, keysOf, newRole, type RoleOptions, session, trust } from './roles.ts';

const run = promisify(execFile);

const ISSUER = 'https://login.example/Tenant/1';
const OFFLINE = 'https://offline.invalid';
const HOST = 'login.example/Tenant/1';
const ACTION = 'sts:AssumeRoleWithWebIdentity';
const providerArn = (host: string): string => `arn:aws:iam::${ACCOUNT}:oidc-provider/${host}`;
const PROVIDER = providerArn(HOST);

const RSA = generateKeyPairSync('rsa', { modulusLength: 2_048 });
const EC = generateKeyPairSync('ec', { namedCurve: 'P-256' });
const STRANGER = generateKeyPairSync('rsa', { modulusLength: 2_048 });
const directory = mkdtempSync(join(tmpdir(), 'trent-oidc-'));
const JWKS = join(directory, 'keys.json');
writeFileSync(JWKS, JSON.stringify({ keys: [
  { ...RSA.publicKey.export({ format: 'jwk' }), kid: 'rsa', use: 'sig' },
  { ...EC.publicKey.export({ format: 'jwk' }), kid: 'ec' },
  { kty: 'oct', kid: 'oct', k: 'AAAA' },
] }));

const encode = (value: unknown): string => Buffer.from(JSON.stringify(value)).toString('base64url');
const seconds = (): number => Math.floor(Date.now() / 1_000);
const claimsOf = (more: object = {}): object => ({ iss: ISSUER, sub: 'repo:shop', aud: 'trent', exp: seconds() + 60, iat: seconds(), ...more });

function tokenOf(more: object = {}, header: object = {}, key = RSA.privateKey): string {
  const text = `${encode({ alg: 'RS256', kid: 'rsa', typ: 'JWT', ...header })}.${encode(claimsOf(more))}`;
  return `${text}.${sign('sha256', Buffer.from(text), { key, dsaEncoding: 'ieee-p1363' }).toString('base64url')}`;
}

let booted: Booted;
let iam: ReturnType<typeof iamOf>;
let reader: string;
const keySets = [{ issuer: HOST, source: JWKS }];
const newProvider = (Url: string, clients = ['trent', 'other']) =>
  iam.send(new CreateOpenIDConnectProviderCommand({ Url, ClientIDList: clients, ThumbprintList: ['a'.repeat(40)] }));
const roleFor = async (name: string, options: Partial<RoleOptions> & { condition?: object } = {}) => {
  const { condition, ...more } = options;
  return (await newRole(iam, name, { trusts: [trust({ Federated: PROVIDER }, ACTION, condition)], may: [allow('kms:ListKeys')], ...more })).arn;
};

before(async () => {
  booted = await boot({ oidcKeys: keySets });
  iam = iamOf(booted);
  await newProvider(ISSUER);
  await newProvider(OFFLINE);
  reader = await roleFor('reader');
});
after(async () => {
  rmSync(directory, { recursive: true });
  assert.deepEqual(booted.reports, []);
  await booted.stop();
});

/** A client that has no credentials at all, as the SDKs make it for web identities. */
const nobody = (): STSClient => new STSClient({ endpoint: booted.trent.url, region: REGION, maxAttempts: 1, credentials: () => Promise.reject(new Error('asked for credentials')) });
const call = (WebIdentityToken: string, more: Partial<AssumeRoleWithWebIdentityCommandInput> = {}, sts = nobody()) =>
  sts.send(new AssumeRoleWithWebIdentityCommand({ RoleArn: reader, RoleSessionName: 'job', WebIdentityToken, ...more }));
const canListKeys = async (credentials: Parameters<typeof keysOf>[0]) =>
  booted.client({ credentials: keysOf(credentials) }).send(new ListKeysCommand({})).then(() => true, () => false);

const DENIED = { name: 'AccessDenied', message: 'Not authorized to perform sts:AssumeRoleWithWebIdentity', status: 403 };
const badToken = (message: string) => ({ name: 'InvalidIdentityTokenException', message, status: 400 });

describe('a token of a provider that the role trusts', () => {
  test('opens a session of the role', async () => {
    const { $metadata: _, Credentials, SessionTokenSize: __, SessionTokenUtilization: ___, ...rest } = await call(tokenOf());
    const Arn = `arn:aws:sts::${ACCOUNT}:assumed-role/reader/job`;
    assert.deepEqual({ ...rest, AssumedRoleUser: rest.AssumedRoleUser!.Arn }, { AssumedRoleUser: Arn, SubjectFromWebIdentityToken: 'repo:shop', Provider: PROVIDER, Audience: 'trent' });
    assert.equal((await stsOf(booted, { credentials: keysOf(Credentials!) }).send(new GetCallerIdentityCommand({}))).Arn, Arn);
    assert.ok(await canListKeys(Credentials!));
    assert.equal((await refusal(booted.client({ credentials: keysOf(Credentials!) }).send(new ListAliasesCommand({})))).name, 'AccessDeniedException');
  });

  test('signed with another of its keys, or for several audiences with the party named', async () => {
    assert.ok((await call(tokenOf({}, { alg: 'ES256', kid: 'ec' }, EC.privateKey))).Credentials);
    assert.ok((await call(tokenOf({}, { alg: 'ES256', kid: undefined }, EC.privateKey))).Credentials);
    assert.equal((await call(tokenOf({ aud: ['trent'] }))).Audience, 'trent');
    assert.equal((await call(tokenOf({ aud: ['api', 'trent'], azp: 'other' }))).Audience, 'other');
  });

  test('signed as well by whoever it may be: it does not matter', async () => {
    const mallory = await newUser(iam, 'mallory', deny('*'));
    const parameters = { Action: 'AssumeRoleWithWebIdentity', Version: VERSION, RoleArn: reader, RoleSessionName: 'job', WebIdentityToken: tokenOf() };
    assert.equal((await send(booted, { parameters, credentials: mallory })).status, 200);
    const wrong = await send(booted, { parameters, credentials: { ...mallory, secretAccessKey: 'wrong' } });
    assert.deepEqual(refusalIn(wrong).slice(0, 2), [403, 'SignatureDoesNotMatch']);
  });

  test('session policies, duration and the provider as a condition', async () => {
    const provided = allow('kms:ListKeys', '*', { StringEquals: { 'aws:FederatedProvider': PROVIDER } });
    const arn = await roleFor('provided', { may: [provided], MaxSessionDuration: 7_200 });
    const { Credentials, PackedPolicySize } = await call(tokenOf(), { RoleArn: arn, DurationSeconds: 7_200, Policy: policy(allow('kms:*')) });
    assert.ok(PackedPolicySize! >= 1 && (await canListKeys(Credentials!)));
    const none = await call(tokenOf(), { RoleArn: arn, Policy: policy(allow('kms:ListAliases')) });
    assert.equal(await canListKeys(none.Credentials!), false);
    const over = await refusal(call(tokenOf(), { DurationSeconds: 3_601 }));
    assert.deepEqual(over, { name: 'ValidationError', message: 'The requested DurationSeconds exceeds the MaxSessionDuration set for this role.', status: 400 });
  });

  test('goes on to other roles as a chain does', async () => {
    const arn = await roleFor('first', { may: [allow('sts:AssumeRole')] });
    const { arn: next } = await newRole(iam, 'second', { trusts: [trust(arn)], MaxSessionDuration: 7_200 });
    const keys = keysOf((await call(tokenOf(), { RoleArn: arn })).Credentials!);
    assert.ok(await session(booted, keys, next));
    assert.match((await refusal(assume(booted, keys, next, { DurationSeconds: 7_200 }))).message, /1 hour session limit/);
  });
});

describe('the trust policy decides', () => {
  test('on claims', async () => {
    const condition = { StringEquals: { [`${HOST}:aud`]: 'trent', [`${HOST}:sub`]: 'repo:shop', 'sts:RoleSessionName': 'job' }, 'ForAnyValue:StringEquals': { [`${HOST}:amr`]: 'mfa' } };
    const RoleArn = await roleFor('claims', { condition });
    assert.ok((await call(tokenOf({ amr: ['pwd', 'mfa'] }), { RoleArn })).Credentials);
    for (const token of [tokenOf({ amr: 'pwd' }), tokenOf(), tokenOf({ amr: 'mfa', sub: 'repo:other' }), tokenOf({ amr: 'mfa', aud: 'other' })]) {
      assert.deepEqual(await refusal(call(token, { RoleArn })), DENIED);
    }
    assert.deepEqual(await refusal(call(tokenOf({ amr: 'mfa' }), { RoleArn, RoleSessionName: 'other' })), DENIED);
  });

  test('a role that trusts others, everyone, or is not there', async () => {
    const { arn: others } = await newRole(iam, 'trusts-others', { trusts: [trust({ Federated: providerArn('offline.invalid') }, ACTION)] });
    const { arn: everyone } = await newRole(iam, 'trusts-everyone', { trusts: [trust('*', ['sts:AssumeRole', ACTION])] });
    const { arn: action } = await newRole(iam, 'other-action', { trusts: [trust({ Federated: PROVIDER }, 'sts:TagSession')] });
    for (const RoleArn of [others, everyone, action, `arn:aws:iam::${ACCOUNT}:role/not-there`]) {
      assert.deepEqual(await refusal(call(tokenOf(), { RoleArn })), DENIED);
    }
    const { arn: denied } = await newRole(iam, 'denies', { trusts: [trust({ Federated: PROVIDER }, ACTION), { ...trust({ Federated: PROVIDER }, ACTION, { StringEquals: { [`${HOST}:sub`]: 'banned' } }), Effect: 'Deny' }] });
    assert.ok((await call(tokenOf(), { RoleArn: denied })).Credentials);
    assert.deepEqual(await refusal(call(tokenOf({ sub: 'banned' }), { RoleArn: denied })), DENIED);
  });

  test('on tags and source identity that the token has', async () => {
    const tags = { 'https://aws.amazon.com/tags': { principal_tags: { Team: ['blue'] }, transitive_tag_keys: ['Team'] }, 'https://aws.amazon.com/source_identity': 'anna' };
    assert.deepEqual(await refusal(call(tokenOf(tags))), { ...DENIED, message: 'Not authorized to perform sts:TagSession' });
    const may = [allow('kms:ListKeys', '*', { StringEquals: { 'aws:PrincipalTag/team': 'blue', 'aws:SourceIdentity': 'anna' } })];
    const RoleArn = await roleFor('tagged', { may, trusts: [trust({ Federated: PROVIDER }, [ACTION, 'sts:TagSession', 'sts:SetSourceIdentity'])] });
    const { Credentials, SourceIdentity } = await call(tokenOf(tags), { RoleArn });
    assert.equal(SourceIdentity, 'anna');
    assert.ok(await canListKeys(Credentials!));
    const bad: object[] = [{ principal_tags: { Team: ['a', 'b'] } }, { principal_tags: { 'a"': ['b'] } }, { principal_tags: [] }, { transitive_tag_keys: [1] }];
    for (const claim of bad) {
      const fault = await refusal(call(tokenOf({ 'https://aws.amazon.com/tags': claim }), { RoleArn }));
      assert.deepEqual(fault, badToken('The claim https://aws.amazon.com/tags of the token is invalid'));
    }
    assert.equal((await refusal(call(tokenOf({ 'https://aws.amazon.com/source_identity': 'a b' }), { RoleArn }))).name, 'InvalidIdentityTokenException');
  });
});

describe('tokens that are refused', () => {
  const text = (header: object): string => `${encode({ kid: 'rsa', ...header })}.${encode(claimsOf())}`;
  const NOT_A_JWT = 'The ID Token provided is not a valid JWT. (You may see this error if you sent an Access Token)';
  const NO_KEY = "Couldn't retrieve verification key from your identity provider, please reference AssumeRoleWithWebIdentity documentation for requirements";
  const WRONG = 'The web identity token that was passed could not be validated';
  const pem = RSA.publicKey.export({ type: 'spki', format: 'pem' });
  const hmac = `${text({ alg: 'HS256' })}.${createHmac('sha256', pem).update(text({ alg: 'HS256' })).digest('base64url')}`;
  const [header, , signature] = tokenOf().split('.') as [string, string, string];
  const cases: { [what: string]: readonly [token: string, text: string] } = {
    garbage: ['not a token', NOT_A_JWT],
    'an access token': ['abcd.efgh', NOT_A_JWT],
    'alg none': [`${text({ alg: 'none' })}.`, NO_KEY],
    'HS256 with the public key': [hmac, NO_KEY],
    'a key of another kind': [tokenOf({}, { alg: 'ES256' }), NO_KEY],
    'an unknown key': [tokenOf({}, { kid: 'other' }), NO_KEY],
    "a stranger's key": [tokenOf({}, {}, STRANGER.privateKey), WRONG],
    'another algorithm than it was signed with': [tokenOf({}, { alg: 'RS512' }), WRONG],
    'other claims': [`${header}.${encode(claimsOf({ sub: 'admin' }))}.${signature}`, WRONG],
    'an issuer that nobody registered': [tokenOf({ iss: 'https://evil.example' }), 'No OpenIDConnect provider found in your account for https://evil.example'],
    'the issuer without TLS': [tokenOf({ iss: ISSUER.replace('https', 'http') }), `No OpenIDConnect provider found in your account for http://${HOST}`],
    'the issuer in other case': [tokenOf({ iss: ISSUER.toLowerCase() }), `No OpenIDConnect provider found in your account for ${ISSUER.toLowerCase()}`],
    'the issuer without a scheme': [tokenOf({ iss: HOST }), `No OpenIDConnect provider found in your account for ${HOST}`],
    'no issuer': [tokenOf({ iss: undefined }), 'Missing a required claim: iss'],
    'another audience': [tokenOf({ aud: 'stranger' }), 'Incorrect token audience'],
    'another party': [tokenOf({ aud: 'trent', azp: 'stranger' }), 'Incorrect token audience'],
    'several audiences, and nobody named': [tokenOf({ aud: ['trent', 'stranger'] }), 'Incorrect token audience'],
    'no audience': [tokenOf({ aud: undefined }), 'Missing a required claim: aud'],
    'an empty list of audiences': [tokenOf({ aud: [] }), 'The claim aud of the token is invalid'],
    'audiences that are no text': [tokenOf({ aud: [1] }), 'The claim aud of the token is invalid'],
    'no subject': [tokenOf({ sub: undefined }), 'Missing a required claim: sub'],
    'no end': [tokenOf({ exp: undefined }), 'Missing a required claim: exp'],
    'an end that is no number': [tokenOf({ exp: '9999999999' }), 'The claim exp of the token is invalid'],
    'not valid yet': [tokenOf({ nbf: 99_999_999_999 }), 'The web identity token that was passed is not valid yet'],
    'issued in the future': [tokenOf({ iat: 99_999_999_999 }), 'The web identity token that was passed is not valid yet'],
  };
  for (const [what, [token, message]] of Object.entries(cases)) {
    test(what, async () => assert.deepEqual(await refusal(call(token)), badToken(message)));
  }

  test('expired', async () => {
    const fault = await refusal(call(tokenOf({ exp: seconds() })));
    assert.deepEqual([fault.name, fault.status], ['ExpiredTokenException', 400]);
    assert.match(fault.message, /^Token expired: current date\/time \d{10} must be before the expiration date\/time \d{10}$/);
  });

  test('clocks of issuers may be some minutes ahead', async () => {
    assert.ok((await call(tokenOf({ iat: seconds() + 240, nbf: seconds() + 240 }))).Credentials);
  });

  test('too long', async () => {
    const fault = await refusal(call(tokenOf({ text: 'x'.repeat(15_000) })));
    assert.equal(fault.name, 'ValidationError');
    assert.match(fault.message, /at 'webIdentityToken' failed to satisfy constraint: Member must have length less than or equal to 20000$/);
  });

  test('the keys are out of reach', async () => {
    assert.deepEqual(await refusal(call(tokenOf({ iss: OFFLINE }))), {
      name: 'IDPCommunicationErrorException',
      message: 'The identity provider that has to verify the token could not be reached',
      status: 400,
    });
  });

  test('of no role, or an access token of a provider that AWS knows itself', async () => {
    assert.equal((await refusal(call(tokenOf(), { RoleArn: 'arn:aws:iam::000000000000:user/reader' }))).message, 'Request ARN is invalid');
    assert.equal((await refusal(call(tokenOf(), { ProviderId: 'www.amazon.com' }))).name, 'UnsupportedOperation');
  });

  test('once the provider is deleted', async () => {
    const url = 'https://soon.gone';
    await newProvider(url);
    await iam.send(new DeleteOpenIDConnectProviderCommand({ OpenIDConnectProviderArn: providerArn('soon.gone') }));
    assert.deepEqual(await refusal(call(tokenOf({ iss: url }))), badToken(`No OpenIDConnect provider found in your account for ${url}`));
  });
});

test('a pod with a token file, as the AWS CLI finds it', { skip: missing('the AWS CLI', ['aws', '--version']) }, async () => {
  const file = join(directory, 'token');
  writeFileSync(file, tokenOf());
  const env = {
    PATH: process.env['PATH'],
    HOME: directory,
    AWS_ENDPOINT_URL: booted.trent.url,
    AWS_DEFAULT_REGION: REGION,
    AWS_EC2_METADATA_DISABLED: 'true',
    AWS_ROLE_ARN: reader,
    AWS_WEB_IDENTITY_TOKEN_FILE: file,
    AWS_ROLE_SESSION_NAME: 'pod',
  };
  const { stdout } = await run('aws', ['sts', 'get-caller-identity', '--query', 'Arn', '--output', 'text'], { env });
  assert.equal(stdout.trim(), `arn:aws:sts::${ACCOUNT}:assumed-role/reader/pod`);
});

test('in an emulator, too', async () => {
  await using emulator = await boot({ auth: 'off', oidcKeys: keySets });
  const administrator = iamOf(emulator);
  await administrator.send(new CreateOpenIDConnectProviderCommand({ Url: ISSUER, ClientIDList: ['trent'], ThumbprintList: ['a'.repeat(40)] }));
  const { arn } = await newRole(administrator, 'emulated', { trusts: [trust({ Federated: PROVIDER }, ACTION)] });
  const sts = stsOf(emulator);
  const { Credentials } = await sts.send(new AssumeRoleWithWebIdentityCommand({ RoleArn: arn, RoleSessionName: 'job', WebIdentityToken: tokenOf() }));
  const { Arn } = await stsOf(emulator, { credentials: keysOf(Credentials!) }).send(new GetCallerIdentityCommand({}));
  assert.equal(Arn, `arn:aws:sts::${ACCOUNT}:assumed-role/emulated/job`);
});
