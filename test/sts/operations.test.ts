/** What STS answers, and how it refuses. */
import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import { ACCOUNT, boot, type Booted } from '../support/boot.ts';
import { type Answer, inside, refusalIn, send, type Sent, VERSION, XMLNS } from './requests.ts';

const OTHER_ACCOUNT = '111122223333';
const INVALID_TOKEN = 'The security token included in the request is invalid.';
const MISMATCH =
  'The request signature we calculated does not match the signature you provided. Check your AWS Secret Access Key and signing method. Consult the service documentation for details.';

describe('with signatures', () => {
  let booted: Booted;
  before(async () => void (booted = await boot()));
  after(async () => {
    assert.deepEqual(booted.reports, []);
    await booted.stop();
  });

  const call = (Action: string, input: Record<string, string> = {}, sent: Sent = {}): Promise<Answer> =>
    send(booted, { ...sent, parameters: { Action, Version: VERSION, ...input } });

  test('GetCallerIdentity, whatever the region', async () => {
    for (const region of ['us-east-1', 'eu-central-1', 'ap-southeast-7']) {
      const { status, contentType, text } = await call('GetCallerIdentity', {}, { region });
      assert.deepEqual([status, contentType], [200, 'text/xml']);
      const id = inside('RequestId', text);
      assert.match(id ?? '', /^[0-9a-f-]{36}$/);
      assert.equal(
        text,
        `<GetCallerIdentityResponse ${XMLNS}><GetCallerIdentityResult><UserId>${inside('UserId', text)}</UserId>` +
          `<Account>${ACCOUNT}</Account><Arn>arn:aws:iam::${ACCOUNT}:user/administrator</Arn></GetCallerIdentityResult>` +
          `<ResponseMetadata><RequestId>${id}</RequestId></ResponseMetadata></GetCallerIdentityResponse>`,
      );
      assert.match(inside('UserId', text) ?? '', /^AIDA[A-Z2-7]{17}$/);
    }
  });

  test('GetCallerIdentity of another account', async () => {
    const credentials = await booted.trent.createAccount(OTHER_ACCOUNT);
    const { text } = await call('GetCallerIdentity', {}, { credentials });
    assert.deepEqual([inside('Account', text), inside('Arn', text)], [OTHER_ACCOUNT, `arn:aws:iam::${OTHER_ACCOUNT}:user/administrator`]);
  });

  test('GetAccessKeyInfo', async () => {
    const { accessKeyId } = booted.credentials;
    assert.equal(inside('Account', (await call('GetAccessKeyInfo', { AccessKeyId: accessKeyId })).text), ACCOUNT);
    const unknown = await call('GetAccessKeyInfo', { AccessKeyId: 'AKIAIOSFODNN7EXAMPLE' });
    assert.deepEqual(refusalIn(unknown).slice(0, 2), [403, 'InvalidClientTokenId']);
    assert.deepEqual(refusalIn(await call('GetAccessKeyInfo', { AccessKeyId: 'short!' })), [
      400,
      'ValidationError',
      "2 validation errors detected: Value 'short!' at 'accessKeyId' failed to satisfy constraint: Member must satisfy regular expression pattern: [\\w]*; " +
        "Value 'short!' at 'accessKeyId' failed to satisfy constraint: Member must have length greater than or equal to 16",
    ]);
    assert.deepEqual(refusalIn(await call('GetAccessKeyInfo')), [
      400,
      'ValidationError',
      "1 validation error detected: Value null at 'accessKeyId' failed to satisfy constraint: Member must not be null",
    ]);
  });

  test('operations that are not here say why', async () => {
    const role = { RoleArn: `arn:aws:iam::${ACCOUNT}:role/reader`, RoleSessionName: 'session' };
    const task = { 'TaskPolicyArn.arn': 'arn:aws:iam::aws:policy/root-task/IAMAuditRootUserCredentials' };
    const inputs: { [operation: string]: readonly [why: string, input: Record<string, string>] } = {
      AssumeRoleWithSAML: ['there are no SAML providers.', { ...role, PrincipalArn: role.RoleArn, SAMLAssertion: 'PHNhbWw+' }],
      AssumeRoot: ['there is no organization whose accounts it could be for.', { TargetPrincipal: ACCOUNT, ...task }],
      GetDelegatedAccessToken: ['there are no product providers.', { TradeInToken: 'abc' }],
      GetWebIdentityToken: ['it is no identity provider.', { 'Audience.member.1': 'https://example.com', SigningAlgorithm: 'ES384' }],
    };
    for (const [operation, [why, input]] of Object.entries(inputs)) {
      assert.deepEqual(refusalIn(await call(operation, input)), [400, 'UnsupportedOperation', `Trent does not support ${operation}: ${why}`]);
    }
  });

  test('DecodeAuthorizationMessage: no message of Trent is encoded', async () => {
    const answer = await call('DecodeAuthorizationMessage', { EncodedMessage: 'abc' });
    assert.deepEqual(refusalIn(answer), [400, 'InvalidAuthorizationMessageException', 'Message is not valid']);
  });

  test('operations that do not exist', async () => {
    assert.deepEqual(refusalIn(await call('ListUsers')), [400, 'InvalidAction', `Could not find operation ListUsers for version ${VERSION}`]);
    assert.deepEqual(refusalIn(await send(booted, { parameters: {} })).slice(0, 2), [400, 'MissingAction']);
  });

  test('who cannot be established', async () => {
    const { accessKeyId } = booted.credentials;
    const wrong = { accessKeyId, secretAccessKey: 'wrong' };
    const unknown = { ...wrong, accessKeyId: 'AKIAIOSFODNN7EXAMPLE' };
    const of = async (sent: Sent) => refusalIn(await send(booted, sent));
    assert.deepEqual(await of({ credentials: wrong }), [403, 'SignatureDoesNotMatch', MISMATCH]);
    assert.deepEqual(await of({ credentials: wrong, method: 'GET', expiresIn: 60 }), [403, 'SignatureDoesNotMatch', MISMATCH]);
    assert.deepEqual(await of({ credentials: unknown }), [403, 'InvalidClientTokenId', INVALID_TOKEN]);
    assert.deepEqual(await of({ region: 'nowhere' }), [403, 'SignatureDoesNotMatch', 'Credential should be scoped to a valid region. ']);
  });

  test('no signature', async () => {
    const unsigned = async (init: RequestInit, query = ''): Promise<Answer> => {
      const response = await fetch(`${booted.trent.url}/${query}`, init);
      return { status: response.status, contentType: response.headers.get('content-type'), text: await response.text() };
    };
    const expected = [403, 'MissingAuthenticationToken', 'Request is missing Authentication Token'];
    const body = `Action=GetCallerIdentity&Version=${VERSION}`;
    assert.deepEqual(refusalIn(await unsigned({ method: 'POST', body: new URLSearchParams(body) })), expected);
    assert.deepEqual(refusalIn(await unsigned({}, `?${body}`)), expected);
    const assume = `Action=AssumeRole&Version=${VERSION}&RoleArn=arn:aws:iam::${ACCOUNT}:role/reader&RoleSessionName=ab`;
    for (const form of [assume, 'Action=AssumeRoleWithSAML', `Action=AssumeRoleWithSAML&Version=1`, `${body}&Action=AssumeRoleWithSAML`, 'Action=%zz', '']) {
      const headers = { 'content-type': 'application/x-www-form-urlencoded' };
      assert.deepEqual(refusalIn(await unsigned({ method: 'POST', body: form, headers })), expected, form);
    }
    const incomplete = await unsigned({ method: 'POST', body, headers: { authorization: 'AWS4-HMAC-SHA256 Credential=a/b/c/sts/aws4_request' } });
    assert.deepEqual(refusalIn(incomplete).slice(0, 2), [400, 'IncompleteSignature']);
  });

  test('a signature for one service opens no other', async () => {
    const kms = await send(booted, { service: 'sts', headers: { 'x-amz-target': 'TrentService.ListKeys' } });
    assert.equal(kms.status, 400);
    assert.match(kms.text, /"__type":"InvalidSignatureException".*Credential should be scoped to correct service: 'kms'/);
    const foreign = await send(booted, { service: 'sqs' });
    assert.deepEqual([foreign.status, inside('Code', foreign.text), inside('Message', foreign.text)], [400, 'InvalidAction', 'Trent does not have the service sqs.']);
  });

  test('clocks may be off by fifteen minutes', async () => {
    for (const ageMinutes of [14, -14]) assert.equal((await send(booted, { ageMinutes })).status, 200);
    for (const [ageMinutes, text] of [[16, /^Signature expired: \w+ is now earlier than \w+ \(\w+ - 15 min\.\)$/], [-16, /^Signature not yet current: \w+ is still later than \w+ \(\w+ \+ 15 min\.\)$/]] as const) {
      const [status, code, message] = refusalIn(await send(booted, { ageMinutes }));
      assert.deepEqual([status, code], [403, 'SignatureDoesNotMatch']);
      assert.match(message ?? '', text);
    }
  });

  describe('presigned', () => {
    test('lives fifteen minutes, whatever it says', async () => {
      for (const expiresIn of [60, 900, 3_600]) {
        assert.equal((await send(booted, { method: 'GET', expiresIn, ageMinutes: 14 })).status, 200);
        const late = await send(booted, { method: 'GET', expiresIn, ageMinutes: 16 });
        assert.deepEqual(refusalIn(late).slice(0, 2), [403, 'SignatureDoesNotMatch']);
      }
    });

    test('with a header of the verifier that is signed, answered in JSON, as in EKS', async () => {
      const sent: Sent = { method: 'GET', expiresIn: 60, headers: { 'x-k8s-aws-id': 'cluster' } };
      const { status, contentType, text } = await send(booted, { ...sent, headers: { ...sent.headers, accept: 'application/json' } });
      assert.deepEqual([status, contentType], [200, 'application/json']);
      const { GetCallerIdentityResponse: answer } = JSON.parse(text) as { GetCallerIdentityResponse: Record<string, Record<string, string>> };
      assert.deepEqual([answer['GetCallerIdentityResult']!['Account'], answer['GetCallerIdentityResult']!['Arn']], [ACCOUNT, `arn:aws:iam::${ACCOUNT}:user/administrator`]);
      assert.match(answer['ResponseMetadata']!['RequestId']!, /^[0-9a-f-]{36}$/);
    });
  });
});

describe('without signatures', () => {
  test('the account is the access key, or the default one, also of a form that nobody signed', async () => {
    await using booted = await boot({ auth: 'off' });
    const credentials = { accessKeyId: OTHER_ACCOUNT, secretAccessKey: 'not checked' };
    const { text } = await send(booted, { credentials });
    assert.deepEqual(['UserId', 'Account', 'Arn'].map((tag) => inside(tag, text)), [OTHER_ACCOUNT, OTHER_ACCOUNT, `arn:aws:iam::${OTHER_ACCOUNT}:root`]);
    const body = new URLSearchParams({ Action: 'GetCallerIdentity', Version: VERSION });
    assert.equal(inside('Account', await (await fetch(booted.trent.url, { method: 'POST', body })).text()), ACCOUNT);
  });
});
