/** A change and its events: both or neither, exactly once, whatever fails between journal and store. */
import assert from 'node:assert/strict';
import { appendFileSync, readFileSync } from 'node:fs';
import { test } from 'node:test';
import { segmentPath } from '../../../src/audit/journal/files.ts';
import type { AuditTables } from '../../../src/audit/journal/tables.ts';
import { TrailUnavailable } from '../../../src/audit/trail.ts';
import { WriteConflict } from '../../../src/base/errors.ts';
import { Unit } from '../../../src/base/unit.ts';
import type { Store } from '../../../src/store/contract.ts';
import { StoreUnavailable } from '../../../src/store/errors.ts';
import { eventsOf } from './events.ts';
import { abandon, noSpace, record, type Surroundings, surroundings, textsOf } from './support.ts';

/** Stands for any row: the heads of journals that are not. */
const marker = (around: Surroundings, name: string): Unit => {
  const unit = new Unit();
  unit.write(around.store.db.insertInto('audit_heads').values({ journal: name, segment: 0, hash: '', signature: '' }), 1);
  return unit;
};
const markers = async ({ store }: Surroundings): Promise<string[]> =>
  (await store.db.selectFrom('audit_heads').select('journal').where('segment', '=', 0).orderBy('journal').execute()).map(({ journal }) => journal);
const intents = ({ store }: Surroundings) => store.db.selectFrom('audit_intents').selectAll().execute();

/** A store whose commits go another way. */
const commitsBy = (store: Store<AuditTables>, commit: (unit: Unit) => Promise<void>): Store<AuditTables> => ({
  db: store.db,
  commit,
  tables: () => { throw new Error('not here'); },
  close: () => store.close(),
});

test('committed: the change is there and the event, and the row goes', async (t) => {
  const around = await surroundings(t);
  const opened = await around.open();
  await opened.trail.commit(marker(around, 'a'), [record('a'), record('copy of a')]);
  assert.deepEqual([await markers(around), textsOf(await eventsOf(opened.journal))], [['a'], ['a', 'copy of a']]);
  assert.equal((await intents(around)).length, 1);
  await opened.flush();
  assert.deepEqual(await intents(around), []);
  await opened.close();
});

test('a lost race leaves neither', async (t) => {
  const around = await surroundings(t);
  const opened = await around.open();
  await opened.trail.commit(marker(around, 'a'), [record('first')]);
  await assert.rejects(opened.trail.commit(marker(around, 'a'), [record('second')]), WriteConflict);
  assert.deepEqual(textsOf(await eventsOf(opened.journal)), ['first']);
  await opened.close();
  const again = await around.open();
  assert.deepEqual(textsOf(await eventsOf(again.journal)), ['first']);
  await again.close();
});

test('without journal no change', async (t) => {
  const around = await surroundings(t);
  const opened = await around.open();
  around.faults.write = noSpace();
  await assert.rejects(opened.trail.commit(marker(around, 'a'), [record('a')]), TrailUnavailable);
  assert.deepEqual(await markers(around), []);
  around.faults.write = undefined;
  await opened.close();
  const again = await around.open();
  assert.deepEqual([await markers(around), await eventsOf(again.journal), await intents(around)], [[], [], []]);
  await again.close();
});

test('killed before the commit: neither; killed after it: the event is made from the intent', async (t) => {
  const around = await surroundings(t);
  const never = new Promise<void>(() => undefined);
  const before = await around.open({ store: commitsBy(around.store, () => never) });
  void before.trail.commit(marker(around, 'before'), [record('before')]);
  while (before.journal.end.offset === 0) await new Promise(setImmediate);
  await abandon(before);

  const commit = async (unit: Unit): Promise<void> => {
    await around.store.commit(unit);
    if (unit.writes.length === 2) await never;
  };
  const after = await around.open({ store: commitsBy(around.store, commit) });
  assert.deepEqual([await markers(around), await eventsOf(after.journal), await intents(around)], [[], [], []]);
  void after.trail.commit(marker(around, 'after'), [record('after'), record('its copy')]);
  while ((await markers(around)).length === 0) await new Promise(setImmediate);
  await abandon(after);

  for (let start = 0; start < 2; start++) {
    const again = await around.open();
    assert.deepEqual([await markers(around), textsOf(await eventsOf(again.journal)), await intents(around)], [['after'], ['after', 'its copy'], []]);
    await abandon(again);
  }
  const last = await around.open();
  await last.close();
  assert.deepEqual(await problemsOf(around), []);
});

