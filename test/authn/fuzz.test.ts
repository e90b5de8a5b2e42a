/** Hostile headers and targets: a fault, never another error, and never a caller. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { ManualClock } from '../../src/base/clock.ts';
import type { RawRequest } from '../../src/base/http-message.ts';
import { callerWithoutSignature } from '../../src/authn/emulator.ts';
import { uriDecode, uriEncode } from '../../src/authn/uri-encoding.ts';
import { authenticatorAt, HOST, PERMANENT, rawRequest, SIGNED_AT, sourceOf, STAMP, verdict } from './requests.ts';

const latin1 = fc.string({ unit: fc.integer({ min: 0, max: 255 }).map((code) => String.fromCharCode(code)), maxLength: 40 });
const words = fc.constantFrom(
  'AWS4-HMAC-SHA256', 'AWS4-ECDSA-P256-SHA256', 'Credential', 'SignedHeaders', 'Signature', '=', '/', ',', ';', ' ', '%', '&', '+',
  `${PERMANENT.accessKeyId}/20260314/eu-central-1/kms/aws4_request`, 'host', 'host;x-amz-date', 'x-amz-date', '__proto__', 'constructor',
  '0'.repeat(64), 'X-Amz-Algorithm=AWS4-HMAC-SHA256', `X-Amz-Date=${STAMP}`, 'X-Amz-Expires=60', 'X-Amz-SignedHeaders=host',
  'X-Amz-Signature=', `X-Amz-Credential=${encodeURIComponent(`${PERMANENT.accessKeyId}/20260314/eu-central-1/kms/aws4_request`)}`,
);
const text = fc.array(fc.oneof({ weight: 4, arbitrary: words }, { weight: 1, arbitrary: latin1 }), { maxLength: 24 }).map((parts) => parts.join(''));
const wellFormed = fc
  .tuple(text, text, text)
  .map(([a, b, c]) => `AWS4-HMAC-SHA256 Credential=${a}, SignedHeaders=${b}, Signature=${c}`);
const name = fc.oneof(latin1.map((bytes) => bytes.toLowerCase()), fc.constantFrom('host', 'date', 'x-amz-date', 'x-amz-security-token', '__proto__', 'authorization'));
const value = fc.oneof(text, latin1, fc.constantFrom(HOST, STAMP, 'Sat, 14 Mar 2026 15:09:26 GMT', '20269999T999999Z'));
const more = fc.array(fc.tuple(name, value), { maxLength: 4 }).map((pairs) => pairs.flat());
const target = fc.oneof(fc.constant('/'), fc.tuple(latin1, text).map(([path, query]) => `/${path}?${query}`));

const request: fc.Arbitrary<RawRequest> = fc
  .record({ authorization: fc.option(fc.oneof(text, wellFormed), { nil: undefined }), more, target, dated: fc.boolean() })
  .map(({ authorization, more: others, target: sent, dated }) =>
    rawRequest({
      target: sent,
      headers: [
        'host', HOST,
        ...(dated ? ['x-amz-date', STAMP] : []),
        ...(authorization === undefined ? [] : ['authorization', authorization]),
        ...others,
      ],
    }),
  );

test('authenticate', async () => {
  const authenticator = authenticatorAt(SIGNED_AT);
  const seen = new Set<string>();
  await fc.assert(
    fc.asyncProperty(request, async (hostile) => {
      const code = await verdict(authenticator, hostile);
      assert.match(code, /^(MissingAuthenticationToken|IncompleteSignature|InvalidSignature|UnrecognizedClient)Exception$/);
      seen.add(code);
    }),
    { numRuns: 4_000 },
  );
  assert.ok(seen.size >= 3, `the generator reaches far enough: ${[...seen].join()}`);
});

test('callerWithoutSignature never throws', async () => {
  const options = { defaultAccount: '000000000000', defaultRegion: 'us-east-1', credentials: sourceOf(PERMANENT), clock: new ManualClock(0) };
  await fc.assert(
    fc.asyncProperty(request, async (hostile) => {
      const caller = await callerWithoutSignature(hostile, options);
      assert.match(caller.account, /^\d{12}$/);
      assert.match(caller.region, /^[a-z-]+-\d+$/);
      assert.match(caller.accessKeyId, /^\w{0,128}$/);
    }),
    { numRuns: 1_000 },
  );
});

test('decoding undoes encoding, of any bytes', () => {
  fc.assert(
    fc.property(latin1, (bytes) => {
      assert.equal(uriDecode(uriEncode(bytes)), bytes);
      assert.match(uriEncode(bytes), /^([A-Za-z0-9._~-]|%[0-9A-F]{2})*$/);
    }),
  );
  for (const malformed of ['%', '%4', '%zz', 'a%2', '%%41', '%+1']) assert.equal(uriDecode(malformed), undefined);
});
