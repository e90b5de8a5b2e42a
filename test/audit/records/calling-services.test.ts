/** Calls of Secrets Manager to KMS: a record of each, of the caller, with the service through which it came. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { SecretsManager } from '@aws-sdk/client-secrets-manager';
import { ACCOUNT, allow, type Event, REGION, stage } from './support.ts';

const SERVICE = 'secretsmanager.amazonaws.com';

test('a secret is stored and read: what its caller did, and what KMS was asked for it', async (t) => {
  const on = await stage(t);
  const alice = await on.user('alice', allow('secretsmanager:*', 'kms:*'));
  const secrets = new SecretsManager({ endpoint: on.booted.trent.url, region: REGION, credentials: alice, maxAttempts: 1 });
  t.after(() => secrets.destroy());
  const { ARN } = await secrets.createSecret({ Name: 'golden', SecretString: 'never to be logged' });
  await secrets.getSecretValue({ SecretId: 'golden' });
  const events = (await on.events()).map(({ event }) => event).filter(({ userIdentity }) => userIdentity['userName'] === 'alice');
  const named = (name: string): Event => events.find(({ eventName }) => eventName === name)!;

  const created = named('CreateSecret');
  assert.deepEqual([created.eventSource, created.requestParameters!['name'], created['readOnly']], [SERVICE, 'golden', false]);
  assert.equal('invokedBy' in created.userIdentity, false);
  assert.equal(JSON.stringify(events).includes('never to be logged'), false);

  const decrypted = named('Decrypt');
  const user = { type: 'IAMUser', principalId: alice.id, arn: alice.arn, accountId: ACCOUNT, accessKeyId: alice.accessKeyId, userName: 'alice' };
  assert.deepEqual(decrypted.userIdentity, { ...user, invokedBy: SERVICE });
  assert.deepEqual([decrypted.eventSource, decrypted['sourceIPAddress'], decrypted['userAgent']], ['kms.amazonaws.com', SERVICE, SERVICE]);
  assert.equal('tlsDetails' in decrypted, false);
  const { keyId, encryptionContext } = decrypted.requestParameters as { keyId: string; encryptionContext: Record<string, string> };
  assert.equal(encryptionContext['SecretARN'], ARN);
  assert.deepEqual(decrypted['resources'], [{ accountId: ACCOUNT, type: 'AWS::KMS::Key', ARN: keyId }]);
  assert.equal(named('GenerateDataKey').requestParameters!['keyId'], 'alias/aws/secretsmanager');
  assert.notEqual(decrypted.requestID, named('GetSecretValue').requestID);
});
