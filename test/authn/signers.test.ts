import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { authenticatorAt, PERMANENT, REGION, SIGNED_AT, TEMPORARY, verdict, withHeader } from './requests.ts';
import { botocore, botocoreMissing, CALLER_IDENTITY, ENCRYPT, NODE_SIGNERS, type Plain, type Signer } from './signers.ts';

const LATIN: Plain = { ...ENCRYPT, headers: { ...ENCRYPT.headers, 'X-Amz-Meta': 'a   b\t c', Accept: '*/*' } };
const DEEP: Plain = { ...CALLER_IDENTITY, path: '/a b//c/./d/../é/%2F/'.replaceAll(' ', '%20').replace('é', '%C3%A9') };
const CASES: [string, Plain][] = [
  ['a JSON call', ENCRYPT],
  ['runs of blanks', LATIN],
  ['a query to encode', CALLER_IDENTITY],
  ['a path to normalise', DEEP],
  ['an empty body', { ...ENCRYPT, body: '' }],
];

function accepts(signer: Signer, skip: string | undefined): void {
  describe(signer.name, { skip: skip ?? false }, () => {
    for (const form of ['header', 'query'] as const) {
      for (const [what, plain] of CASES) {
        for (const credential of [PERMANENT, TEMPORARY]) {
          test(`${form}: ${what}, ${credential.accessKeyId.slice(0, 4)}`, async () => {
            const request = await signer.sign(plain, credential, form);
            const authenticator = authenticatorAt(SIGNED_AT);
            const caller = await authenticator.authenticate(request, 'kms');
            assert.deepEqual({ ...caller }, {
              principal: credential.principal,
              account: credential.principal.account,
              region: REGION,
              accessKeyId: credential.accessKeyId,
              session: undefined,
            });
            assert.deepEqual(await authenticator.authenticate(request, 'kms'), caller, 'and again, from the caches');
            const other = await verdict(authenticator, { ...request, body: Buffer.from(`${plain.body} `) });
            assert.equal(other, 'InvalidSignatureException');
          });
        }
      }
    }
  });
}

for (const signer of NODE_SIGNERS) accepts(signer, undefined);
const missing = botocoreMissing();
if (missing !== undefined) console.log(`# botocore is not asked: ${missing}`);
accepts(botocore, missing);

test('botocore signs with a Date header alone', { skip: missing ?? false }, async () => {
  const plain = { ...ENCRYPT, headers: { ...ENCRYPT.headers, Date: 'today' } };
  const request = await botocore.sign(plain, PERMANENT, 'header');
  assert.ok(!request.headers.includes('x-amz-date'));
  assert.equal(await verdict(authenticatorAt(SIGNED_AT), request), 'accepted');
  const later = withHeader(request, 'date', 'Sat, 14 Mar 2026 15:09:27 -0000');
  assert.equal(await verdict(authenticatorAt(SIGNED_AT), later), 'InvalidSignatureException');
});

test('the same Authorization text with other names beside it is read anew', async () => {
  const request = await NODE_SIGNERS[0]!.sign(ENCRYPT, PERMANENT, 'header');
  const authenticator = authenticatorAt(SIGNED_AT);
  assert.equal(await verdict(authenticator, request), 'accepted');
  assert.equal(await verdict(authenticator, withHeader(request, 'x-forwarded-for', '192.0.2.1')), 'accepted');
  assert.equal(await verdict(authenticator, withHeader(request, 'x-amz-meta', 'x')), 'InvalidSignatureException');
  assert.equal(await verdict(authenticator, request), 'accepted');
});
