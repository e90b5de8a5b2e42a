/** AWS managed keys: made when their alias is described first, seen by the account, managed and used by nobody in it. */
import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import { KMS } from '@aws-sdk/client-kms';
import { problemOf } from '../../src/authz/problem.ts';
import { boot } from '../support/boot.ts';
import { allow, iamOf, newUser } from '../iam/support.ts';
import { ACCOUNT, aliasArn, bytes, DAY, type Emulator, keyArn, newKey, OTHER_ACCOUNT, OTHER_REGION, refuses, startEmulator } from './support.ts';

const SSM = 'alias/aws/ssm';

/** As AWS shows it, layout included. */
const SSM_POLICY = `{
  "Version" : "2012-10-17",
  "Id" : "auto-ssm-1",
  "Statement" : [ {
    "Sid" : "Allow access through SSM for all principals in the account that are authorized to use SSM",
    "Effect" : "Allow",
    "Principal" : {
      "AWS" : "*"
    },
    "Action" : [ "kms:Encrypt", "kms:Decrypt", "kms:ReEncrypt*", "kms:GenerateDataKey*", "kms:DescribeKey" ],
    "Resource" : "*",
    "Condition" : {
      "StringEquals" : {
        "kms:CallerAccount" : "${ACCOUNT}",
        "kms:ViaService" : "ssm.us-east-1.amazonaws.com"
      }
    }
  }, {
    "Sid" : "Allow direct access to key metadata to the account",
    "Effect" : "Allow",
    "Principal" : {
      "AWS" : "arn:aws:iam::${ACCOUNT}:root"
    },
    "Action" : [ "kms:Describe*", "kms:Get*", "kms:List*" ],
    "Resource" : "*"
  } ]
}`;

const denied = (action: string, arn: string): RegExp =>
  new RegExp(`^User: \\S+ is not authorized to perform: kms:${action} on resource: ${arn} because no resource-based policy allows the kms:${action} action$`);

