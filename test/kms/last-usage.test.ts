/** GetKeyLastUsage: the last successful cryptographic operation of a key, and nothing else. */
import assert from 'node:assert/strict';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, describe, test } from 'node:test';
import type { KMS } from '@aws-sdk/client-kms';
import { bytes, type Emulator, newKey, OTHER_REGION, refuses, startEmulator } from './support.ts';

/** AWS keeps last uses since this day. */
const TRACKING_BEGAN = Date.UTC(2026, 3, 23) / 1_000;

describe('GetKeyLastUsage', () => {
  let emulator: Emulator;
  let kms: KMS;
  before(async () => {
    emulator = await startEmulator();
    kms = emulator.kms;
  });
  after(() => emulator.stop());

  const usage = async (KeyId: string, place = {}) => (await emulator.post('GetKeyLastUsage', { KeyId }, place)).body;
  const lastUsed = async (KeyId: string) => (await usage(KeyId))['KeyLastUsage'] as Record<string, unknown>;

  test('a key that was never used', async () => {
    const now = (await emulator.now()) / 1_000;
    const { id } = await newKey(kms);
    const TrackingStartDate = Math.max(now, TRACKING_BEGAN);
    assert.deepEqual(await usage(id), { KeyId: id, KeyLastUsage: {}, TrackingStartDate, KeyCreationDate: now });
  });

  test('operation, time and ids of the request', async () => {
    const { id: KeyId } = await newKey(kms);
    await emulator.advance(5_000);
    const now = (await emulator.now()) / 1_000;
    const { headers } = await emulator.post('GenerateDataKey', { KeyId, KeySpec: 'AES_256' });
    const { CloudTrailEventId, ...rest } = await lastUsed(KeyId);
    assert.match(String(CloudTrailEventId), /^[0-9a-f]{8}-[0-9a-f-]{27}$/);
    assert.deepEqual(rest, { Operation: 'GenerateDataKey', Timestamp: now, KmsRequestId: headers.get('x-amzn-requestid') });
    await kms.encrypt({ KeyId, Plaintext: bytes('x') });
    assert.equal((await lastUsed(KeyId))['Operation'], 'Encrypt');
  });

  test('a use repeated within half a minute is not noted again, a later or another one is', async () => {
    const { id: KeyId } = await newKey(kms);
    const encrypt = () => kms.encrypt({ KeyId, Plaintext: bytes('x') });
    const first = (await emulator.now()) / 1_000;
    await encrypt();
    await emulator.advance(10_000);
    await encrypt();
    assert.equal((await lastUsed(KeyId))['Timestamp'], first);
    await kms.generateDataKey({ KeyId, KeySpec: 'AES_256' });
    assert.equal((await lastUsed(KeyId))['Timestamp'], first + 10);
    await emulator.advance(30_000);
    await kms.generateDataKey({ KeyId, KeySpec: 'AES_256' });
    assert.equal((await lastUsed(KeyId))['Timestamp'], first + 40);
  });

  test('refused requests, reads and changes do not count', async () => {
    const { id: KeyId } = await newKey(kms, { KeySpec: 'HMAC_256', KeyUsage: 'GENERATE_VERIFY_MAC' });
    await refuses(kms.encrypt({ KeyId, Plaintext: bytes('x') }), 'InvalidKeyUsageException');
    await refuses(kms.verifyMac({ KeyId, Message: bytes('x'), Mac: bytes('y'), MacAlgorithm: 'HMAC_SHA_256' }), 'KMSInvalidMacException');
    await kms.describeKey({ KeyId });
    await kms.disableKey({ KeyId });
    assert.deepEqual(await lastUsed(KeyId), {});
  });

  test('ReEncrypt counts for both keys', async () => {
    const [source, destination] = [await newKey(kms), await newKey(kms)];
    const { CiphertextBlob } = await kms.encrypt({ KeyId: source.id, Plaintext: bytes('x') });
    await kms.reEncrypt({ CiphertextBlob, DestinationKeyId: destination.id });
    for (const { id } of [source, destination]) assert.equal((await lastUsed(id))['Operation'], 'ReEncrypt');
  });

  test('each region counts for itself', async () => {
    const { id: KeyId } = await newKey(kms, { MultiRegion: true });
    await kms.replicateKey({ KeyId, ReplicaRegion: OTHER_REGION });
    await emulator.kmsIn({ region: OTHER_REGION }).encrypt({ KeyId, Plaintext: bytes('x') });
    assert.deepEqual(await lastUsed(KeyId), {});
    const there = (await usage(KeyId, { region: OTHER_REGION }))['KeyLastUsage'] as Record<string, unknown>;
    assert.equal(there['Operation'], 'Encrypt');
  });

  test('it outlives a stop of the server', async () => {
    const data = mkdtempSync(join(tmpdir(), 'trent-last-usage-'));
    try {
      const first = await startEmulator({ location: { data } });
      const { id: KeyId } = await newKey(first.kms);
      await first.kms.encrypt({ KeyId, Plaintext: bytes('x') });
      const noted = (await first.post('GetKeyLastUsage', { KeyId })).text;
      await first.stop();
      const second = await startEmulator({ location: { data } });
      assert.equal((await second.post('GetKeyLastUsage', { KeyId })).text, noted);
      await second.stop();
    } finally {
      rmSync(data, { recursive: true });
    }
  });
});
