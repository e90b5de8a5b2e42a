/** Whole segments go when they are too old or too many, never one that is still to be read; and it stays provable. */
import assert from 'node:assert/strict';
import { readFileSync, rmSync } from 'node:fs';
import { test } from 'node:test';
import { listSegments, segmentBytes, segmentPath } from '../../../src/audit/journal/files.ts';
import type { Position } from '../../../src/audit/journal/format.ts';
import type { OpenTrail } from '../../../src/audit/open-trail.ts';
import { DAY_MS, HOUR_MS, MINUTE_MS } from '../../../src/base/clock.ts';
import { eventsOf } from './events.ts';
import { record, type Surroundings, surroundings, textsOf } from './support.ts';

const FOREVER = Number.POSITIVE_INFINITY;

/** An event an hour, each in a segment of its own. */
async function write(around: Surroundings, opened: OpenTrail, count: number): Promise<void> {
  for (let i = 0; i < count; i++) {
    await opened.trail.append([record(`${around.clock.now()}`)]);
    around.clock.advance(HOUR_MS);
    await opened.journal.roll();
  }
}

/** As the server does it, a while later. The digests are made in the background. */
async function retain(around: Surroundings, opened: OpenTrail, digests: number): Promise<number[]> {
  await opened.signed();
  assert.equal((await around.verify(true)).lastSigned, digests);
  around.clock.advance(10 * MINUTE_MS);
  await opened.runDue(assert.ifError);
  return listSegments(around.directory);
}

test('by age', async (t) => {
  const around = await surroundings(t);
  const opened = await around.open({ retention: { ageMs: DAY_MS, bytes: FOREVER } });
  await write(around, opened, 5);
  assert.deepEqual(await retain(around, opened, 5), [1, 2, 3, 4, 5]);
  around.clock.advance(DAY_MS - 3 * HOUR_MS);
  const left = await retain(around, opened, 5);
  assert.deepEqual(left, [4, 5, 6], 'and the one that says so');
  assert.equal(textsOf(await eventsOf(opened.journal)).length, 2);
  await opened.close();
  const verdict = await around.verify();
  assert.deepEqual([verdict.problems, verdict.first, verdict.records], [[], 4, 2]);
  assert.deepEqual(around.reports, []);
});

test('by size, again and again', async (t) => {
  const around = await surroundings(t);
  const opened = await around.open({ retention: { ageMs: FOREVER, bytes: 5_000 } });
  for (let round = 1; round <= 4; round++) {
    await write(around, opened, 5);
    await retain(around, opened, opened.journal.end.segment);
    const sizes = await Promise.all((await listSegments(around.directory)).map((segment) => segmentBytes(around.directory, segment)));
    assert.ok(sizes.reduce((sum, size) => sum + size, 0) < 7_500, sizes.join());
  }
  await opened.close();
  assert.deepEqual((await around.verify()).problems, []);
  const again = await around.open();
  await again.trail.append([record('on')]);
  await again.close();
  assert.deepEqual((await around.verify()).problems, []);
});

test('what is still to be read stays', async (t) => {
  const around = await surroundings(t);
  const opened = await around.open({ retention: { ageMs: 1, bytes: FOREVER } });
  let read: Position | undefined = { segment: 1, offset: 0 };
  opened.keepFor(() => undefined);
  opened.keepFor(() => read);
  await write(around, opened, 4);
  assert.deepEqual(await retain(around, opened, 4), [1, 2, 3, 4]);
  read = { segment: 3, offset: 10 };
  assert.deepEqual(await retain(around, opened, 4), [3, 4, 5]);
  read = undefined;
  await opened.journal.roll();
  assert.deepEqual(await retain(around, opened, 5), [5, 6], 'never the newest');
  await opened.close();
  assert.deepEqual((await around.verify()).problems, []);
});

test('what somebody else removed is not what retention dropped', async (t) => {
  const around = await surroundings(t);
  const opened = await around.open({ retention: { ageMs: DAY_MS, bytes: FOREVER } });
  await write(around, opened, 5);
  around.clock.advance(DAY_MS - 3 * HOUR_MS);
  assert.deepEqual(await retain(around, opened, 5), [4, 5, 6]);
  await opened.close();
  assert.deepEqual((await around.verify()).problems, []);

  rmSync(segmentPath(around.directory, 4));
  assert.deepEqual((await around.verify()).problems.map(({ place }) => place), ['segment 4']);
});

test('a line of retention that somebody else wrote', async (t) => {
  const around = await surroundings(t);
  const opened = await around.open();
  await write(around, opened, 3);
  await opened.close();
  const { hash, digest } = digestOf(around, 1);
  rmSync(segmentPath(around.directory, 1));
  // In the tail, which nobody has signed yet.
  const forged = await around.open();
  const facts = { x: 'dropped', journal: forged.journal.id, through: 1, hash, digest, time: 0, fingerprint: 'ab', signature: '00' };
  await forged.journal.append(`${JSON.stringify(facts)}\n`, 0);
  const { problems } = await around.verify(true);
  assert.deepEqual(problems.map(({ place, what }) => `${place}: ${what}`), ['a line of retention: its signature is not right', 'segment 1: it is missing']);
  await forged.close();
});

function digestOf({ directory }: Surroundings, segment: number): { hash: string; digest: string } {
  const text = readFileSync(segmentPath(directory, segment), 'utf8');
  const [, hash, digest] = /"hash":"(\w+)","previousSignature":[^,]*,"fingerprint":"\w+","signature":"(\w+)"/.exec(text)!;
  return { hash: hash!, digest: digest! };
}

test('a journal whose last segments are gone is told of at the start, and does not use their numbers again', async (t) => {
  const around = await surroundings(t);
  const opened = await around.open();
  await write(around, opened, 3);
  await opened.close();
  for (const segment of [2, 3]) rmSync(segmentPath(around.directory, segment));
  const again = await around.open();
  assert.match(String(around.reports), /ends with segment 1, but 3 was signed already/);
  await again.trail.append([record('on')]);
  assert.equal(again.journal.end.segment, 4);
  await again.close();
  const { problems } = await around.verify();
  assert.ok(problems.some(({ place }) => place === 'segments 2 to 3'), JSON.stringify(problems));
});
