/** Lists in pages: every item once, in order; markers that serve their own list alone; the bounds of Limit. */
import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import { assertRefused, type Emulator, flip, newKey, OTHER_ACCOUNT, OTHER_REGION, startEmulator } from './support.ts';

interface List {
  readonly operation: string;
  /** The member that carries the items. */
  readonly field: string;
  readonly input: object;
  readonly nameOf: (item: never) => string;
  readonly limitMax: number;
  readonly defaultLimit: number;
}

const KEYS = 7;
/** Names of services' keys are in every account. */
const isOwn = (name: string): boolean => !name.startsWith('alias/aws/');

describe('pagination', () => {
  let emulator: Emulator;
  let lists: readonly List[];
  before(async () => {
    emulator = await startEmulator();
    const { kms } = emulator;
    const Tags = Array.from({ length: KEYS }, (_none, index) => ({ TagKey: `k${index}`, TagValue: 'x' }));
    const { id: KeyId } = await newKey(kms, { Tags });
    for (let i = 1; i < KEYS; i++) await newKey(kms);
    for (let i = 0; i < KEYS; i++) await kms.createAlias({ AliasName: `alias/p${i}`, TargetKeyId: KeyId });
    for (let i = 0; i < KEYS; i++) await kms.rotateKeyOnDemand({ KeyId });
    lists = [
      list('ListKeys', 'Keys', {}, (key: { KeyId: string }) => key.KeyId, 1_000, 100),
      list('ListAliases', 'Aliases', {}, (alias: { AliasName: string }) => alias.AliasName, 100, 50),
      list('ListAliases', 'Aliases', { KeyId }, (alias: { AliasName: string }) => alias.AliasName, 100, 50),
      list('ListResourceTags', 'Tags', { KeyId }, (tag: { TagKey: string }) => tag.TagKey, 50, 50),
      list('ListKeyRotations', 'Rotations', { KeyId }, (rotation: { KeyMaterialId: string }) => rotation.KeyMaterialId, 1_000, 100),
    ];
  });
  after(() => emulator.stop());

  const pageOf = (which: List, input: object, place = {}) => emulator.post(which.operation, { ...which.input, ...input }, place);
  const markerOf = async (which: List, Limit = 3) => String((await pageOf(which, { Limit })).body['NextMarker']);

  test('every item once, whatever the page size; Truncated and NextMarker go together', async () => {
    for (const which of lists) {
      const whole = (await pageOf(which, {})).body;
      const all = (whole[which.field] as never[]).map(which.nameOf);
      assert.equal(all.filter(isOwn).length, KEYS, which.operation);
      assert.deepEqual([whole['Truncated'], 'NextMarker' in whole], [false, false]);
      for (const Limit of [1, 3, all.length - 1, all.length, all.length + 1]) {
        assert.deepEqual(await collect(which, Limit), all, `${which.operation} by ${Limit}`);
      }
    }
  });

  async function collect(which: List, Limit: number): Promise<string[]> {
    const names: string[] = [];
    for (let Marker: unknown; ; ) {
      const { body } = await pageOf(which, { Limit, Marker });
      const items = body[which.field] as never[];
      names.push(...items.map(which.nameOf));
      assert.equal('NextMarker' in body, body['Truncated']);
      if (!body['Truncated']) return names;
      assert.equal(items.length, Limit);
      Marker = body['NextMarker'];
    }
  }

  test('the SDK\'s own paginator goes through', async () => {
    const { paginateListKeys } = await import('@aws-sdk/client-kms');
    const seen: (string | undefined)[] = [];
    for await (const { Keys } of paginateListKeys({ client: emulator.kms, pageSize: 2 }, {})) seen.push(...Keys!.map((key) => key.KeyId));
    assert.equal(new Set(seen).size, KEYS);
  });

  test('names and keys come in order', async () => {
    for (const which of lists.slice(0, 4)) {
      const names = await collect(which, 2);
      assert.deepEqual(names, [...names].sort());
    }
  });

  test('a marker serves its own list, account, region and filter alone', async () => {
    for (const from of lists) {
      const Marker = await markerOf(from);
      for (const to of lists) {
        const answer = await pageOf(to, { Marker });
        if (to === from) assert.equal(answer.status, 200);
        else assertRefused(answer, 'InvalidMarkerException', 'Invalid marker');
      }
    }
    const Marker = await markerOf(lists[0]!);
    for (const place of [{ account: OTHER_ACCOUNT }, { region: OTHER_REGION }]) {
      assertRefused(await emulator.post('ListKeys', { Marker }, place), 'InvalidMarkerException', 'Invalid marker');
    }
    const rotations = lists[4]!;
    const all = await pageOf(rotations, { Marker: await markerOf(rotations), IncludeKeyMaterial: 'ALL_KEY_MATERIAL' });
    assertRefused(all, 'InvalidMarkerException', 'Invalid marker');
  });

  test('a marker that was changed, cut or made up', async () => {
    for (const which of lists) {
      const marker = await markerOf(which);
      const data = Buffer.from(marker, 'base64');
      const wrong = ['x', 'AAAA', `${marker}=`, ` ${marker}`, marker.slice(4), Buffer.from('{"k":"a"}').toString('base64'), '\u00e9'];
      for (let bit = 0; bit < data.length * 8; bit += 11) wrong.push(flip(data, bit).toString('base64'));
      for (const Marker of wrong) assertRefused(await pageOf(which, { Marker }), 'InvalidMarkerException', 'Invalid marker');
    }
  });

  test('what comes and goes between two pages disturbs nothing', async () => {
    const { kms } = emulator;
    const aliases = lists[1]!;
    const predefined = (await collect(aliases, 100)).filter((name) => !isOwn(name)).length;
    const Marker = await markerOf(aliases, predefined + 4);
    await kms.deleteAlias({ AliasName: 'alias/p3' });
    await kms.createAlias({ AliasName: 'alias/a-new-one', TargetKeyId: (await newKey(kms)).id });
    const { body } = await pageOf(aliases, { Marker });
    assert.deepEqual((body['Aliases'] as never[]).map(aliases.nameOf), ['alias/p4', 'alias/p5', 'alias/p6']);
  });

  test('Limit: its bounds', async () => {
    const text = (value: number, bound: string) =>
      `1 validation error detected: Value '${value}' at 'limit' failed to satisfy constraint: Member must have value ${bound}`;
    for (const which of lists) {
      assertRefused(await pageOf(which, { Limit: 0 }), 'ValidationException', text(0, 'greater than or equal to 1'));
      assertRefused(await pageOf(which, { Limit: 1_001 }), 'ValidationException', text(1_001, 'less than or equal to 1000'));
      assert.equal((await pageOf(which, { Limit: which.limitMax })).status, 200);
      if (which.limitMax === 1_000) continue;
      const over = which.limitMax + 1;
      assertRefused(await pageOf(which, { Limit: over }), 'ValidationException', text(over, `less than or equal to ${which.limitMax}`));
    }
    assertRefused(await pageOf(lists[0]!, { Marker: '' }), 'ValidationException', /at 'marker' failed to satisfy constraint: Member must have length greater than or equal to 1$/);
  });

  test('without Limit: 100 keys, 50 aliases', async () => {
    const place = { region: 'ap-south-1' };
    const kms = emulator.kmsIn(place);
    const ids = [];
    for (let i = 0; i < 101; i++) ids.push((await newKey(kms)).id);
    for (let i = 0; i < 51; i++) await kms.createAlias({ AliasName: `alias/d${i}`, TargetKeyId: ids[i]! });
    for (const [operation, field, count] of [['ListKeys', 'Keys', 100], ['ListAliases', 'Aliases', 50]] as const) {
      const { body } = await emulator.post(operation, {}, place);
      assert.deepEqual([(body[field] as unknown[]).length, body['Truncated']], [count, true]);
    }
  });

  test('ListKeyPolicies: one item, one page', async () => {
    const { id: KeyId } = await newKey(emulator.kms);
    const { body } = await emulator.post('ListKeyPolicies', { KeyId, Limit: 1 });
    assert.deepEqual(body, { PolicyNames: ['default'], Truncated: false });
  });
});

function list<Item>(
  operation: string,
  field: string,
  input: object,
  nameOf: (item: Item) => string,
  limitMax: number,
  defaultLimit: number,
): List {
  return { operation, field, input, nameOf: nameOf as (item: never) => string, limitMax, defaultLimit };
}
