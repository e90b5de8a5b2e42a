/** Writing and reading: order, group commit, segments, and readers that follow. */
import assert from 'node:assert/strict';
import { readdirSync, readFileSync, rmSync, statSync } from 'node:fs';
import { test } from 'node:test';
import { segmentPath } from '../../../src/audit/journal/files.ts';
import { BEGINNING } from '../../../src/audit/journal/format.ts';
import { HOUR_MS } from '../../../src/base/clock.ts';
import { eventsOf, eventsUpTo, recordsIn } from './events.ts';
import { record, surroundings, textsOf } from './support.ts';

const numbers = (count: number, from = 0): string[] => Array.from({ length: count }, (_, i) => `${from + i}`);

test('everything is there in its order, across segments and starts', async (t) => {
  const around = await surroundings(t);
  for (let start = 0; start < 3; start++) {
    const opened = await around.open({ segmentBytesMax: 2_000 });
    for (const text of numbers(20, start * 20)) await opened.trail.append([record(text)]);
    assert.deepEqual(textsOf(await eventsOf(opened.journal)), numbers((start + 1) * 20));
    await opened.close();
  }
  assert.ok(readdirSync(around.directory).length > 6, 'segments rolled by size');
  const verdict = await around.verify();
  assert.deepEqual([verdict.problems, verdict.notes, verdict.records], [[], [], 60]);
  assert.deepEqual(around.reports, []);
});

test('what comes while a batch is being written is one batch', async (t) => {
  const around = await surroundings(t);
  const opened = await around.open();
  const gate = Promise.withResolvers<void>();
  around.faults.gate = gate.promise;
  const done: string[] = [];
  const append = (text: string) => opened.trail.append([record(text)])!.then(() => done.push(text));
  const first = append('first');
  while (around.files.writes === 0) await new Promise(setImmediate);
  const others = numbers(50).map(append);
  await new Promise(setImmediate);
  assert.deepEqual([around.files.writes, done], [1, []], 'nobody goes on before it is durable');
  around.faults.gate = undefined;
  gate.resolve();
  await Promise.all([first, ...others]);
  assert.deepEqual([around.files.writes, done], [2, ['first', ...numbers(50)]]);
  assert.equal((await around.verify(true)).batches, 2);
  await opened.close();
});

test('a segment ends after an hour, though nothing is written any more', async (t) => {
  const around = await surroundings(t);
  const opened = await around.open();
  await opened.trail.append([record('a')]);
  await opened.runDue(assert.ifError);
  assert.equal(readdirSync(around.directory).length, 1);
  around.clock.advance(HOUR_MS);
  await opened.runDue(assert.ifError);
  await opened.runDue(assert.ifError);
  await opened.trail.append([record('b')]);
  assert.deepEqual(readdirSync(around.directory).sort(), ['0000000001.log', '0000000002.log']);
  around.clock.advance(HOUR_MS);
  await opened.trail.append([record('c')]);
  assert.equal(readdirSync(around.directory).length, 3);
  await opened.close();
  assert.deepEqual((await around.verify()).problems, []);
});

test('a clock that steps back does not turn times around', async (t) => {
  const around = await surroundings(t);
  let now = around.clock.now();
  const opened = await around.open({ clock: { now: () => now } });
  for (const step of [0, 10_000, -3_600_000, 5]) {
    now += step;
    await opened.trail.append([record(`${step}`)]);
  }
  await opened.close();
  const verdict = await around.verify();
  assert.deepEqual(verdict.problems, []);
  assert.equal(verdict.endTime, around.clock.now() + 10_000);
});

test('a reader goes on where it was, and gets whole lines of durable batches alone', async (t) => {
  const around = await surroundings(t);
  const opened = await around.open({ segmentBytesMax: 5_000 });
  const reader = opened.journal.reader(BEGINNING);
  const seen: string[] = [];
  let told = 0;
  opened.journal.onDurable(() => told++);
  for (const text of numbers(30)) {
    await opened.trail.append([record(text, { event: JSON.stringify({ text, long: 'x'.repeat(400) }) })]);
    const end = opened.journal.end;
    for (let piece = await reader.read(end); piece !== undefined; piece = await reader.read(end)) seen.push(...textsOf(recordsIn(piece)));
    assert.equal(seen.at(-1), text);
    assert.equal(await reader.read(end), undefined);
  }
  assert.deepEqual(seen, numbers(30));
  assert.ok(told >= 30);
  const again = opened.journal.reader(reader.position);
  assert.equal(await again.read(await opened.journal.settled()), undefined);
  await Promise.all([reader.close(), again.close(), opened.close()]);
});

test('lines longer than a piece, and many pieces', async (t) => {
  const around = await surroundings(t);
  const opened = await around.open();
  const long = 'ü€😀'.repeat(200_000);
  for (const text of ['a', long, 'b']) await opened.trail.append([record(text)]);
  for (let i = 0; i < 40; i++) await opened.trail.append([record('y'.repeat(100_000))]);
  const texts = textsOf(await eventsOf(opened.journal));
  assert.deepEqual([texts.length, texts[0], texts[1] === long, texts[2]], [43, 'a', true, 'b']);
  await opened.close();
  assert.deepEqual((await around.verify()).problems, []);
});

test('a reader is told of segments that are gone', async (t) => {
  const around = await surroundings(t);
  const opened = await around.open({ segmentBytesMax: 1 });
  for (const text of numbers(5)) await opened.trail.append([record(text)]);
  for (const segment of [1, 2]) rmSync(segmentPath(around.directory, segment));
  const reader = opened.journal.reader(BEGINNING);
  const piece = await reader.read(opened.journal.end);
  assert.deepEqual([piece?.dropped, piece?.start.segment, textsOf(recordsIn(piece!))], [2, 3, ['2']]);
  assert.deepEqual(textsOf(await eventsUpTo(around.directory, opened.journal.end, { segment: 2, offset: 0 })), ['2', '3', '4']);
  await reader.close();
  await opened.close();
});

test('the directory and its files are the owner\'s alone', async (t) => {
  const around = await surroundings(t);
  const opened = await around.open();
  await opened.trail.append([record('a')]);
  const modes = [around.directory, segmentPath(around.directory, 1)].map((path) => statSync(path).mode & 0o777);
  assert.deepEqual(modes, [0o700, 0o600]);
  await opened.close();
});

test('requests that no account is shown are counted', async (t) => {
  const around = await surroundings(t);
  const opened = await around.open();
  for (const code of ['InvalidSignatureException', 'InvalidSignatureException', 'IncompleteSignature']) opened.trail.countUnrecorded(code);
  await opened.flush();
  opened.trail.countUnrecorded('InvalidSignatureException');
  await opened.close();
  const lines = readFileSync(segmentPath(around.directory, 1), 'utf8').split('\n').filter((line) => line.startsWith('{"x":"unrecorded"'));
  const counts = lines.map((line) => (JSON.parse(line) as { counts: unknown }).counts);
  assert.deepEqual(counts, [{ InvalidSignatureException: 2, IncompleteSignature: 1 }, { InvalidSignatureException: 1 }]);
  assert.deepEqual((await around.verify()).problems, []);
});

test('the emulator begins anew', async (t) => {
  const around = await surroundings(t);
  const opened = await around.open();
  await opened.trail.append([record('old')]);
  const before = opened.journal.id;
  await opened.reset();
  assert.notEqual(opened.journal.id, before);
  await opened.trail.append([record('new')]);
  assert.deepEqual(textsOf(await eventsOf(opened.journal)), ['new']);
  await opened.close();
  assert.deepEqual((await around.verify()).problems, []);
});
