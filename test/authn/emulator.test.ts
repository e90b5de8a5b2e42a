import assert from 'node:assert/strict';
import { test } from 'node:test';
import { rootPrincipal } from '../../src/base/caller.ts';
import { ManualClock } from '../../src/base/clock.ts';
import type { RawRequest } from '../../src/base/http-message.ts';
import { callerWithoutSignature } from '../../src/authn/emulator.ts';
import { PERMANENT, rawRequest, sourceOf, TEMPORARY } from './requests.ts';
import { ENCRYPT, NODE_SIGNERS } from './signers.ts';

const options = { defaultAccount: '000000000000', defaultRegion: 'us-east-1', credentials: sourceOf(PERMANENT), clock: new ManualClock(0) };
const root = (account: string, region: string, accessKeyId: string, partition = 'aws') => ({
  principal: rootPrincipal(account, partition),
  account,
  region,
  accessKeyId,
  session: undefined,
});

const withCredential = (credential: string): RawRequest =>
  rawRequest({ headers: ['authorization', `AWS4-HMAC-SHA256 Credential=${credential}, SignedHeaders=host, Signature=x`] });
/** As a plain object, to compare. */
const callerOf = async (request: RawRequest) => ({ ...(await callerWithoutSignature(request, options)) });

test('no signature: the root of the default account', async () => {
  assert.deepEqual(await callerOf(rawRequest({})), root('000000000000', 'us-east-1', ''));
  assert.deepEqual(await callerOf(rawRequest({ headers: ['authorization', 'Bearer abc'] })), root('000000000000', 'us-east-1', ''));
});

test('the scope names the region, and the partition follows', async () => {
  assert.deepEqual(await callerOf(withCredential('test/20260314/eu-west-3/kms/aws4_request')), root('000000000000', 'eu-west-3', 'test'));
  assert.deepEqual(
    await callerOf(withCredential('test/20260314/cn-north-1/kms/aws4_request')),
    root('000000000000', 'cn-north-1', 'test', 'aws-cn'),
  );
  assert.deepEqual(await callerOf(withCredential('test/20260314/x"y/kms/aws4_request')), root('000000000000', 'us-east-1', 'test'));
  assert.deepEqual(await callerOf(withCredential('test/20260314/eu-west-3')), root('000000000000', 'us-east-1', ''));
});

test('twelve digits name an account; a registered key is its principal; any other is nobody', async () => {
  assert.deepEqual(await callerOf(withCredential('123456789012/x/us-east-2/kms/aws4_request')), root('123456789012', 'us-east-2', '123456789012'));
  assert.deepEqual(await callerOf(withCredential(`${PERMANENT.accessKeyId}/x/us-east-2/kms/aws4_request`)), {
    principal: PERMANENT.principal,
    account: PERMANENT.principal.account,
    region: 'us-east-2',
    accessKeyId: PERMANENT.accessKeyId,
    session: undefined,
  });
  assert.equal((await callerOf(withCredential('a"b/x/us-east-2/kms/aws4_request'))).accessKeyId, '');
  assert.equal((await callerOf(withCredential('1234567890123/x/us-east-2/kms/aws4_request'))).account, '000000000000');
});

test('real signers, both forms, with whatever secret', async () => {
  for (const signer of NODE_SIGNERS) {
    for (const form of ['header', 'query'] as const) {
      const request = await signer.sign(ENCRYPT, { ...TEMPORARY, accessKeyId: '210987654321' }, form);
      assert.deepEqual(await callerOf(request), root('210987654321', 'eu-central-1', '210987654321'));
    }
  }
});
