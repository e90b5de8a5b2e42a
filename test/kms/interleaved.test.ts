/**
 * Requests that meet between two steps of each other. The service is put together without its doors, so that the order
 * of the steps is the test's and not the scheduler's.
 */
import assert from 'node:assert/strict';
import { randomBytes } from 'node:crypto';
import { after, before, describe, test } from 'node:test';
import { setImmediate } from 'node:timers/promises';
import type { Kysely, KyselyPlugin } from 'kysely';
import { DAY_MS, ManualClock } from '../../src/base/clock.ts';
import { WriteConflict } from '../../src/base/errors.ts';
import { Unit } from '../../src/base/unit.ts';
import { keyMaterialId } from '../../src/crypto/material-id.ts';
import { keyringMigrations } from '../../src/keyring/migrations.ts';
import { openKeyring } from '../../src/keyring/open.ts';
import { memoryRootKey } from '../../src/keyring/root-keys/memory.ts';
import { firstMaterial, newKeyId, newKeyRow } from '../../src/services/kms/creation.ts';
import { storeImport } from '../../src/services/kms/import-material.ts';
import type { KeyRecord } from '../../src/services/kms/key-record.ts';
import { createKms, keyCore, type Kms } from '../../src/services/kms/kms.ts';
import { LastUsage } from '../../src/services/kms/last-usage.ts';
import { kmsMigrations } from '../../src/services/kms/migrations.ts';
import { replicateKey } from '../../src/services/kms/operations/replicate-key.ts';
import { readKey } from '../../src/services/kms/read-key.ts';
import type { KeyRow, KmsTables } from '../../src/services/kms/tables.ts';
import type { Store } from '../../src/store/contract.ts';
import { openStore } from '../../src/store/open.ts';
import { ACCOUNT } from './support.ts';

const REGIONS = ['us-east-1', 'eu-west-1', 'ap-south-1'] as const;
const [HOME, SECOND, THIRD] = REGIONS;

