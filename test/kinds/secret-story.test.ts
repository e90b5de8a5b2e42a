/**
 * A secret that another account shall read: not under the AWS managed key, which is its account's alone, whatever the
 * secret's policy says; under a customer managed key whose policy admits the reader.
 */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { boot, refusal } from '../support/boot.ts';
import { accountOf } from './accounts.ts';

const SECRET = 'correct horse battery staple';

test('from the AWS managed key to a customer managed one', async (t) => {
  await using booted = await boot();
  const a = await accountOf(booted, '000000000000');
  const b = await accountOf(booted, '111122223333');
  t.after(() => [a, b].forEach((account) => account.close()));
  const admitB = (Action: string | string[], more = {}) => ({ Effect: 'Allow', Principal: { AWS: `arn:aws:iam::${b.id}:root` }, Action, Resource: '*', ...more });

  const { ARN, VersionId } = await a.secrets.createSecret({ Name: 'shared/database', SecretString: SECRET });
  const { KeyMetadata: managed } = await a.kms.describeKey({ KeyId: 'alias/aws/secretsmanager' });
  assert.equal(managed!.KeyManager, 'AWS');
  assert.equal((await a.secrets.getSecretValue({ SecretId: ARN })).SecretString, SECRET);

  const foreign = await refusal(b.secrets.getSecretValue({ SecretId: ARN }));
  assert.equal(foreign.name, 'AccessDeniedException', 'no policy of the secret admits B yet');
  const ResourcePolicy = JSON.stringify({ Version: '2012-10-17', Statement: [admitB('secretsmanager:GetSecretValue')] });
  await a.secrets.putResourcePolicy({ SecretId: ARN, ResourcePolicy });
  const withoutKey = await refusal(b.secrets.getSecretValue({ SecretId: ARN }));
  assert.deepEqual([withoutKey.name, withoutKey.status], ['InvalidRequestException', 400]);
  const text = "You can't access a secret from a different AWS account if you encrypt the secret with the default KMS service key.";
  assert.equal(withoutKey.message, text);

  const root = { Effect: 'Allow', Principal: { AWS: `arn:aws:iam::${a.id}:root` }, Action: 'kms:*', Resource: '*' };
  const through = { Condition: { StringEquals: { 'kms:ViaService': 'secretsmanager.us-east-1.amazonaws.com' } } };
  const Policy = JSON.stringify({ Version: '2012-10-17', Statement: [root, admitB(['kms:Decrypt', 'kms:DescribeKey'], through)] });
  const { KeyMetadata: own } = await a.kms.createKey({ Policy });
  await a.secrets.updateSecret({ SecretId: ARN, KmsKeyId: own!.Arn });
  assert.equal((await a.secrets.describeSecret({ SecretId: ARN })).KmsKeyId, own!.Arn);

  const read = await b.secrets.getSecretValue({ SecretId: ARN });
  assert.deepEqual([read.SecretString, read.ARN], [SECRET, ARN]);
  const direct = await refusal(b.kms.encrypt({ KeyId: own!.Arn!, Plaintext: Buffer.from('x') }));
  assert.equal(direct.name, 'AccessDeniedException', 'B may use the key through Secrets Manager alone');

  const [inB, inA] = [await b.events('Decrypt'), await a.events('Decrypt')];
  assert.equal(inB.length, 1, 'Secrets Manager did not even ask KMS for B before');
  const allowed = inB[0];
  const { userIdentity, sourceIPAddress, userAgent, recipientAccountId } = allowed!;
  assert.deepEqual([userIdentity.accountId, userIdentity.invokedBy, recipientAccountId], [b.id, 'secretsmanager.amazonaws.com', b.id]);
  assert.deepEqual([sourceIPAddress, userAgent], ['secretsmanager.amazonaws.com', 'secretsmanager.amazonaws.com']);
  assert.deepEqual(allowed!.requestParameters!['encryptionContext'], { SecretARN: ARN, SecretVersionId: VersionId });
  assert.deepEqual(allowed!.resources, [{ accountId: a.id, type: 'AWS::KMS::Key', ARN: own!.Arn }]);
  const copies = inA.filter(({ sharedEventID }) => sharedEventID !== undefined);
  assert.deepEqual(copies.map(({ sharedEventID, recipientAccountId }) => [sharedEventID, recipientAccountId]), [[allowed!.sharedEventID, a.id]]);
  assert.ok(!inA.some(({ errorCode }) => errorCode), 'of what was refused to B, A is told nothing');

  const values = await b.events('GetSecretValue');
  assert.deepEqual(values.map(({ errorCode }) => errorCode ?? 'read'), ['AccessDenied', 'InvalidRequestException', 'read']);
  for (const account of [a, b]) {
    const every = await account.cloudtrail.lookupEvents({ MaxResults: 50 });
    assert.ok(every.Events!.length > 3);
    for (const { CloudTrailEvent: text } of every.Events!) assert.ok(!text!.includes(SECRET), 'the trail shows no value');
  }
});
