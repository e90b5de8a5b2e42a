/** The question of authorization to grants: with few and with very many of them, and while they change. */
import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import type { KyselyPlugin } from 'kysely';
import { ManualClock } from '../../src/base/clock.ts';
import { Unit } from '../../src/base/unit.ts';
import type { Keyring } from '../../src/keyring/contract.ts';
import { memoryRootKey } from '../../src/keyring/root-keys/memory.ts';
import { keyringMigrations } from '../../src/keyring/migrations.ts';
import { openKeyring } from '../../src/keyring/open.ts';
import { newKeyRow } from '../../src/services/kms/creation.ts';
import { type GrantFacts, Grants } from '../../src/services/kms/grants.ts';
import { checkGrantRequest, grantTerms } from '../../src/services/kms/grants-request.ts';
import { KeyChanges } from '../../src/services/kms/key-changes.ts';
import type { KeyRecord } from '../../src/services/kms/key-record.ts';
import { Keys } from '../../src/services/kms/keys.ts';
import { Materials } from '../../src/services/kms/materials.ts';
import { kmsMigrations } from '../../src/services/kms/migrations.ts';
import type { GrantRow, KmsTables } from '../../src/services/kms/tables.ts';
import type { CreateGrantRequest } from '../../src/services/kms/types.ts';
import type { Store } from '../../src/store/contract.ts';
import { openStore } from '../../src/store/open.ts';
import { OTHER_ROOT, ROLE, USER } from './grants-support.ts';
import { ACCOUNT, OTHER_ACCOUNT, REGION } from './support.ts';

const NOW = Date.UTC(2026, 10, 1);

