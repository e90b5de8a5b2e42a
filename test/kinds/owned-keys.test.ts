/** AWS owned keys: they seal and sign for the services, are rotated by their rule, and nobody else reaches them. */
import assert from 'node:assert/strict';
import { createPublicKey, createHash, verify } from 'node:crypto';
import { join } from 'node:path';
import { describe, test } from 'node:test';
import fc from 'fast-check';
import { KMS } from '@aws-sdk/client-kms';
import { SecretsManager } from '@aws-sdk/client-secrets-manager';
import { SSM } from '@aws-sdk/client-ssm';
import { STS } from '@aws-sdk/client-sts';
import { openVault, type Vault } from '../../src/assembly/vault.ts';
import { DAY_MS, ManualClock } from '../../src/base/clock.ts';
import type { IamTables } from '../../src/services/iam/tables.ts';
import { createKms } from '../../src/services/kms/kms.ts';
import { OwnedKeys } from '../../src/services/kms/owned-keys.ts';
import type { KmsTables } from '../../src/services/kms/tables.ts';
import type { SecretTables } from '../../src/services/secretsmanager/tables.ts';
import type { SsmTables } from '../../src/services/ssm/tables.ts';
import { stsIntegration } from '../../src/services/sts/integration.ts';
import { boot, REGION } from '../support/boot.ts';
import { temporaryDirectory } from '../support/temporary.ts';

const OWNER = { purpose: 'secret', names: ['111122223333', 'AKIAX'] };
const VALUE = Buffer.from('a value to keep');

interface Opened extends AsyncDisposable {
  readonly vault: Vault;
  readonly clock: ManualClock;
  /** Lets time pass, and the rotations with it. */
  advance(days: number): Promise<void>;
}

async function open(data = ':memory:', start = Date.UTC(2026, 0, 1)): Promise<Opened> {
  const clock = new ManualClock(start);
  const vault = await openVault({ location: { data }, region: REGION }, clock);
  const kms = createKms(vault.keys, { clock, guard: undefined as never, commit: (unit) => vault.store.commit(unit) });
  kms.lifecycle.whenSettled((key) => vault.ownedKeys.settled(key));
  const advance = async (days: number): Promise<void> => {
    clock.advance(days * DAY_MS);
    await kms.lifecycle.runDue((error) => assert.fail(String(error)));
  };
  return { vault, clock, advance, [Symbol.asyncDispose]: () => vault.store.close() };
}

const factsOf = ({ ownedKeys }: Vault, service: string) => ownedKeys.list().find((key) => key.service === service)!;

