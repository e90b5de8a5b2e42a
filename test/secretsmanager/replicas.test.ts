/** Replicas in other regions of the deployment. */
import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import { OTHER_REGION, refuses, REGION, type SecretsEmulator, startEmulator } from './support.ts';

const THIRD = 'ap-south-1';
const READ_ONLY = "Operation not permitted on a replica secret. Call must be made in primary secret's region.";

describe('a replica', () => {
  let emulator: SecretsEmulator;
  let count = 0;
  const newName = (): string => `replicas-${++count}`;
  before(async () => {
    emulator = await startEmulator();
  });
  after(() => emulator.stop());

  test('is made with the secret, under the same name and suffix', async () => {
    const { secrets, secretsIn } = emulator;
    const Name = newName();
    const { ARN, ReplicationStatus } = await secrets.createSecret({ Name, SecretString: 'a', Description: 'd', AddReplicaRegions: [{ Region: OTHER_REGION }] });
    assert.deepEqual(ReplicationStatus, [{ Region: OTHER_REGION, KmsKeyId: 'alias/aws/secretsmanager', Status: 'InSync' }]);
    const there = secretsIn({ region: OTHER_REGION });
    const got = await there.getSecretValue({ SecretId: Name });
    assert.deepEqual([got.ARN, got.SecretString, got.VersionStages], [ARN!.replace(REGION, OTHER_REGION), 'a', ['AWSCURRENT']]);
    const described = await there.describeSecret({ SecretId: Name });
    assert.deepEqual([described.PrimaryRegion, described.Description], [REGION, 'd']);
    const primary = await secrets.describeSecret({ SecretId: Name });
    assert.equal(primary.PrimaryRegion, REGION);
    assert.ok(primary.ReplicationStatus![0]!.LastAccessedDate, 'read there');
  });

  test('follows its primary', async () => {
    const { secrets, secretsIn } = emulator;
    const SecretId = newName();
    await secrets.createSecret({ Name: SecretId, SecretString: 'first' });
    await secrets.putSecretValue({ SecretId, SecretString: 'second' });
    await secrets.replicateSecretToRegions({ SecretId, AddReplicaRegions: [{ Region: OTHER_REGION }, { Region: THIRD }] });
    const there = secretsIn({ region: OTHER_REGION });
    assert.equal((await there.getSecretValue({ SecretId, VersionStage: 'AWSPREVIOUS' })).SecretString, 'first');
    await secrets.putSecretValue({ SecretId, SecretString: 'third' });
    await secrets.tagResource({ SecretId, Tags: [{ Key: 'a', Value: 'b' }] });
    for (const region of [OTHER_REGION, THIRD]) {
      const replica = secretsIn({ region });
      assert.equal((await replica.getSecretValue({ SecretId })).SecretString, 'third');
      assert.equal((await replica.getSecretValue({ SecretId, VersionStage: 'AWSPREVIOUS' })).SecretString, 'second');
      assert.deepEqual((await replica.describeSecret({ SecretId })).Tags, [{ Key: 'a', Value: 'b' }]);
    }
  });

  test('is not changed where it is', async () => {
    const { secrets, secretsIn } = emulator;
    const SecretId = newName();
    await secrets.createSecret({ Name: SecretId, SecretString: 'a', AddReplicaRegions: [{ Region: OTHER_REGION }] });
    const there = secretsIn({ region: OTHER_REGION });
    for (const call of [
      () => there.putSecretValue({ SecretId, SecretString: 'b' }),
      () => there.updateSecret({ SecretId, Description: 'b' }),
      () => there.tagResource({ SecretId, Tags: [{ Key: 'a', Value: 'b' }] }),
      () => there.deleteSecret({ SecretId }),
      () => there.replicateSecretToRegions({ SecretId, AddReplicaRegions: [{ Region: THIRD }] }),
    ]) {
      await refuses(call(), 'InvalidParameterException', READ_ONLY);
    }
    await refuses(secrets.deleteSecret({ SecretId }), 'InvalidRequestException', /still has replica regions \[eu-west-1\]/);
  });

  test('has a key of its own, which can be changed where it is', async () => {
    const { secrets, secretsIn, kmsIn } = emulator;
    const SecretId = newName();
    await secrets.createSecret({ Name: SecretId, SecretString: 'a', AddReplicaRegions: [{ Region: OTHER_REGION }] });
    const there = secretsIn({ region: OTHER_REGION });
    const { KeyMetadata } = await kmsIn({ region: OTHER_REGION }).createKey({});
    const KmsKeyId = KeyMetadata!.Arn!;
    await refuses(there.updateSecret({ SecretId, KmsKeyId, Description: 'b' }), 'InvalidParameterException', READ_ONLY);
    await there.updateSecret({ SecretId, KmsKeyId });
    assert.equal((await there.describeSecret({ SecretId })).KmsKeyId, KmsKeyId);
    assert.equal((await secrets.describeSecret({ SecretId })).ReplicationStatus![0]!.KmsKeyId, KmsKeyId);
    assert.equal((await secrets.describeSecret({ SecretId })).KmsKeyId, undefined);
    await secrets.putSecretValue({ SecretId, SecretString: 'b' });
    const { Versions } = await there.listSecretVersionIds({ SecretId });
    const keys = Versions!.map(({ KmsKeyIds }) => KmsKeyIds!.join()).sort();
    assert.deepEqual(keys, [KmsKeyId, `${KmsKeyId},DefaultEncryptionKey`]);
    assert.equal((await there.getSecretValue({ SecretId })).SecretString, 'b');
  });

  test('is removed by its primary, which can then be deleted', async () => {
    const { secrets, secretsIn } = emulator;
    const SecretId = newName();
    await secrets.createSecret({ Name: SecretId, SecretString: 'a', AddReplicaRegions: [{ Region: OTHER_REGION }] });
    await refuses(secrets.removeRegionsFromReplication({ SecretId, RemoveReplicaRegions: [THIRD] }), 'InvalidParameterException');
    const { ReplicationStatus } = await secrets.removeRegionsFromReplication({ SecretId, RemoveReplicaRegions: [OTHER_REGION] });
    assert.deepEqual(ReplicationStatus, []);
    await refuses(secretsIn({ region: OTHER_REGION }).describeSecret({ SecretId }), 'ResourceNotFoundException');
    await secrets.deleteSecret({ SecretId, ForceDeleteWithoutRecovery: true });
  });

  test('stands for itself when its replication is stopped', async () => {
    const { secrets, secretsIn } = emulator;
    const SecretId = newName();
    await secrets.createSecret({ Name: SecretId, SecretString: 'a', AddReplicaRegions: [{ Region: OTHER_REGION }] });
    const there = secretsIn({ region: OTHER_REGION });
    await refuses(secrets.stopReplicationToReplica({ SecretId }), 'InvalidRequestException');
    await there.stopReplicationToReplica({ SecretId });
    await there.putSecretValue({ SecretId, SecretString: 'b' });
    await secrets.putSecretValue({ SecretId, SecretString: 'c' });
    assert.equal((await there.getSecretValue({ SecretId })).SecretString, 'b');
    assert.equal((await secrets.describeSecret({ SecretId })).ReplicationStatus, undefined);
    assert.equal((await there.describeSecret({ SecretId })).PrimaryRegion, undefined);
  });

  test('takes the place of another secret only by force', async () => {
    const { secrets, secretsIn } = emulator;
    const SecretId = newName();
    const there = secretsIn({ region: OTHER_REGION });
    await there.createSecret({ Name: SecretId, SecretString: 'of its own' });
    const AddReplicaRegions = [{ Region: OTHER_REGION }];
    const { ReplicationStatus } = await secrets.createSecret({ Name: SecretId, SecretString: 'a', AddReplicaRegions });
    assert.deepEqual(
      ReplicationStatus!.map(({ Status, StatusMessage }) => [Status, StatusMessage]),
      [['Failed', 'Secret with this name already exists in this region']],
    );
    assert.equal((await there.getSecretValue({ SecretId })).SecretString, 'of its own');
    await secrets.replicateSecretToRegions({ SecretId, AddReplicaRegions, ForceOverwriteReplicaSecret: true });
    assert.equal((await there.getSecretValue({ SecretId })).SecretString, 'a');
    await refuses(secrets.replicateSecretToRegions({ SecretId, AddReplicaRegions }), 'InvalidParameterException');
  });

  test('whose key refuses falls behind, and is brought back', async () => {
    const { secrets, secretsIn, kmsIn } = emulator;
    const SecretId = newName();
    const kms = kmsIn({ region: OTHER_REGION });
    const { KeyMetadata } = await kms.createKey({});
    const KmsKeyId = KeyMetadata!.Arn!;
    const AddReplicaRegions = [{ Region: OTHER_REGION, KmsKeyId }];
    await secrets.createSecret({ Name: SecretId, SecretString: 'a', AddReplicaRegions });
    await kms.disableKey({ KeyId: KmsKeyId });
    await secrets.putSecretValue({ SecretId, SecretString: 'b' });
    const [status] = (await secrets.describeSecret({ SecretId })).ReplicationStatus!;
    assert.equal(status!.Status, 'Failed');
    assert.match(status!.StatusMessage!, /is disabled/);
    assert.equal((await secrets.getSecretValue({ SecretId })).SecretString, 'b');
    await kms.enableKey({ KeyId: KmsKeyId });
    const there = secretsIn({ region: OTHER_REGION });
    assert.equal((await there.getSecretValue({ SecretId })).SecretString, 'a');
    await secrets.tagResource({ SecretId, Tags: [{ Key: 'team', Value: 'orders' }] });
    assert.equal((await there.describeSecret({ SecretId })).Tags?.length, 1, 'who may read it is told to a replica that fell behind, too');
    const { ReplicationStatus } = await secrets.replicateSecretToRegions({ SecretId, AddReplicaRegions });
    assert.equal(ReplicationStatus![0]!.Status, 'InSync');
    assert.equal((await secretsIn({ region: OTHER_REGION }).getSecretValue({ SecretId })).SecretString, 'b');
  });
});
