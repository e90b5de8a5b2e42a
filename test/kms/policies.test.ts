/** Key policies as documents: the default one, storing, reading, and what is no policy. */
import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import type { KMS } from '@aws-sdk/client-kms';
import { ACCOUNT, assertRefused, type Emulator, newKey, OTHER_REGION, refuses, startEmulator } from './support.ts';

const STATEMENT = { Effect: 'Allow', Principal: { AWS: `arn:aws:iam::${ACCOUNT}:root` }, Action: 'kms:*', Resource: '*' };
const DEFAULT = (partition: string) => ({
  Version: '2012-10-17',
  Id: 'key-default-1',
  Statement: [{ Sid: 'Enable IAM User Permissions', ...STATEMENT, Principal: { AWS: `arn:${partition}:iam::${ACCOUNT}:root` } }],
});

describe('key policies', () => {
  let emulator: Emulator;
  let kms: KMS;
  before(async () => {
    emulator = await startEmulator();
    kms = emulator.kms;
  });
  after(() => emulator.stop());

  test('the default one, in the partition of the region', async () => {
    for (const [region, partition] of [['us-east-1', 'aws'], ['cn-north-1', 'aws-cn'], ['us-gov-west-1', 'aws-us-gov']] as const) {
      const client = emulator.kmsIn({ region });
      const { id: KeyId } = await newKey(client);
      const { Policy, PolicyName } = await client.getKeyPolicy({ KeyId });
      assert.equal(PolicyName, 'default');
      assert.deepEqual(JSON.parse(Policy!), DEFAULT(partition));
      assert.match(Policy!, /\n/, 'with line breaks, as AWS shows it');
      assert.deepEqual((await client.listKeyPolicies({ KeyId })).PolicyNames, ['default']);
    }
  });

  test('stored and given back to the letter', async () => {
    const Policy = `{ "Statement":\t[${JSON.stringify(STATEMENT)}],\r\n "Id": "\u00e9" }`;
    const { id: KeyId, arn } = await newKey(kms, { Policy });
    assert.equal((await kms.getKeyPolicy({ KeyId: arn, PolicyName: 'default' })).Policy, Policy);
    const other = JSON.stringify({ Statement: STATEMENT });
    for (const PolicyName of [undefined, 'default']) {
      await kms.putKeyPolicy({ KeyId, PolicyName, Policy: other, BypassPolicyLockoutSafetyCheck: true });
      assert.equal((await kms.getKeyPolicy({ KeyId })).Policy, other);
    }
  });

  test('a replica has its own', async () => {
    const Policy = JSON.stringify({ Statement: STATEMENT });
    const { id: KeyId } = await newKey(kms, { MultiRegion: true, Policy });
    const { ReplicaPolicy } = await kms.replicateKey({ KeyId, ReplicaRegion: OTHER_REGION });
    assert.deepEqual(JSON.parse(ReplicaPolicy!), DEFAULT('aws'));
    const second = await kms.replicateKey({ KeyId, ReplicaRegion: 'us-west-2', Policy });
    assert.equal(second.ReplicaPolicy, Policy);
    assert.equal((await emulator.kmsIn({ region: 'us-west-2' }).getKeyPolicy({ KeyId })).Policy, Policy);
  });

  test('there is no other name', async () => {
    const { id: KeyId } = await newKey(kms);
    await refuses(kms.getKeyPolicy({ KeyId, PolicyName: 'other' }), 'NotFoundException');
    await refuses(kms.putKeyPolicy({ KeyId, PolicyName: 'other', Policy: JSON.stringify({ Statement: STATEMENT }) }), 'NotFoundException');
  });

  const NONE: readonly (readonly [what: string, policy: string])[] = [
    ['no JSON', 'Allow'],
    ['a number', '1'],
    ['null', 'null'],
    ['an array', '[]'],
    ['nothing stated', '{}'],
    ['no statements', '{"Statement":[]}'],
    ['a statement that is text', '{"Statement":["Allow"]}'],
    ['no Effect', JSON.stringify({ Statement: { ...STATEMENT, Effect: undefined } })],
    ['an unknown Effect', JSON.stringify({ Statement: { ...STATEMENT, Effect: 'allow' } })],
    ['no Principal', JSON.stringify({ Statement: { ...STATEMENT, Principal: undefined } })],
    ['an unknown Version', JSON.stringify({ Version: '2020-01-01', Statement: STATEMENT })],
  ];
  for (const [what, Policy] of NONE) {
    test(`malformed: ${what}`, async () => {
      const { id: KeyId } = await newKey(kms);
      await refuses(kms.putKeyPolicy({ KeyId, Policy }), 'MalformedPolicyDocumentException', /./);
      assert.deepEqual(JSON.parse((await kms.getKeyPolicy({ KeyId })).Policy!), DEFAULT('aws'));
    });
  }

  test('accepted: without Action or Resource, which has no effect', async () => {
    const { id: KeyId } = await newKey(kms);
    const { Action: _a, Resource: _r, ...bare } = STATEMENT;
    await kms.putKeyPolicy({ KeyId, Policy: JSON.stringify({ Statement: [STATEMENT, bare] }) });
  });

  test('32 KB, and no more', async () => {
    const { id: KeyId } = await newKey(kms);
    const empty = JSON.stringify({ Id: '', Statement: STATEMENT });
    const sized = (length: number) => JSON.stringify({ Id: 'x'.repeat(length - empty.length), Statement: STATEMENT });
    await kms.putKeyPolicy({ KeyId, Policy: sized(32_768) });
    await refuses(kms.putKeyPolicy({ KeyId, Policy: sized(32_769) }), 'LimitExceededException');
    const large = await emulator.post('PutKeyPolicy', { KeyId, Policy: sized(131_073) });
    assertRefused(large, 'ValidationException', /at 'policy' failed to satisfy constraint: Member must have length less than or equal to 131072$/);
  });
});
