/** Tags: added, replaced, removed; what may be in them, and how many. */
import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import type { KMS, Tag } from '@aws-sdk/client-kms';
import { assertRefused, type Emulator, newKey, OTHER_REGION, refuses, startEmulator } from './support.ts';

const tag = (TagKey: string, TagValue = ''): Tag => ({ TagKey, TagValue });

describe('tags', () => {
  let emulator: Emulator;
  let kms: KMS;
  before(async () => {
    emulator = await startEmulator();
    kms = emulator.kms;
  });
  after(() => emulator.stop());

  const tagsOf = async (KeyId: string, client = kms) => (await client.listResourceTags({ KeyId })).Tags;

  test('from CreateKey on, added, replaced and removed', async () => {
    const { id: KeyId, arn } = await newKey(kms, { Tags: [tag('b', '2'), tag('a', '1')] });
    assert.deepEqual(await tagsOf(KeyId), [tag('a', '1'), tag('b', '2')]);
    await kms.tagResource({ KeyId: arn, Tags: [tag('b', 'two'), tag('B', 'other'), tag('empty')] });
    assert.deepEqual(await tagsOf(arn), [tag('B', 'other'), tag('a', '1'), tag('b', 'two'), tag('empty')]);
    await kms.untagResource({ KeyId, TagKeys: ['a', 'never there', 'no\0tag', 'empty'] });
    assert.deepEqual(await tagsOf(KeyId), [tag('B', 'other'), tag('b', 'two')]);
  });

  test('the characters that AWS allows', async () => {
    const tags = [tag('a b+-=._:/@9', 'é ü 漢'), tag('x'.repeat(128), 'y'.repeat(256)), tag('Awsome', 'aws:fine')];
    const { id: KeyId } = await newKey(kms, { Tags: tags });
    assert.equal((await tagsOf(KeyId))!.length, 3);
  });

  const REFUSED: readonly (readonly [what: string, tags: readonly Tag[], name: string, text: string | RegExp])[] = [
    ['a key twice', [tag('a', '1'), tag('a', '2')], 'TagException', 'Duplicate tag keys'],
    ['51 at once', Array.from({ length: 51 }, (_none, index) => tag(`k${index}`)), 'TagException', 'Too many tags'],
    ['aws:', [tag('aws:x')], 'TagException', 'Tags beginning with aws: are reserved'],
    ['aWs:', [tag('aWs:x')], 'TagException', 'Tags beginning with aws: are reserved'],
    ['other characters in a key', [tag('a#')], 'TagException', /characters/],
    ['other characters in a value', [tag('a', 'b\n')], 'TagException', /characters/],
    ['an empty key', [tag('')], 'ValidationException', "1 validation error detected: Value '' at 'tags.1.member.tagKey' failed to satisfy constraint: Member must have length greater than or equal to 1"],
    ['a long key', [tag('a'), tag('x'.repeat(129))], 'ValidationException', `1 validation error detected: Value '${'x'.repeat(129)}' at 'tags.2.member.tagKey' failed to satisfy constraint: Member must have length less than or equal to 128`],
    ['a long value', [tag('a', 'x'.repeat(257))], 'ValidationException', `1 validation error detected: Value '${'x'.repeat(257)}' at 'tags.1.member.tagValue' failed to satisfy constraint: Member must have length less than or equal to 256`],
  ];
  for (const [what, Tags, name, text] of REFUSED) {
    test(`refused: ${what}`, async () => {
      const { id: KeyId } = await newKey(kms, { Tags: [tag('here', 'before')] });
      assertRefused(await emulator.post('TagResource', { KeyId, Tags }), name, text);
      assert.deepEqual(await tagsOf(KeyId), [tag('here', 'before')]);
    });
  }

  test('long lists of tags to remove leave nothing in memory', async () => {
    const { id: KeyId } = await newKey(kms, { Tags: [tag('a'), tag('b')] });
    const before = process.memoryUsage().rss;
    // Each length would be a statement of its own, kept ready with 30,000 places for values.
    for (let length = 32_000; length < 32_040; length++) {
      await emulator.post('UntagResource', { KeyId, TagKeys: Array.from({ length }, () => 'a') });
    }
    assert.deepEqual(await tagsOf(KeyId), [tag('b')]);
    const grown = (process.memoryUsage().rss - before) / 1_048_576;
    assert.ok(grown < 200, `${grown} MB more`);
  });

  test('50 a key, counted with those that are there', async () => {
    const Tags = Array.from({ length: 50 }, (_none, index) => tag(`k${index}`));
    const { id: KeyId } = await newKey(kms, { Tags });
    await refuses(kms.tagResource({ KeyId, Tags: [tag('one more')] }), 'TagException', 'Too many tags');
    await kms.tagResource({ KeyId, Tags: [tag('k0', 'new value')] });
    await kms.untagResource({ KeyId, TagKeys: ['k1'] });
    await kms.tagResource({ KeyId, Tags: [tag('one more')] });
  });

  test('writers at once lose nothing', async () => {
    const { id: KeyId } = await newKey(kms);
    const writers = Array.from({ length: 40 }, (_none, index) => emulator.post('TagResource', { KeyId, Tags: [tag(`k${index}`)] }));
    assert.deepEqual(new Set((await Promise.all(writers)).map(({ status }) => status)), new Set([200]));
    assert.equal((await tagsOf(KeyId))!.length, 40);
  });

  test('reserved ones cannot be removed', async () => {
    const { id: KeyId } = await newKey(kms);
    await refuses(kms.untagResource({ KeyId, TagKeys: ['AWS:x'] }), 'TagException', 'Tags beginning with aws: are reserved');
  });

  test('each region of a key has its own', async () => {
    const { id: KeyId } = await newKey(kms, { MultiRegion: true, Tags: [tag('a')] });
    const { ReplicaTags } = await kms.replicateKey({ KeyId, ReplicaRegion: OTHER_REGION, Tags: [tag('b', 'c')] });
    assert.deepEqual(ReplicaTags, [tag('b', 'c')]);
    assert.deepEqual(await tagsOf(KeyId, emulator.kmsIn({ region: OTHER_REGION })), [tag('b', 'c')]);
    assert.deepEqual(await tagsOf(KeyId), [tag('a')]);
    const second = await kms.replicateKey({ KeyId, ReplicaRegion: 'us-west-2' });
    assert.deepEqual(second.ReplicaTags, []);
  });
});
