/** Code and text of every refusal, and how far a clock may be off. */
import assert from 'node:assert/strict';
import { createHash, createHmac } from 'node:crypto';
import { describe, test } from 'node:test';
import type { RawRequest } from '../../src/base/http-message.ts';
import {
  authenticatorAt, faultOf, PERMANENT, rawRequest, SIGNED_AT, sourceOf, STAMP, TEMPORARY, verdict, withHeader, withoutHeader,
} from './requests.ts';
import { ENCRYPT, NODE_SIGNERS, presignFor } from './signers.ts';

const smithy = NODE_SIGNERS[0]!;
const signed = await smithy.sign(ENCRYPT, PERMANENT, 'header');
const presigned = await smithy.sign(ENCRYPT, PERMANENT, 'query');
const authorization = signed.headers[signed.headers.indexOf('authorization') + 1]!;

const MISMATCH =
  'The request signature we calculated does not match the signature you provided. Check your AWS Secret Access Key and signing method. Consult the service documentation for details.';
const UNRECOGNIZED = 'The security token included in the request is invalid.';

const withAuthorization = (value: string): RawRequest => withHeader(signed, 'authorization', value);
const inScope = (from: string, to: string): RawRequest => withAuthorization(authorization.replace(from, to));

/** The canonical request holds the hash of the body, whatever x-amz-content-sha256 says; signers do not do that. */
function signedByHand(contentSha256: string): RawRequest {
  const body = '{}';
  const sha256 = (text: string): string => createHash('sha256').update(text).digest('hex');
  const hmac = (key: string | Buffer, text: string): Buffer => createHmac('sha256', key).update(text).digest();
  const list = 'host;x-amz-content-sha256;x-amz-date';
  const lines = `host:h\nx-amz-content-sha256:${contentSha256}\nx-amz-date:${STAMP}\n`;
  const scope = ['20260314', 'eu-central-1', 'kms', 'aws4_request'];
  const toSign = `AWS4-HMAC-SHA256\n${STAMP}\n${scope.join('/')}\n${sha256(`POST\n/\n\n${lines}\n${list}\n${sha256(body)}`)}`;
  const key = scope.reduce<string | Buffer>(hmac, `AWS4${PERMANENT.secretAccessKey}`);
  const credential = `${PERMANENT.accessKeyId}/${scope.join('/')}`;
  const signature = hmac(key, toSign).toString('hex');
  const header = `AWS4-HMAC-SHA256 Credential=${credential}, SignedHeaders=${list}, Signature=${signature}`;
  const headers = ['host', 'h', 'x-amz-content-sha256', contentSha256, 'x-amz-date', STAMP, 'authorization', header];
  return rawRequest({ headers, body: Buffer.from(body) });
}

async function refuses(request: RawRequest, code: string, text: string | RegExp, service = 'kms'): Promise<void> {
  const fault = await faultOf(authenticatorAt(SIGNED_AT), request, service);
  assert.equal(fault.code, code);
  assert.equal(fault.status, 400);
  if (typeof text === 'string') assert.equal(fault.text, text);
  else assert.match(fault.text ?? '', text);
}