describe('sealing', () => {
  test('opens for its owner alone, and under its own key alone', async () => {
    await using opened = await open();
    const { ownedKeys } = opened.vault;
    const [iam, sts] = [ownedKeys.sealer('iam', 'access-keys'), ownedKeys.sealer('sts', 'session-tokens')];
    const sealed = iam.seal(OWNER, VALUE);
    assert.deepEqual(iam.open(OWNER, sealed), VALUE);
    assert.notDeepEqual(iam.seal(OWNER, VALUE), sealed);
    const damaged = /^a stored value \(\w+\) does not open: it was damaged or moved$/;
    for (const owner of [{ ...OWNER, purpose: 'other' }, { ...OWNER, names: ['111122223333A', 'KIAX'] }, { ...OWNER, names: [] }]) {
      assert.throws(() => iam.open(owner, sealed), { message: damaged });
    }
    assert.throws(() => sts.open(OWNER, sealed), { message: damaged });
  });

  test('any change of any byte, and any other bytes, do not open', async () => {
    await using opened = await open();
    const sealer = opened.vault.ownedKeys.sealer('iam', 'access-keys');
    const sealed = sealer.seal(OWNER, VALUE);
    for (let at = 0; at < sealed.length; at++) {
      const changed = Buffer.from(sealed);
      changed[at]! ^= 0x41;
      assert.throws(() => sealer.open(OWNER, changed), `byte ${at}`);
      assert.throws(() => sealer.open(OWNER, sealed.subarray(0, at)), `${at} bytes`);
    }
    fc.assert(fc.property(fc.uint8Array({ maxLength: 200 }), (bytes) => assert.throws(() => sealer.open(OWNER, Buffer.from(bytes)))));
  });

  test('any value comes back', async () => {
    await using opened = await open();
    const sealer = opened.vault.ownedKeys.sealer('secretsmanager', 'metadata');
    const owner = fc.record({ purpose: fc.string(), names: fc.array(fc.string(), { maxLength: 4 }) });
    fc.assert(
      fc.property(owner, fc.uint8Array({ maxLength: 5_000 }), (whom, bytes) => {
        assert.deepEqual(sealer.open(whom, sealer.seal(whom, Buffer.from(bytes))), Buffer.from(bytes));
      }),
    );
  });

  test('what the keyring sealed before there were such keys still opens', async () => {
    await using opened = await open();
    const { keyring, ownedKeys } = opened.vault;
    assert.deepEqual(ownedKeys.sealer('iam', 'access-keys').open(OWNER, keyring.seal(OWNER, VALUE)), VALUE);
  });

  test('a rotation takes a new material, and old values open after it and after a restart', async (t) => {
    const data = join(temporaryDirectory(t), 'data');
    const values: Buffer[] = [];
    {
      await using opened = await open(data);
      const sealer = opened.vault.ownedKeys.sealer('sts', 'session-tokens');
      for (let turn = 0; turn < 3; turn++) {
        values.push(sealer.seal(OWNER, VALUE));
        await opened.advance(90);
      }
      assert.equal(factsOf(opened.vault, 'sts').rotatedAt, opened.clock.now());
      assert.equal(factsOf(opened.vault, 'iam').rotatedAt, undefined, '270 days are less than a year');
      await opened.vault.ownedKeys.flush();
    }
    await using again = await open(data, Date.UTC(2026, 11, 1));
    const sealer = again.vault.ownedKeys.sealer('sts', 'session-tokens');
    for (const value of values) assert.deepEqual(sealer.open(OWNER, value), VALUE);
    assert.equal(new Set(values.map((value) => value.readUInt16BE(17))).size, 3, 'each under a material of its own');
    assert.equal(factsOf(again.vault, 'sts').uses, 6, 'counted over the restart');
  });

  test('a service may have another rule in a later version: it counts from the last rotation', async () => {
    await using opened = await open();
    const { vault, clock } = opened;
    await opened.advance(90);
    const rotated = clock.now();
    const services = [{ ...stsIntegration, ownedKeys: [{ ...stsIntegration.ownedKeys![0]!, rotationDays: 30 }] }];
    for (const [rule, next] of [[services, 30], [[stsIntegration], 90]] as const) {
      const later = new OwnedKeys(vault.keys, rule, clock);
      await later.open();
      assert.equal(later.list()[0]!.nextRotationAt, rotated + next * DAY_MS);
    }
  });
});

test('what services keep is sealed under their own keys', async (t) => {
  const data = join(temporaryDirectory(t), 'data');
  const tokens: Buffer[] = [];
  {
    await using booted = await boot({ location: { data } });
    const { credentials } = booted;
    const config = { endpoint: booted.trent.url, region: REGION, credentials, maxAttempts: 1 };
    const [ssm, secrets, sts] = [new SSM(config), new SecretsManager(config), new STS(config)];
    await ssm.putParameter({ Name: '/text', Type: 'String', Value: 'x' });
    await secrets.createSecret({ Name: 'secret', SecretString: 'x' });
    const { Credentials } = await sts.getSessionToken({});
    tokens.push(Buffer.from(Credentials!.SessionToken!, 'base64'));
    for (const client of [ssm, secrets, sts]) client.destroy();
  }
  await using opened = await open(data);
  const db = opened.vault.store.tables<IamTables & SsmTables & SecretTables & KmsTables>().db;
  const owned = await db.selectFrom('kms_keys').select(['key_id', 'managed_by']).where('account', '=', 'aws-owned').execute();
  const ownerOf = (sealed: Uint8Array): string | null | undefined => {
    const id = Buffer.from(sealed).toString('hex', 1, 17);
    return owned.find(({ key_id }) => key_id.replaceAll('-', '') === id)?.managed_by;
  };
  const secretKeys = await db.selectFrom('iam_access_keys').select('sealed_secret').execute();
  const parameters = await db.selectFrom('ssm_versions').select('value').execute();
  const secrets = await db.selectFrom('secrets').select('sealed').execute();
  const found = [...secretKeys.map((row) => row.sealed_secret), ...parameters.map((row) => row.value), ...secrets.map((row) => row.sealed), ...tokens];
  assert.deepEqual(found.map(ownerOf), ['iam/access-keys', 'ssm/parameters', 'secretsmanager/metadata', 'sts/session-tokens']);
});

