/** Trent on PostgreSQL: what must survive a restart, and lists that page in the same order as on SQLite. */
import assert from 'node:assert/strict';
import { join } from 'node:path';
import { after, before, describe, test } from 'node:test';
import {
  CreateAliasCommand,
  CreateKeyCommand,
  DecryptCommand,
  DescribeKeyCommand,
  EncryptCommand,
  ListAliasesCommand,
  ListKeyRotationsCommand,
  paginateListAliases,
  paginateListKeys,
  RotateKeyOnDemandCommand,
  TagResourceCommand,
} from '@aws-sdk/client-kms';
import { boot, type Booted, refusal } from '../support/boot.ts';
import { startPostgres, type TestPostgres } from '../support/postgres.ts';
import { temporaryDirectory } from '../support/temporary.ts';
import { keyIds, observe } from './key-state.ts';

describe('on PostgreSQL', () => {
  let postgres: TestPostgres;
  before(async () => void (postgres = await startPostgres()));
  after(() => postgres.stop());

  test('the keys of services: one of AWS managed ones however many ask at once, and they survive a restart', async (t) => {
    const start = starter(await postgres.fresh(), join(temporaryDirectory(t), 'root.key'));
    const describeIn = async (booted: Booted, times: number): Promise<Set<string | undefined>> => {
      const client = booted.client();
      const calls = Array.from({ length: times }, () => client.send(new DescribeKeyCommand({ KeyId: 'alias/aws/ssm' })));
      return new Set((await Promise.all(calls)).map(({ KeyMetadata }) => KeyMetadata!.KeyId));
    };
    let booted = await start();
    const made = await describeIn(booted, 20);
    const owned = booted.trent.ownedKeys().keys.map(({ name, createdAt }) => [name, createdAt]);
    assert.equal(made.size, 1);
    await booted.stop();
    booted = await start();
    assert.deepEqual(await describeIn(booted, 1), made);
    const kept = new Map(booted.trent.ownedKeys().keys.map(({ name, createdAt }) => [name, createdAt]));
    for (const [name, createdAt] of owned) if (createdAt !== undefined) assert.equal(kept.get(name as string), createdAt, `${name}`);
    assert.deepEqual(booted.reports, []);
    await booted.stop();
  });

  test('keys, aliases, ciphertexts and rotations survive a restart', async (t) => {
    const start = starter(await postgres.fresh(), join(temporaryDirectory(t), 'root.key'));
    let booted = await start();
    const { KeyMetadata } = await booted.client().send(new CreateKeyCommand({ Description: 'orders', Tags: [{ TagKey: 'a', TagValue: 'ü' }] }));
    const KeyId = KeyMetadata!.KeyId!;
    await booted.client().send(new CreateAliasCommand({ AliasName: 'alias/orders', TargetKeyId: KeyId }));
    const encrypt = (plaintext: string) =>
      booted.client().send(new EncryptCommand({ KeyId: 'alias/orders', Plaintext: Buffer.from(plaintext), EncryptionContext: { a: 'b' } }));
    const older = await encrypt('before');
    await booted.client().send(new RotateKeyOnDemandCommand({ KeyId }));
    const newer = await encrypt('after');
    const seen = await observe(booted.client(), KeyId);
    await booted.stop();

    booted = await start();
    const client = booted.client();
    assert.deepEqual(await observe(client, KeyId), seen);
    for (const [{ CiphertextBlob }, expected] of [[older, 'before'], [newer, 'after']] as const) {
      const { Plaintext } = await client.send(new DecryptCommand({ CiphertextBlob, EncryptionContext: { a: 'b' } }));
      assert.equal(Buffer.from(Plaintext!).toString(), expected);
    }
    const { Rotations } = await client.send(new ListKeyRotationsCommand({ KeyId }));
    assert.deepEqual(Rotations!.map((rotation) => rotation.RotationType), ['ON_DEMAND']);
    assert.deepEqual(booted.reports, []);
    await booted.stop();
  });

  test('lists page through everything once, in the order of SQLite', async (t) => {
    await using there = await starter(await postgres.fresh(), join(temporaryDirectory(t), 'root.key'))();
    await using here = await boot();
    // An order by language would put these otherwise than one by bytes.
    const names = ['Z', 'a', 'A', 'z', '_', '-', '0', '9', 'aa', 'a-a', 'a_a', 'a/a', 'AA'];
    const [onPostgres, onSqlite] = [await listed(there, names), await listed(here, names)];
    assert.deepEqual(onPostgres, onSqlite);
    assert.deepEqual(onPostgres, [...names].sort().map((name) => `alias/${name}`));
    const pages: string[][] = [];
    for await (const page of paginateListKeys({ client: there.client() }, { Limit: 2 })) pages.push(page.Keys!.map((key) => key.KeyId!));
    assert.deepEqual(pages.map((page) => page.length), [2, 1]);
    assert.deepEqual(pages.flat(), [...(await keyIds(there.client()))].sort());
  });

  test('a second Trent on the same database is refused', async (t) => {
    const rootKey = join(temporaryDirectory(t), 'root.key');
    const url = await postgres.fresh();
    await using first = await starter(url, rootKey)();
    await assert.rejects(starter(url, rootKey)(), { name: 'UsageError' });
    await first.client().send(new ListAliasesCommand({}));
  });

  test('a wrong root key is refused, and changes nothing', async (t) => {
    const directory = temporaryDirectory(t);
    const url = await postgres.fresh();
    const booted = await starter(url, join(directory, 'root.key'))();
    const { KeyMetadata } = await booted.client().send(new CreateKeyCommand({}));
    await booted.stop();
    await assert.rejects(starter(url, join(directory, 'another.key'))(), { name: 'UsageError', message: /root key/ });
    await using again = await starter(url, join(directory, 'root.key'))();
    await again.client().send(new EncryptCommand({ KeyId: KeyMetadata!.KeyId, Plaintext: Buffer.from('a') }));
  });

  test('many clients at one key lose no update', async (t) => {
    await using booted = await starter(await postgres.fresh(), join(temporaryDirectory(t), 'root.key'))();
    const { KeyMetadata } = await booted.client().send(new CreateKeyCommand({}));
    const KeyId = KeyMetadata!.KeyId!;
    const tag = (index: number) => ({ TagKey: `tag-${index}`, TagValue: `${index}` });
    const writes = Array.from({ length: 30 }, (_, index) => booted.client().send(new TagResourceCommand({ KeyId, Tags: [tag(index)] })));
    await Promise.all(writes);
    assert.equal(Object.keys((await observe(booted.client(), KeyId)).tags).length, 30);
    assert.deepEqual(booted.reports, []);
  });

  test('an access key id that PostgreSQL cannot hold is an unknown one', async (t) => {
    await using booted = await starter(await postgres.fresh(), join(temporaryDirectory(t), 'root.key'))();
    const date = new Date().toISOString().replace(/[-:]|\.\d+/g, '');
    const query = new URLSearchParams({
      'X-Amz-Algorithm': 'AWS4-HMAC-SHA256',
      'X-Amz-Credential': `AKIA\0/${date.slice(0, 8)}/us-east-1/kms/aws4_request`,
      'X-Amz-Date': date,
      'X-Amz-Expires': '300',
      'X-Amz-SignedHeaders': 'host',
      'X-Amz-Signature': '0'.repeat(64),
      'X-Amz-Target': 'TrentService.ListKeys',
    });
    const answer = await fetch(`${booted.trent.url}/?${query.toString()}`, { method: 'POST', body: '{}' });
    assert.equal(((await answer.json()) as { __type: string }).__type, 'UnrecognizedClientException');
    assert.deepEqual(booted.reports, []);
  });

  test('another account sees nothing', async (t) => {
    await using booted = await starter(await postgres.fresh(), join(temporaryDirectory(t), 'root.key'))();
    const { KeyMetadata } = await booted.client().send(new CreateKeyCommand({}));
    const stranger = booted.client({ credentials: await booted.trent.createAccount('111122223333') });
    assert.deepEqual(await keyIds(stranger), []);
    assert.equal((await refusal(stranger.send(new DescribeKeyCommand({ KeyId: KeyMetadata!.Arn })))).name, 'AccessDeniedException');
  });
});

const starter = (databaseUrl: string, rootKey: string) => (): Promise<Booted> =>
  boot({ location: { databaseUrl }, rootKey: `file:${rootKey}` });

/** Makes three keys and the aliases, and lists these in pages. @returns the names in the order of the list */
async function listed(booted: Booted, names: readonly string[]): Promise<string[]> {
  const client = booted.client();
  const keys = await Promise.all([1, 2, 3].map(() => client.send(new CreateKeyCommand({}))));
  for (const [index, name] of names.entries()) {
    await client.send(new CreateAliasCommand({ AliasName: `alias/${name}`, TargetKeyId: keys[index % 3]!.KeyMetadata!.KeyId }));
  }
  const found: string[] = [];
  for await (const page of paginateListAliases({ client }, { Limit: 4 })) found.push(...page.Aliases!.map((alias) => alias.AliasName!));
  return found.filter((name) => !name.startsWith('alias/aws/'));
}
