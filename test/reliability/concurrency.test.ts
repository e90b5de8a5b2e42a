/** Many clients at one key: no update is lost, no limit passed, nobody gets an internal error. */
import assert from 'node:assert/strict';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, describe, test } from 'node:test';
import {
  CreateAliasCommand,
  CreateKeyCommand,
  DeleteAliasCommand,
  DisableKeyCommand,
  EnableKeyCommand,
  type KMSClient,
  RotateKeyOnDemandCommand,
  ScheduleKeyDeletionCommand,
  TagResourceCommand,
  UntagResourceCommand,
  UpdateAliasCommand,
  UpdateKeyDescriptionCommand,
} from '@aws-sdk/client-kms';
import { boot, type Booted } from '../support/boot.ts';
import { observe } from './key-state.ts';

const CLIENTS = 24;
/** Changes that a client makes one after the other. */
const ROUNDS = 15;
const ALIASES_PER_KEY_MAX = 50;
const TAGS_PER_KEY_MAX = 50;

/** The name of the refusal of each call, or `ok`. */
async function outcomes(calls: readonly Promise<unknown>[]): Promise<string[]> {
  const settled = await Promise.allSettled(calls);
  return settled.map((one) => (one.status === 'fulfilled' ? 'ok' : (one.reason as Error).name));
}

const count = (list: readonly string[], wanted: string): number => list.filter((one) => one === wanted).length;
const numbers = (length: number): number[] => Array.from({ length }, (_, index) => index);

