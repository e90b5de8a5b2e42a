/** What a grant lets its grantee do: two accounts, each with its administrator, and a key of the one for the other. */
import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import { type GrantOperation, KMS } from '@aws-sdk/client-kms';
import { ACCOUNT, boot, type Booted, REGION } from '../support/boot.ts';
import { type GrantInput, newGrant, OTHER_ROOT, ROOT } from './grants-support.ts';
import { bytes, newKey, OTHER_ACCOUNT, refuses } from './support.ts';

const administratorOf = (account: string): string => `arn:aws:iam::${account}:user/administrator`;
const GUEST = administratorOf(OTHER_ACCOUNT);
const DENIED = 'AccessDeniedException';
const Plaintext = bytes('something');

describe('under a grant', () => {
  let booted: Booted;
  let owner: KMS;
  let guest: KMS;
  const clients: KMS[] = [];
  before(async () => {
    booted = await boot();
    const ofGuest = await booted.trent.createAccount(OTHER_ACCOUNT);
    for (const credentials of [booted.credentials, ofGuest]) {
      clients.push(new KMS({ endpoint: booted.trent.url, region: REGION, credentials, maxAttempts: 1 }));
    }
    [owner, guest] = clients as [KMS, KMS];
  });
  after(async () => {
    for (const client of clients) client.destroy();
    await booted.stop();
    assert.deepEqual(booted.reports, []);
  });

  /** A grant to the other account's administrator. */
  const lend = (KeyId: string, Operations: GrantOperation[], input: Partial<GrantInput> = {}) =>
    newGrant(owner, KeyId, { GranteePrincipal: GUEST, Operations, ...input });
  /** A grant that the other account's administrator makes, to decrypt, to the key's owner unless told otherwise. */
  const lendOn = (KeyId: string, input: Partial<GrantInput> = {}) => newGrant(guest, KeyId, { GranteePrincipal: ROOT, ...input });

  test('the operations that it lists, on its key, until it ends', async () => {
    const { arn: KeyId } = await newKey(owner);
    const { arn: another } = await newKey(owner);
    await refuses(guest.encrypt({ KeyId, Plaintext }), DENIED);
    const grant = await lend(KeyId, ['Encrypt', 'DescribeKey']);
    const { CiphertextBlob } = await guest.encrypt({ KeyId, Plaintext });
    assert.deepEqual(Buffer.from((await owner.decrypt({ CiphertextBlob })).Plaintext!), Buffer.from(Plaintext));
    assert.equal((await guest.describeKey({ KeyId })).KeyMetadata!.Arn, KeyId);
    await refuses(guest.decrypt({ KeyId, CiphertextBlob }), DENIED);
    await refuses(guest.generateDataKey({ KeyId, KeySpec: 'AES_256' }), DENIED);
    await refuses(guest.encrypt({ KeyId: another, Plaintext }), DENIED);
    await owner.revokeGrant({ KeyId, GrantId: grant.id });
    await refuses(guest.encrypt({ KeyId, Plaintext }), DENIED);
    await refuses(guest.encrypt({ KeyId, Plaintext, GrantTokens: [grant.token] }), DENIED);
  });

  test('nothing that no grant can list', async () => {
    const { arn: KeyId } = await newKey(owner);
    const { id: GrantId } = await lend(KeyId, ['Encrypt', 'Decrypt', 'CreateGrant', 'DescribeKey']);
    await refuses(guest.listGrants({ KeyId }), DENIED);
    await refuses(guest.revokeGrant({ KeyId, GrantId }), DENIED);
    await refuses(guest.getKeyPolicy({ KeyId }), DENIED);
    await refuses(guest.disableKey({ KeyId }), DENIED);
    await refuses(guest.scheduleKeyDeletion({ KeyId }), DENIED);
  });

  test('each operation by its own name', async () => {
    const { arn: KeyId } = await newKey(owner);
    await lend(KeyId, ['GenerateDataKeyWithoutPlaintext']);
    await guest.generateDataKeyWithoutPlaintext({ KeyId, KeySpec: 'AES_256' });
    await refuses(guest.generateDataKey({ KeyId, KeySpec: 'AES_256' }), DENIED);
    const { arn: mac } = await newKey(owner, { KeySpec: 'HMAC_256', KeyUsage: 'GENERATE_VERIFY_MAC' });
    await lend(mac, ['GenerateMac']);
    const { Mac } = await guest.generateMac({ KeyId: mac, Message: Plaintext, MacAlgorithm: 'HMAC_SHA_256' });
    await refuses(guest.verifyMac({ KeyId: mac, Message: Plaintext, MacAlgorithm: 'HMAC_SHA_256', Mac }), DENIED);
    const { arn: signer } = await newKey(owner, { KeySpec: 'ECC_NIST_P256', KeyUsage: 'SIGN_VERIFY' });
    await lend(signer, ['GetPublicKey', 'Verify']);
    assert.ok((await guest.getPublicKey({ KeyId: signer })).PublicKey);
    await refuses(guest.sign({ KeyId: signer, Message: Plaintext, SigningAlgorithm: 'ECDSA_SHA_256' }), DENIED);
  });

  test('ReEncrypt: a grant on each of both keys', async () => {
    const [{ arn: from }, { arn: to }] = [await newKey(owner), await newKey(owner)];
    const { CiphertextBlob } = await owner.encrypt({ KeyId: from, Plaintext });
    const input = { CiphertextBlob, SourceKeyId: from, DestinationKeyId: to };
    await lend(from, ['ReEncryptFrom', 'Decrypt']);
    await refuses(guest.reEncrypt(input), DENIED);
    await lend(to, ['ReEncryptFrom', 'Encrypt']);
    await refuses(guest.reEncrypt(input), DENIED);
    await lend(to, ['ReEncryptTo'], { Constraints: { EncryptionContextEquals: { to: '1' } } });
    await refuses(guest.reEncrypt(input), DENIED);
    const { KeyId } = await guest.reEncrypt({ ...input, DestinationEncryptionContext: { to: '1' } });
    assert.equal(KeyId, to);
  });

  test('only with the context of its constraints', async () => {
    const { arn: KeyId } = await newKey(owner);
    await lend(KeyId, ['Encrypt', 'DescribeKey'], { Constraints: { EncryptionContextSubset: { Department: 'IT' } } });
    await lend(KeyId, ['Decrypt'], { Constraints: { EncryptionContextEquals: { Department: 'IT', n: '1' } } });
    const [one, two] = [{ n: '1', Department: 'IT' }, { n: '2', Department: 'IT' }];
    const { CiphertextBlob } = await guest.encrypt({ KeyId, Plaintext, EncryptionContext: one });
    const { CiphertextBlob: second } = await guest.encrypt({ KeyId, Plaintext, EncryptionContext: two });
    const wrong: readonly (Record<string, string> | undefined)[] = [undefined, {}, { Department: 'it' }, { n: '1' }];
    for (const EncryptionContext of wrong) {
      await refuses(guest.encrypt({ KeyId, Plaintext, EncryptionContext }), DENIED);
    }
    assert.ok((await guest.decrypt({ KeyId, CiphertextBlob, EncryptionContext: one })).Plaintext);
    assert.equal((await guest.decrypt({ CiphertextBlob, EncryptionContext: one })).KeyId, KeyId, 'the ciphertext names the key');
    for (const named of [KeyId, undefined]) {
      await refuses(guest.decrypt({ KeyId: named, CiphertextBlob: second, EncryptionContext: two }), DENIED);
    }
    assert.ok((await guest.describeKey({ KeyId })).KeyMetadata, 'an operation without a context');
  });

  test('SourceArn: not for those who are no service', async () => {
    const { arn: KeyId } = await newKey(owner);
    await lend(KeyId, ['Encrypt'], { Constraints: { SourceArn: `arn:aws:s3:us-east-1:${ACCOUNT}:a` } });
    await refuses(guest.encrypt({ KeyId, Plaintext }), DENIED);
  });

  test('an account, by its root', async () => {
    const { arn: KeyId } = await newKey(owner);
    await lend(KeyId, ['Encrypt'], { GranteePrincipal: OTHER_ROOT });
    assert.ok((await guest.encrypt({ KeyId, Plaintext })).CiphertextBlob);
  });

  test('a Deny of the key policy is stronger', async () => {
    const allow = { Effect: 'Allow', Principal: { AWS: `arn:aws:iam::${ACCOUNT}:root` }, Action: 'kms:*', Resource: '*' };
    const deny = { Effect: 'Deny', Principal: { AWS: '*' }, Action: 'kms:Encrypt', Resource: '*', Condition: { StringEquals: { 'kms:CallerAccount': OTHER_ACCOUNT } } };
    const { arn: KeyId } = await newKey(owner, { Policy: JSON.stringify({ Version: '2012-10-17', Statement: [allow, deny] }) });
    await lend(KeyId, ['Encrypt', 'GenerateDataKey']);
    await refuses(guest.encrypt({ KeyId, Plaintext }), DENIED);
    assert.ok((await guest.generateDataKey({ KeyId, KeySpec: 'AES_256' })).Plaintext);
  });

  test('within the account of a key whose policy does not name it', async () => {
    const { arn: KeyId } = await newKey(owner);
    const user = { Effect: 'Allow', Principal: { AWS: administratorOf(ACCOUNT) }, Resource: '*' };
    await newGrant(owner, KeyId, { GranteePrincipal: administratorOf(ACCOUNT), Operations: ['Decrypt'] });
    const { CiphertextBlob } = await owner.encrypt({ KeyId, Plaintext });
    const Policy = JSON.stringify({ Version: '2012-10-17', Statement: { ...user, Action: ['kms:PutKeyPolicy', 'kms:DescribeKey'] } });
    await owner.putKeyPolicy({ KeyId, Policy });
    assert.ok((await owner.decrypt({ KeyId, CiphertextBlob })).Plaintext);
    await refuses(owner.encrypt({ KeyId, Plaintext }), DENIED);
  });

  test('DryRun, states and tokens', async () => {
    const { arn: KeyId } = await newKey(owner);
    const { token } = await lend(KeyId, ['Encrypt']);
    await refuses(guest.encrypt({ KeyId, Plaintext, DryRun: true }), 'DryRunOperationException');
    assert.ok((await guest.encrypt({ KeyId, Plaintext, GrantTokens: [token] })).CiphertextBlob);
    const { CiphertextBlob } = await owner.encrypt({ KeyId, Plaintext });
    for (const GrantTokens of [['x'], [token, 'AAAA']]) {
      await refuses(guest.encrypt({ KeyId, Plaintext, GrantTokens }), 'InvalidGrantTokenException');
      await refuses(owner.decrypt({ CiphertextBlob, GrantTokens }), 'InvalidGrantTokenException');
      await refuses(owner.reEncrypt({ CiphertextBlob, DestinationKeyId: KeyId, GrantTokens }), 'InvalidGrantTokenException');
      assert.ok((await owner.describeKey({ KeyId, GrantTokens })).KeyMetadata, 'its model has no such exception');
      await refuses(owner.generateDataKey({ KeyId, KeySpec: 'AES_256', GrantTokens }), 'InvalidGrantTokenException');
    }
    await owner.disableKey({ KeyId });
    await refuses(guest.encrypt({ KeyId, Plaintext }), 'DisabledException');
  });

  test('further grants: no more operations, no wider constraints', async () => {
    const { arn: KeyId } = await newKey(owner);
    const Constraints = { EncryptionContextSubset: { a: '1' } };
    await lend(KeyId, ['CreateGrant', 'Decrypt', 'Encrypt'], { Constraints });
    const pass = (input: Partial<GrantInput>) => lendOn(KeyId, { Constraints, ...input });
    await pass({});
    await pass({ Operations: ['Encrypt', 'CreateGrant'], Constraints: { EncryptionContextEquals: { a: '1', b: '2' } } });
    const beyond: Partial<GrantInput>[] = [
      { Operations: ['Decrypt', 'DescribeKey'] },
      { Constraints: undefined },
      { Constraints: { EncryptionContextSubset: { b: '2' } } },
      { Constraints: { EncryptionContextEquals: { a: '2' } } },
    ];
    for (const input of beyond) {
      await refuses(pass(input), DENIED);
      await refuses(pass({ ...input, DryRun: true }), DENIED);
    }
    const { arn: another } = await newKey(owner);
    await lend(another, ['Decrypt', 'Encrypt']);
    await refuses(lendOn(another), DENIED);
  });

  test('two grants do not add up to a wider one', async () => {
    const { arn: KeyId } = await newKey(owner);
    await lend(KeyId, ['CreateGrant', 'Decrypt']);
    await lend(KeyId, ['CreateGrant', 'Encrypt'], { Constraints: { EncryptionContextSubset: { a: '1' } } });
    await lendOn(KeyId);
    await refuses(lendOn(KeyId, { Operations: ['Encrypt'] }), DENIED);
    await refuses(lendOn(KeyId, { Operations: ['Decrypt', 'Encrypt'] }), DENIED);
  });

  test('whoever has CreateGrant from a policy is not bound by grants', async () => {
    const { arn: KeyId } = await newKey(owner);
    await newGrant(owner, KeyId, { GranteePrincipal: administratorOf(ACCOUNT), Operations: ['CreateGrant', 'Decrypt'] });
    await lend(KeyId, ['Encrypt', 'DescribeKey']);
  });

  test('the issuing account is that of whoever made it, and may retire it', async () => {
    const { arn: KeyId } = await newKey(owner);
    await lend(KeyId, ['CreateGrant', 'Decrypt']);
    const { id, token } = await lendOn(KeyId);
    const [entry] = (await owner.listGrants({ KeyId, GrantId: id })).Grants!;
    assert.equal(entry!.IssuingAccount, OTHER_ROOT);
    await refuses(owner.retireGrant({ GrantToken: token }), DENIED);
    await guest.retireGrant({ GrantToken: token });
    const mine = await lend(KeyId, ['Decrypt'], { RetiringPrincipal: administratorOf(ACCOUNT) });
    await refuses(guest.retireGrant({ KeyId, GrantId: mine.id }), DENIED);
    await owner.retireGrant({ KeyId, GrantId: mine.id });
    const theirs = await lend(KeyId, ['Decrypt', 'RetireGrant']);
    await guest.retireGrant({ KeyId, GrantId: theirs.id });
  });
});