describe('the form', () => {
  const incomplete = 'IncompleteSignatureException';
  const cases: [string, RawRequest, string, string | RegExp][] = [
    ['no signature', withoutHeader(signed, 'authorization'), 'MissingAuthenticationTokenException', 'Missing Authentication Token'],
    ['no signature, a query', { ...withoutHeader(signed, 'authorization'), target: '/?a=1' }, 'MissingAuthenticationTokenException', 'Missing Authentication Token'],
    ['empty header', withAuthorization(''), incomplete, 'Authorization header cannot be empty.'],
    ['another scheme', withAuthorization('Bearer abc'), incomplete, /missing equal-sign.*'[A-Za-z0-9+/]{43}='\.$/],
    ['SigV4a', inScope('HMAC-SHA256', 'ECDSA-P256-SHA256'), incomplete, "Unsupported AWS 'algorithm': 'AWS4-ECDSA-P256-SHA256'."],
    ['no parameters', withoutHeader(withAuthorization('AWS4-HMAC-SHA256 Signature='), 'x-amz-date'), incomplete,
      /^Authorization header requires 'Credential' parameter\. Authorization header requires 'Signature' parameter\. Authorization header requires 'SignedHeaders' parameter\. Authorization header requires existence of either a 'X-Amz-Date' or a 'Date' header\. \(Hashed with SHA-256 and encoded with Base64\) Authorization=[A-Za-z0-9+/]{43}=$/],
    ['no date', withoutHeader(signed, 'x-amz-date'), incomplete, /^Authorization header requires existence of either/],
    ['a parameter twice', withAuthorization(`${authorization}, Signature=00`), incomplete, "Authorization header must not repeat the 'Signature' parameter."],
    ['another parameter', withAuthorization(`${authorization}, Extra=1`), incomplete, /^Authorization header takes/],
    ['two headers', { ...signed, headers: [...signed.headers, 'authorization', authorization] }, incomplete, 'Authorization header must occur once.'],
    ['both forms', { ...signed, target: presigned.target }, incomplete, /in the query, not in both/],
    ['four parts', inScope('/aws4_request', ''), incomplete, /^Credential must have exactly 5 slash-delimited elements, e\.g\. keyid\/date\/region\/service\/term, got '/],
    ['six parts', inScope('/aws4_request', '/x/aws4_request'), incomplete, /^Credential must have exactly 5/],
    ['a date that is none', withHeader(signed, 'x-amz-date', '20260231T000000Z'), incomplete, "Date must be in ISO-8601 'basic format'. Got '20260231T000000Z'. See http://en.wikipedia.org/wiki/ISO_8601"],
  ];
  for (const [what, request, code, text] of cases) test(what, () => refuses(request, code, text));
});

describe('the scope', () => {
  const invalid = 'InvalidSignatureException';
  test('day', () =>
    refuses(inScope('/20260314/', '/20260313/'), invalid,
      `Date in Credential scope does not match YYYYMMDD from ISO-8601 version of date from HTTP: '20260313' != '20260314', from '${STAMP}'. `));
  test('region', () => refuses(inScope('eu-central-1', 'nowhere'), invalid, 'Credential should be scoped to a valid region. '));
  test('service', () => refuses(signed, invalid, "Credential should be scoped to correct service: 'sts'. ", 'sts'));
  test('terminator', () => refuses(inScope('aws4_request', 'aws5'), invalid, /^Credential should be scoped with a valid terminator: 'aws4_request'/));
  test('a service that was accepted before is still not another', async () => {
    const authenticator = authenticatorAt(SIGNED_AT);
    assert.equal(await verdict(authenticator, signed, 'kms'), 'accepted');
    assert.equal(await verdict(authenticator, signed, 'sts'), invalid);
  });
});

describe('the headers', () => {
  const invalid = 'InvalidSignatureException';
  const list = /SignedHeaders=([^,]+)/.exec(authorization)![1]!;
  test('host is not signed', () =>
    refuses(inScope(list, list.replace('host;', '')), invalid, "'Host' or ':authority' must be a 'SignedHeader' in the AWS Authorization."));
  test('x-amz-target is not signed', () =>
    refuses(inScope(list, list.replace(';x-amz-target', '')), invalid, "'X-Amz-Target' must be a 'SignedHeader' in the AWS Authorization."));
  test('names in another order, twice, with capitals', async () => {
    for (const other of [list.split(';').reverse().join(';'), `${list};${list}`, list.replace('host', 'Host'), `${list};`]) {
      await refuses(inScope(list, other), invalid, /./);
    }
  });
  test('the body hash that is sent must be that of the body', async () => {
    for (const value of ['UNSIGNED-PAYLOAD', 'STREAMING-AWS4-HMAC-SHA256-PAYLOAD', '0'.repeat(64)]) {
      const plain = { ...ENCRYPT, headers: { ...ENCRYPT.headers, 'X-Amz-Content-Sha256': value } };
      for (const signer of NODE_SIGNERS) await refuses(await signer.sign(plain, PERMANENT, 'header'), invalid, MISMATCH);
      await refuses(await smithy.sign(plain, PERMANENT, 'query'), invalid, MISMATCH);
    }
  });
  test('nor does a right signature help a body hash that is not the body\'s', async () => {
    const honest = signedByHand(createHash('sha256').update('{}').digest('hex'));
    assert.equal(await verdict(authenticatorAt(SIGNED_AT), honest), 'accepted');
    await refuses(signedByHand('UNSIGNED-PAYLOAD'), invalid, MISMATCH);
  });
  test('the same values under a signature of another key', () => refuses(inScope('Signature=', 'Signature=0'), invalid, MISMATCH));
});

describe('the credential', () => {
  const unrecognized = 'UnrecognizedClientException';
  const temporary = smithy.sign(ENCRYPT, TEMPORARY, 'header');
  test('unknown access key', () => refuses(inScope('AKIAIOSFODNN7EXAMPLE', 'AKIAUNKNOWN'), unrecognized, UNRECOGNIZED));
  test('a token with a permanent key', async () => {
    const request = await smithy.sign(ENCRYPT, { ...PERMANENT, sessionToken: 'x' }, 'header');
    await refuses(request, unrecognized, UNRECOGNIZED);
  });
  test('no token, or another, with a temporary key', async () => {
    const none = await smithy.sign(ENCRYPT, { ...TEMPORARY, sessionToken: undefined }, 'header');
    await refuses(none, unrecognized, UNRECOGNIZED);
    await refuses(withHeader(await temporary, 'x-amz-security-token', 'other'), unrecognized, UNRECOGNIZED);
  });
  test('expired, but only where the signature is right', async () => {
    const over = sourceOf({ ...TEMPORARY, expiresAt: SIGNED_AT });
    const fault = await faultOf(authenticatorAt(SIGNED_AT, over), await temporary);
    assert.equal(fault.code, 'ExpiredTokenException');
    assert.equal(fault.text, 'The security token included in the request is expired');
    const tampered = { ...(await temporary), body: Buffer.from('{}') };
    assert.equal(await verdict(authenticatorAt(SIGNED_AT, over), tampered), 'InvalidSignatureException');
  });
});

describe('the clock', () => {
  const at = (now: number, request: RawRequest = signed): Promise<string> => verdict(authenticatorAt(now), request);
  const refused = 'InvalidSignatureException';
  test('five minutes either way, to the millisecond', async () => {
    assert.equal(await at(SIGNED_AT + 300_000), 'accepted');
    assert.equal(await at(SIGNED_AT + 300_001), refused);
    assert.equal(await at(SIGNED_AT - 300_000), 'accepted');
    assert.equal(await at(SIGNED_AT - 300_001), refused);
  });
  test('texts', async () => {
    const late = await faultOf(authenticatorAt(SIGNED_AT + 301_000), signed);
    assert.equal(late.text, `Signature expired: ${STAMP} is now earlier than 20260314T150927Z (20260314T151427Z - 5 min.)`);
    const early = await faultOf(authenticatorAt(SIGNED_AT - 301_000), signed);
    assert.equal(early.text, `Signature not yet current: ${STAMP} is still later than 20260314T150925Z (20260314T150425Z + 5 min.)`);
  });
  test('a presigned request lives as long as it says', async () => {
    assert.equal(await at(SIGNED_AT + 60_000, presigned), 'accepted');
    assert.equal(await at(SIGNED_AT + 60_001, presigned), refused);
    assert.equal(await at(SIGNED_AT - 300_000, presigned), 'accepted');
    assert.equal(await at(SIGNED_AT - 300_001, presigned), refused);
  });
  for (const [expires, expected] of [
    ['1', 'accepted'], ['604800', 'accepted'], ['0', 'IncompleteSignatureException'], ['604801', 'IncompleteSignatureException'],
    ['-1', 'IncompleteSignatureException'], ['1e3', 'IncompleteSignatureException'], ['', 'IncompleteSignatureException'],
    [' 60', 'IncompleteSignatureException'],
  ] as const) {
    test(`X-Amz-Expires='${expires}'`, async () => assert.equal(await at(SIGNED_AT, presignFor(expires)), expected));
  }
  test('a week, and not a second more', async () => {
    const request = presignFor('604800');
    assert.equal(await at(SIGNED_AT + 604_800_000, request), 'accepted');
    assert.equal(await at(SIGNED_AT + 604_800_001, request), refused);
  });
  test('without X-Amz-Expires the five minutes hold', async () => {
    const request = presignFor(undefined);
    assert.equal(await at(SIGNED_AT + 300_000, request), 'accepted');
    assert.equal(await at(SIGNED_AT + 300_001, request), refused);
  });
});

describe('the query form', () => {
  const part = (name: string): RawRequest => ({ ...presigned, target: presigned.target.replace(new RegExp(`&?${name}=[^&]*`), '') });
  for (const name of ['X-Amz-Algorithm', 'X-Amz-Credential', 'X-Amz-Signature', 'X-Amz-SignedHeaders', 'X-Amz-Date']) {
    test(`without ${name}`, () =>
      refuses(part(name), 'IncompleteSignatureException', `AWS query-string parameters must include '${name}'. Re-examine the query-string parameters.`));
  }
  test('a parameter twice', async () => {
    for (const more of ['&X-Amz-Signature=00', '&X-Amz-Credential=x', '&a=1&a=2']) {
      await refuses({ ...presigned, target: presigned.target + more }, 'InvalidSignatureException', 'A query parameter must not be repeated.');
    }
  });
  test('a token in both places', async () => {
    const request = await smithy.sign(ENCRYPT, TEMPORARY, 'query');
    const list = /X-Amz-SignedHeaders=([^&]+)/.exec(request.target)![1]!;
    const target = request.target.replace(list, `${list}%3Bx-amz-security-token`);
    await refuses({ ...request, target, headers: [...request.headers, 'x-amz-security-token', 'x'] }, 'IncompleteSignatureException', /not in both/);
  });
  test('thousands of parameters', () =>
    refuses({ ...presigned, target: `${presigned.target}${'&'.repeat(5_000)}` }, 'InvalidSignatureException', MISMATCH));
});

test('no text holds a secret', async () => {
  const fault = await faultOf(authenticatorAt(SIGNED_AT), { ...signed, body: Buffer.from('{}') });
  assert.ok(!JSON.stringify([fault.text, fault.stack]).includes(PERMANENT.secretAccessKey));
});

test('only a fault, whatever the request', async () => {
  assert.equal(await verdict(authenticatorAt(SIGNED_AT), rawRequest({})), 'MissingAuthenticationTokenException');
});