describe('signing', () => {
  test('the key is made with the first signature, once, and verified with what is listed', async () => {
    await using opened = await open();
    const signer = opened.vault.ownedKeys.signer('cloudtrail', 'log-signing');
    assert.deepEqual(signer.publicKeys(), []);
    assert.equal(factsOf(opened.vault, 'cloudtrail').createdAt, undefined);
    const first = await Promise.all([signer.sign(VALUE), signer.sign(VALUE)]);
    assert.deepEqual(first[0], first[1]);
    await opened.advance(365);
    const second = await signer.sign(VALUE);
    const keys = signer.publicKeys();
    assert.deepEqual(keys.map(({ fingerprint }) => fingerprint), [first[0]!.fingerprint, second.fingerprint]);
    assert.deepEqual([keys[0]!.validTo, keys[1]!.validFrom, keys[1]!.validTo], [opened.clock.now(), opened.clock.now(), undefined]);
    for (const [index, { signature }] of [first[0]!, second].entries()) {
      const { pkcs1, fingerprint } = keys[index]!;
      assert.equal(createHash('md5').update(pkcs1).digest('hex'), fingerprint);
      assert.ok(verify('sha256', VALUE, createPublicKey({ key: pkcs1, format: 'der', type: 'pkcs1' }), signature));
    }
  });
});

test('no API lists, describes, uses or changes one, nor tells that it exists', async (t) => {
  const data = join(temporaryDirectory(t), 'data');
  const ids = await idsIn(data);
  await using booted = await boot({ location: { data } });
  const { accessKeyId, secretAccessKey } = booted.credentials;
  const kms = new KMS({ endpoint: booted.trent.url, region: REGION, credentials: { accessKeyId, secretAccessKey }, maxAttempts: 1 });
  t.after(() => kms.destroy());
  const { KeyMetadata } = await kms.createKey({});
  assert.deepEqual((await kms.listKeys({})).Keys!.map(({ KeyId }) => KeyId), [KeyMetadata!.KeyId]);
  const { CiphertextBlob } = await kms.encrypt({ KeyId: KeyMetadata!.KeyId!, Plaintext: VALUE });
  const under = (id: string): Buffer => {
    const blob = Buffer.from(CiphertextBlob!);
    blob.write(id.replaceAll('-', ''), 8, 'hex');
    return blob;
  };
  const calls: readonly ((id: string) => Promise<unknown>)[] = [
    ...[(id: string) => id, arn('aws-owned', 'all'), arn('aws-owned', REGION), arn('000000000000', REGION), arn('', 'all')].flatMap((form) => [
      (id: string) => kms.describeKey({ KeyId: form(id) }),
      (id: string) => kms.encrypt({ KeyId: form(id), Plaintext: VALUE }),
      (id: string) => kms.scheduleKeyDeletion({ KeyId: form(id) }),
      (id: string) => kms.createAlias({ AliasName: 'alias/mine', TargetKeyId: form(id) }),
    ]),
    (id) => kms.decrypt({ CiphertextBlob: under(id) }),
  ];
  const answer = (call: (id: string) => Promise<unknown>, id: string): Promise<string> =>
    call(id).then(
      () => assert.fail('answered'),
      (error: Error) => `${error.name} ${error.message}`.replaceAll(id, 'ID'),
    );
  for (const call of calls) {
    for (const id of ids) assert.equal(await answer(call, id), await answer(call, '00000000-0000-4000-8000-000000000000'));
  }
});

const arn = (account: string, region: string) => (id: string) => `arn:aws:kms:${region}:${account}:key/${id}`;

/** As somebody knows them who has seen sealed values. */
async function idsIn(data: string): Promise<string[]> {
  await using opened = await open(data);
  const keys = [opened.vault.ownedKeys.sealer('iam', 'access-keys'), opened.vault.ownedKeys.sealer('ssm', 'parameters')];
  return keys.map((sealer) => sealer.seal(OWNER, VALUE).toString('hex', 1, 17).replace(/^(.{8})(.{4})(.{4})(.{4})/, '$1-$2-$3-$4-'));
}
