/** What every engine must do. Each engine's test file runs all of it. */
import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import fc from 'fast-check';
import { CompiledQuery, sql } from 'kysely';
import { UsageError, WriteConflict } from '../../src/base/errors.ts';
import { Unit } from '../../src/base/unit.ts';
import type { Store } from '../../src/store/contract.ts';
import { StoreUnavailable } from '../../src/store/errors.ts';
import type { Migrations } from '../../src/store/migrate.ts';
import { deleting, idsOf, inserting, migrations, readThing, type TestStore, thing, updating } from './tables.ts';

/** An empty database that can be opened again after it was closed. */
export interface Place {
  open(migrations: Migrations): Promise<Store>;
}

export interface EngineUnderTest {
  readonly name: string;
  /** Whether what was committed is there after closing. */
  readonly persistent: boolean;
  place(): Promise<Place>;
}

type Body = (store: TestStore, place: Place) => Promise<void>;

export function conformance(engine: EngineUnderTest): void {
  const check = (name: string, body: Body): void => {
    test(name, async () => {
      const place = await engine.place();
      const store = (await place.open(migrations)).tables<TestStoreTables>();
      await body(store, place).finally(() => store.close());
    });
  };
  describe(`store on ${engine.name}`, () => {
    units(check);
    conflicts(check);
    concurrency(check);
    values(check);
    reading(check);
    hostile(check);
    lifecycle(check, engine);
  });
}

type TestStoreTables = TestStore extends Store<infer T> ? T : never;
type Check = (name: string, body: Body) => void;

function units(check: Check): void {
  check('commits all writes of a unit, then tells it', async (store) => {
    const unit = inserting(store, thing('a'), thing('b'));
    const visible: string[] = [];
    unit.afterCommit(() => visible.push('told'));
    await store.commit(unit);
    assert.deepEqual([visible, await idsOf(store)], [['told'], ['a', 'b']]);
  });

  check('a unit without writes is committed too', async (store) => {
    const unit = new Unit();
    let told = 0;
    unit.afterCommit(() => told++);
    await store.commit(unit);
    assert.equal(told, 1);
  });

  check('takes back every write when the last one fails, and does not tell', async (store) => {
    const unit = inserting(store, thing('a'), thing('b'), thing('a'));
    unit.afterCommit(() => assert.fail('not committed'));
    await assert.rejects(store.commit(unit), WriteConflict);
    assert.deepEqual(await idsOf(store), []);
  });

  check('refuses a statement that can never run without a conflict, and goes on', async (store) => {
    const unit = inserting(store, thing('a'));
    unit.write({ compile: () => CompiledQuery.raw('insert into nowhere values (1)') });
    await assert.rejects(store.commit(unit), (error: Error) => error.constructor === Error);
    await store.commit(inserting(store, thing('b')));
    assert.deepEqual(await idsOf(store), ['b']);
  });

  check('tells no values in its errors', async (store) => {
    const secret = 'c2VjcmV0LW1hdGVyaWFs';
    await store.commit(inserting(store, thing('a', { label: secret })));
    await assert.rejects(store.commit(inserting(store, thing('b', { label: secret }))), (error: Error) => {
      assert.ok(!JSON.stringify([error.message, error.stack, Object.values(error), error.cause]).includes(secret));
      return error instanceof WriteConflict;
    });
  });
}

function conflicts(check: Check): void {
  check('a lost update is a conflict', async (store) => {
    await store.commit(inserting(store, thing('a')));
    await store.commit(updating(store, 'a', 1, 'first'));
    await assert.rejects(store.commit(updating(store, 'a', 1, 'second')), WriteConflict);
    assert.deepEqual(await readThing(store, 'a'), thing('a', { version: 2, label: 'first' }));
  });

  check('a second deletion, primary key or unique value is a conflict', async (store) => {
    await store.commit(inserting(store, thing('a', { label: 'x' }), thing('b')));
    await assert.rejects(store.commit(inserting(store, thing('a'))), WriteConflict);
    await assert.rejects(store.commit(inserting(store, thing('c', { label: 'x' }))), WriteConflict);
    await store.commit(deleting(store, 'a'));
    await assert.rejects(store.commit(deleting(store, 'a')), WriteConflict);
    assert.deepEqual(await idsOf(store), ['b']);
  });

  check('a row that another row refers to is a conflict', async (store) => {
    await store.commit(inserting(store, thing('a')));
    const part = new Unit();
    part.write(store.db.insertInto('parts').values({ id: 'p', thing: 'a' }), 1);
    await store.commit(part);
    await assert.rejects(store.commit(deleting(store, 'a')), WriteConflict);
    assert.deepEqual(await idsOf(store), ['a']);
  });

  check('rows are counted only where a number was named', async (store) => {
    await store.commit(inserting(store, thing('a'), thing('b')));
    const all = new Unit();
    all.write(store.db.updateTable('things').set({ version: 5 }));
    await store.commit(all);
    const two = new Unit();
    two.write(store.db.deleteFrom('things').where('version', '=', 5), 2);
    await store.commit(two);
    const none = new Unit();
    none.write(store.db.deleteFrom('things'), 0);
    await store.commit(none);
    assert.deepEqual(await idsOf(store), []);
  });
}

