/** Multi-Region keys: replicas, what they share with their primary and what not, and the change of the primary. */
import assert from 'node:assert/strict';
import { randomBytes } from 'node:crypto';
import { after, before, describe, test } from 'node:test';
import type { KMS } from '@aws-sdk/client-kms';
import { importInto, OAEP } from './importing.ts';
import { ACCOUNT, bytes, DAY, type Emulator, keyArn, newKey, OTHER_REGION, refuses, REGION, startEmulator } from './support.ts';

const THIRD = 'ap-southeast-2';
const PLAINTEXT = bytes('the plaintext');

describe('multi-Region keys', () => {
  let emulator: Emulator;
  let kms: KMS;
  let there: KMS;
  before(async () => {
    emulator = await startEmulator();
    kms = emulator.kms;
    there = emulator.kmsIn({ region: OTHER_REGION });
  });
  after(() => emulator.stop());

  /** A primary here, and its replica in the other region. */
  async function pair(input: Parameters<typeof newKey>[1] = {}): Promise<string> {
    const { id } = await newKey(kms, { ...input, MultiRegion: true });
    await kms.replicateKey({ KeyId: id, ReplicaRegion: OTHER_REGION });
    return id;
  }
  const metadata = async (client: KMS, KeyId: string) => (await client.describeKey({ KeyId })).KeyMetadata!;
  const stateIn = async (client: KMS, KeyId: string) => (await metadata(client, KeyId)).KeyState;

  test('ReplicateKey: the answer, and both keys as described', async () => {
    const { id: KeyId } = await newKey(kms, { MultiRegion: true, Description: 'the primary' });
    await kms.enableKeyRotation({ KeyId });
    await emulator.advance(1_000);
    const { body } = await emulator.post('ReplicateKey', { KeyId, ReplicaRegion: OTHER_REGION, Description: 'the replica' });
    const place = (region: string) => ({ Arn: keyArn(KeyId, region), Region: region });
    const shared = { PrimaryKey: place(REGION), ReplicaKeys: [place(OTHER_REGION)] };
    const replica = {
      AWSAccountId: ACCOUNT,
      KeyId,
      Arn: keyArn(KeyId, OTHER_REGION),
      CreationDate: (await emulator.now()) / 1_000,
      Enabled: false,
      Description: 'the replica',
      KeyUsage: 'ENCRYPT_DECRYPT',
      KeyState: 'Creating',
      Origin: 'AWS_KMS',
      KeyManager: 'CUSTOMER',
      CustomerMasterKeySpec: 'SYMMETRIC_DEFAULT',
      KeySpec: 'SYMMETRIC_DEFAULT',
      EncryptionAlgorithms: ['SYMMETRIC_DEFAULT'],
      MultiRegion: true,
      MultiRegionConfiguration: { MultiRegionKeyType: 'REPLICA', ...shared },
      CurrentKeyMaterialId: (await metadata(kms, KeyId)).CurrentKeyMaterialId,
    };
    assert.deepEqual(body['ReplicaKeyMetadata'], replica);
    assert.deepEqual(Object.keys(body).sort(), ['ReplicaKeyMetadata', 'ReplicaPolicy', 'ReplicaTags']);
    const seen = (await emulator.post('DescribeKey', { KeyId }, { region: OTHER_REGION })).body['KeyMetadata'];
    assert.deepEqual(seen, { ...replica, KeyState: 'Enabled', Enabled: true });
    const { Description, MultiRegionConfiguration } = await metadata(kms, KeyId);
    assert.deepEqual([Description, MultiRegionConfiguration], ['the primary', { MultiRegionKeyType: 'PRIMARY', ...shared }]);
  });

  test('one replica a region, in the same partition, made from the primary', async () => {
    const KeyId = await pair();
    const replicate = (client: KMS, ReplicaRegion: string, id = KeyId) => client.replicateKey({ KeyId: id, ReplicaRegion });
    await refuses(replicate(kms, OTHER_REGION), 'AlreadyExistsException');
    await refuses(replicate(kms, REGION), 'AlreadyExistsException');
    await refuses(replicate(kms, 'cn-north-1'), 'ValidationException', /partition/);
    await refuses(replicate(kms, 'Nowhere'), 'ValidationException', /replicaRegion/);
    const text = (arn: string) => `${arn} is not a multi-region primary key.`;
    await refuses(replicate(there, THIRD), 'UnsupportedOperationException', text(keyArn(KeyId, OTHER_REGION)));
    const single = await newKey(kms);
    await refuses(replicate(kms, THIRD, single.id), 'UnsupportedOperationException', text(single.arn));
    await there.scheduleKeyDeletion({ KeyId, PendingWindowInDays: 7 });
    await refuses(replicate(kms, OTHER_REGION), 'AlreadyExistsException');
    await emulator.advance(7 * DAY);
    await replicate(kms, OTHER_REGION);
    assert.equal(await stateIn(there, KeyId), 'Enabled');
  });

  test('two that replicate to one region at once: one wins', async () => {
    const { id: KeyId } = await newKey(kms, { MultiRegion: true });
    const calls = Array.from({ length: 4 }, () => emulator.post('ReplicateKey', { KeyId, ReplicaRegion: THIRD }));
    const outcomes = (await Promise.all(calls)).map(({ status, body }) => body['__type'] ?? status);
    assert.deepEqual(outcomes.sort(), [200, ...Array<string>(3).fill('AlreadyExistsException')]);
  });

  test('the same material everywhere', async () => {
    const signer = await pair({ KeySpec: 'ECC_NIST_P256', KeyUsage: 'SIGN_VERIFY' });
    assert.deepEqual((await there.getPublicKey({ KeyId: signer })).PublicKey, (await kms.getPublicKey({ KeyId: signer })).PublicKey);
    const claim = { KeyId: signer, Message: PLAINTEXT, SigningAlgorithm: 'ECDSA_SHA_256' } as const;
    const { Signature } = await there.sign(claim);
    assert.equal((await kms.verify({ ...claim, Signature })).SignatureValid, true);
    const mac = { KeyId: await pair({ KeySpec: 'HMAC_256', KeyUsage: 'GENERATE_VERIFY_MAC' }), Message: PLAINTEXT, MacAlgorithm: 'HMAC_SHA_256' } as const;
    assert.deepEqual((await there.generateMac(mac)).Mac, (await kms.generateMac(mac)).Mac);
  });

  test('state, aliases, description are each key\'s own', async () => {
    const KeyId = await pair();
    await kms.disableKey({ KeyId });
    await kms.createAlias({ AliasName: 'alias/mrk-here', TargetKeyId: KeyId });
    await kms.updateKeyDescription({ KeyId, Description: 'here' });
    assert.equal((await there.encrypt({ KeyId, Plaintext: PLAINTEXT })).KeyId, keyArn(KeyId, OTHER_REGION));
    await refuses(there.describeKey({ KeyId: 'alias/mrk-here' }), 'NotFoundException');
    assert.equal((await metadata(there, KeyId)).Description, '');
  });

  test('UpdatePrimaryRegion', async () => {
    const KeyId = await pair();
    await kms.replicateKey({ KeyId, ReplicaRegion: THIRD });
    await kms.enableKeyRotation({ KeyId, RotationPeriodInDays: 90 });
    await refuses(there.updatePrimaryRegion({ KeyId, PrimaryRegion: OTHER_REGION }), 'UnsupportedOperationException', `${keyArn(KeyId, OTHER_REGION)} is not a multi-region primary key.`);
    await refuses(kms.updatePrimaryRegion({ KeyId, PrimaryRegion: 'us-west-1' }), 'NotFoundException', `Key '${keyArn(KeyId, 'us-west-1')}' does not exist`);
    const single = await newKey(kms);
    await refuses(kms.updatePrimaryRegion({ KeyId: single.id, PrimaryRegion: OTHER_REGION }), 'UnsupportedOperationException', `${single.arn} is not a multi-region primary key.`);
    assert.deepEqual([(await emulator.post('UpdatePrimaryRegion', { KeyId, PrimaryRegion: OTHER_REGION })).text], ['']);
    for (const [client, type] of [[there, 'PRIMARY'], [kms, 'REPLICA'], [emulator.kmsIn({ region: THIRD }), 'REPLICA']] as const) {
      const { MultiRegionConfiguration: shown } = await metadata(client, KeyId);
      assert.deepEqual([shown!.MultiRegionKeyType, shown!.PrimaryKey!.Region], [type, OTHER_REGION]);
      assert.deepEqual(shown!.ReplicaKeys!.map((key) => key.Region), [THIRD, REGION]);
    }
    await refuses(kms.rotateKeyOnDemand({ KeyId }), 'UnsupportedOperationException');
    await emulator.advance(90 * DAY);
    const counts = [kms, there].map(async (client) => (await client.listKeyRotations({ KeyId })).Rotations!.length);
    assert.deepEqual(await Promise.all(counts), [1, 1]);
  });

  test('a primary with replicas goes last, and its waiting period begins then', async () => {
    const KeyId = await pair();
    await kms.replicateKey({ KeyId, ReplicaRegion: THIRD });
    const { body } = await emulator.post('ScheduleKeyDeletion', { KeyId, PendingWindowInDays: 8 });
    assert.deepEqual(body, { KeyId: keyArn(KeyId), KeyState: 'PendingReplicaDeletion', PendingWindowInDays: 8 });
    const waiting = await metadata(kms, KeyId);
    assert.deepEqual([waiting.PendingDeletionWindowInDays, waiting.DeletionDate, waiting.Enabled], [8, undefined, false]);
    await refuses(kms.encrypt({ KeyId, Plaintext: PLAINTEXT }), 'KMSInvalidStateException', `${keyArn(KeyId)} is pending replica deletion.`);
    await there.scheduleKeyDeletion({ KeyId, PendingWindowInDays: 7 });
    await emulator.advance(7 * DAY);
    assert.equal(await stateIn(kms, KeyId), 'PendingReplicaDeletion', 'the other replica is still there');
    await emulator.kmsIn({ region: THIRD }).scheduleKeyDeletion({ KeyId, PendingWindowInDays: 7 });
    await emulator.advance(7 * DAY);
    const pending = await metadata(kms, KeyId);
    assert.deepEqual([pending.KeyState, +pending.DeletionDate!], ['PendingDeletion', (await emulator.now()) + 8 * DAY]);
    assert.equal(pending.PendingDeletionWindowInDays, undefined);
    await emulator.advance(8 * DAY);
    await refuses(kms.describeKey({ KeyId }), 'NotFoundException');
  });

  test('PendingReplicaDeletion can be cancelled; a key without replicas has none', async () => {
    const KeyId = await pair();
    await kms.scheduleKeyDeletion({ KeyId });
    await kms.cancelKeyDeletion({ KeyId });
    const shown = await metadata(kms, KeyId);
    assert.deepEqual([shown.KeyState, shown.PendingDeletionWindowInDays], ['Disabled', undefined]);
    const { id: alone } = await newKey(kms, { MultiRegion: true });
    assert.equal((await kms.scheduleKeyDeletion({ KeyId: alone })).KeyState, 'PendingDeletion');
  });

  describe('with imported material', () => {
    const FOREVER = { ExpirationModel: 'KEY_MATERIAL_DOES_NOT_EXPIRE' } as const;
    const NEW = { ...FOREVER, ImportType: 'NEW_KEY_MATERIAL' } as const;
    const statesOf = async (client: KMS, KeyId: string) => {
      const { Rotations } = await client.listKeyRotations({ KeyId, IncludeKeyMaterial: 'ALL_KEY_MATERIAL' });
      return Rotations!.map(({ KeyMaterialState, ImportState }) => `${KeyMaterialState} ${ImportState}`);
    };

    /** Primary and replica with the same first material. */
    async function imported(): Promise<{ KeyId: string; first: Buffer }> {
      const { id: KeyId } = await newKey(kms, { MultiRegion: true, Origin: 'EXTERNAL' });
      const first = randomBytes(32);
      await importInto(kms, KeyId, first);
      await kms.replicateKey({ KeyId, ReplicaRegion: OTHER_REGION });
      await importInto(there, KeyId, first);
      return { KeyId, first };
    }

    test('each region imports for itself, and the same bytes only', async () => {
      const { id: KeyId } = await newKey(kms, { MultiRegion: true, Origin: 'EXTERNAL' });
      const material = randomBytes(32);
      const id = await importInto(kms, KeyId, material);
      const { ReplicaKeyMetadata } = await kms.replicateKey({ KeyId, ReplicaRegion: OTHER_REGION });
      assert.equal(ReplicaKeyMetadata!.KeyState, 'Creating');
      assert.equal(await stateIn(there, KeyId), 'PendingImport');
      await refuses(importInto(there, KeyId, randomBytes(32)), 'IncorrectKeyMaterialException');
      assert.equal(await importInto(there, KeyId, material), id);
      const { CiphertextBlob } = await kms.encrypt({ KeyId, Plaintext: PLAINTEXT });
      assert.deepEqual(Buffer.from((await there.decrypt({ CiphertextBlob })).Plaintext!), PLAINTEXT);
      await there.deleteImportedKeyMaterial({ KeyId });
      assert.deepEqual([await stateIn(kms, KeyId), await stateIn(there, KeyId)], ['Enabled', 'PendingImport']);
    });

    test('new material: on the primary, then everywhere, then it can be rotated to', async () => {
      const { KeyId } = await imported();
      const second = randomBytes(32);
      await refuses(importInto(there, KeyId, second, OAEP, NEW), 'UnsupportedOperationException');
      await importInto(kms, KeyId, second, OAEP, NEW);
      assert.deepEqual(await statesOf(kms, KeyId), ['CURRENT IMPORTED', 'PENDING_MULTI_REGION_IMPORT_AND_ROTATION IMPORTED']);
      assert.deepEqual(await statesOf(there, KeyId), ['CURRENT IMPORTED', 'PENDING_MULTI_REGION_IMPORT_AND_ROTATION PENDING_IMPORT']);
      await refuses(kms.rotateKeyOnDemand({ KeyId }), 'KMSInvalidStateException');
      await importInto(there, KeyId, second);
      for (const client of [kms, there]) assert.deepEqual(await statesOf(client, KeyId), ['CURRENT IMPORTED', 'PENDING_ROTATION IMPORTED']);
      await kms.rotateKeyOnDemand({ KeyId });
      for (const client of [kms, there]) assert.deepEqual(await statesOf(client, KeyId), ['NON_CURRENT IMPORTED', 'CURRENT IMPORTED']);
      const { CiphertextBlob } = await there.encrypt({ KeyId, Plaintext: PLAINTEXT });
      assert.ok((await kms.decrypt({ CiphertextBlob })).Plaintext);
    });

    test('a replica that lost the waiting material holds the rotation up, until it has it again', async () => {
      for (const loses of ['deletion', 'expiry'] as const) {
        const { KeyId } = await imported();
        const second = randomBytes(32);
        const KeyMaterialId = await importInto(kms, KeyId, second, OAEP, NEW);
        const ValidTo = new Date((await emulator.now()) + DAY);
        await importInto(there, KeyId, second, OAEP, loses === 'expiry' ? { ValidTo } : FOREVER);
        if (loses === 'expiry') await emulator.advance(DAY);
        else await there.deleteImportedKeyMaterial({ KeyId, KeyMaterialId });
        await refuses(kms.rotateKeyOnDemand({ KeyId }), 'KMSInvalidStateException');
        assert.equal((await statesOf(there, KeyId))[1], 'PENDING_MULTI_REGION_IMPORT_AND_ROTATION PENDING_IMPORT', loses);
        await importInto(there, KeyId, second);
        await kms.rotateKeyOnDemand({ KeyId });
        assert.ok((await there.encrypt({ KeyId, Plaintext: PLAINTEXT })).CiphertextBlob);
      }
    });

    test('what the primary gives up, its replicas give up', async () => {
      for (const loses of ['deletion', 'expiry'] as const) {
        const { KeyId } = await imported();
        const second = randomBytes(32);
        const ValidTo = new Date((await emulator.now()) + DAY);
        const expiry = loses === 'expiry' ? { ImportType: NEW.ImportType, ValidTo } : NEW;
        const KeyMaterialId = await importInto(kms, KeyId, second, OAEP, expiry);
        if (loses === 'expiry') await emulator.advance(DAY);
        else await kms.deleteImportedKeyMaterial({ KeyId, KeyMaterialId });
        for (const client of [kms, there]) assert.deepEqual(await statesOf(client, KeyId), ['CURRENT IMPORTED'], loses);
        await importInto(kms, KeyId, second, OAEP, NEW);
      }
    });

    test('a region that goes while material waits is not waited for', async () => {
      const { KeyId, first } = await imported();
      await kms.replicateKey({ KeyId, ReplicaRegion: THIRD });
      const third = emulator.kmsIn({ region: THIRD });
      await importInto(third, KeyId, first);
      const second = randomBytes(32);
      await importInto(kms, KeyId, second, OAEP, NEW);
      await importInto(there, KeyId, second);
      await third.scheduleKeyDeletion({ KeyId, PendingWindowInDays: 7 });
      await refuses(kms.rotateKeyOnDemand({ KeyId }), 'KMSInvalidStateException');
      await emulator.advance(7 * DAY);
      for (const client of [kms, there]) assert.equal((await statesOf(client, KeyId))[1], 'PENDING_ROTATION IMPORTED');
      await kms.rotateKeyOnDemand({ KeyId });
      assert.ok((await there.encrypt({ KeyId, Plaintext: PLAINTEXT })).CiphertextBlob);
    });

    test('a region that comes while material waits is waited for', async () => {
      const { KeyId, first } = await imported();
      const second = randomBytes(32);
      await importInto(kms, KeyId, second, OAEP, NEW);
      await importInto(there, KeyId, second);
      await kms.replicateKey({ KeyId, ReplicaRegion: THIRD });
      const third = emulator.kmsIn({ region: THIRD });
      await importInto(third, KeyId, first);
      assert.equal(await stateIn(third, KeyId), 'Enabled');
      await refuses(kms.rotateKeyOnDemand({ KeyId }), 'KMSInvalidStateException');
      await importInto(third, KeyId, second);
      await kms.rotateKeyOnDemand({ KeyId });
      assert.ok((await third.encrypt({ KeyId, Plaintext: PLAINTEXT })).CiphertextBlob);
    });
  });
});
