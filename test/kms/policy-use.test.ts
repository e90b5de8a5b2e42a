/** Key policies decide: delegation, denial, conditions, other accounts, and the way back out of a lock. */
import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import type { IAMClient } from '@aws-sdk/client-iam';
import { KMS } from '@aws-sdk/client-kms';
import { ACCOUNT, boot, type Booted, REGION } from '../support/boot.ts';
import { iamOf, newUser } from '../iam/support.ts';
import { refuses } from './support.ts';

const OTHER = '111122223333';
const ADMINISTRATOR = `arn:aws:iam::${ACCOUNT}:user/administrator`;
const THEIR_ADMINISTRATOR = `arn:aws:iam::${OTHER}:user/administrator`;
const PLAINTEXT = Buffer.from('policies decide');
const FOREIGN = 'on this resource because the resource does not exist in this Region, no resource-based policies allow access, or a resource-based policy explicitly denies access';

type Statement = Record<string, unknown>;
const allow = (principal: string, action: string | string[], more: Statement = {}): Statement => ({
  Effect: 'Allow', Principal: { AWS: principal }, Action: action, Resource: '*', ...more,
});
const document = (...Statement: Statement[]): string => JSON.stringify({ Version: '2012-10-17', Statement });
const root = (account: string): string => `arn:aws:iam::${account}:root`;
const ACCOUNT_MAY = allow(root(ACCOUNT), 'kms:*');

