/** The four forms of a KeyId, and what each wrong one is answered with. */
import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import type { KMS } from '@aws-sdk/client-kms';
import { aliasArn, bytes, type Emulator, keyArn, newKey, NO_KEY, OTHER_ACCOUNT, OTHER_REGION, refuses, REGION, startEmulator } from './support.ts';

describe('key identifiers', () => {
  let emulator: Emulator;
  let kms: KMS;
  let id: string;
  let arn: string;
  before(async () => {
    emulator = await startEmulator();
    kms = emulator.kms;
    ({ id, arn } = await newKey(kms));
    await kms.createAlias({ AliasName: 'alias/here', TargetKeyId: id });
  });
  after(() => emulator.stop());

  const NO_MRK = `mrk-${'0'.repeat(32)}`;

  /** Refused alike by an operation that takes aliases and one that does not. */
  const NOT_FOUND: readonly (readonly [keyId: string, text: string])[] = [
    [NO_KEY, `Key '${keyArn(NO_KEY)}' does not exist`],
    [NO_MRK, `Key '${keyArn(NO_MRK)}' does not exist`],
    [keyArn(NO_KEY), `Key '${keyArn(NO_KEY)}' does not exist`],
    [keyArn(NO_KEY, OTHER_REGION), `Invalid arn ${OTHER_REGION}`],
    ['my-key', "Invalid keyId 'my-key'"],
    [NO_KEY.toUpperCase().replace('0000', 'ABCD'), `Invalid keyId '${NO_KEY.toUpperCase().replace('0000', 'ABCD')}'`],
    [NO_KEY.replaceAll('-', ''), `Invalid keyId '${NO_KEY.replaceAll('-', '')}'`],
    ['mrk-1234', "Invalid keyId 'mrk-1234'"],
    [`${NO_KEY}/`, `Invalid keyId '${NO_KEY}/'`],
    ["it's", "Invalid keyId 'it's'"],
    ['key/x', "Invalid keyId 'key/x'"],
  ];
  for (const [KeyId, text] of NOT_FOUND) {
    test(`NotFoundException: ${KeyId}`, async () => {
      const calls = [kms.describeKey({ KeyId }), kms.enableKey({ KeyId }), kms.encrypt({ KeyId, Plaintext: bytes('x') })];
      await Promise.all(calls.map((call) => refuses(call, 'NotFoundException', text)));
    });
  }

  test('an id of another region or account is unknown here', async () => {
    for (const place of [{ region: OTHER_REGION }, { account: OTHER_ACCOUNT }]) {
      const elsewhere = await newKey(emulator.kmsIn(place));
      await refuses(kms.describeKey({ KeyId: elsewhere.id }), 'NotFoundException', `Key '${keyArn(elsewhere.id)}' does not exist`);
    }
  });

  test('aliases: unknown by name and by ARN', async () => {
    const text = `Alias ${aliasArn('alias/absent')} is not found.`;
    for (const KeyId of ['alias/absent', aliasArn('alias/absent')]) {
      await refuses(kms.describeKey({ KeyId }), 'NotFoundException', text);
      await refuses(kms.encrypt({ KeyId, Plaintext: bytes('x') }), 'NotFoundException', text);
    }
    await refuses(kms.describeKey({ KeyId: aliasArn('alias/here', OTHER_REGION) }), 'NotFoundException', `Invalid arn ${OTHER_REGION}`);
    for (const name of ['alias/Here', 'alias/', 'alias/a\0b', 'alias/a b', `alias/${'x'.repeat(251)}`, 'alias/h\u00e9re']) {
      await refuses(kms.describeKey({ KeyId: name }), 'NotFoundException', `Alias ${aliasArn(name)} is not found.`);
    }
  });

  test('aliases: not where only keys are meant', async () => {
    for (const KeyId of ['alias/here', aliasArn('alias/here')]) {
      const text = 'Key Aliases are not supported for this operation.';
      for (const operation of ['EnableKey', 'GetKeyPolicy', 'ListResourceTags', 'ScheduleKeyDeletion', 'GetKeyRotationStatus', 'GetKeyLastUsage']) {
        const { body } = await emulator.post(operation, { KeyId });
        assert.deepEqual(body, { __type: 'InvalidArnException', message: text }, operation);
      }
    }
  });

  const MALFORMED = [
    'arn:aws:kms',
    `arn:aws:kms:${REGION}:000000000000`,
    `arn:aws:kms:${REGION}:000000000000:key/`,
    `arn:aws:kms:${REGION}:000000000000:key/my-key`,
    `arn:aws:kms:${REGION}:000000000000:thing/${NO_KEY}`,
    `arn:aws:s3:${REGION}:000000000000:key/${NO_KEY}`,
    `arn:aws-cn:kms:${REGION}:000000000000:key/${NO_KEY}`,
    `arn:aws:kms:${REGION}:000000000000:key/${NO_KEY}:more`,
    `arn:aws:kms:${REGION}:12345:key/${NO_KEY}`,
    `arn:aws:kms:${REGION}::alias/here`,
  ];
  for (const KeyId of MALFORMED) {
    test(`malformed ARN: ${KeyId}`, async () => {
      await refuses(kms.describeKey({ KeyId }), 'InvalidArnException', `Invalid arn ${KeyId}`);
      await refuses(kms.disableKey({ KeyId }), 'InvalidArnException', `Invalid arn ${KeyId}`);
      // The model of the cryptographic operations has no InvalidArnException.
      await refuses(kms.encrypt({ KeyId, Plaintext: bytes('x') }), 'NotFoundException', `Invalid arn ${KeyId}`);
    });
  }

  test('another account: AccessDenied, whether the key exists or not', async () => {
    const foreign = await newKey(emulator.kmsIn({ account: OTHER_ACCOUNT }));
    await emulator.kmsIn({ account: OTHER_ACCOUNT }).createAlias({ AliasName: 'alias/theirs', TargetKeyId: foreign.id });
    const said = async (KeyId: string) => {
      const answer = await emulator.post('Encrypt', { KeyId, Plaintext: 'AAAA' });
      assert.equal(answer.status, 400);
      assert.equal(answer.body['__type'], 'AccessDeniedException');
      return String(answer.body['Message']);
    };
    const text =
      'User: arn:aws:iam::000000000000:root is not authorized to perform: kms:Encrypt on this resource because the resource does not exist in this Region, no resource-based policies allow access, or a resource-based policy explicitly denies access';
    const unknown = keyArn(NO_KEY, REGION, OTHER_ACCOUNT);
    assert.equal(await said(foreign.arn), text);
    assert.equal(await said(unknown), text);
    for (const name of ['alias/theirs', 'alias/of-nobody']) {
      const alias = aliasArn(name, REGION, OTHER_ACCOUNT);
      assert.equal(await said(alias), text);
    }
    for (const operation of ['ListAliases', 'DescribeKey', 'ScheduleKeyDeletion', 'UpdatePrimaryRegion', 'PutKeyPolicy']) {
      const input = { PrimaryRegion: OTHER_REGION, Policy: '{}' };
      for (const KeyId of [foreign.arn, unknown]) {
        const { body } = await emulator.post(operation, { KeyId, ...input });
        assert.equal(body['__type'], 'AccessDeniedException', `${operation} ${KeyId}`);
        assert.ok(String(body['Message']).includes(`kms:${operation} on this resource because the resource does not exist`), String(body['Message']));
      }
    }
  });

  test('the partition follows the region', async () => {
    for (const [region, partition] of [['cn-north-1', 'aws-cn'], ['us-gov-west-1', 'aws-us-gov'], ['eu-central-1', 'aws']] as const) {
      const client = emulator.kmsIn({ region });
      const made = await newKey(client);
      assert.equal(made.arn, `arn:${partition}:kms:${region}:000000000000:key/${made.id}`);
      assert.equal((await client.describeKey({ KeyId: made.arn })).KeyMetadata!.KeyId, made.id);
      const wrong = made.arn.replace(`arn:${partition}:`, partition === 'aws' ? 'arn:aws-cn:' : 'arn:aws:');
      await refuses(client.describeKey({ KeyId: wrong }), 'InvalidArnException', `Invalid arn ${wrong}`);
    }
  });

  test('answers: the ARN, or the bare id, as AWS has it', async () => {
    const form = async (operation: string, input: object = {}) => (await emulator.post(operation, { KeyId: id, ...input })).body['KeyId'];
    for (const [operation, input] of [['Encrypt', { Plaintext: 'AAAA' }], ['GenerateDataKey', { KeySpec: 'AES_256' }]] as const) {
      assert.equal(await form(operation, input), arn, operation);
    }
    for (const operation of ['GetKeyRotationStatus', 'GetKeyLastUsage', 'RotateKeyOnDemand']) {
      assert.equal(await form(operation), id, operation);
    }
    assert.equal(await form('ScheduleKeyDeletion'), arn);
    assert.equal(await form('CancelKeyDeletion'), arn);
  });
});