for (const where of ['in memory', 'in a directory'] as const) {
  describe(`many clients at one key, ${where}`, () => {
    const directory = mkdtempSync(join(tmpdir(), 'trent-concurrency-'));
    let booted: Booted;
    let clients: KMSClient[];
    let admin: KMSClient;
    before(async () => {
      booted = await boot({ location: { data: where === 'in memory' ? ':memory:' : directory } });
      clients = numbers(CLIENTS).map(() => booted.client());
      admin = booted.client();
    });
    after(async () => {
      await booted.stop();
      rmSync(directory, { recursive: true, force: true });
    });

    const each = <T>(call: (client: KMSClient, index: number) => Promise<T>, amount = CLIENTS): Promise<T>[] =>
      numbers(amount).map((index) => call(clients[index % CLIENTS]!, index));

    const createKey = async (): Promise<string> => (await admin.send(new CreateKeyCommand({}))).KeyMetadata!.KeyId!;

    test('tags of all clients are there afterwards', async () => {
      const KeyId = await createKey();
      const tag = (index: number) => ({ TagKey: `tag-${index}`, TagValue: `${index}` });
      const results = await outcomes(each((client, index) => client.send(new TagResourceCommand({ KeyId, Tags: [tag(index)] }))));
      assert.deepEqual(new Set(results), new Set(['ok']));
      const { tags } = await observe(admin, KeyId);
      assert.deepEqual(tags, Object.fromEntries(numbers(CLIENTS).map((index) => [`tag-${index}`, `${index}`])));
    });

    test('clients that go on changing one key all get through, each with its last value', async () => {
      const KeyId = await createKey();
      const write = async (client: KMSClient, index: number): Promise<void> => {
        for (const round of numbers(ROUNDS)) await client.send(new TagResourceCommand({ KeyId, Tags: [{ TagKey: `tag-${index}`, TagValue: `${round}` }] }));
      };
      assert.deepEqual(new Set(await outcomes(each(write))), new Set(['ok']));
      assert.deepEqual(new Set(Object.values((await observe(admin, KeyId)).tags)), new Set([`${ROUNDS - 1}`]));
    });

    test(`of ${TAGS_PER_KEY_MAX + 10} tags exactly ${TAGS_PER_KEY_MAX} get in`, async () => {
      const KeyId = await createKey();
      const tag = (client: KMSClient, index: number) => client.send(new TagResourceCommand({ KeyId, Tags: [{ TagKey: `t${index}`, TagValue: '' }] }));
      const results = await outcomes(each(tag, TAGS_PER_KEY_MAX + 10));
      assert.deepEqual([count(results, 'ok'), count(results, 'TagException')], [TAGS_PER_KEY_MAX, 10]);
      assert.equal(Object.keys((await observe(admin, KeyId)).tags).length, TAGS_PER_KEY_MAX);
    });

    test(`of ${ALIASES_PER_KEY_MAX + 10} aliases exactly ${ALIASES_PER_KEY_MAX} get in`, async () => {
      const KeyId = await createKey();
      const create = (client: KMSClient, index: number) => client.send(new CreateAliasCommand({ AliasName: `alias/many-${KeyId}-${index}`, TargetKeyId: KeyId }));
      const results = await outcomes(each(create, ALIASES_PER_KEY_MAX + 10));
      assert.deepEqual([count(results, 'ok'), count(results, 'LimitExceededException')], [ALIASES_PER_KEY_MAX, 10]);
      assert.equal((await observe(admin, KeyId)).aliases.length, ALIASES_PER_KEY_MAX);
    });

    test('one of many gets an alias that all want', async () => {
      const keys = await Promise.all(each(() => createKey()));
      const AliasName = `alias/wanted-${keys[0]}`;
      const results = await outcomes(each((client, index) => client.send(new CreateAliasCommand({ AliasName, TargetKeyId: keys[index]! }))));
      assert.deepEqual([count(results, 'ok'), count(results, 'AlreadyExistsException')], [1, CLIENTS - 1]);
      const holders = await Promise.all(keys.map((key) => observe(admin, key)));
      assert.equal(holders.flatMap((holder) => holder.aliases).length, 1);
    });

    test('an alias that all move belongs to one key, and that key says so', async () => {
      const keys = await Promise.all(each(() => createKey()));
      const AliasName = `alias/moved-${keys[0]}`;
      await admin.send(new CreateAliasCommand({ AliasName, TargetKeyId: keys[0]! }));
      const results = await outcomes(each((client, index) => client.send(new UpdateAliasCommand({ AliasName, TargetKeyId: keys[index]! }))));
      assert.deepEqual(new Set(results), new Set(['ok']));
      const holders = await Promise.all(keys.map((key) => observe(admin, key)));
      assert.equal(holders.flatMap((holder) => holder.aliases).length, 1);
      assert.equal(await outcomes([admin.send(new DeleteAliasCommand({ AliasName }))]).then(String), 'ok');
    });

    test('changes of different kinds do not undo each other', async () => {
      const KeyId = await createKey();
      await admin.send(new TagResourceCommand({ KeyId, Tags: [{ TagKey: 'old', TagValue: '' }] }));
      const calls = [
        ...each((client, index) => client.send(new TagResourceCommand({ KeyId, Tags: [{ TagKey: `n${index}`, TagValue: '' }] })), 8),
        ...each((client, index) => client.send(new CreateAliasCommand({ AliasName: `alias/mixed-${KeyId}-${index}`, TargetKeyId: KeyId })), 8),
        clients[8]!.send(new UntagResourceCommand({ KeyId, TagKeys: ['old'] })),
        clients[9]!.send(new UpdateKeyDescriptionCommand({ KeyId, Description: 'described' })),
        clients[10]!.send(new RotateKeyOnDemandCommand({ KeyId })),
        clients[11]!.send(new RotateKeyOnDemandCommand({ KeyId })),
      ];
      assert.deepEqual(new Set(await outcomes(calls)), new Set(['ok']));
      const seen = await observe(admin, KeyId);
      assert.deepEqual(Object.keys(seen.tags).sort(), numbers(8).map((index) => `n${index}`));
      assert.deepEqual([seen.aliases.length, seen.description, seen.rotations], [8, 'described', 2]);
    });

    test('enabling, disabling and deleting at once end in one state, without an internal error', async () => {
      const KeyId = await createKey();
      const commands = (client: KMSClient, index: number): Promise<unknown> => {
        if (index === 20) return client.send(new ScheduleKeyDeletionCommand({ KeyId, PendingWindowInDays: 7 }));
        return index % 2 === 0 ? client.send(new EnableKeyCommand({ KeyId })) : client.send(new DisableKeyCommand({ KeyId }));
      };
      const results = await outcomes(each(commands));
      assert.equal(results[20], 'ok');
      assert.deepEqual(results.filter((result) => result !== 'ok' && result !== 'KMSInvalidStateException'), []);
      assert.equal((await observe(admin, KeyId)).state, 'PendingDeletion');
    });

    test('nothing was reported to the operator', () => assert.deepEqual(booted.reports, []));
  });
}
