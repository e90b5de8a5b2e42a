/** The AWS Encryption SDK for JavaScript: envelope encryption under one or more keys of KMS. */
import assert from 'node:assert/strict';
import { randomBytes } from 'node:crypto';
import { after, before, describe, test } from 'node:test';
import {
  AwsKmsMrkAwareSymmetricDiscoveryKeyringNode,
  buildAwsKmsMrkAwareStrictMultiKeyringNode,
  buildClient,
  CommitmentPolicy,
  KMS,
  KmsKeyringNode,
} from '@aws-crypto/client-node';
import { CreateKeyCommand, DisableKeyCommand, EnableKeyCommand, ReplicateKeyCommand, type KMSClient } from '@aws-sdk/client-kms';
import { ACCOUNT, boot, type Booted, REGION } from '../support/boot.ts';

const { encrypt, decrypt } = buildClient(CommitmentPolicy.REQUIRE_ENCRYPT_REQUIRE_DECRYPT);
const CONTEXT = { order: '4711', kind: 'invoice' };
const REPLICA_REGION = 'eu-west-1';
const PLAINTEXT = randomBytes(100_000);

describe('the AWS Encryption SDK', () => {
  let booted: Booted;
  let admin: KMSClient;
  before(async () => {
    booted = await boot();
    admin = booted.client();
  });
  after(() => booted.stop());

  /** The client that a keyring asks for by region. */
  const clientProvider = (region: string): KMS => new KMS({ region, endpoint: booted.trent.url, credentials: booted.credentials, maxAttempts: 1 });

  const createKey = async (MultiRegion = false): Promise<string> => {
    const { KeyMetadata } = await admin.send(new CreateKeyCommand({ MultiRegion }));
    return KeyMetadata!.Arn!;
  };

  test('encrypts under a generator and an additional key; each alone decrypts', async () => {
    const [generatorKeyId, additional] = [await createKey(), await createKey()];
    const both = new KmsKeyringNode({ generatorKeyId, keyIds: [additional], clientProvider });
    const { result, messageHeader } = await encrypt(both, PLAINTEXT, { encryptionContext: CONTEXT });
    assert.deepEqual(messageHeader.encryptedDataKeys.map((key) => key.providerInfo), [generatorKeyId, additional]);
    assert.equal(result.includes(PLAINTEXT.subarray(0, 64)), false);
    for (const alone of [generatorKeyId, additional]) {
      await admin.send(new DisableKeyCommand({ KeyId: alone === additional ? generatorKeyId : additional }));
      const opened = await decrypt(new KmsKeyringNode({ keyIds: [alone], clientProvider }), result);
      assert.ok(opened.plaintext.equals(PLAINTEXT));
      assert.equal(opened.messageHeader.encryptionContext['order'], '4711');
      await admin.send(new EnableKeyCommand({ KeyId: alone === additional ? generatorKeyId : additional }));
    }
  });

  test('a key that was not used does not decrypt, nor does a changed message', async () => {
    const [used, other] = [await createKey(), await createKey()];
    const { result } = await encrypt(new KmsKeyringNode({ generatorKeyId: used, clientProvider }), PLAINTEXT, { encryptionContext: CONTEXT });
    await assert.rejects(decrypt(new KmsKeyringNode({ keyIds: [other], clientProvider }), result));
    const changed = Buffer.from(result);
    changed[result.indexOf('4711')]! ^= 1;
    await assert.rejects(decrypt(new KmsKeyringNode({ keyIds: [used], clientProvider }), changed));
  });

  test('a discovery keyring finds the key in the message, within its account', async () => {
    const { result } = await encrypt(new KmsKeyringNode({ generatorKeyId: await createKey(), clientProvider }), PLAINTEXT);
    const discovery = (account: string) =>
      new KmsKeyringNode({ discovery: true, discoveryFilter: { partition: 'aws', accountIDs: [account] }, clientProvider });
    assert.ok((await decrypt(discovery(ACCOUNT), result)).plaintext.equals(PLAINTEXT));
    await assert.rejects(decrypt(discovery('111122223333'), result));
  });

  test('a multi-Region key encrypts in one Region and decrypts in another', async () => {
    const primary = await createKey(true);
    await admin.send(new ReplicateKeyCommand({ KeyId: primary, ReplicaRegion: REPLICA_REGION }));
    const replica = primary.replace(REGION, REPLICA_REGION);
    const keyring = (generatorKeyId: string) => buildAwsKmsMrkAwareStrictMultiKeyringNode({ generatorKeyId, clientProvider });
    const { result } = await encrypt(keyring(primary), PLAINTEXT, { encryptionContext: CONTEXT });
    assert.ok((await decrypt(keyring(replica), result)).plaintext.equals(PLAINTEXT));
    const discovering = new AwsKmsMrkAwareSymmetricDiscoveryKeyringNode({ client: clientProvider(REPLICA_REGION) });
    assert.ok((await decrypt(discovering, result)).plaintext.equals(PLAINTEXT));
    const elsewhere = new AwsKmsMrkAwareSymmetricDiscoveryKeyringNode({ client: clientProvider('ap-south-1') });
    await assert.rejects(decrypt(elsewhere, result));
  });

  test('nothing was reported to the operator', () => assert.deepEqual(booted.reports, []));
});
