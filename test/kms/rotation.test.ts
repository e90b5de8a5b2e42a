/** Rotation: by the calendar and on demand; what it changes, and what it must leave alone. The clock is moved by hand. */
import assert from 'node:assert/strict';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, describe, test } from 'node:test';
import type { KMS } from '@aws-sdk/client-kms';
import { bytes, DAY, type Emulator, keyArn, newKey, NO_TEXT, OTHER_REGION, refuses, startEmulator } from './support.ts';
import { changeStored } from './stored.ts';

const PLAINTEXT = bytes('the plaintext');

describe('rotation', () => {
  let emulator: Emulator;
  let kms: KMS;
  before(async () => {
    emulator = await startEmulator();
    kms = emulator.kms;
  });
  after(() => emulator.stop());

  const seconds = async (days = 0) => ((await emulator.now()) + days * DAY) / 1_000;
  const status = async (KeyId: string) => (await emulator.post('GetKeyRotationStatus', { KeyId })).body;
  const rotations = async (KeyId: string, IncludeKeyMaterial?: string) =>
    (await emulator.post('ListKeyRotations', { KeyId, IncludeKeyMaterial })).body['Rotations'] as Record<string, unknown>[];
  const currentMaterial = async (KeyId: string, client = kms) =>
    (await client.describeKey({ KeyId })).KeyMetadata!.CurrentKeyMaterialId!;

  test('EnableKeyRotation, its period, GetKeyRotationStatus, DisableKeyRotation', async () => {
    const { id: KeyId } = await newKey(kms);
    assert.deepEqual(await status(KeyId), { KeyId, KeyRotationEnabled: false });
    await kms.enableKeyRotation({ KeyId });
    const on = { KeyId, KeyRotationEnabled: true };
    assert.deepEqual(await status(KeyId), { ...on, RotationPeriodInDays: 365, NextRotationDate: await seconds(365) });
    await emulator.advance(10 * DAY);
    await kms.enableKeyRotation({ KeyId, RotationPeriodInDays: 90 });
    assert.deepEqual(await status(KeyId), { ...on, RotationPeriodInDays: 90, NextRotationDate: await seconds(90) });
    await kms.disableKeyRotation({ KeyId });
    assert.deepEqual(await status(KeyId), { KeyId, KeyRotationEnabled: false });
    await emulator.advance(100 * DAY);
    assert.deepEqual(await rotations(KeyId), []);
    for (const [RotationPeriodInDays, bound] of [[89, 'greater than or equal to 90'], [2_561, 'less than or equal to 2560']] as const) {
      const text = `1 validation error detected: Value '${RotationPeriodInDays}' at 'rotationPeriodInDays' failed to satisfy constraint: Member must have value ${bound}`;
      await refuses(kms.enableKeyRotation({ KeyId, RotationPeriodInDays }), 'ValidationException', text);
    }
  });

  test('the day comes, and not a moment before; every period within one leap of time', async () => {
    const { id: KeyId } = await newKey(kms);
    const first = await currentMaterial(KeyId);
    await kms.enableKeyRotation({ KeyId, RotationPeriodInDays: 90 });
    const start = await emulator.now();
    await emulator.advance(90 * DAY - 1);
    assert.equal(await currentMaterial(KeyId), first);
    await emulator.advance(1);
    assert.notEqual(await currentMaterial(KeyId), first);
    await emulator.advance(3 * 90 * DAY);
    const list = await rotations(KeyId);
    assert.deepEqual(list.map((entry) => entry['RotationDate']), [1, 2, 3, 4].map((count) => (start + count * 90 * DAY) / 1_000));
    assert.equal(new Set(list.map((entry) => entry['KeyMaterialId'])).size, 4);
    assert.deepEqual(list.map((entry) => entry['KeyMaterialState']), ['NON_CURRENT', 'NON_CURRENT', 'NON_CURRENT', 'CURRENT']);
    assert.equal((await status(KeyId))['NextRotationDate'], (start + 5 * 90 * DAY) / 1_000);
  });

  test('what was encrypted before still opens, and each answer names its material', async () => {
    const { id: KeyId } = await newKey(kms);
    const made: { blob: Uint8Array; material: string }[] = [];
    for (let round = 0; round < 4; round++) {
      const { CiphertextBlob } = await kms.encrypt({ KeyId, Plaintext: PLAINTEXT, EncryptionContext: { round: String(round) } });
      made.push({ blob: CiphertextBlob!, material: await currentMaterial(KeyId) });
      await kms.rotateKeyOnDemand({ KeyId });
    }
    for (const [round, { blob, material }] of made.entries()) {
      const opened = await kms.decrypt({ CiphertextBlob: blob, EncryptionContext: { round: String(round) } });
      assert.deepEqual([Buffer.from(opened.Plaintext!), opened.KeyMaterialId], [PLAINTEXT, material]);
    }
    const current = await currentMaterial(KeyId);
    assert.equal((await kms.generateDataKey({ KeyId, KeySpec: 'AES_256' })).KeyMaterialId, current);
    const again = await kms.reEncrypt({ CiphertextBlob: made[0]!.blob, SourceEncryptionContext: { round: '0' }, DestinationKeyId: KeyId });
    assert.deepEqual([again.SourceKeyMaterialId, again.DestinationKeyMaterialId], [made[0]!.material, current]);
  });

  test('ListKeyRotations: completed ones, or all material', async () => {
    const { id: KeyId } = await newKey(kms);
    const first = await currentMaterial(KeyId);
    assert.deepEqual(await rotations(KeyId), []);
    const untouched = { KeyId, KeyMaterialId: first, KeyMaterialState: 'CURRENT' };
    assert.deepEqual(await rotations(KeyId, 'ALL_KEY_MATERIAL'), [untouched]);
    await emulator.advance(1_000);
    assert.deepEqual((await emulator.post('RotateKeyOnDemand', { KeyId })).body, { KeyId });
    const rotated = {
      KeyId,
      KeyMaterialId: await currentMaterial(KeyId),
      KeyMaterialState: 'CURRENT',
      RotationDate: await seconds(),
      RotationType: 'ON_DEMAND',
    };
    assert.deepEqual(await rotations(KeyId), [rotated]);
    assert.deepEqual(await rotations(KeyId, 'ROTATIONS_ONLY'), [rotated]);
    assert.deepEqual(await rotations(KeyId, 'ALL_KEY_MATERIAL'), [{ ...untouched, KeyMaterialState: 'NON_CURRENT' }, rotated]);
  });

  test('a disabled key keeps its day, and rotates when it is enabled again', async () => {
    const { id: KeyId } = await newKey(kms);
    const first = await currentMaterial(KeyId);
    await kms.enableKeyRotation({ KeyId, RotationPeriodInDays: 90 });
    const NextRotationDate = await seconds(90);
    await kms.disableKey({ KeyId });
    await emulator.advance(100 * DAY);
    assert.equal(await currentMaterial(KeyId), first);
    assert.equal((await status(KeyId))['NextRotationDate'], NextRotationDate);
    await kms.enableKey({ KeyId });
    assert.notEqual(await currentMaterial(KeyId), first);
    const [entry, ...more] = await rotations(KeyId);
    assert.deepEqual([entry!['RotationType'], entry!['RotationDate'], more], ['AUTOMATIC', await seconds(), []]);
    assert.equal((await status(KeyId))['NextRotationDate'], await seconds(90));
  });

  test('a key that awaits its deletion does not rotate; cancelled, its setting is back', async () => {
    const { id: KeyId } = await newKey(kms);
    await kms.enableKeyRotation({ KeyId, RotationPeriodInDays: 90 });
    await kms.scheduleKeyDeletion({ KeyId });
    assert.deepEqual(await status(KeyId), { KeyId, KeyRotationEnabled: false });
    await emulator.advance(29 * DAY);
    await kms.cancelKeyDeletion({ KeyId });
    assert.equal((await status(KeyId))['KeyRotationEnabled'], true);
    await kms.enableKey({ KeyId });
    await emulator.advance(61 * DAY);
    assert.equal((await rotations(KeyId)).length, 1);
  });

  test('on demand: 25 times, and the calendar does not move', async () => {
    const { id: KeyId, arn } = await newKey(kms);
    await kms.enableKeyRotation({ KeyId });
    const NextRotationDate = await seconds(365);
    await emulator.advance(DAY);
    for (let count = 0; count < 25; count++) await kms.rotateKeyOnDemand({ KeyId });
    const text = `The on-demand rotations limit has been reached for the given keyId. No more on-demand rotations can be performed for this key: ${arn}`;
    await refuses(kms.rotateKeyOnDemand({ KeyId }), 'LimitExceededException', text);
    assert.equal((await status(KeyId))['NextRotationDate'], NextRotationDate);
    assert.equal((await rotations(KeyId)).length, 25);
    await emulator.advance(365 * DAY);
    assert.equal((await rotations(KeyId)).at(-1)!['RotationType'], 'AUTOMATIC');
    await refuses(kms.rotateKeyOnDemand({ KeyId }), 'LimitExceededException', text);
  });

  test('on demand: a conflict close to an automatic one', async () => {
    const { id: KeyId } = await newKey(kms);
    await kms.enableKeyRotation({ KeyId, RotationPeriodInDays: 90 });
    await emulator.advance(90 * DAY - 19 * 60_000);
    await refuses(kms.rotateKeyOnDemand({ KeyId }), 'ConflictException');
  });

  test('at once, from several clients: each rotation is counted', async () => {
    const { id: KeyId } = await newKey(kms);
    await Promise.all(Array.from({ length: 5 }, () => kms.rotateKeyOnDemand({ KeyId })));
    assert.equal((await rotations(KeyId)).length, 5);
    assert.equal((await rotations(KeyId, 'ALL_KEY_MATERIAL')).filter((entry) => entry['KeyMaterialState'] === 'CURRENT').length, 1);
  });

  test('time that is advanced twice at once passes twice, and keys rotate on their days', async () => {
    const { id: KeyId } = await newKey(kms);
    await kms.enableKeyRotation({ KeyId, RotationPeriodInDays: 90 });
    const start = await emulator.now();
    assert.deepEqual(await Promise.all([emulator.advance(100 * DAY), emulator.advance(100 * DAY)]), [start + 100 * DAY, start + 200 * DAY]);
    const { Rotations } = await kms.listKeyRotations({ KeyId });
    assert.deepEqual(Rotations!.map(({ RotationDate }) => Number(RotationDate) - start), [90 * DAY, 180 * DAY]);
  });

  test('only symmetric encryption keys rotate', async () => {
    for (const input of [
      { KeySpec: 'HMAC_256', KeyUsage: 'GENERATE_VERIFY_MAC' },
      { KeySpec: 'ECC_NIST_P256', KeyUsage: 'SIGN_VERIFY' },
      { KeySpec: 'ML_KEM_512', KeyUsage: 'ENCAPSULATE_DECAPSULATE' },
    ] as const) {
      const { id: KeyId } = await newKey(kms, input);
      const calls = [kms.enableKeyRotation({ KeyId }), kms.disableKeyRotation({ KeyId }), kms.rotateKeyOnDemand({ KeyId }), kms.listKeyRotations({ KeyId })];
      await Promise.all(calls.map((call) => refuses(call, 'UnsupportedOperationException', NO_TEXT)));
      assert.deepEqual(await status(KeyId), { KeyId, KeyRotationEnabled: false });
    }
  });

  test('multi-Region: set on the primary, shared by all', async () => {
    const { id: KeyId } = await newKey(kms, { MultiRegion: true });
    await kms.replicateKey({ KeyId, ReplicaRegion: OTHER_REGION });
    const there = emulator.kmsIn({ region: OTHER_REGION });
    const text = `${keyArn(KeyId, OTHER_REGION)} is not a multi-region primary key.`;
    const calls = [there.enableKeyRotation({ KeyId }), there.disableKeyRotation({ KeyId }), there.rotateKeyOnDemand({ KeyId })];
    await Promise.all(calls.map((call) => refuses(call, 'UnsupportedOperationException', text)));
    await kms.enableKeyRotation({ KeyId, RotationPeriodInDays: 90 });
    const shown = await there.getKeyRotationStatus({ KeyId });
    assert.deepEqual([shown.KeyRotationEnabled, shown.RotationPeriodInDays], [true, 90]);
    const { CiphertextBlob } = await there.encrypt({ KeyId, Plaintext: PLAINTEXT });
    await emulator.advance(90 * DAY);
    await kms.rotateKeyOnDemand({ KeyId });
    assert.equal(await currentMaterial(KeyId, there), await currentMaterial(KeyId));
    assert.deepEqual((await there.listKeyRotations({ KeyId })).Rotations, (await kms.listKeyRotations({ KeyId })).Rotations);
    assert.ok((await kms.decrypt({ CiphertextBlob })).Plaintext);
    assert.ok((await kms.decrypt({ CiphertextBlob: (await there.encrypt({ KeyId, Plaintext: PLAINTEXT })).CiphertextBlob })).Plaintext);
  });

  test('time that passed while the server was down counts', async () => {
    const data = mkdtempSync(join(tmpdir(), 'trent-rotation-'));
    try {
      const first = await startEmulator({ location: { data } });
      const { id: KeyId } = await newKey(first.kms);
      await first.kms.enableKeyRotation({ KeyId, RotationPeriodInDays: 90 });
      const { CiphertextBlob } = await first.kms.encrypt({ KeyId, Plaintext: PLAINTEXT });
      await first.stop();
      await changeStored(data, (db) => db.updateTable('kms_keys').set({ next_rotation_at: 1_000, due_at: 1_000 }));
      const second = await startEmulator({ location: { data } });
      const { Rotations } = await second.kms.listKeyRotations({ KeyId });
      assert.deepEqual(Rotations!.map((entry) => [entry.RotationType, +entry.RotationDate!]), [['AUTOMATIC', await second.now()]]);
      assert.ok((await second.kms.decrypt({ CiphertextBlob })).Plaintext);
      await second.stop();
    } finally {
      rmSync(data, { recursive: true });
    }
  });
});
