/** Which codec a head leads to, and what becomes of a request that is meant for nobody here. */
import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import fc from 'fast-check';
import { refuseUnrouted, Router } from '../../src/protocol/route.ts';
import { definitionOf, ECHO, MODEL, rawRequest } from './sample.ts';

const JSON_MODEL = { ...MODEL, metadata: { protocol: 'json', jsonVersion: '1.1', targetPrefix: 'Target' } };
const router = new Router([definitionOf(JSON_MODEL, 'plain'), ECHO, definitionOf(MODEL, 'sts')]);

const FORM = ['content-type', 'application/x-www-form-urlencoded; charset=utf-8'];
const JSON_TYPE = ['content-type', 'application/x-amz-json-1.1'];
const scope = (service: string): string => `AKIDEXAMPLE/20260314/us-east-1/${service}/aws4_request`;
const signed = (service: string): string[] => [
  'authorization',
  `AWS4-HMAC-SHA256 Credential=${scope(service)}, SignedHeaders=host, Signature=00`,
];
const presigned = (service: string, more = ''): string => `/?X-Amz-Credential=${encodeURIComponent(scope(service))}${more}`;

describe('a route', () => {
  const serviceOf = (fields: Parameters<typeof rawRequest>[0]): string | undefined =>
    router.route(rawRequest({ headers: [], ...fields }))?.service;

  const CASES: readonly (readonly [string, Parameters<typeof rawRequest>[0], string | undefined])[] = [
    ['a target', { headers: ['x-amz-target', 'Target.Echo'] }, 'plain'],
    ['a target in the query', { target: '/?X-Amz-Target=Target.Echo' }, 'plain'],
    ['a target, whatever it is signed for', { headers: ['x-amz-target', 'Target.Echo', ...signed('echo')] }, 'plain'],
    ['another target', { headers: ['x-amz-target', 'Other.Echo', ...signed('echo')] }, undefined],
    ['an empty target', { headers: ['x-amz-target', '', ...signed('echo')] }, undefined],
    ['a target that is no POST', { method: 'GET', headers: ['x-amz-target', 'Target.Echo'] }, undefined],
    ['a signed form', { headers: [...signed('echo'), ...FORM] }, 'echo'],
    ['a signed form without its type', { headers: signed('echo') }, 'echo'],
    ['SigV4a', { headers: ['authorization', 'AWS4-ECDSA-P256-SHA256 Credential=AKID/20260314/echo/aws4_request, Signature=0'] }, 'echo'],
    ['a presigned GET', { method: 'GET', target: presigned('echo') }, 'echo'],
    ['slashes as they are', { method: 'GET', target: `/?X-Amz-Credential=${scope('echo')}` }, 'echo'],
    ['a presigned POST', { target: presigned('echo'), headers: FORM }, 'echo'],
    ['an unsigned form', { headers: FORM }, 'sts'],
    ['an unsigned GET with an action', { method: 'GET', target: '/?Action=Echo' }, 'sts'],
    ['signed for a service that speaks JSON', { headers: [...signed('plain'), ...FORM] }, undefined],
    ['signed for another service', { headers: [...signed('s3'), ...FORM] }, undefined],
    ['signed for a name of JavaScript', { headers: [...signed('constructor'), ...FORM] }, undefined],
    ['another method', { method: 'PUT', headers: signed('echo') }, undefined],
    ['nothing', {}, undefined],
    ['a GET of nothing', { method: 'GET' }, undefined],
    ['not quite a credential', { headers: ['authorization', 'Credential=echo'] }, undefined],
  ];
  for (const [name, fields, service] of CASES) test(name, () => assert.equal(serviceOf(fields), service));

  test('the service alone settles how much of a body is read, and how far clocks may be off', () => {
    const definition = { ...ECHO, bodyBytesMax: (operation: string) => (operation === 'Echo' ? 1_000 : 10) };
    const route = new Router([definition]).route(rawRequest())!;
    assert.deepEqual([route.bodyBytesMax, route.clockWindowMs], [1_000, 900_000]);
    const json = router.route(rawRequest({ headers: ['x-amz-target', 'Target.Echo'] }))!;
    assert.deepEqual([json.bodyBytesMax, json.clockWindowMs], [1_048_576, undefined]);
  });

  test('a model without a handler or audit rule, or one of these without a model, ends the start', () => {
    assert.throws(() => new Router([{ ...ECHO, operations: {} }]), /no handler for Echo/);
    assert.throws(() => new Router([{ ...ECHO, operations: { ...ECHO.operations, More: ECHO.operations['Echo']! } }]), /More/);
    assert.throws(() => new Router([{ ...ECHO, audit: {} }]), /no audit rule for Echo/);
    assert.throws(() => new Router([{ ...ECHO, audit: { ...ECHO.audit, More: ECHO.audit['Echo']! } }]), /More/);
  });
});

describe('what is meant for nobody here', () => {
  const refusal = (fields: Parameters<typeof rawRequest>[0]) => refuseUnrouted(rawRequest({ headers: [], ...fields }));
  const JSON_BODY = '{"__type":"UnknownOperationException"}';

  test('JSON clients', () => {
    for (const headers of [['x-amz-target', 'Other.Echo', ...signed('other')], [...JSON_TYPE, ...signed('other')], JSON_TYPE, []]) {
      assert.deepEqual(refusal({ headers }), { status: 400, contentType: 'application/x-amz-json-1.1', body: JSON_BODY });
    }
  });

  test('others', () => {
    for (const [service, shown] of [['s3', 'the service s3'], ['<b>', 'this service'], ['', 'this service'], ['a'.repeat(65), 'this service']] as const) {
      for (const method of ['PUT', 'GET', 'POST']) {
        const { status, contentType, body } = refusal({ method, headers: [...FORM, ...signed(service)] });
        assert.deepEqual([status, contentType], [400, 'text/xml']);
        assert.equal(
          body,
          '<ErrorResponse xmlns="http://webservices.amazon.com/AWSFault/2005-15-09"><Error><Type>Sender</Type><Code>InvalidAction</Code>' +
            `<Message>Trent does not have ${shown}.</Message></Error><RequestId>00000000-0000-4000-8000-000000000000</RequestId></ErrorResponse>`,
        );
      }
    }
  });

  test('no head makes the router throw', () => {
    const piece = fc.constantFrom('Credential=', '/', ',', ' ', 'sts', 'echo', 'X-Amz-Target=', 'X-Amz-Credential=', '?', '&', '%', '%2F', '%C3', '\u00ff', 'Action=');
    const text = fc.array(piece, { maxLength: 20 }).map((parts) => parts.join(''));
    const name = fc.constantFrom('authorization', 'x-amz-target', 'content-type', 'accept');
    const headers = fc.array(fc.tuple(name, text), { maxLength: 4 }).map((pairs) => pairs.flat());
    const check = (method: string, target: string, fields: string[]): void => {
      const request = rawRequest({ method, target: `/${target}`, headers: fields });
      if (router.route(request) === undefined) assert.equal(refuseUnrouted(request).status, 400);
    };
    fc.assert(fc.property(fc.constantFrom('GET', 'POST', 'PUT'), text, headers, check), { numRuns: 2_000 });
  });
});