describe('requests between the steps of each other', () => {
  const clock = new ManualClock(Date.UTC(2026, 10, 1));
  let store: Store<KmsTables>;
  let kms: Kms;
  before(async () => {
    const opened = await openStore({ data: ':memory:' }, { ...keyringMigrations, ...kmsMigrations });
    store = opened.tables<KmsTables>();
    const same = async (text: string) => text;
    const asWritten = { stored: same, shown: same, storedPrincipal: same, shownPrincipal: same };
    const guard = { problemOf: () => undefined, mayPutKeyPolicy: async () => true, ...asWritten };
    kms = createKms(keyCore(store, await openKeyring(opened, memoryRootKey(), clock)), { clock, guard, commit: (unit) => opened.commit(unit) });
  });
  after(() => store.close());

  const at = (key_id: string, region: string) => ({ account: ACCOUNT, region, key_id });
  const present = async (key_id: string, region: string): Promise<KeyRecord | undefined> => kms.keys.get(at(key_id, region), clock.now());
  const commit = (write: (unit: Unit) => void): Promise<void> => {
    const unit = new Unit();
    write(unit);
    return store.commit(unit);
  };

  /** A multi-Region key with imported material in `regions`, the first of them the primary. */
  async function multiRegionKey(regions: readonly string[], change: Partial<KeyRow> = {}): Promise<string> {
    const key_id = newKeyId(true);
    const material = firstMaterial(key_id, randomBytes(32));
    const fields = { spec: 'SYMMETRIC_DEFAULT', key_usage: 'ENCRYPT_DECRYPT', origin: 'EXTERNAL', policy: '{}' } as const;
    const shared = { ...fields, created_at: clock.now(), multi_region: 1, primary_region: HOME } as const;
    await commit((unit) => {
      for (const region of regions) {
        const row = newKeyRow({ ...at(key_id, region), ...shared, state: 'Enabled', current_material_id: material.material_id, ...change });
        kms.changes.insert(unit, row, [material]);
      }
    });
    return key_id;
  }

  const scheduled = (unit: Unit, key: KeyRecord): void =>
    kms.changes.update(unit, key, { state: 'PendingDeletion', pending_window_days: 7, deletion_at: clock.now() + 7 * DAY_MS });

  test('two last replicas that go at once: the primary sees that it is alone', async () => {
    const id = await multiRegionKey(REGIONS);
    const [primary, second, third] = await Promise.all(REGIONS.map((region) => present(id, region)));
    await commit((unit) => {
      kms.changes.update(unit, primary!, { state: 'PendingReplicaDeletion', pending_window_days: 10 });
      scheduled(unit, second!);
      scheduled(unit, third!);
    });
    clock.advance(7 * DAY_MS);
    assert.deepEqual(await Promise.all([present(id, SECOND), present(id, THIRD)]), [undefined, undefined]);
    const { row } = (await present(id, HOME))!;
    assert.deepEqual([row.state, row.deletion_at], ['PendingDeletion', clock.now() + 10 * DAY_MS]);
  });

  test('a last replica that goes while its primary is told to wait for it: one of the two looks again', async () => {
    const id = await multiRegionKey([HOME, SECOND]);
    const replica = (await present(id, SECOND))!;
    await commit((unit) => scheduled(unit, replica));
    const primary = (await present(id, HOME))!;
    clock.advance(7 * DAY_MS);
    assert.equal(await present(id, SECOND), undefined);
    const late = commit((unit) => kms.changes.update(unit, primary, { state: 'PendingReplicaDeletion', pending_window_days: 10 }));
    await assert.rejects(late, WriteConflict);
  });

  test('a replica whose day has come makes room for the next one, before any job comes by', async () => {
    const id = await multiRegionKey([HOME, SECOND]);
    const replica = (await present(id, SECOND))!;
    await commit((unit) => scheduled(unit, replica));
    clock.advance(7 * DAY_MS);
    const replicate = async (): Promise<void> => {
      const unit = new Unit();
      const call = { target: await present(id, HOME), unit, now: clock.now() };
      await replicateKey(kms).run({ KeyId: id, ReplicaRegion: SECOND }, call as never);
      await store.commit(unit);
    };
    // The end of the old replica has changed the primary, so the request runs once more, as the spine lets it.
    await assert.rejects(replicate(), WriteConflict);
    await replicate();
    assert.equal((await present(id, SECOND))!.row.created_at, clock.now());
  });

  test('two last regions that import new material at once: one of them looks again, and it is ready everywhere', async () => {
    const id = await multiRegionKey(REGIONS);
    const bytes = randomBytes(32);
    const materialId = keyMaterialId(id, bytes);
    const imported = async (region: string): Promise<Unit> => {
      const unit = new Unit();
      const ImportType = region === HOME ? ('NEW_KEY_MATERIAL' as const) : ('EXISTING_KEY_MATERIAL' as const);
      const input = { KeyId: id, ImportToken: bytes, EncryptedKeyMaterial: bytes, ImportType };
      const expiry = { expiration_model: 'KEY_MATERIAL_DOES_NOT_EXPIRE', valid_to: null } as const;
      await storeImport(kms, unit, (await present(id, region))!, { input, material: bytes, expiry });
      return unit;
    };
    await store.commit(await imported(HOME));
    const [first, second] = [await imported(SECOND), await imported(THIRD)];
    await store.commit(first);
    await assert.rejects(store.commit(second), WriteConflict);
    await store.commit(await imported(THIRD));
    const members = await Promise.all(REGIONS.map((region) => present(id, region)));
    const states = members.map((key) => key!.materials.find((material) => material.material_id === materialId)!.state);
    assert.deepEqual(states, ['PENDING_ROTATION', 'PENDING_ROTATION', 'PENDING_ROTATION']);
  });

  test('uses that cannot be written wait, and ask the database one at a time', async () => {
    const key = (await present(await multiRegionKey([HOME]), HOME))!;
    let attempts = 0;
    const away = { ...store, commit: () => Promise.reject(new Error(`away ${++attempts}`)) };
    const lastUsage = new LastUsage(away);
    for (let i = 0; i < 20_050; i++) {
      const another = { ...key, name: `${key.name}-${i}` };
      lastUsage.record(another, 'Encrypt', { now: 0, eventId: `${i}`, requestId: '' } as never);
    }
    await setImmediate();
    assert.equal(attempts, 1);
    await assert.rejects(lastUsage.flush(), /away 2/);
    assert.equal((await lastUsage.of({ ...key, name: `${key.name}-0` }))!.eventId, '0');
  });

  test('material that goes while its key is read: the key as it was, or as it is', async () => {
    const id = await multiRegionKey([HOME]);
    const key = (await present(id, HOME))!;
    const gone = { [key.current!.material_id]: { sealed: null, valid_to: null } };
    const change = () => commit((unit) => kms.changes.update(unit, key, { state: 'PendingImport' }, gone));
    const { row, materials } = (await readKey(afterFirstAnswer(store.db, change), key.row))!;
    assert.deepEqual([row.state, materials.map((material) => material.sealed !== null)], ['Enabled', [true]]);
    const { row: after, current } = (await present(id, HOME))!;
    assert.deepEqual([after.state, current!.sealed], ['PendingImport', null]);
  });
});

/** Does something between the first statement of a reader and what it does next. */
function afterFirstAnswer(db: Kysely<KmsTables>, act: () => Promise<void>): Kysely<KmsTables> {
  let acted: Promise<void> | undefined;
  const plugin: KyselyPlugin = {
    transformQuery: ({ node }) => node,
    async transformResult({ result }) {
      await (acted ??= act());
      return result;
    },
  };
  return db.withPlugin(plugin);
}