function concurrency(check: Check): void {
  check('of many units on one version, one wins', async (store) => {
    await store.commit(inserting(store, thing('a')));
    const racing = Array.from({ length: 20 }, (_, i) => store.commit(updating(store, 'a', 1, `racer ${i}`)));
    const results = await Promise.allSettled(racing);
    const lost = results.filter((result) => result.status === 'rejected');
    assert.equal(lost.length, 19);
    assert.ok(lost.every((result) => result.reason instanceof WriteConflict));
    assert.equal((await readThing(store, 'a'))?.version, 2);
  });

  check('fifty units at once: each is whole, the failing ones hurt nobody', async (store) => {
    await store.commit(inserting(store, thing('taken')));
    const unitOf = (i: number): Unit => inserting(store, thing(`u${i}`), thing(i % 5 === 0 ? 'taken' : `v${i}`));
    const results = await Promise.allSettled(Array.from({ length: 50 }, (_, i) => store.commit(unitOf(i))));
    const good = [...results.keys()].filter((i) => i % 5 !== 0);
    assert.deepEqual([...results.keys()].filter((i) => results[i]!.status === 'fulfilled'), good);
    assert.deepEqual(await idsOf(store), [...good.flatMap((i) => [`u${i}`, `v${i}`]), 'taken'].sort());
  });

  check('units that lock rows in opposite orders end in commits and conflicts alone', async (store) => {
    await store.commit(inserting(store, thing('a'), thing('b')));
    const crossing = (ids: string[]): Unit => {
      const unit = new Unit();
      const counting = store.db.updateTable('things').set((eb) => ({ version: eb('version', '+', 1) }));
      for (const id of ids) unit.write(counting.where('id', '=', id), 1);
      return unit;
    };
    const units = Array.from({ length: 20 }, (_, i) => crossing(i % 2 ? ['a', 'b'] : ['b', 'a']));
    const results = await Promise.allSettled(units.map((unit) => store.commit(unit)));
    const won = results.filter((result) => result.status === 'fulfilled').length;
    assert.ok(won > 0);
    assert.ok(results.every((result) => result.status === 'fulfilled' || result.reason instanceof WriteConflict));
    assert.deepEqual([(await readThing(store, 'a'))?.version, (await readThing(store, 'b'))?.version], [1 + won, 1 + won]);
  });

  check('units are told of their commits in the order of the commits', async (store) => {
    await store.commit(inserting(store, thing('a')));
    const told: number[] = [];
    const chain = Array.from({ length: 30 }, (_, i) => {
      const unit = updating(store, 'a', 1 + i, `${i}`);
      unit.afterCommit(() => told.push(i));
      return unit;
    });
    for (const unit of chain) await store.commit(unit);
    assert.deepEqual(told, [...chain.keys()]);
  });
}

function values(check: Check): void {
  check('values come back as they went in', async (store) => {
    const all = Buffer.from(Array.from({ length: 256 }, (_, i) => i));
    const things = [
      thing('bytes', { blob: all }),
      thing('no bytes', { blob: Buffer.alloc(0) }),
      thing('view', { blob: all.subarray(7, 19) }),
      thing('large', { blob: Buffer.alloc(300_000, 7) }),
      thing('unicode', { label: 'Zürich 鍵 🔑 e\u0301 \u200f' }),
      thing('largest', { version: Number.MAX_SAFE_INTEGER }),
      thing('lowest', { version: Number.MIN_SAFE_INTEGER }),
      thing('zero', { version: 0, label: '' }),
    ];
    await store.commit(inserting(store, ...things));
    for (const one of things) assert.deepEqual(await readThing(store, one.id), one);
    assert.ok((await readThing(store, 'bytes'))?.blob instanceof Buffer);
  });

  check('any text and bytes come back', async (store) => {
    let count = 0;
    const text = fc.string({ unit: 'grapheme-composite', maxLength: 40 }).filter((s) => !s.includes('\0'));
    const property = fc.asyncProperty(text, fc.uint8Array(), fc.maxSafeInteger(), async (label, blob, version) => {
      const one = thing(`p${count++}`, { label: `${count} ${label}`, blob: Buffer.from(blob), version });
      await store.commit(inserting(store, one));
      assert.deepEqual(await readThing(store, one.id), one);
    });
    await fc.assert(property, { numRuns: 40 });
  });
}

