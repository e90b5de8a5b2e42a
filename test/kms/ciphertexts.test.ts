/** Blobs that are damaged, or are another key's, account's or region's; and which key a blob is opened with. */
import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import type { KMS } from '@aws-sdk/client-kms';
import fc from 'fast-check';
import { bytes, type Emulator, flip, keyArn, newKey, NO_TEXT, OTHER_ACCOUNT, OTHER_REGION, refuses, startEmulator } from './support.ts';

const PLAINTEXT = bytes('the plaintext');
const INCORRECT = 'The key ID in the request does not identify a CMK that can perform this operation.';
const HIDDEN =
  / is not authorized to perform: kms:(Decrypt|ReEncryptFrom) on the resource associated with this ciphertext because the resource does not exist in this Region, no resource-based policies allow access, or a resource-based policy explicitly denies access$/;

describe('ciphertexts', () => {
  let emulator: Emulator;
  let kms: KMS;
  let KeyId: string;
  let blob: Uint8Array;
  before(async () => {
    emulator = await startEmulator();
    kms = emulator.kms;
    KeyId = (await newKey(kms)).id;
    blob = (await kms.encrypt({ KeyId, Plaintext: PLAINTEXT })).CiphertextBlob!;
  });
  after(() => emulator.stop());

  test('the key is found from the blob, or confirmed in each form of its name', async () => {
    await kms.createAlias({ AliasName: 'alias/blobs', TargetKeyId: KeyId });
    const arn = keyArn(KeyId);
    const forms = [undefined, KeyId, arn, 'alias/blobs', arn.replace(`key/${KeyId}`, 'alias/blobs')];
    for (const form of forms) {
      const opened = await kms.decrypt({ CiphertextBlob: blob, KeyId: form });
      assert.deepEqual([Buffer.from(opened.Plaintext!), opened.KeyId, opened.EncryptionAlgorithm], [PLAINTEXT, arn, 'SYMMETRIC_DEFAULT']);
    }
  });

  test('two of one plaintext differ', async () => {
    const again = await kms.encrypt({ KeyId, Plaintext: PLAINTEXT });
    assert.notDeepEqual(again.CiphertextBlob, blob);
  });

  test('plaintexts of 1 and 4096 bytes, none longer', async () => {
    for (const length of [1, 4_096]) {
      const { CiphertextBlob } = await kms.encrypt({ KeyId, Plaintext: Buffer.alloc(length, 7) });
      assert.ok(CiphertextBlob!.length <= 6_144);
      assert.equal((await kms.decrypt({ CiphertextBlob })).Plaintext!.length, length);
    }
    const text = "1 validation error detected: Value at 'plaintext' failed to satisfy constraint: Member must have length less than or equal to 4096";
    await refuses(kms.encrypt({ KeyId, Plaintext: Buffer.alloc(4_097) }), 'ValidationException', text);
    const none = "1 validation error detected: Value at 'plaintext' failed to satisfy constraint: Member must have length greater than or equal to 1";
    await refuses(kms.encrypt({ KeyId, Plaintext: Buffer.alloc(0) }), 'ValidationException', none);
  });

  test('each flipped bit: refused without a word, whether or not the key is named', async () => {
    for (let bit = 0; bit < blob.length * 8; bit += 5) {
      const CiphertextBlob = flip(blob, bit);
      const { name } = await nameOf(kms.decrypt({ CiphertextBlob }));
      // A blob that has become another key's, by a flip in the name that it carries, is no longer ours to speak of.
      assert.ok(['InvalidCiphertextException', 'AccessDeniedException'].includes(name), `bit ${bit}: ${name}`);
      const named = await nameOf(kms.decrypt({ CiphertextBlob, KeyId }));
      assert.ok(['InvalidCiphertextException', 'IncorrectKeyException'].includes(named.name), `bit ${bit}: ${named.name}`);
    }
  });

  test('a damaged body: exactly InvalidCiphertextException, without message', async () => {
    const damaged = { CiphertextBlob: flip(blob, blob.length * 8 - 1) };
    await refuses(kms.decrypt(damaged), 'InvalidCiphertextException', NO_TEXT);
    await refuses(kms.decrypt({ ...damaged, KeyId }), 'InvalidCiphertextException', NO_TEXT);
    await refuses(kms.reEncrypt({ ...damaged, DestinationKeyId: KeyId }), 'InvalidCiphertextException', NO_TEXT);
  });

  test('truncated and lengthened', async () => {
    for (let length = 1; length < blob.length; length += 7) {
      const CiphertextBlob = blob.subarray(0, length);
      await refuses(kms.decrypt({ CiphertextBlob }), 'InvalidCiphertextException', NO_TEXT);
      await refuses(kms.decrypt({ CiphertextBlob, KeyId }), 'InvalidCiphertextException', NO_TEXT);
    }
    const CiphertextBlob = Buffer.concat([blob, Buffer.of(0)]);
    await refuses(kms.decrypt({ CiphertextBlob }), 'InvalidCiphertextException', NO_TEXT);
  });

  test('any bytes at all', async () => {
    await fc.assert(
      fc.asyncProperty(fc.uint8Array({ minLength: 1, maxLength: 300 }), async (CiphertextBlob) => {
        assert.equal((await nameOf(kms.decrypt({ CiphertextBlob, KeyId }))).name, 'InvalidCiphertextException');
      }),
      { numRuns: 60 },
    );
  });

  test('another key: IncorrectKeyException', async () => {
    const other = await newKey(kms);
    await refuses(kms.decrypt({ CiphertextBlob: blob, KeyId: other.id }), 'IncorrectKeyException', INCORRECT);
    const call = { CiphertextBlob: blob, SourceKeyId: other.id, DestinationKeyId: KeyId };
    await refuses(kms.reEncrypt(call), 'IncorrectKeyException', INCORRECT);
    const signer = await newKey(kms, { KeySpec: 'ECC_NIST_P256', KeyUsage: 'SIGN_VERIFY' });
    await refuses(kms.decrypt({ CiphertextBlob: blob, KeyId: signer.id }), 'IncorrectKeyException', INCORRECT);
    const rsa = await newKey(kms, { KeySpec: 'RSA_2048', KeyUsage: 'ENCRYPT_DECRYPT' });
    await refuses(kms.decrypt({ CiphertextBlob: blob, KeyId: rsa.id }), 'IncorrectKeyException', INCORRECT);
    const algorithm = { EncryptionAlgorithm: 'RSAES_OAEP_SHA_256' } as const;
    const text = 'Algorithm RSAES_OAEP_SHA_256 is incompatible with key spec SYMMETRIC_DEFAULT.';
    await refuses(kms.decrypt({ CiphertextBlob: blob, KeyId, ...algorithm }), 'InvalidKeyUsageException', text);
    await refuses(kms.decrypt({ CiphertextBlob: blob, ...algorithm }), 'ValidationException');
  });

  test('another account or region: told nothing', async () => {
    for (const place of [{ account: OTHER_ACCOUNT }, { region: OTHER_REGION }, { account: OTHER_ACCOUNT, region: OTHER_REGION }]) {
      const elsewhere = emulator.kmsIn(place);
      await refuses(elsewhere.decrypt({ CiphertextBlob: blob }), 'AccessDeniedException', HIDDEN);
      const { id: DestinationKeyId } = await newKey(elsewhere);
      await refuses(elsewhere.reEncrypt({ CiphertextBlob: blob, DestinationKeyId }), 'AccessDeniedException', HIDDEN);
      await refuses(elsewhere.decrypt({ CiphertextBlob: blob, KeyId: DestinationKeyId }), 'IncorrectKeyException', INCORRECT);
    }
  });

  test('of a key that is gone: told nothing', async () => {
    const gone = (await newKey(kms)).id;
    const { CiphertextBlob } = await kms.encrypt({ KeyId: gone, Plaintext: PLAINTEXT });
    await kms.scheduleKeyDeletion({ KeyId: gone, PendingWindowInDays: 7 });
    await refuses(kms.decrypt({ CiphertextBlob }), 'KMSInvalidStateException', `${keyArn(gone)} is pending deletion.`);
    await emulator.advance(7 * 86_400_000);
    await refuses(kms.decrypt({ CiphertextBlob }), 'AccessDeniedException', HIDDEN);
  });

  test('multi-Region keys open each other\'s, in all directions', async () => {
    const mrk = (await newKey(kms, { MultiRegion: true })).id;
    await kms.replicateKey({ KeyId: mrk, ReplicaRegion: OTHER_REGION });
    const there = emulator.kmsIn({ region: OTHER_REGION });
    for (const [from, to, region] of [[kms, there, OTHER_REGION], [there, kms, 'us-east-1']] as const) {
      const { CiphertextBlob } = await from.encrypt({ KeyId: mrk, Plaintext: PLAINTEXT });
      const opened = await to.decrypt({ CiphertextBlob });
      assert.deepEqual([Buffer.from(opened.Plaintext!), opened.KeyId], [PLAINTEXT, keyArn(mrk, region)]);
      assert.ok((await to.decrypt({ CiphertextBlob, KeyId: keyArn(mrk, region) })).Plaintext);
    }
    const { CiphertextBlob } = await kms.encrypt({ KeyId: mrk, Plaintext: PLAINTEXT });
    await refuses(emulator.kmsIn({ region: 'us-west-2' }).decrypt({ CiphertextBlob }), 'AccessDeniedException', HIDDEN);
    await refuses(there.decrypt({ CiphertextBlob, KeyId: keyArn(mrk) }), 'NotFoundException', 'Invalid arn us-east-1');
  });
});

async function nameOf(call: Promise<unknown>): Promise<{ name: string }> {
  return call.then(
    () => ({ name: 'none' }),
    (error: Error) => error,
  );
}