/** The rows that stand for changes are no heads. */
async function problemsOf(around: Surroundings): Promise<unknown[]> {
  const unit = new Unit();
  unit.write(around.store.db.deleteFrom('audit_heads').where('segment', '=', 0));
  await around.store.commit(unit);
  return [...(await around.verify()).problems];
}

for (const isIn of [true, false]) {
  test(`in doubt, and it was ${isIn ? '' : 'not '}committed: it is found out before the answer`, async (t) => {
    const around = await surroundings(t);
    let first = true;
    const commit = async (unit: Unit): Promise<void> => {
      if (!first) return around.store.commit(unit);
      first = false;
      if (isIn) await around.store.commit(unit);
      unit.inDoubt();
      throw new StoreUnavailable('the connection was lost');
    };
    const opened = await around.open({ store: commitsBy(around.store, commit) });
    const call = opened.trail.commit(marker(around, 'a'), [record('a')]);
    if (isIn) await call;
    else await assert.rejects(call, StoreUnavailable);
    assert.deepEqual([await markers(around), textsOf(await eventsOf(opened.journal))], isIn ? [['a'], ['a']] : [[], []]);
    await opened.close();
    const again = await around.open();
    assert.deepEqual([textsOf(await eventsOf(again.journal)), await intents(around)], [isIn ? ['a'] : [], []]);
    await again.close();
  });
}

test('in doubt for as long as the store is away: settled when it is back, also by the next start', async (t) => {
  const around = await surroundings(t);
  let away = false;
  const commit = async (unit: Unit): Promise<void> => {
    if (away) throw new StoreUnavailable('no connection');
    await around.store.commit(unit);
    if (unit.writes.length < 2) return;
    away = true;
    unit.inDoubt();
    throw new StoreUnavailable('the connection was lost');
  };
  // While it is away nothing can be read either.
  const lost = (): never => { throw new StoreUnavailable('no connection'); };
  const { db } = around.store;
  const store = { ...commitsBy(around.store, commit), get db() { return away ? lost() : db; } };
  const opened = await around.open({ store });
  await assert.rejects(opened.trail.commit(marker(around, 'a'), [record('a')]), TrailUnavailable);
  assert.deepEqual(await eventsOf(opened.journal), []);
  away = false;
  while ((await eventsOf(opened.journal)).length === 0) await new Promise((resolve) => setTimeout(resolve, 10));
  assert.deepEqual(textsOf(await eventsOf(opened.journal)), ['a']);

  await assert.rejects(opened.trail.commit(marker(around, 'b'), [record('b')]), TrailUnavailable);
  await opened.close();
  away = false;
  const again = await around.open();
  assert.deepEqual([textsOf(await eventsOf(again.journal)), await intents(around)], [['a', 'b'], []]);
  await again.close();
  assert.deepEqual(await problemsOf(around), []);
});

test('while the store is away, changes in doubt do not pile up', async (t) => {
  const around = await surroundings(t);
  let away = true;
  const commit = async (unit: Unit): Promise<void> => {
    if (!away) return around.store.commit(unit);
    unit.inDoubt();
    throw new StoreUnavailable('the connection was lost');
  };
  const opened = await around.open({ store: commitsBy(around.store, commit) });
  const first = await Promise.allSettled(Array.from({ length: 300 }, (_, i) => opened.trail.commit(marker(around, `${i}`), [record(`${i}`)])));
  assert.ok(first.every(({ status }) => status === 'rejected'));
  const { end } = opened.journal;
  await assert.rejects(opened.trail.commit(marker(around, 'more'), [record('more')]), TrailUnavailable);
  assert.deepEqual(opened.journal.end, end, 'nothing was begun');
  away = false;
  const works = async (): Promise<boolean> => opened.trail.commit(marker(around, 'after'), [record('after')]).then(() => true, () => false);
  while (!(await works())) await new Promise((resolve) => setTimeout(resolve, 20));
  await opened.close();
  const again = await around.open();
  assert.deepEqual([await markers(around), textsOf(await eventsOf(again.journal)), await intents(around)], [['after'], ['after'], []]);
  await again.close();
});