function reading(check: Check): void {
  check('reads its own writes at once', async (store) => {
    await store.commit(inserting(store, thing('a')));
    for (let version = 1; version <= 25; version++) {
      await store.commit(updating(store, 'a', version, `v${version}`));
      assert.equal((await readThing(store, 'a'))?.version, version + 1);
    }
  });

  check('text is ordered by its bytes', async (store) => {
    const ids = ['a', 'B', 'ä', 'A', 'b', '_', '-', 'z', 'Z', 'aa', 'a-b', '鍵', '1'];
    await store.commit(inserting(store, ...ids.map((id) => thing(id))));
    const byBytes = [...ids].sort((x, y) => Buffer.compare(Buffer.from(x), Buffer.from(y)));
    assert.deepEqual(await idsOf(store), byBytes);
    const after = await store.db.selectFrom('things').select('id').where('id', '>', 'Z').orderBy('id').limit(3).execute();
    assert.deepEqual(after.map((row) => row.id), ['_', 'a', 'a-b']);
  });

  check('the reading side refuses changes', async (store) => {
    await assert.rejects(store.db.insertInto('things').values(thing('a')).execute());
    await assert.rejects(store.db.schema.dropTable('parts').execute());
    await store.commit(inserting(store, thing('b')));
    assert.deepEqual(await idsOf(store), ['b']);
  });

  check('counts are numbers, and every room sees the same tables', async (store) => {
    await store.commit(inserting(store, thing('a'), thing('b')));
    const other = store.tables<{ things: { id: string } }>();
    const row = await other.db.selectFrom('things').select((eb) => eb.fn.countAll<number>().as('count')).executeTakeFirst();
    assert.deepEqual(row, { count: 2 });
  });
}

const HOSTILE = ["'; drop table things; --", '"; drop table things; --', "a' or '1'='1", '$1', '?', '%', '\\', '${id}', ');'];

function hostile(check: Check): void {
  check('names that look like SQL are only names', async (store) => {
    for (const name of HOSTILE) {
      await store.commit(inserting(store, thing(name, { label: name })));
      assert.deepEqual(await readThing(store, name), thing(name, { label: name }));
      await store.commit(updating(store, name, 1, `${name}2`));
    }
    assert.deepEqual(await idsOf(store), [...HOSTILE].sort());
    for (const name of HOSTILE) await store.commit(deleting(store, name));
    assert.deepEqual(await idsOf(store), []);
  });
}

function lifecycle(check: Check, engine: EngineUnderTest): void {
  check('a closed store neither reads nor commits; closing twice is fine', async (store) => {
    await store.commit(inserting(store, thing('a')));
    await store.close();
    await store.close();
    await assert.rejects(store.commit(inserting(store, thing('b'))), StoreUnavailable);
    await assert.rejects(readThing(store, 'a'));
  });

  check('a migration that fails leaves nothing behind', async (store, place) => {
    await store.close();
    const bad: Migrations = {
      ...migrations,
      '2026-01-03-bad': {
        async up(db) {
          await sql`create table half (id text)`.execute(db);
          await sql`insert into nowhere values (1)`.execute(db);
        },
      },
    };
    await assert.rejects(place.open(bad), /2026-01-03-bad/);
    const again = await place.open(migrations);
    await assert.rejects(sql`select * from half`.execute(again.db)).finally(() => again.close());
  });

  if (!engine.persistent) return;

  check('what was committed is there after opening again', async (store, place) => {
    const unit = inserting(store, thing('a', { blob: Buffer.from('bytes') }));
    await store.commit(unit);
    await store.close();
    const again = (await place.open(migrations)).tables<TestStoreTables>();
    const found = await readThing(again, 'a').finally(() => again.close());
    assert.deepEqual(found, thing('a', { blob: Buffer.from('bytes') }));
  });

  check('migrations run once, and none is slipped in before one that ran', async (store, place) => {
    await store.close();
    const [first] = Object.entries(migrations);
    await assert.rejects(place.open(Object.fromEntries([first!])), UsageError);
    await assert.rejects(place.open({ ...migrations, '2026-01-01-a-earlier': { up: async () => undefined } }), UsageError);
    let ran = 0;
    const later: Migrations = { ...migrations, '2026-02-01-later': { up: async () => void ran++ } };
    await (await place.open(later)).close();
    await (await place.open(later)).close();
    assert.equal(ran, 1);
  });

  check('a second Trent on the same database is refused, and let in when the first is gone', async (store, place) => {
    await assert.rejects(place.open(migrations), (error) => error instanceof UsageError && error.hint !== undefined);
    await store.commit(inserting(store, thing('a')));
    await store.close();
    await (await place.open(migrations)).close();
  });
}