describe('AWS managed keys', () => {
  let emulator: Emulator;
  before(async () => {
    emulator = await startEmulator();
  });
  after(() => emulator.stop());

  const aliasesIn = async (kms: KMS) => (await kms.listAliases({ Limit: 100 })).Aliases!;

  test('predefined aliases are there before their keys, without target and dates', async () => {
    const kms = emulator.kmsIn({ region: 'eu-north-1' });
    const aliases = await aliasesIn(kms);
    const names = aliases.map(({ AliasName }) => AliasName!);
    for (const name of ['alias/aws/ebs', 'alias/aws/s3', 'alias/aws/secretsmanager', SSM]) assert.ok(names.includes(name), name);
    assert.deepEqual(names, [...names].sort());
    for (const { AliasName, ...rest } of aliases) assert.deepEqual(rest, { AliasArn: aliasArn(AliasName!, 'eu-north-1') });
    assert.deepEqual((await kms.listKeys({})).Keys, []);
  });

  test('describing the alias makes the key', async () => {
    const { kms } = emulator;
    const { KeyMetadata: key } = await kms.describeKey({ KeyId: SSM });
    const { KeyId, CreationDate, CurrentKeyMaterialId, ...rest } = key!;
    assert.deepEqual(rest, {
      AWSAccountId: ACCOUNT,
      Arn: keyArn(KeyId!),
      Enabled: true,
      Description: 'Default key that protects my SSM parameters when no other key is defined',
      KeyUsage: 'ENCRYPT_DECRYPT',
      KeyState: 'Enabled',
      Origin: 'AWS_KMS',
      KeyManager: 'AWS',
      CustomerMasterKeySpec: 'SYMMETRIC_DEFAULT',
      KeySpec: 'SYMMETRIC_DEFAULT',
      EncryptionAlgorithms: ['SYMMETRIC_DEFAULT'],
      MultiRegion: false,
    });
    assert.match(String(CurrentKeyMaterialId), /^[0-9a-f]{64}$/);
    const entry = (await aliasesIn(kms)).find(({ AliasName }) => AliasName === SSM);
    assert.deepEqual(entry, { AliasName: SSM, AliasArn: aliasArn(SSM), TargetKeyId: KeyId, CreationDate, LastUpdatedDate: CreationDate });
    for (const same of [SSM, aliasArn(SSM), KeyId!, key!.Arn!]) {
      assert.equal((await kms.describeKey({ KeyId: same })).KeyMetadata!.KeyId, KeyId);
    }
    assert.deepEqual((await kms.listKeys({})).Keys!.map((one) => one.KeyId), [KeyId]);
    assert.deepEqual((await kms.listAliases({ KeyId: KeyId! })).Aliases!.map((one) => one.AliasName), [SSM]);
  });

  test('its policy, tags and grants can be read', async () => {
    const { kms } = emulator;
    const { KeyId } = (await kms.describeKey({ KeyId: SSM })).KeyMetadata!;
    assert.equal((await kms.getKeyPolicy({ KeyId: KeyId! })).Policy, SSM_POLICY);
    assert.deepEqual((await kms.listKeyPolicies({ KeyId: KeyId! })).PolicyNames, ['default']);
    assert.deepEqual((await kms.listResourceTags({ KeyId: KeyId! })).Tags, []);
    assert.deepEqual((await kms.listGrants({ KeyId: KeyId! })).Grants, []);
  });

  test('one key an account, region and service, however many describe it at once', async () => {
    const place = { region: OTHER_REGION };
    const clients = Array.from({ length: 20 }, () => emulator.kmsIn(place));
    const keys = await Promise.all(clients.map((kms) => kms.describeKey({ KeyId: 'alias/aws/s3' })));
    const ids = new Set(keys.map(({ KeyMetadata }) => KeyMetadata!.KeyId));
    assert.equal(ids.size, 1);
    assert.equal((await emulator.kmsIn(place).listKeys({})).Keys!.length, 1);
    const other = await emulator.kmsIn({ account: OTHER_ACCOUNT, region: OTHER_REGION }).describeKey({ KeyId: 'alias/aws/s3' });
    assert.ok(!ids.has(other.KeyMetadata!.KeyId));
    const ssm = await emulator.kmsIn(place).describeKey({ KeyId: SSM });
    assert.ok(!ids.has(ssm.KeyMetadata!.KeyId));
  });

  test('nothing but DescribeKey makes one, and no name that is not predefined', async () => {
    const kms = emulator.kmsIn({ region: 'sa-east-1' });
    for (const KeyId of ['alias/aws/nothing', 'alias/aws/', 'alias/aws/SSM']) {
      await refuses(kms.describeKey({ KeyId }), 'NotFoundException', `Alias ${aliasArn(KeyId, 'sa-east-1')} is not found.`);
    }
    const missing = `Alias ${aliasArn(SSM, 'sa-east-1')} is not found.`;
    await refuses(kms.encrypt({ KeyId: SSM, Plaintext: bytes('x') }), 'NotFoundException', missing);
    await refuses(kms.generateDataKey({ KeyId: SSM, KeySpec: 'AES_256' }), 'NotFoundException', missing);
    const stranger = emulator.kmsIn({ account: OTHER_ACCOUNT, region: 'sa-east-1' });
    await refuses(stranger.describeKey({ KeyId: aliasArn(SSM, 'sa-east-1') }), 'AccessDeniedException');
    assert.deepEqual((await kms.listKeys({})).Keys, []);
  });

  test('the root user cannot use or change it', async () => {
    const { kms } = emulator;
    const { KeyId, Arn } = (await kms.describeKey({ KeyId: SSM })).KeyMetadata!;
    for (const [action, call] of Object.entries(refusedCalls(kms, KeyId!))) await refuses(call(), 'AccessDeniedException', denied(action, Arn!));
    const { id } = await newKey(kms);
    await kms.createAlias({ AliasName: 'alias/own', TargetKeyId: id });
    await refuses(kms.updateAlias({ AliasName: 'alias/own', TargetKeyId: KeyId! }), 'AccessDeniedException', denied('UpdateAlias', Arn!));
    const reserved = 'The prefix alias/aws/ is reserved for AWS managed keys.';
    await refuses(kms.createAlias({ AliasName: SSM, TargetKeyId: id }), 'InvalidAliasNameException', reserved);
    await refuses(kms.updateAlias({ AliasName: SSM, TargetKeyId: id }), 'ValidationException', reserved);
    await refuses(kms.deleteAlias({ AliasName: SSM }), 'ValidationException', reserved);
  });

  test('every predefined key is made by its description, with a policy that leaves it to its service', async () => {
    const kms = emulator.kmsIn({ region: 'ca-central-1' });
    const aliases = await aliasesIn(kms);
    assert.ok(aliases.length >= 19);
    for (const { AliasName } of aliases) {
      const { KeyId, Arn, KeyManager, Description } = (await kms.describeKey({ KeyId: AliasName! })).KeyMetadata!;
      assert.equal(KeyManager, 'AWS');
      assert.match(Description!, /^Default key that protects my .+ when no other key is defined$/);
      const policy = JSON.parse((await kms.getKeyPolicy({ KeyId: KeyId! })).Policy!) as { Id: string; Statement: { Action: string | string[] }[] };
      assert.match(policy.Id, /^auto-[a-z0-9-]+$/);
      assert.equal(problemOf(JSON.stringify(policy), 'resource'), undefined, AliasName!);
      await refuses(kms.encrypt({ KeyId: AliasName!, Plaintext: bytes('x') }), 'AccessDeniedException', denied('Encrypt', Arn!));
      await refuses(kms.disableKey({ KeyId: KeyId! }), 'AccessDeniedException', denied('DisableKey', Arn!));
    }
    assert.ok((await aliasesIn(kms)).every(({ TargetKeyId }) => TargetKeyId !== undefined));
  });

  test('is rotated every year', async () => {
    const kms = emulator.kmsIn({ region: 'ap-south-1' });
    const { KeyId, CurrentKeyMaterialId, CreationDate } = (await kms.describeKey({ KeyId: SSM })).KeyMetadata!;
    const status = await kms.getKeyRotationStatus({ KeyId: KeyId! });
    assert.deepEqual([status.KeyRotationEnabled, status.RotationPeriodInDays], [true, 365]);
    assert.equal(status.NextRotationDate!.getTime(), CreationDate!.getTime() + 365 * DAY);
    for (const year of [1, 2]) {
      await emulator.advance(365 * DAY);
      const { Rotations } = await kms.listKeyRotations({ KeyId: KeyId! });
      assert.deepEqual(Rotations!.map(({ RotationType }) => RotationType), Array(year).fill('AUTOMATIC'));
      assert.equal(Rotations!.at(-1)!.RotationDate!.getTime(), CreationDate!.getTime() + year * 365 * DAY);
    }
    assert.notEqual((await kms.describeKey({ KeyId: SSM })).KeyMetadata!.CurrentKeyMaterialId, CurrentKeyMaterialId);
  });

  test('reset takes it away, and the names stay', async () => {
    const other = await startEmulator();
    const { KeyId } = (await other.kms.describeKey({ KeyId: SSM })).KeyMetadata!;
    await other.trent.reset();
    assert.deepEqual((await other.kms.listKeys({})).Keys, []);
    assert.notEqual((await other.kms.describeKey({ KeyId: SSM })).KeyMetadata!.KeyId, KeyId);
    await other.stop();
  });
});

