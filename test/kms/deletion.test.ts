/** Deletion: scheduled, cancelled, and after the waiting period really done. */
import assert from 'node:assert/strict';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, describe, test } from 'node:test';
import type { KMS } from '@aws-sdk/client-kms';
import { aliasArn, bytes, DAY, type Emulator, keyArn, newKey, refuses, startEmulator } from './support.ts';
import { changeStored, rowsOf } from './stored.ts';

describe('deletion', () => {
  let emulator: Emulator;
  let kms: KMS;
  before(async () => {
    emulator = await startEmulator();
    kms = emulator.kms;
  });
  after(() => emulator.stop());

  test('the answer, the window and its bounds', async () => {
    for (const [PendingWindowInDays, days] of [[undefined, 30], [7, 7], [30, 30]] as const) {
      const { id: KeyId, arn } = await newKey(kms);
      const { body } = await emulator.post('ScheduleKeyDeletion', { KeyId, PendingWindowInDays });
      const DeletionDate = ((await emulator.now()) + days * DAY) / 1_000;
      assert.deepEqual(body, { KeyId: arn, DeletionDate, KeyState: 'PendingDeletion', PendingWindowInDays: days });
    }
    const { id: KeyId } = await newKey(kms);
    for (const [PendingWindowInDays, bound] of [[6, 'greater than or equal to 7'], [31, 'less than or equal to 30'], [0, 'greater than or equal to 1'], [366, 'less than or equal to 365']] as const) {
      const text = `1 validation error detected: Value '${PendingWindowInDays}' at 'pendingWindowInDays' failed to satisfy constraint: Member must have value ${bound}`;
      await refuses(kms.scheduleKeyDeletion({ KeyId, PendingWindowInDays }), 'ValidationException', text);
    }
    assert.equal((await kms.describeKey({ KeyId })).KeyMetadata!.KeyState, 'Enabled');
  });

  test('cancelled: disabled, and whole', async () => {
    const { id: KeyId, arn } = await newKey(kms);
    const { CiphertextBlob } = await kms.encrypt({ KeyId, Plaintext: bytes('x') });
    await kms.scheduleKeyDeletion({ KeyId, PendingWindowInDays: 7 });
    await emulator.advance(7 * DAY - 1);
    assert.deepEqual((await emulator.post('CancelKeyDeletion', { KeyId })).body, { KeyId: arn });
    const { KeyState, DeletionDate } = (await kms.describeKey({ KeyId })).KeyMetadata!;
    assert.deepEqual([KeyState, DeletionDate], ['Disabled', undefined]);
    await emulator.advance(40 * DAY);
    await kms.enableKey({ KeyId });
    assert.ok((await kms.decrypt({ CiphertextBlob })).Plaintext);
  });

  test('done: not found, not listed, its aliases gone; others stay', async () => {
    const [gone, stays] = [await newKey(kms, { Tags: [{ TagKey: 'a', TagValue: 'b' }] }), await newKey(kms)];
    await kms.createAlias({ AliasName: 'alias/gone', TargetKeyId: gone.id });
    await kms.createAlias({ AliasName: 'alias/stays', TargetKeyId: stays.id });
    await kms.scheduleKeyDeletion({ KeyId: gone.id, PendingWindowInDays: 7 });
    assert.equal((await kms.describeKey({ KeyId: 'alias/gone' })).KeyMetadata!.KeyState, 'PendingDeletion');
    await emulator.advance(7 * DAY);
    const text = `Key '${gone.arn}' does not exist`;
    for (const KeyId of [gone.id, gone.arn]) {
      await refuses(kms.describeKey({ KeyId }), 'NotFoundException', text);
      await refuses(kms.cancelKeyDeletion({ KeyId }), 'NotFoundException', text);
      await refuses(kms.encrypt({ KeyId, Plaintext: bytes('x') }), 'NotFoundException', text);
    }
    await refuses(kms.describeKey({ KeyId: 'alias/gone' }), 'NotFoundException', `Alias ${aliasArn('alias/gone')} is not found.`);
    const listed = (await kms.listKeys({ Limit: 1_000 })).Keys!.map((key) => key.KeyId);
    assert.deepEqual([listed.includes(gone.id), listed.includes(stays.id)], [false, true]);
    const aliases = (await kms.listAliases({})).Aliases!.map((alias) => alias.AliasName!);
    assert.deepEqual(aliases.filter((name) => !name.startsWith('alias/aws/')), ['alias/stays']);
    await kms.createAlias({ AliasName: 'alias/gone', TargetKeyId: stays.id });
  });

  test('nothing of it stays in the database; time that passed while the server was down counts', async () => {
    const data = mkdtempSync(join(tmpdir(), 'trent-deletion-'));
    try {
      const first = await startEmulator({ location: { data } });
      const { id: KeyId } = await newKey(first.kms, { Tags: [{ TagKey: 'a', TagValue: 'b' }] });
      const other = await newKey(first.kms);
      await first.kms.createAlias({ AliasName: 'alias/gone', TargetKeyId: KeyId });
      await first.kms.rotateKeyOnDemand({ KeyId });
      await first.kms.encrypt({ KeyId, Plaintext: bytes('x') });
      await first.kms.scheduleKeyDeletion({ KeyId, PendingWindowInDays: 7 });
      await first.stop();
      const whole = { kms_keys: 1, kms_key_materials: 2, kms_aliases: 1, kms_tags: 1, kms_key_usage: 1 };
      assert.deepEqual(await rowsOf(data, KeyId), whole);
      await changeStored(data, (db) => db.updateTable('kms_keys').set({ deletion_at: 1_000, due_at: 1_000 }).where('key_id', '=', KeyId));
      const second = await startEmulator({ location: { data } });
      await refuses(second.kms.describeKey({ KeyId }), 'NotFoundException', `Key '${keyArn(KeyId)}' does not exist`);
      assert.deepEqual((await second.kms.listKeys({})).Keys!.map((key) => key.KeyId), [other.id]);
      await second.stop();
      assert.deepEqual(await rowsOf(data, KeyId), { kms_keys: 0, kms_key_materials: 0, kms_aliases: 0, kms_tags: 0, kms_key_usage: 0 });
    } finally {
      rmSync(data, { recursive: true });
    }
  });

  test('deleted and used in the same moment: nothing of it is written back', async () => {
    const data = mkdtempSync(join(tmpdir(), 'trent-deletion-'));
    try {
      const server = await startEmulator({ location: { data } });
      const { id: KeyId } = await newKey(server.kms);
      const uses = Array.from({ length: 20 }, () => server.post('Encrypt', { KeyId, Plaintext: 'AAAA' }));
      const deletion = server.kms.scheduleKeyDeletion({ KeyId, PendingWindowInDays: 7 }).then(() => server.advance(7 * DAY));
      await Promise.all([...uses, deletion]);
      await server.stop();
      assert.deepEqual(await rowsOf(data, KeyId), { kms_keys: 0, kms_key_materials: 0, kms_aliases: 0, kms_tags: 0, kms_key_usage: 0 });
    } finally {
      rmSync(data, { recursive: true });
    }
  });
});
