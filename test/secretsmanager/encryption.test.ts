/** Values under KMS keys: the default one and customers', changed, disabled, of the wrong kind. */
import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import { refuses, type SecretsEmulator, startEmulator } from './support.ts';

describe('the KMS key of a secret', () => {
  let emulator: SecretsEmulator;
  let count = 0;
  const newName = (): string => `keys-${++count}`;
  before(async () => {
    emulator = await startEmulator();
  });
  after(() => emulator.stop());

  const newKey = async (): Promise<{ id: string; arn: string }> => {
    const { KeyMetadata } = await emulator.kms.createKey({});
    return { id: KeyMetadata!.KeyId!, arn: KeyMetadata!.Arn! };
  };
  const keysOf = async (SecretId: string): Promise<(string[] | undefined)[]> =>
    (await emulator.secrets.listSecretVersionIds({ SecretId, IncludeDeprecated: true })).Versions!.map(({ KmsKeyIds }) => KmsKeyIds);

  test('is the AWS managed one by default, made when it is first needed', async () => {
    const { secrets, kms } = emulator;
    const Name = newName();
    await secrets.createSecret({ Name, SecretString: 'a' });
    assert.equal((await secrets.describeSecret({ SecretId: Name })).KmsKeyId, undefined);
    const { KeyMetadata } = await kms.describeKey({ KeyId: 'alias/aws/secretsmanager' });
    assert.equal(KeyMetadata!.KeyManager, 'AWS');
    const named = newName();
    await secrets.createSecret({ Name: named, SecretString: 'a', KmsKeyId: 'alias/aws/secretsmanager' });
    assert.equal((await secrets.describeSecret({ SecretId: named })).KmsKeyId, undefined);
  });

  test('can be a customer managed one, by id, ARN or alias', async () => {
    const { secrets, kms } = emulator;
    const { id, arn } = await newKey();
    await kms.createAlias({ AliasName: 'alias/secrets', TargetKeyId: id });
    for (const KmsKeyId of [id, arn, 'alias/secrets']) {
      const Name = newName();
      await secrets.createSecret({ Name, SecretString: 'a', KmsKeyId });
      assert.equal((await secrets.describeSecret({ SecretId: Name })).KmsKeyId, KmsKeyId);
      assert.deepEqual(await keysOf(Name), [[arn]]);
      assert.equal((await secrets.getSecretValue({ SecretId: Name })).SecretString, 'a');
    }
  });

  test('that is disabled opens nothing, and KMS says why', async () => {
    const { secrets, kms } = emulator;
    const { id, arn } = await newKey();
    const Name = newName();
    await secrets.createSecret({ Name, SecretString: 'a', KmsKeyId: id });
    await kms.disableKey({ KeyId: id });
    const suffix = String.raw`${arn} is disabled\. \(Service: AWSKMS; Status Code: 400; Error Code: DisabledException; Request ID: [0-9a-f-]{36}; Proxy: null\)$`;
    await refuses(secrets.getSecretValue({ SecretId: Name }), 'DecryptionFailure', new RegExp(`^Secrets Manager can't decrypt the secret value: ${suffix}`));
    await refuses(secrets.putSecretValue({ SecretId: Name, SecretString: 'b' }), 'EncryptionFailure', new RegExp(`^Secrets Manager can't encrypt the secret value: ${suffix}`));
    await kms.enableKey({ KeyId: id });
    assert.equal((await secrets.getSecretValue({ SecretId: Name })).SecretString, 'a');
  });

  test('is asked at each reading, also of what has just been read', async () => {
    const { secrets, kms } = emulator;
    const { id } = await newKey();
    const { ARN } = await secrets.createSecret({ Name: newName(), SecretString: 'a', KmsKeyId: id });
    const read = async (): Promise<string | undefined> => (await secrets.getSecretValue({ SecretId: ARN })).SecretString;
    const refusedBy = async (change: () => Promise<unknown>, undo: () => Promise<unknown>, name: string): Promise<void> => {
      assert.deepEqual([await read(), await read()], ['a', 'a']);
      await change();
      await refuses(read(), name);
      await undo();
    };
    await refusedBy(() => kms.disableKey({ KeyId: id }), () => kms.enableKey({ KeyId: id }), 'DecryptionFailure');
    const restore = async (): Promise<void> => {
      await kms.cancelKeyDeletion({ KeyId: id });
      await kms.enableKey({ KeyId: id });
    };
    await refusedBy(() => kms.scheduleKeyDeletion({ KeyId: id }), restore, 'DecryptionFailure');
    const { Policy: policy } = await kms.getKeyPolicy({ KeyId: id });
    const put = (Policy: string | undefined) => kms.putKeyPolicy({ KeyId: id, Policy });
    const noDecrypt = { Effect: 'Deny', Principal: '*', Action: 'kms:Decrypt', Resource: '*' };
    const denying = JSON.parse(policy!) as { Statement: object[] };
    denying.Statement.push(noDecrypt);
    await refusedBy(() => put(JSON.stringify(denying)), () => put(policy), 'AccessDeniedException');
    assert.equal(await read(), 'a');
  });

  test('that is not there, or of the wrong kind, makes no secret', async () => {
    const { secrets, kms } = emulator;
    const Name = newName();
    await refuses(secrets.createSecret({ Name, SecretString: 'a', KmsKeyId: 'alias/no-such' }), 'EncryptionFailure', /Alias .* is not found/);
    const { KeyMetadata } = await kms.createKey({ KeySpec: 'RSA_2048', KeyUsage: 'ENCRYPT_DECRYPT' });
    await refuses(secrets.createSecret({ Name, SecretString: 'a', KmsKeyId: KeyMetadata!.KeyId }), 'EncryptionFailure', 'Cannot generate a data key with an asymmetric KMS key');
    const mac = await kms.createKey({ KeySpec: 'HMAC_256', KeyUsage: 'GENERATE_VERIFY_MAC' });
    await refuses(secrets.createSecret({ Name, SecretString: 'a', KmsKeyId: mac.KeyMetadata!.KeyId }), 'EncryptionFailure', /AWSKMS/);
    await refuses(secrets.describeSecret({ SecretId: Name }), 'ResourceNotFoundException');
  });

  test('changes for the versions with AWS labels, and the old one still opens them', async () => {
    const { secrets, kms } = emulator;
    const [old, next] = [await newKey(), await newKey()];
    const Name = newName();
    await secrets.createSecret({ Name, SecretString: 'deprecated', KmsKeyId: old.id });
    await secrets.putSecretValue({ SecretId: Name, SecretString: 'previous' });
    await secrets.putSecretValue({ SecretId: Name, SecretString: 'current' });
    await secrets.updateSecret({ SecretId: Name, KmsKeyId: next.id });
    const keys = await keysOf(Name);
    assert.equal(keys.filter((of) => of!.join() === [next.arn, old.arn].join()).length, 2, 'current and previous');
    assert.equal(keys.filter((of) => of!.join() === old.arn).length, 1, 'without a label');
    for (const key of [old, next]) {
      await kms.disableKey({ KeyId: key.id });
      assert.equal((await secrets.getSecretValue({ SecretId: Name })).SecretString, 'current');
      assert.equal((await secrets.getSecretValue({ SecretId: Name, VersionStage: 'AWSPREVIOUS' })).SecretString, 'previous');
      await kms.enableKey({ KeyId: key.id });
    }
    await secrets.updateSecret({ SecretId: Name, SecretString: 'new' });
    assert.equal((await keysOf(Name)).filter((of) => of!.join() === next.arn).length, 1, 'a version made since is under the new key alone');
    await secrets.updateSecret({ SecretId: Name, KmsKeyId: '' });
    assert.equal((await secrets.describeSecret({ SecretId: Name })).KmsKeyId, undefined);
    const shown = (await keysOf(Name)).map((of) => of!.join()).sort();
    const both = ['DefaultEncryptionKey', next.arn].join();
    assert.deepEqual(shown, [both, ['DefaultEncryptionKey', next.arn, old.arn].join(), [next.arn, old.arn].join(), old.arn].sort(), 'each version is shown the keys that it has');
  });

  test('that may not encrypt is for new versions alone', async () => {
    const { secrets, kms } = emulator;
    const [old, next] = [await newKey(), await newKey()];
    const SecretId = newName();
    await secrets.createSecret({ Name: SecretId, SecretString: 'a', KmsKeyId: old.id });
    const Statement = [
      { Effect: 'Allow', Principal: '*', Action: 'kms:*', Resource: '*' },
      { Effect: 'Deny', Principal: '*', Action: 'kms:Encrypt', Resource: '*' },
    ];
    await kms.putKeyPolicy({ KeyId: next.id, Policy: JSON.stringify({ Version: '2012-10-17', Statement }) });
    await secrets.updateSecret({ SecretId, KmsKeyId: next.id });
    assert.deepEqual(await keysOf(SecretId), [[old.arn]]);
    assert.equal((await secrets.getSecretValue({ SecretId })).SecretString, 'a');
    await secrets.putSecretValue({ SecretId, SecretString: 'b' });
    assert.deepEqual((await keysOf(SecretId)).flat().sort(), [old.arn, next.arn].sort());
  });

  test('decides by its policy, with what the service does for a caller', async () => {
    const { secrets, kms } = emulator;
    const { id } = await newKey();
    const Name = newName();
    const { ARN } = await secrets.createSecret({ Name, SecretString: 'a', KmsKeyId: id });
    const through = (condition: object): string =>
      JSON.stringify({
        Version: '2012-10-17',
        Statement: [
          { Effect: 'Allow', Principal: '*', Action: 'kms:*', Resource: '*', Condition: { Null: { 'kms:ViaService': 'true' } } },
          { Effect: 'Allow', Principal: '*', Action: 'kms:Decrypt', Resource: '*', Condition: condition },
        ],
      });
    const own = { StringEquals: { 'kms:ViaService': 'secretsmanager.us-east-1.amazonaws.com', 'kms:EncryptionContext:SecretARN': ARN } };
    await kms.putKeyPolicy({ KeyId: id, Policy: through(own) });
    assert.equal((await secrets.getSecretValue({ SecretId: Name })).SecretString, 'a');
    const others = { StringEquals: { 'kms:ViaService': 'ssm.us-east-1.amazonaws.com' } };
    await kms.putKeyPolicy({ KeyId: id, Policy: through(others) });
    await refuses(secrets.getSecretValue({ SecretId: Name }), 'AccessDeniedException', 'Access to KMS is not allowed');
  });
});