test('an administrator is refused as the root user is; who may not describe keys makes none', async () => {
  await using booted = await boot();
  const region = 'us-east-1';
  const kmsOf = (credentials: { accessKeyId: string; secretAccessKey: string }): KMS =>
    new KMS({ endpoint: booted.trent.url, region, credentials, maxAttempts: 1 });
  const iam = iamOf(booted);
  const nobody = kmsOf(await newUser(iam, 'nobody'));
  const administrator = kmsOf(booted.credentials);
  await refuses(nobody.describeKey({ KeyId: SSM }), 'AccessDeniedException', /because no identity-based policy allows the kms:DescribeKey action$/);
  assert.deepEqual((await administrator.listKeys({})).Keys, []);
  const { KeyId, Arn } = (await administrator.describeKey({ KeyId: SSM })).KeyMetadata!;
  for (const [action, call] of Object.entries(refusedCalls(administrator, KeyId!))) {
    await refuses(call(), 'AccessDeniedException', denied(action, Arn!));
  }
  const reader = kmsOf(await newUser(iam, 'reader', allow('kms:Describe*')));
  assert.equal((await reader.describeKey({ KeyId: SSM })).KeyMetadata!.KeyId, KeyId);
  for (const client of [nobody, administrator, reader]) client.destroy();
  iam.destroy();
});

/** By the action that is refused. */
const refusedCalls = (kms: KMS, KeyId: string): { readonly [action: string]: () => Promise<unknown> } => ({
  Encrypt: () => kms.encrypt({ KeyId, Plaintext: bytes('x') }),
  GenerateDataKey: () => kms.generateDataKey({ KeyId, KeySpec: 'AES_256' }),
  GenerateDataKeyWithoutPlaintext: () => kms.generateDataKeyWithoutPlaintext({ KeyId, KeySpec: 'AES_256' }),
  PutKeyPolicy: () => kms.putKeyPolicy({ KeyId, Policy: SSM_POLICY }),
  UpdateKeyDescription: () => kms.updateKeyDescription({ KeyId, Description: 'mine' }),
  EnableKey: () => kms.enableKey({ KeyId }),
  DisableKey: () => kms.disableKey({ KeyId }),
  ScheduleKeyDeletion: () => kms.scheduleKeyDeletion({ KeyId }),
  CancelKeyDeletion: () => kms.cancelKeyDeletion({ KeyId }),
  EnableKeyRotation: () => kms.enableKeyRotation({ KeyId }),
  DisableKeyRotation: () => kms.disableKeyRotation({ KeyId }),
  RotateKeyOnDemand: () => kms.rotateKeyOnDemand({ KeyId }),
  TagResource: () => kms.tagResource({ KeyId, Tags: [{ TagKey: 'a', TagValue: 'b' }] }),
  UntagResource: () => kms.untagResource({ KeyId, TagKeys: ['a'] }),
  CreateGrant: () => kms.createGrant({ KeyId, GranteePrincipal: `arn:aws:iam::${ACCOUNT}:root`, Operations: ['Decrypt'] }),
  CreateAlias: () => kms.createAlias({ AliasName: 'alias/own-name', TargetKeyId: KeyId }),
  ReplicateKey: () => kms.replicateKey({ KeyId, ReplicaRegion: OTHER_REGION }),
});
