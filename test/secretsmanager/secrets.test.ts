/** The life of a secret: made, read, given new values, described, deleted. Texts: the reference's, where it has them. */
import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import { after, before, describe, test } from 'node:test';
import { ACCOUNT, DAY, OTHER_ACCOUNT, OTHER_REGION, refuses, REGION, type SecretsEmulator, startEmulator } from './support.ts';

const CANNOT_FIND = "Secrets Manager can't find the specified secret.";
const MARKED = "You can't perform this operation on the secret because it was marked for deletion.";

describe('a secret', () => {
  let emulator: SecretsEmulator;
  let count = 0;
  const newName = (): string => `orders/db-${++count}`;
  before(async () => {
    emulator = await startEmulator();
  });
  after(() => emulator.stop());

  test('is made and read', async () => {
    const { secrets } = emulator;
    const Name = newName();
    const token = randomUUID();
    const made = await secrets.createSecret({ Name, SecretString: 'pässword', ClientRequestToken: token, Description: 'of the orders' });
    assert.match(made.ARN!, new RegExp(`^arn:aws:secretsmanager:${REGION}:${ACCOUNT}:secret:${Name}-[A-Za-z0-9]{6}$`));
    assert.deepEqual([made.Name, made.VersionId, made.ReplicationStatus], [Name, token, undefined]);
    for (const SecretId of [Name, made.ARN!, made.ARN!.slice(0, -7)]) {
      const { $metadata: _, CreatedDate, ...got } = await secrets.getSecretValue({ SecretId });
      assert.deepEqual(got, { ARN: made.ARN, Name, VersionId: token, SecretString: 'pässword', VersionStages: ['AWSCURRENT'] });
      assert.ok(CreatedDate instanceof Date);
    }
  });

  test('can be binary, of 64 KiB and not more', async () => {
    const { secrets, post } = emulator;
    const Name = newName();
    const SecretBinary = Buffer.alloc(65_536, 7);
    await secrets.createSecret({ Name, SecretBinary });
    const got = await secrets.getSecretValue({ SecretId: Name });
    assert.deepEqual(Buffer.from(got.SecretBinary!), SecretBinary);
    assert.equal(got.SecretString, undefined);
    const long = secrets.putSecretValue({ SecretId: Name, SecretString: 'ä'.repeat(32_769) });
    await refuses(long, 'ValidationException', "1 validation error detected: Value at 'secretString' failed to satisfy constraint: Member must have length less than or equal to 65536");
    const unpaired = await post('PutSecretValue', `{"SecretId":"${Name}","ClientRequestToken":"${randomUUID()}","SecretString":"\\ud800"}`);
    assert.equal(unpaired.body['__type'], 'InvalidParameterException');
  });

  test('without a value has no version', async () => {
    const { secrets } = emulator;
    const Name = newName();
    const made = await secrets.createSecret({ Name });
    assert.equal(made.VersionId, undefined);
    await refuses(
      secrets.getSecretValue({ SecretId: Name }),
      'ResourceNotFoundException',
      "Secrets Manager can't find the specified secret value for staging label: AWSCURRENT",
    );
    assert.equal((await secrets.describeSecret({ SecretId: Name })).VersionIdsToStages, undefined);
  });

  test('is described by what it has', async () => {
    const { secrets, advance } = emulator;
    const Name = newName();
    const now = new Date(await advance(0));
    const { ARN, VersionId } = await secrets.createSecret({ Name, SecretString: 'a', Tags: [{ Key: 'team', Value: 'orders' }] });
    const { $metadata: _, ...bare } = await secrets.describeSecret({ SecretId: Name });
    assert.deepEqual(bare, {
      ARN,
      Name,
      LastChangedDate: now,
      CreatedDate: now,
      Tags: [{ Key: 'team', Value: 'orders' }],
      VersionIdsToStages: { [VersionId!]: ['AWSCURRENT'] },
    });
    await secrets.getSecretValue({ SecretId: Name });
    const { LastAccessedDate } = await secrets.describeSecret({ SecretId: Name });
    assert.equal(LastAccessedDate!.getTime(), Math.floor(now.getTime() / DAY) * DAY);
  });

  test('that is not there is not found, in another region, too', async () => {
    const { secrets, secretsIn } = emulator;
    const Name = newName();
    await refuses(secrets.getSecretValue({ SecretId: Name }), 'ResourceNotFoundException', CANNOT_FIND);
    const { ARN } = await secrets.createSecret({ Name, SecretString: 'a' });
    await refuses(secretsIn({ region: OTHER_REGION }).getSecretValue({ SecretId: ARN }), 'ResourceNotFoundException', CANNOT_FIND);
    await refuses(secretsIn({ region: OTHER_REGION }).describeSecret({ SecretId: Name }), 'ResourceNotFoundException', CANNOT_FIND);
    await refuses(secrets.describeSecret({ SecretId: 'no such name' }), 'ValidationException', /^Invalid name\. Must be a valid name/);
    await refuses(secrets.createSecret({ Name: 'büro' }), 'ValidationException', /^Invalid name\. Must be a valid name/);
    await refuses(secretsIn({ account: OTHER_ACCOUNT }).describeSecret({ SecretId: Name }), 'ResourceNotFoundException', CANNOT_FIND);
  });

  test('asks a raw request for its token, and for one value', async () => {
    const { post } = emulator;
    const Name = newName();
    const noToken = await post('CreateSecret', { Name, SecretString: 'a' });
    assert.deepEqual(noToken, {
      status: 400,
      body: { __type: 'InvalidRequestException', Message: 'You must provide a ClientRequestToken value. We recommend a UUID-type value.' },
    });
    const token = randomUUID();
    const both = await post('CreateSecret', { Name, SecretString: 'a', SecretBinary: 'YQ==', ClientRequestToken: token });
    assert.equal(both.body['Message'], 'You can’t specify both a binary secret value and a string secret value in the same secret.');
    await post('CreateSecret', { Name });
    const none = await post('PutSecretValue', { SecretId: Name, ClientRequestToken: token });
    assert.deepEqual(none.body, { __type: 'InvalidRequestException', Message: 'You must provide either SecretString or SecretBinary.' });
  });

  test('made twice is the same for the same token and value, and refused for others', async () => {
    const { secrets } = emulator;
    const Name = newName();
    const input = { Name, SecretString: 'a', ClientRequestToken: randomUUID() };
    const made = await secrets.createSecret(input);
    const again = await secrets.createSecret(input);
    assert.deepEqual([again.ARN, again.VersionId], [made.ARN, made.VersionId]);
    await refuses(secrets.createSecret({ ...input, SecretString: 'b' }), 'ResourceExistsException', /that value is already in use for a version of secret/);
    const other = secrets.createSecret({ Name, SecretString: 'a', ClientRequestToken: randomUUID() });
    await refuses(other, 'ResourceExistsException', `The operation failed because the secret ${Name} already exists.`);
  });

  test('is forgotten after its recovery window, and its name stays taken until then', async () => {
    const { secrets, advance } = emulator;
    const Name = newName();
    const { ARN } = await secrets.createSecret({ Name, SecretString: 'a' });
    const now = await advance(0);
    const { DeletionDate } = await secrets.deleteSecret({ SecretId: Name, RecoveryWindowInDays: 7 });
    assert.equal(DeletionDate!.getTime(), now + 7 * DAY);
    assert.equal((await secrets.describeSecret({ SecretId: Name })).DeletedDate!.getTime(), now + 7 * DAY);
    for (const call of [
      () => secrets.getSecretValue({ SecretId: Name }),
      () => secrets.putSecretValue({ SecretId: Name, SecretString: 'b' }),
      () => secrets.updateSecret({ SecretId: Name, Description: 'b' }),
      () => secrets.deleteSecret({ SecretId: Name }),
      () => secrets.tagResource({ SecretId: Name, Tags: [{ Key: 'a', Value: 'b' }] }),
    ]) {
      await refuses(call(), 'InvalidRequestException', MARKED);
    }
    await refuses(
      secrets.createSecret({ Name }),
      'InvalidRequestException',
      "You can't create this secret because a secret with this name is already scheduled for deletion.",
    );
    await advance(7 * DAY - 1);
    await secrets.describeSecret({ SecretId: Name });
    await advance(1);
    await refuses(secrets.describeSecret({ SecretId: Name }), 'ResourceNotFoundException', CANNOT_FIND);
    const again = await secrets.createSecret({ Name, SecretString: 'c' });
    assert.notEqual(again.ARN, ARN);
  });

  test('is restored in its recovery window', async () => {
    const { secrets, advance } = emulator;
    const Name = newName();
    await secrets.createSecret({ Name, SecretString: 'a' });
    await secrets.deleteSecret({ SecretId: Name });
    await secrets.restoreSecret({ SecretId: Name });
    await advance(31 * DAY);
    assert.equal((await secrets.getSecretValue({ SecretId: Name })).SecretString, 'a');
    assert.equal((await secrets.describeSecret({ SecretId: Name })).DeletedDate, undefined);
  });

  test('is deleted by force at once, and so is one that is not there', async () => {
    const { secrets } = emulator;
    const Name = newName();
    await secrets.createSecret({ Name, SecretString: 'a' });
    await refuses(secrets.deleteSecret({ SecretId: Name, ForceDeleteWithoutRecovery: true, RecoveryWindowInDays: 7 }), 'InvalidParameterException');
    await refuses(secrets.deleteSecret({ SecretId: Name, RecoveryWindowInDays: 6 }), 'InvalidParameterException');
    await secrets.deleteSecret({ SecretId: Name, ForceDeleteWithoutRecovery: true });
    await refuses(secrets.describeSecret({ SecretId: Name }), 'ResourceNotFoundException', CANNOT_FIND);
    const absent = await secrets.deleteSecret({ SecretId: Name, ForceDeleteWithoutRecovery: true });
    assert.equal(absent.Name, Name);
  });

  test('has tags that are added, replaced and taken away', async () => {
    const { secrets } = emulator;
    const Name = newName();
    await secrets.createSecret({ Name, Tags: [{ Key: 'a', Value: '1' }] });
    await secrets.tagResource({ SecretId: Name, Tags: [{ Key: 'a', Value: '2' }, { Key: 'b', Value: '' }] });
    await secrets.untagResource({ SecretId: Name, TagKeys: ['b', 'absent'] });
    assert.deepEqual((await secrets.describeSecret({ SecretId: Name })).Tags, [{ Key: 'a', Value: '2' }]);
    await refuses(secrets.tagResource({ SecretId: Name, Tags: [{ Key: 'aws:x', Value: '' }] }), 'InvalidParameterException');
    const many = Array.from({ length: 50 }, (_, index) => ({ Key: `k${index}`, Value: '' }));
    await refuses(secrets.tagResource({ SecretId: Name, Tags: many }), 'InvalidParameterException');
  });
});
