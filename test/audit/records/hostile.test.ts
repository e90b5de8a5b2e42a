/** Whatever is sent: each request that reached an operation leaves exactly one record, which says whose and what it was. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import model from '../../../src/services/kms/model.json' with { type: 'json' };
import { post } from '../../kms/support.ts';
import { ACCOUNT, stage } from './support.ts';

const OTHER = '111122223333';

test('made-up requests for every operation of KMS, many at once', async (t) => {
  const on = await stage(t, { auth: 'off' });
  const kms = on.kms({ accessKeyId: ACCOUNT, secretAccessKey: '-' });
  const { KeyMetadata } = await kms.createKey({});
  const known = (on.recorded()).length;
  const { url } = on.booted.trent;
  const text = fc.oneof(fc.string({ unit: 'binary' }), fc.constantFrom(KeyMetadata!.KeyId!, KeyMetadata!.Arn!, 'alias/a', 'AAAA', '\ud800', '__proto__'));
  const value = fc.letrec((tie) => ({
    value: fc.oneof({ depthSize: 'small' }, text, fc.integer(), fc.boolean(), fc.constant(null), fc.array(tie('value')), fc.dictionary(text, tie('value'))),
  })).value;
  const names = Object.entries(model.operations).map(([operation, { input }]) => {
    const { members } = model.shapes[input.shape as 'EncryptRequest'] as { members?: object };
    return { operation, members: Object.keys(members ?? {}) };
  });
  const request = fc.constantFrom(...names).chain(({ operation, members }) => {
    const member = fc.constantFrom('KeyId', ...members);
    return fc.record({ operation: fc.constant(operation), body: fc.dictionary(member, value), account: fc.constantFrom(ACCOUNT, OTHER) });
  });
  const sent = new Map<string, { operation: string; account: string; code: string | undefined }>();
  const property = fc.asyncProperty(fc.array(request, { minLength: 1, maxLength: 8 }), async (requests) => {
    await Promise.all(
      requests.map(async ({ operation, body, account }) => {
        const answer = await post(url, operation, body, { account });
        const code = answer.body['__type'] as string | undefined;
        sent.set(answer.headers.get('x-amzn-requestid')!, { operation, account, code });
        assert.ok(answer.status === 200 || answer.status === 400, `${operation} ${JSON.stringify(body)}: ${answer.text}`);
      }),
    );
  });
  await fc.assert(property, { numRuns: 40 });
  const records = (await on.events()).slice(known).filter(({ event }) => sent.has(event.requestID!));
  assert.equal(records.length, sent.size);
  assert.equal(new Set(records.map(({ event }) => event.eventID)).size, sent.size);
  for (const { event } of records) {
    const { operation, account, code } = sent.get(event.requestID!)!;
    assert.deepEqual([event.eventName, event.recipientAccountId, event['userIdentity']['accountId']], [operation, account, account]);
    assert.equal(event.errorCode, code === 'AccessDeniedException' ? 'AccessDenied' : code);
  }
  assert.deepEqual(on.booted.reports, []);
});

test('what reaches no operation, or no account, is in nobody\'s trail', async (t) => {
  const on = await stage(t);
  const before = (await on.events()).length;
  const { url } = on.booted.trent;
  const statuses = await Promise.all([
    post(url, 'ListKeys', {}),
    post(url, 'NoSuchOperation', {}),
    fetch(url, { method: 'POST', body: 'Action=AssumeRoleWithSAML&Version=2011-06-15&PrincipalArn=a&RoleArn=b&SAMLAssertion=c', headers: { 'content-type': 'application/x-www-form-urlencoded' } }),
  ]);
  for (const { status } of statuses) assert.equal(status >= 400 && status < 500, true);
  assert.equal((await on.events()).length, before + 1);
});