describe('key policies in use', () => {
  let trent: Booted;
  let ours: KMS;
  let theirs: KMS;
  let iam: IAMClient;
  before(async () => {
    trent = await boot();
    const client = (credentials: { accessKeyId: string; secretAccessKey: string }): KMS =>
      new KMS({ endpoint: trent.trent.url, region: REGION, credentials, maxAttempts: 1 });
    ours = client(trent.credentials);
    theirs = client(await trent.trent.createAccount(OTHER));
    iam = iamOf(trent);
  });
  after(async () => {
    ours.destroy();
    theirs.destroy();
    iam.destroy();
    assert.deepEqual(trent.reports, []);
    await trent.stop();
  });

  const made = async (...statements: Statement[]): Promise<{ id: string; arn: string }> => {
    const { KeyMetadata } = await ours.createKey({ Policy: document(...statements), BypassPolicyLockoutSafetyCheck: true });
    return { id: KeyMetadata!.KeyId!, arn: KeyMetadata!.Arn! };
  };
  const encrypt = (client: KMS, KeyId: string, EncryptionContext?: Record<string, string>) =>
    client.encrypt({ KeyId, Plaintext: PLAINTEXT, EncryptionContext });

  test('a policy that does not delegate leaves even an administrator out', async () => {
    const somebody = await newUser(iam, 'somebody');
    const { id, arn } = await made(allow(somebody.arn, 'kms:*'));
    const because = 'because no resource-based policy allows the kms:Encrypt action';
    await refuses(encrypt(ours, id), 'AccessDeniedException', `User: ${ADMINISTRATOR} is not authorized to perform: kms:Encrypt on resource: ${arn} ${because}`);
    await refuses(ours.putKeyPolicy({ KeyId: id, Policy: document(ACCOUNT_MAY) }), 'AccessDeniedException');
  });

  test('a policy may name the user, and some actions only', async () => {
    const { id } = await made(allow(ADMINISTRATOR, ['kms:Encrypt', 'kms:Describe*']));
    await encrypt(ours, id);
    await ours.describeKey({ KeyId: id });
    await refuses(ours.disableKey({ KeyId: id }), 'AccessDeniedException', /because no resource-based policy allows the kms:DisableKey action$/);
  });

  test('an explicit deny wins, and says so', async () => {
    const deny = { ...allow(ADMINISTRATOR, 'kms:Decrypt'), Effect: 'Deny' };
    const { id } = await made(ACCOUNT_MAY, deny);
    const { CiphertextBlob } = await encrypt(ours, id);
    await refuses(ours.decrypt({ CiphertextBlob, KeyId: id }), 'AccessDeniedException', / with an explicit deny in a resource-based policy$/);
    await ours.putKeyPolicy({ KeyId: id, Policy: document(ACCOUNT_MAY) });
    assert.deepEqual(Buffer.from((await ours.decrypt({ CiphertextBlob })).Plaintext!), PLAINTEXT);
  });

  test('conditions: encryption context, request alias, tags and aliases of the key', async () => {
    const when = (Condition: Statement) => allow(ADMINISTRATOR, 'kms:Encrypt', { Condition });
    const context = await made(when({ StringEquals: { 'kms:EncryptionContext:Department': 'IT' } }));
    await encrypt(ours, context.id, { Department: 'IT', more: 'x' });
    await refuses(encrypt(ours, context.id, { Department: 'HR' }), 'AccessDeniedException');
    await refuses(encrypt(ours, context.id), 'AccessDeniedException');
    const alias = await made(ACCOUNT_MAY, { ...when({ StringNotEquals: { 'kms:RequestAlias': 'alias/by-name' } }), Effect: 'Deny' });
    await ours.createAlias({ AliasName: 'alias/by-name', TargetKeyId: alias.id });
    await encrypt(ours, 'alias/by-name');
    await refuses(encrypt(ours, alias.id), 'AccessDeniedException');
    const rest = allow(root(ACCOUNT), ['kms:TagResource', 'kms:CreateAlias']);
    const tagged = await made(rest, when({ StringEquals: { 'aws:ResourceTag/stage': 'test' } }));
    await refuses(encrypt(ours, tagged.id), 'AccessDeniedException');
    await ours.tagResource({ KeyId: tagged.id, Tags: [{ TagKey: 'stage', TagValue: 'test' }] });
    await encrypt(ours, tagged.id);
    const named = await made(rest, when({ 'ForAnyValue:StringLike': { 'kms:ResourceAliases': 'alias/app-*' } }));
    await refuses(encrypt(ours, named.id), 'AccessDeniedException');
    await ours.createAlias({ AliasName: 'alias/app-1', TargetKeyId: named.id });
    await encrypt(ours, named.id);
  });

  test('another account: named by the policy it may use the key, not manage it; otherwise it is told nothing', async () => {
    const { id, arn } = await made(ACCOUNT_MAY, allow(root(OTHER), 'kms:*'));
    const { CiphertextBlob } = await encrypt(theirs, arn);
    assert.deepEqual(Buffer.from((await theirs.decrypt({ CiphertextBlob })).Plaintext!), PLAINTEXT);
    assert.deepEqual(Buffer.from((await ours.decrypt({ CiphertextBlob })).Plaintext!), PLAINTEXT);
    const said = (action: string) => `User: ${THEIR_ADMINISTRATOR} is not authorized to perform: kms:${action} ${FOREIGN}`;
    await refuses(theirs.disableKey({ KeyId: arn }), 'AccessDeniedException', said('DisableKey'));
    await ours.putKeyPolicy({ KeyId: id, Policy: document(ACCOUNT_MAY) });
    await refuses(encrypt(theirs, arn), 'AccessDeniedException', said('Encrypt'));
    await refuses(theirs.decrypt({ CiphertextBlob }), 'AccessDeniedException', /on the resource associated with this ciphertext because/);
  });

  test('the lockout check, and its bypass', async () => {
    const lockout = document(allow(ADMINISTRATOR, 'kms:Encrypt'));
    const text = 'The new key policy will not allow you to update the key policy in the future.';
    await refuses(ours.createKey({ Policy: lockout }), 'MalformedPolicyDocumentException', text);
    const { id } = await made(ACCOUNT_MAY);
    await refuses(ours.putKeyPolicy({ KeyId: id, Policy: lockout }), 'MalformedPolicyDocumentException', text);
    await ours.putKeyPolicy({ KeyId: id, Policy: lockout, BypassPolicyLockoutSafetyCheck: true });
    await encrypt(ours, id);
    await refuses(ours.getKeyPolicy({ KeyId: id }), 'AccessDeniedException');
  });
});