test('a statement that is still on its way to the database is kept from arriving', async (t) => {
  const around = await surroundings(t);
  let late: Unit | undefined;
  const commit = async (unit: Unit): Promise<void> => {
    if (late) return around.store.commit(unit);
    late = unit;
    unit.inDoubt();
    throw new StoreUnavailable('timed out');
  };
  const opened = await around.open({ store: commitsBy(around.store, commit) });
  await assert.rejects(opened.trail.commit(marker(around, 'a'), [record('a')]), StoreUnavailable);
  await assert.rejects(around.store.commit(late!), WriteConflict);
  assert.deepEqual([await markers(around), await eventsOf(opened.journal)], [[], []]);
  await opened.close();
});

test('an ending that cannot be written waits for the journal', async (t) => {
  const around = await surroundings(t);
  const commit = async (unit: Unit): Promise<void> => {
    await around.store.commit(unit);
    if (unit.writes.length === 2) around.faults.write = noSpace();
  };
  const opened = await around.open({ store: commitsBy(around.store, commit) });
  await opened.trail.commit(marker(around, 'a'), [record('a')]);
  await opened.journal.settled();
  await assert.rejects(async () => opened.trail.append([record('b')]), TrailUnavailable);
  around.faults.write = undefined;
  while ((await eventsOf(opened.journal)).length === 0) await new Promise((resolve) => setTimeout(resolve, 10));
  assert.deepEqual(textsOf(await eventsOf(opened.journal)), ['a']);
  await opened.close();
  assert.deepEqual(await problemsOf(around), []);
});

test('open intents stand at the beginning of each segment, so the last one tells all', async (t) => {
  const around = await surroundings(t);
  const gate = Promise.withResolvers<void>();
  const commit = async (unit: Unit): Promise<void> => {
    await around.store.commit(unit);
    if (unit.writes.length === 2) await gate.promise;
  };
  const opened = await around.open({ store: commitsBy(around.store, commit), segmentBytesMax: 1 });
  void opened.trail.commit(marker(around, 'a'), [record('a')]);
  while (opened.journal.end.offset === 0) await new Promise(setImmediate);
  for (const text of ['b', 'c']) await opened.trail.append([record(text)]);
  await abandon(opened);
  const again = await around.open();
  assert.deepEqual(textsOf(await eventsOf(again.journal)), ['b', 'c', 'a']);
  await again.close();
  assert.deepEqual(await problemsOf(around), []);
});

test('a torn last write is cut off and told of; what was durable stays', async (t) => {
  const around = await surroundings(t);
  const opened = await around.open();
  for (const text of ['a', 'b']) await opened.trail.append([record(text)]);
  await abandon(opened);
  const path = segmentPath(around.directory, 1);
  const whole = readFileSync(path);
  const torn: readonly Buffer[] = [
    Buffer.from('{"i":["1111'),
    Buffer.from('{"x":"seal","n":3,'),
    Buffer.concat([Buffer.alloc(5_000), Buffer.from('e')]),
    whole.subarray(whole.length - 430),
    Buffer.concat([whole.subarray(whole.length - 400, whole.length - 300), Buffer.alloc(100), whole.subarray(whole.length - 200)]),
  ];
  for (const [index, bytes] of torn.entries()) {
    appendFileSync(segmentPath(around.directory, index + 1), bytes);
    const again = await around.open();
    const texts = textsOf(await eventsOf(again.journal));
    assert.deepEqual(texts.slice(0, 2), ['a', 'b']);
    assert.match(String(around.reports.at(-1)), new RegExp(`ended in ${bytes.length} bytes of an unfinished write`));
    await again.trail.append([record(`after ${index}`)]);
    await abandon(again);
  }
  const last = await around.open();
  await last.close();
  const verdict = await around.verify();
  assert.deepEqual([verdict.problems, verdict.records], [[], 2 + torn.length]);
});

test('a first batch that was torn leaves no segment', async (t) => {
  const around = await surroundings(t);
  const opened = await around.open();
  await opened.trail.append([record('a')]);
  await opened.close();
  appendFileSync(segmentPath(around.directory, 2), '{"x":"open","version":1');
  const again = await around.open();
  await again.trail.append([record('b')]);
  assert.deepEqual(textsOf(await eventsOf(again.journal)), ['a', 'b']);
  assert.equal(again.journal.end.segment, 2);
  await again.close();
  assert.deepEqual((await around.verify()).problems, []);
});
