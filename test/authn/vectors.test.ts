/** Worked examples of AWS: the IAM call of the signing guide, and cases of the published Signature Version 4 test suite. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { Fault } from '../../src/base/errors.ts';
import type { RawRequest } from '../../src/base/http-message.ts';
import { canonicalPath, canonicalQuery, parseQuery } from '../../src/authn/canonical-target.ts';
import { authenticatorAt, rawRequest, sourceOf, PERMANENT } from './requests.ts';

const SECRET = 'wJalrXUtnFEMI/K7MDENG+bPxRfiCYEXAMPLEKEY';
const AT = Date.UTC(2015, 7, 30, 12, 36, 0);
const credentials = sourceOf({ ...PERMANENT, accessKeyId: 'AKIDEXAMPLE', secretAccessKey: SECRET });

interface Vector {
  readonly name: string;
  readonly method?: string;
  readonly target?: string;
  /** Besides host and date. */
  readonly headers?: readonly string[];
  readonly body?: string;
  readonly service?: string;
  readonly host?: string;
  readonly signature: string;
}

const VECTORS: readonly Vector[] = [
  {
    name: 'signing guide: IAM ListUsers',
    target: '/?Action=ListUsers&Version=2010-05-08',
    headers: ['content-type', 'application/x-www-form-urlencoded; charset=utf-8'],
    service: 'iam',
    host: 'iam.amazonaws.com',
    signature: '5d672d79c15b13162d9279b0855cfba6789a8edb4c82c400e06b5924a6f2b5d7',
  },
  { name: 'get-vanilla', signature: '5fa00fa31553b73ebf1942676e86291e8372ff2a2260956d9b8aae1d763fbf31' },
  { name: 'get-slash', target: '//', signature: '5fa00fa31553b73ebf1942676e86291e8372ff2a2260956d9b8aae1d763fbf31' },
  { name: 'get-slash-dot-slash', target: '/./', signature: '5fa00fa31553b73ebf1942676e86291e8372ff2a2260956d9b8aae1d763fbf31' },
  { name: 'get-relative', target: '/example/..', signature: '5fa00fa31553b73ebf1942676e86291e8372ff2a2260956d9b8aae1d763fbf31' },
  { name: 'get-slashes', target: '//example//', signature: '9a624bd73a37c9a373b5312afbebe7a714a789de108f0bdfe846570885f57e84' },
  {
    name: 'get-unreserved',
    target: '/-._~0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz',
    signature: '07ef7494c76fa4850883e2b006601f940f8a34d404d0cfa977f52a65bbf5f24f',
  },
  {
    name: 'get-vanilla-query-order-key-case',
    target: '/?Param2=value2&Param1=value1',
    signature: 'b97d918cfa904a5beff61c982a1b6f458b799221646efd99d3219ec94cdf2500',
  },
  {
    name: 'get-vanilla-query-unreserved',
    target:
      '/?-._~0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz=-._~0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz',
    signature: '9c3e54bfcdf0b19771a7f523ee5669cdf59bc7cc0884027167c21bb143a40197',
  },
  {
    name: 'get-header-key-duplicate',
    headers: ['my-header1', 'value2', 'my-header1', 'value2', 'my-header1', 'value1'],
    signature: 'c9d5ea9f3f72853aea855b47ea873832890dbdd183b4468f858259531a5138ea',
  },
  {
    name: 'get-header-value-trim',
    headers: ['my-header1', 'value1', 'my-header2', '"a   b   c"'],
    signature: 'acc3ed3afb60bb290fc8d2dd0098b9911fcaa05412b367055dee359757a9c736',
  },
  { name: 'post-vanilla', method: 'POST', signature: '5da7c1a2acd57cee7505fc6676e4e544621c30862966e37dddb68e92efbe5d6b' },
  {
    name: 'post-header-key-case',
    method: 'POST',
    headers: ['my-header1', 'value1'],
    signature: 'c5410059b04c1ee005303aed430f6e6645f61f4dc9e1461ec8f8916fdf18852c',
  },
  {
    name: 'post-header-value-case',
    method: 'POST',
    headers: ['my-header1', 'VALUE1'],
    signature: 'cdbc9802e29d2942e5e10b5bccfdd67c5f22c7c4e8ae67b53629efa58b974b7d',
  },
  {
    name: 'post-vanilla-query',
    method: 'POST',
    target: '/?Param1=value1',
    signature: '28038455d6de14eafc1f9222cf5aa6f1a96197d7deb8263271d420d138af7f11',
  },
  {
    name: 'post-x-www-form-urlencoded',
    method: 'POST',
    headers: ['content-type', 'application/x-www-form-urlencoded'],
    body: 'Param1=value1',
    signature: 'ff11897932ad3f4e8b18135d722051e5ac45fc38421b1da7b9d196a0fe09473a',
  },
];

function requestOf(vector: Vector): RawRequest {
  const { headers = [], service = 'service', host = 'example.amazonaws.com' } = vector;
  const sent = ['host', host, 'x-amz-date', '20150830T123600Z', ...headers];
  const names = [...new Set(sent.filter((_, i) => i % 2 === 0))].sort().join(';');
  const authorization =
    `AWS4-HMAC-SHA256 Credential=AKIDEXAMPLE/20150830/us-east-1/${service}/aws4_request, ` +
    `SignedHeaders=${names}, Signature=${vector.signature}`;
  return rawRequest({
    method: vector.method ?? 'GET',
    target: vector.target ?? '/',
    headers: [...sent, 'authorization', authorization],
    body: Buffer.from(vector.body ?? ''),
  });
}

for (const vector of VECTORS) {
  test(vector.name, async () => {
    const authenticator = authenticatorAt(AT, credentials);
    const request = requestOf(vector);
    await authenticator.authenticate(request, vector.service ?? 'service');
    const wrong = { ...request, method: 'PUT' };
    await assert.rejects(async () => authenticator.authenticate(wrong, vector.service ?? 'service'), Fault);
  });
}

test('the query is sorted by encoded name, then by encoded value', () => {
  const canonical = (query: string): string => canonicalQuery(parseQuery(query));
  assert.equal(canonical('b=2&a=3&a=1&a&A=%7e'), 'A=~&a=&a=1&a=3&b=2');
  assert.equal(canonical('x=a+b%2bc%2f%C3%A9&%20=*'), '%20=%2A&x=a%20b%2Bc%2F%C3%A9');
  assert.equal(canonical('a=b=c'), 'a=b%3Dc');
});

test('the path is normalised, and encoded a second time', () => {
  assert.equal(canonicalPath('/'), '/');
  assert.equal(canonicalPath('/../..//x/./y/../z/'), '/x/z/');
  assert.equal(canonicalPath('/a%20b/\xe9'), '/a%2520b/%E9');
});