describe('a grant that allows', () => {
  let store: Store<KmsTables>;
  let keyring: Keyring;
  let grants: Grants;
  let keys: Keys;
  let changes: KeyChanges;
  let made = 0;
  before(async () => {
    const clock = new ManualClock(NOW);
    const opened = await openStore({ data: ':memory:' }, { ...keyringMigrations, ...kmsMigrations });
    store = opened.tables<KmsTables>();
    keyring = await openKeyring(opened, memoryRootKey(), clock);
    keys = new Keys(store);
    grants = new Grants(store, keyring);
    changes = new KeyChanges(store, keyring, keys, new Materials(keyring, (key) => keys.holds(key)), grants);
  });
  after(() => store.close());

  async function commit(write: (unit: Unit) => void): Promise<void> {
    const unit = new Unit();
    write(unit);
    await store.commit(unit);
  }

  async function newKey(): Promise<KeyRecord> {
    const key_id = `00000000-0000-4000-8000-${String(++made).padStart(12, '0')}`;
    const name = { account: ACCOUNT, region: REGION, key_id };
    const row = newKeyRow({ ...name, spec: 'SYMMETRIC_DEFAULT', key_usage: 'ENCRYPT_DECRYPT', origin: 'EXTERNAL', policy: '{}', created_at: NOW });
    await commit((unit) => changes.insert(unit, row, []));
    return (await keys.get(name, NOW))!;
  }

  function rowOf(key: KeyRecord, input: Partial<CreateGrantRequest>): GrantRow {
    const request: CreateGrantRequest = { KeyId: key.row.key_id, GranteePrincipal: ROLE, Operations: ['Decrypt'], ...input };
    const terms = grantTerms(request, checkGrantRequest(request, REGION), ACCOUNT);
    const { account, region, key_id } = key.row;
    return { account, region, key_id, ...terms, grant_id: (++made).toString(16).padStart(64, '0'), created_at: NOW };
  }

  async function grant(key: KeyRecord, input: Partial<CreateGrantRequest> = {}): Promise<string> {
    const row = rowOf(key, input);
    await commit((unit) => grants.insert(unit, key, row, NOW));
    return row.grant_id;
  }

  /** So many at once, each as `inputOf` has it. */
  async function grantMany(key: KeyRecord, count: number, inputOf: (index: number) => Partial<CreateGrantRequest>): Promise<void> {
    await commit((unit) => {
      for (let i = 0; i < count; i++) grants.insert(unit, key, rowOf(key, inputOf(i)), NOW);
    });
  }

  /** The same answer the first time and from memory. */
  async function asked(key: KeyRecord, facts: Partial<GrantFacts>): Promise<boolean> {
    const whole = { principals: [ROLE], operation: 'Decrypt', ...facts };
    const first = await grants.granted(key, whole, NOW);
    assert.equal(await grants.granted(key, whole, NOW), first);
    return first;
  }

  test('names the caller, the operation and the context', async () => {
    const key = await newKey();
    await grant(key, { Constraints: { EncryptionContextSubset: { a: '1' } } });
    assert.ok(await asked(key, { context: { a: '1', b: '2' } }));
    assert.ok(await asked(key, { context: { a: '1' }, principals: [USER, ROLE] }));
    assert.ok(!(await asked(key, {})));
    assert.ok(!(await asked(key, { context: { a: '1' }, operation: 'Encrypt' })));
    assert.ok(!(await asked(key, { context: { a: '1' }, principals: [USER] })));
    assert.ok(!(await asked(key, { context: { a: '1' }, principals: [] })));
    assert.ok(!(await asked(await newKey(), { context: { a: '1' } })));
  });

  test('names an account, by its digits or as its root', async () => {
    const key = await newKey();
    await grant(key, { GranteePrincipal: OTHER_ACCOUNT });
    for (const principal of [OTHER_ROOT, OTHER_ACCOUNT]) assert.ok(await asked(key, { principals: [principal] }));
    assert.ok(!(await asked(key, { principals: [ACCOUNT] })));
  });

  test('is told at once from memory, and anew after each change', async () => {
    const key = await newKey();
    const facts = { principals: [ROLE], operation: 'Decrypt' };
    assert.equal(await grants.granted(key, facts, NOW), false);
    assert.equal(grants.granted(key, facts, NOW), false, 'without a promise');
    const id = await grant(key);
    assert.equal(await grants.granted(key, facts, NOW), true);
    assert.equal(grants.granted(key, facts, NOW), true, 'without a promise');
    const found = (await grants.get(key.row, id))!;
    await commit((unit) => grants.remove(unit, found, NOW));
    assert.equal(await grants.granted(key, facts, NOW), false);
  });

  test('is not brought back by a reading that began before it ended', async () => {
    for (const count of [1, 40]) {
      const key = await newKey();
      const facts = { principals: [ROLE], operation: 'Decrypt' };
      await grantMany(key, count, (index) => (index === 0 ? {} : { GranteePrincipal: USER }));
      const { slow, release } = slowGrants();
      const reading = slow.granted(key, facts, NOW);
      const { grant_id } = await store.db
        .selectFrom('kms_grants')
        .select('grant_id')
        .where('grantee', '=', ROLE)
        .where('key_id', '=', key.row.key_id)
        .executeTakeFirstOrThrow();
      const found = (await grants.get(key.row, grant_id))!;
      await commit((unit) => slow.remove(unit, found, NOW));
      release();
      await reading;
      assert.equal(await slow.granted(key, facts, NOW), false);
    }
  });

  /** Grants that get what they have read only when they are let. */
  function slowGrants(): { slow: Grants; release: () => void } {
    const gate = Promise.withResolvers<void>();
    const plugin: KyselyPlugin = {
      transformQuery: ({ node }) => node,
      transformResult: ({ result }) => gate.promise.then(() => result),
    };
    const slow = new Grants({ ...store, db: store.db.withPlugin(plugin) }, keyring);
    return { slow, release: gate.resolve };
  }

  test('is made once under one name: of two equal requests at once, one has to look again', async () => {
    const key = await newKey();
    const [one, two] = [rowOf(key, { Name: 'n' }), rowOf(key, { Name: 'n' })];
    await commit((unit) => grants.insert(unit, key, one, NOW));
    await assert.rejects(commit((unit) => grants.insert(unit, key, two, NOW)), { name: 'WriteConflict' });
    assert.equal((await grants.repeated(key.row, 'n', two.fingerprint))!.grant_id, one.grant_id);
    await grant(key, { Name: 'n', Operations: ['Encrypt'] });
    await grantMany(key, 2, () => ({}));
  });

  test('goes with its key, and another key of the same id starts without', async () => {
    const key = await newKey();
    await grant(key);
    assert.ok(await asked(key, {}));
    assert.equal(await grants.count(key, NOW), 1);
    await commit((unit) => changes.destroy(unit, key, []));
    const { version: _version, due_at: _dueAt, ...row } = key.row;
    await commit((unit) => changes.insert(unit, { policy: '{}', ...row }, []));
    const again = (await keys.get(key.row, NOW))!;
    assert.ok(!(await asked(again, {})));
    assert.equal(await grants.count(again, NOW), 0);
  });

  test('of a key that goes at the same moment: none is left behind', async () => {
    const key = await newKey();
    const row = rowOf(key, {});
    await commit((unit) => changes.destroy(unit, key, []));
    await assert.rejects(commit((unit) => grants.insert(unit, key, row, NOW)), { name: 'WriteConflict' });
    assert.equal(await grants.get(key.row, row.grant_id), undefined);
  });

  test('is found among very many of one grantee, on keys with many grantees, as among few', async () => {
    const [many, spread] = [await newKey(), await newKey()];
    const own = (index: number) => ({ Constraints: { EncryptionContextEquals: { volume: `v${index}` } } });
    await grantMany(many, 600, (index) => own(index));
    await grantMany(spread, 100, (index) => ({ ...own(index), GranteePrincipal: `arn:aws:iam::${ACCOUNT}:role/r${index}` }));
    for (const index of [0, 1, 299, 599]) {
      assert.ok(await asked(many, { context: { Volume: `v${index}` } }));
      assert.ok(!(await asked(many, { context: { volume: `v${index}`, more: '1' } })));
      assert.ok(!(await asked(many, { context: { volume: `v${index}` }, operation: 'Encrypt' })));
    }
    assert.ok(!(await asked(many, { context: { volume: 'v600' } })));
    assert.ok(!(await asked(many, {})));
    assert.ok(!(await asked(many, { principals: [USER], context: { volume: 'v1' } })));
    for (const index of [0, 99]) {
      const principals = [`arn:aws:iam::${ACCOUNT}:role/r${index}`];
      assert.ok(await asked(spread, { principals, context: { volume: `v${index}` } }));
      assert.ok(!(await asked(spread, { principals, context: { volume: `v${index + 1}` } })));
    }
    // More pairs than are looked up one by one.
    const context = Object.fromEntries(Array.from({ length: 100 }, (_none, index) => [`k${index}`, 'x']));
    await grant(many, { Constraints: { EncryptionContextSubset: { k77: 'x' } } });
    assert.ok(await asked(many, { context }));
    assert.ok(!(await asked(many, { context: { ...context, k77: 'y' } })));
  });

  test('behind hundreds that suit but for their SourceArn', async () => {
    const key = await newKey();
    const sourceOf = (index: number) => `arn:aws:s3:us-east-1:${ACCOUNT}:bucket-${index}`;
    await grantMany(key, 450, (index) => ({ Operations: ['DescribeKey', 'Decrypt'], Constraints: { SourceArn: sourceOf(index) } }));
    for (const operation of ['Decrypt', 'DescribeKey']) {
      assert.ok(await asked(key, { operation, sourceArn: sourceOf(449) }));
      assert.ok(!(await asked(key, { operation, sourceArn: sourceOf(450) })));
      assert.ok(!(await asked(key, { operation })));
    }
  });

  test('counts: read once, then kept', async () => {
    const key = await newKey();
    await grantMany(key, 3, () => ({}));
    assert.equal(await grants.count(key, NOW), 3);
    const id = await grant(key);
    assert.equal(await grants.count(key, NOW), 4);
    const found = (await grants.get(key.row, id))!;
    await commit((unit) => grants.remove(unit, found, NOW));
    assert.equal(await grants.count(key, NOW), 3);
    grants.clear();
    assert.equal(await grants.count(key, NOW), 3);
  });
});
