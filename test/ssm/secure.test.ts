/** SecureString: under KMS on the caller's behalf, in both tiers; what KMS refuses, in Parameter Store's words. */
import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import { buildClient, CommitmentPolicy, KMS as EncryptionSdkKms, KmsKeyringNode } from '@aws-crypto/client-node';
import type { KMS } from '@aws-sdk/client-kms';
import type { SSM } from '@aws-sdk/client-ssm';
import { ACCOUNT, type Emulator, parameterArn, REGION, refuses, startEmulator } from './support.ts';

const { decrypt } = buildClient(CommitmentPolicy.REQUIRE_ENCRYPT_REQUIRE_DECRYPT);
const SUFFIX = (code: string): string => String.raw` \(Service: AWSKMS; Status Code: 400; Error Code: ${code}; Request ID: [0-9a-f-]{36}; Proxy: null\)$`;

describe('SecureString parameters', () => {
  let emulator: Emulator;
  let ssm: SSM;
  let kms: KMS;
  let keyId: string;
  let keyArn: string;
  before(async () => {
    emulator = await startEmulator();
    ({ ssm, kms } = emulator);
    const { KeyMetadata } = await kms.createKey({});
    keyId = KeyMetadata!.KeyId!;
    keyArn = KeyMetadata!.Arn!;
  });
  after(() => emulator.stop());

  const secret = (Name: string, more: object = {}) =>
    ssm.putParameter({ Name, Value: 'pass word ü', Type: 'SecureString', KeyId: keyId, ...more });
  const stored = async (Name: string): Promise<Buffer> => Buffer.from((await ssm.getParameter({ Name })).Parameter!.Value!, 'base64');
  const opened = async (Name: string): Promise<string> => (await ssm.getParameter({ Name, WithDecryption: true })).Parameter!.Value!;

  test('standard: the value is a ciphertext of KMS for the context PARAMETER_ARN, which its users may decrypt', async () => {
    await secret('/secure/standard');
    assert.equal(await opened('/secure/standard'), 'pass word ü');
    const CiphertextBlob = await stored('/secure/standard');
    const EncryptionContext = { PARAMETER_ARN: parameterArn('/secure/standard') };
    const { Plaintext } = await kms.decrypt({ CiphertextBlob, EncryptionContext });
    assert.equal(Buffer.from(Plaintext!).toString(), 'pass word ü');
    await refuses(kms.decrypt({ CiphertextBlob }), 'InvalidCiphertextException');
  });

  test('advanced: the value is a message that the AWS Encryption SDK opens', async () => {
    const Value = 'x'.repeat(8_000);
    assert.equal((await secret('/secure/advanced', { Tier: 'Advanced', Value })).Tier, 'Advanced');
    assert.equal(await opened('/secure/advanced'), Value);
    const credentials = { accessKeyId: ACCOUNT, secretAccessKey: 'not checked' };
    const clientProvider = (region: string) => new EncryptionSdkKms({ region, endpoint: emulator.trent.url, credentials, maxAttempts: 1 });
    const message = await stored('/secure/advanced');
    const { plaintext, messageHeader } = await decrypt(new KmsKeyringNode({ keyIds: [keyArn], clientProvider }), message);
    assert.equal(plaintext.toString(), Value);
    assert.deepEqual({ ...messageHeader.encryptionContext }, { PARAMETER_ARN: parameterArn('/secure/advanced') });
    assert.deepEqual(messageHeader.encryptedDataKeys.map((key) => key.providerInfo), [keyArn]);
    await secret('/secure/advanced', { Overwrite: true });
    assert.notDeepEqual(await stored('/secure/advanced'), message);
  });

  test('without KeyId under the AWS managed key of the service, whatever the version before used', async () => {
    await secret('/secure/default');
    await ssm.putParameter({ Name: '/secure/default', Value: 'two', Overwrite: true });
    const [metadata] = (await ssm.describeParameters({ ParameterFilters: [{ Key: 'Name', Values: ['/secure/default'] }] })).Parameters!;
    assert.equal(metadata!.KeyId, 'alias/aws/ssm');
    const { KeyMetadata } = await kms.describeKey({ KeyId: 'alias/aws/ssm' });
    assert.equal(KeyMetadata!.KeyManager, 'AWS');
    assert.equal(await opened('/secure/default'), 'two');
    const EncryptionContext = { PARAMETER_ARN: parameterArn('/secure/default') };
    await refuses(kms.decrypt({ CiphertextBlob: await stored('/secure/default'), EncryptionContext }), 'AccessDeniedException');
    const { Parameters } = await ssm.getParameterHistory({ Name: '/secure/default', WithDecryption: true });
    assert.deepEqual(Parameters!.map(({ Value, KeyId }) => [Value, KeyId]), [['pass word ü', keyId], ['two', 'alias/aws/ssm']]);
  });

  test('an alias that moves leaves versions under their key', async () => {
    const other = (await kms.createKey({})).KeyMetadata!.KeyId!;
    await kms.createAlias({ AliasName: 'alias/moving', TargetKeyId: keyId });
    await secret('/secure/alias', { KeyId: 'alias/moving' });
    await kms.updateAlias({ AliasName: 'alias/moving', TargetKeyId: other });
    assert.equal(await opened('/secure/alias'), 'pass word ü');
    assert.equal((await ssm.getParameterHistory({ Name: '/secure/alias' })).Parameters![0]!.KeyId, 'alias/moving');
  });

  test('a key that cannot be used', async () => {
    const { KeyId, Arn } = (await kms.createKey({})).KeyMetadata!;
    await secret('/secure/disabled', { KeyId });
    await kms.disableKey({ KeyId });
    await refuses(opened('/secure/disabled'), 'InvalidKeyId', new RegExp(`^${Arn} is disabled\\.${SUFFIX('DisabledException')}`));
    await ssm.getParameter({ Name: '/secure/disabled' });
    await kms.enableKey({ KeyId });
    await kms.scheduleKeyDeletion({ KeyId, PendingWindowInDays: 7 });
    await refuses(opened('/secure/disabled'), 'InvalidKeyId', new RegExp(`^${Arn} is pending deletion\\.${SUFFIX('KMSInvalidStateException')}`));
    const missing = `arn:aws:kms:${REGION}:${ACCOUNT}:key/00000000-0000-4000-8000-000000000000`;
    await refuses(secret('/secure/none', { KeyId: missing }), 'InvalidKeyId', new RegExp(`^Key '${missing}' does not exist${SUFFIX('NotFoundException')}`));
    await refuses(secret('/secure/none', { KeyId: 'alias/none' }), 'InvalidKeyId', new RegExp(`alias/none is not found\\.${SUFFIX('NotFoundException')}`));
    const signing = (await kms.createKey({ KeySpec: 'ECC_NIST_P256', KeyUsage: 'SIGN_VERIFY' })).KeyMetadata!.KeyId!;
    await refuses(secret('/secure/none', { KeyId: signing }), 'InvalidKeyId', /InvalidKeyUsageException|UnsupportedOperationException/);
    await refuses(ssm.getParameter({ Name: '/secure/none' }), 'ParameterNotFound');
  });

  test('a page, several names and the history are opened whole', async () => {
    for (const name of ['a', 'b', 'c']) await secret(`/page/${name}`, { Value: name });
    await ssm.putParameter({ Name: '/page/d', Value: 'd', Type: 'String' });
    const page = await ssm.getParametersByPath({ Path: '/page', WithDecryption: true });
    assert.deepEqual(page.Parameters!.map(({ Value }) => Value), ['a', 'b', 'c', 'd']);
    const named = await ssm.getParameters({ Names: ['/page/c', '/page/d', '/page/a'], WithDecryption: true });
    assert.deepEqual(named.Parameters!.map(({ Value }) => Value), ['a', 'c', 'd']);
  });
});
