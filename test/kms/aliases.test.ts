/** Aliases: names in one account and region, that can move to another key of the same kind. */
import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import type { KMS } from '@aws-sdk/client-kms';
import { aliasArn, assertRefused, bytes, type Emulator, keyArn, newKey, OTHER_ACCOUNT, OTHER_REGION, refuses, startEmulator } from './support.ts';

const PREFIX = 'Alias must start with the prefix "alias/". Please see https://docs.aws.amazon.com/kms/latest/developerguide/kms-alias.html';

describe('aliases', () => {
  let emulator: Emulator;
  let kms: KMS;
  before(async () => {
    emulator = await startEmulator();
    kms = emulator.kms;
  });
  after(() => emulator.stop());

  const entryOf = async (AliasName: string) => {
    const { body } = await emulator.post('ListAliases', { Limit: 100 });
    return (body['Aliases'] as Record<string, unknown>[]).find((entry) => entry['AliasName'] === AliasName);
  };

  test('made, listed, used in all four forms, deleted', async () => {
    const { id, arn } = await newKey(kms);
    const AliasName = 'alias/orders/Payments_2-x';
    await kms.createAlias({ AliasName, TargetKeyId: id });
    const now = (await emulator.now()) / 1_000;
    const entry = { AliasName, AliasArn: aliasArn(AliasName), TargetKeyId: id, CreationDate: now, LastUpdatedDate: now };
    assert.deepEqual(await entryOf(AliasName), entry);
    for (const KeyId of [id, arn, AliasName, aliasArn(AliasName)]) {
      assert.equal((await kms.describeKey({ KeyId })).KeyMetadata!.Arn, arn);
      assert.equal((await kms.encrypt({ KeyId, Plaintext: bytes('x') })).KeyId, arn);
    }
    await kms.deleteAlias({ AliasName });
    assert.equal(await entryOf(AliasName), undefined);
    await refuses(kms.describeKey({ KeyId: AliasName }), 'NotFoundException', `Alias ${aliasArn(AliasName)} is not found.`);
    assert.equal((await kms.describeKey({ KeyId: id })).KeyMetadata!.Enabled, true);
  });

  test('the target may be an ARN, never an alias', async () => {
    const { id, arn } = await newKey(kms);
    await kms.createAlias({ AliasName: 'alias/by-arn', TargetKeyId: arn });
    assert.equal((await entryOf('alias/by-arn'))?.['TargetKeyId'], id);
    for (const TargetKeyId of ['alias/by-arn', aliasArn('alias/by-arn')]) {
      await refuses(kms.createAlias({ AliasName: 'alias/by-alias', TargetKeyId }), 'NotFoundException', `Invalid keyId '${TargetKeyId}'`);
    }
  });

  test('names', async () => {
    const { id: TargetKeyId } = await newKey(kms);
    for (const [AliasName, name, text] of [
      ['orders', 'ValidationException', PREFIX],
      ['Alias/orders', 'ValidationException', PREFIX],
      ['alias/aws/s3', 'InvalidAliasNameException', /reserved/],
      ['alias/', 'InvalidAliasNameException', /invalid characters/],
      ['alias/a:b', 'InvalidAliasNameException', /invalid characters/],
      ['alias/a b', 'ValidationException', /at 'aliasName' failed to satisfy constraint: Member must satisfy regular expression pattern: /],
      [`alias/${'x'.repeat(251)}`, 'ValidationException', /at 'aliasName' failed to satisfy constraint: Member must have length less than or equal to 256/],
    ] as const) {
      assertRefused(await emulator.post('CreateAlias', { AliasName, TargetKeyId }), name, text);
    }
    await kms.createAlias({ AliasName: `alias/${'x'.repeat(250)}`, TargetKeyId });
    await kms.createAlias({ AliasName: 'alias/awsome', TargetKeyId });
  });

  test('names are case-sensitive and unique', async () => {
    const { id: TargetKeyId } = await newKey(kms);
    await kms.createAlias({ AliasName: 'alias/case', TargetKeyId });
    await kms.createAlias({ AliasName: 'alias/CASE', TargetKeyId });
    const text = `An alias with the name ${aliasArn('alias/case')} already exists`;
    await refuses(kms.createAlias({ AliasName: 'alias/case', TargetKeyId }), 'AlreadyExistsException', text);
  });

  test('two that create one name at once: one wins', async () => {
    const { id: TargetKeyId } = await newKey(kms);
    const calls = Array.from({ length: 6 }, () => emulator.post('CreateAlias', { AliasName: 'alias/race', TargetKeyId }));
    const outcomes = (await Promise.all(calls)).map(({ status, body }) => body['__type'] ?? status);
    assert.deepEqual(outcomes.sort(), [200, ...Array<string>(5).fill('AlreadyExistsException')]);
  });

  test('each account and region has its own', async () => {
    const AliasName = 'alias/everywhere';
    const places = [{}, { region: OTHER_REGION }, { account: OTHER_ACCOUNT }];
    const keys = await Promise.all(places.map((place) => newKey(emulator.kmsIn(place))));
    for (const [index, place] of places.entries()) {
      await emulator.kmsIn(place).createAlias({ AliasName, TargetKeyId: keys[index]!.id });
    }
    for (const [index, place] of places.entries()) {
      const { KeyMetadata } = await emulator.kmsIn(place).describeKey({ KeyId: AliasName });
      assert.equal(KeyMetadata!.Arn, keys[index]!.arn);
    }
  });

  test('the target must be here', async () => {
    const elsewhere = await newKey(emulator.kmsIn({ region: OTHER_REGION }));
    const create = (TargetKeyId: string) => kms.createAlias({ AliasName: 'alias/none', TargetKeyId });
    await refuses(create(elsewhere.id), 'NotFoundException', `Key '${keyArn(elsewhere.id)}' does not exist`);
    await refuses(create(elsewhere.arn), 'NotFoundException', `Invalid arn ${OTHER_REGION}`);
    const foreign = await newKey(emulator.kmsIn({ account: OTHER_ACCOUNT }));
    await refuses(create(foreign.arn), 'AccessDeniedException', / is not authorized to perform: kms:CreateAlias on this resource because the resource does not exist /);
  });

  test('moves to a key of the same kind', async () => {
    const AliasName = 'alias/moving';
    const [first, second] = [await newKey(kms), await newKey(kms)];
    await kms.createAlias({ AliasName, TargetKeyId: first.id });
    const blob = (await kms.encrypt({ KeyId: AliasName, Plaintext: bytes('x') })).CiphertextBlob;
    const created = (await entryOf(AliasName))!['CreationDate'];
    await emulator.advance(1_000);
    await kms.updateAlias({ AliasName, TargetKeyId: second.id });
    const entry = (await entryOf(AliasName))!;
    assert.deepEqual([entry['TargetKeyId'], entry['CreationDate'], entry['LastUpdatedDate']], [second.id, created, Number(created) + 1]);
    assert.equal((await kms.encrypt({ KeyId: AliasName, Plaintext: bytes('x') })).KeyId, second.arn);
    await refuses(kms.decrypt({ KeyId: AliasName, CiphertextBlob: blob }), 'IncorrectKeyException');
    assert.equal((await kms.decrypt({ CiphertextBlob: blob })).KeyId, first.arn);
  });

  test('does not move to another kind', async () => {
    const AliasName = 'alias/kind';
    const inputs = [
      {},
      { KeySpec: 'HMAC_256', KeyUsage: 'GENERATE_VERIFY_MAC' },
      { KeySpec: 'RSA_2048', KeyUsage: 'ENCRYPT_DECRYPT' },
      { KeySpec: 'ECC_NIST_P256', KeyUsage: 'SIGN_VERIFY' },
      { KeySpec: 'ECC_NIST_P256', KeyUsage: 'KEY_AGREEMENT' },
    ] as const;
    const keys = await Promise.all(inputs.map((input) => newKey(kms, input)));
    for (const from of keys) {
      await kms.createAlias({ AliasName, TargetKeyId: from.id });
      for (const to of keys) {
        if (to === from) await kms.updateAlias({ AliasName, TargetKeyId: to.id });
        else await refuses(kms.updateAlias({ AliasName, TargetKeyId: to.id }), 'ValidationException');
      }
      await kms.deleteAlias({ AliasName });
    }
    const hmac = await newKey(kms, { KeySpec: 'HMAC_512', KeyUsage: 'GENERATE_VERIFY_MAC' });
    await kms.createAlias({ AliasName, TargetKeyId: keys[1]!.id });
    await kms.updateAlias({ AliasName, TargetKeyId: hmac.id });
  });

  test('what is not there cannot be moved or deleted', async () => {
    const { id: TargetKeyId } = await newKey(kms);
    const text = `Alias ${aliasArn('alias/absent')} is not found.`;
    await refuses(kms.updateAlias({ AliasName: 'alias/absent', TargetKeyId }), 'NotFoundException', text);
    await refuses(kms.deleteAlias({ AliasName: 'alias/absent' }), 'NotFoundException', text);
    for (const operation of ['UpdateAlias', 'DeleteAlias']) {
      assertRefused(await emulator.post(operation, { AliasName: 'alias/aws/s3', TargetKeyId }), 'ValidationException', /reserved/);
      assertRefused(await emulator.post(operation, { AliasName: 'absent', TargetKeyId }), 'ValidationException', PREFIX);
    }
  });

  test('50 a key', async () => {
    const [full, free] = [await newKey(kms), await newKey(kms)];
    for (let i = 0; i < 50; i++) await kms.createAlias({ AliasName: `alias/quota-${i}`, TargetKeyId: full.id });
    const text = 'Aliases per key quota for this account in this region is 50, current usage is 50.';
    await refuses(kms.createAlias({ AliasName: 'alias/quota-50', TargetKeyId: full.id }), 'LimitExceededException', text);
    await kms.createAlias({ AliasName: 'alias/quota-50', TargetKeyId: free.id });
    await refuses(kms.updateAlias({ AliasName: 'alias/quota-50', TargetKeyId: full.id }), 'LimitExceededException', text);
    await kms.updateAlias({ AliasName: 'alias/quota-49', TargetKeyId: full.id });
    await kms.deleteAlias({ AliasName: 'alias/quota-49' });
    await kms.updateAlias({ AliasName: 'alias/quota-50', TargetKeyId: full.id });
  });

  test('with a KeyId: that key\'s only', async () => {
    const [mine, other] = [await newKey(kms), await newKey(kms)];
    for (const name of ['alias/mine-b', 'alias/mine-a']) await kms.createAlias({ AliasName: name, TargetKeyId: mine.id });
    for (const KeyId of [mine.id, mine.arn]) {
      const { Aliases, Truncated } = await kms.listAliases({ KeyId });
      assert.deepEqual([Aliases!.map((alias) => alias.AliasName), Truncated], [['alias/mine-a', 'alias/mine-b'], false]);
    }
    assert.deepEqual((await kms.listAliases({ KeyId: other.id })).Aliases, []);
    await refuses(kms.listAliases({ KeyId: 'alias/mine-a' }), 'InvalidArnException', 'Key Aliases are not supported for this operation.');
  });
});
