/** Disks that fail: refused while it lasts, nothing lost, nothing invented, and back by itself. */
import assert from 'node:assert/strict';
import { rmSync } from 'node:fs';
import { test } from 'node:test';
import { setTimeout as pause } from 'node:timers/promises';
import { segmentPath } from '../../../src/audit/journal/files.ts';
import type { OpenTrail } from '../../../src/audit/open-trail.ts';
import { TrailUnavailable } from '../../../src/audit/trail.ts';
import { eventsOf } from './events.ts';
import { abandon, type FileFaults, ioError, noSpace, record, surroundings, textsOf } from './support.ts';

const append = async (opened: OpenTrail, text: string): Promise<void> => opened.trail.append([record(text)]);

async function worksAgain(opened: OpenTrail): Promise<void> {
  for (let tries = 0; ; tries++) {
    try {
      return await append(opened, 'works');
    } catch (error) {
      assert.ok(error instanceof TrailUnavailable && tries < 500, String(error));
      await pause(10);
    }
  }
}

const FAULTS: { readonly [name: string]: FileFaults } = {
  'disk full': { write: noSpace() },
  'disk full in the middle of a batch': { write: noSpace(), torn: 300 },
  'fsync error after all was written': { write: ioError(), torn: 1e9 },
  'disk full, and the torn batch cannot be cut off for a while': { write: noSpace(), torn: 300, truncate: ioError() },
  'no new file either': { write: noSpace(), create: noSpace() },
};

for (const [name, faults] of Object.entries(FAULTS)) {
  test(name, async (t) => {
    const around = await surroundings(t);
    const opened = await around.open();
    await append(opened, 'before');
    Object.assign(around.faults, faults);
    const waiting = await Promise.allSettled(['x', 'y', 'z'].map((text) => append(opened, text)));
    assert.ok(waiting.every((one) => one.status === 'rejected' && one.reason instanceof TrailUnavailable));
    await assert.rejects(append(opened, 'refused'), TrailUnavailable);
    // Several attempts to come back are made meanwhile.
    await pause(600);
    await assert.rejects(append(opened, 'still refused'), TrailUnavailable);
    assert.equal(around.reports.filter((report) => report instanceof TrailUnavailable).length, 1, 'told once');
    for (const fault of Object.keys(faults) as (keyof FileFaults)[]) around.faults[fault] = undefined;
    await worksAgain(opened);
    assert.deepEqual(textsOf(await eventsOf(opened.journal)), ['before', 'works']);
    await opened.close();
    const verdict = await around.verify();
    assert.deepEqual([verdict.problems, verdict.records], [[], 2]);
    const again = await around.open();
    assert.deepEqual(textsOf(await eventsOf(again.journal)), ['before', 'works']);
    await again.close();
  });
}

test('a full disk on which somebody makes room by removing the segment', async (t) => {
  const around = await surroundings(t);
  const opened = await around.open();
  await append(opened, 'before');
  Object.assign(around.faults, { write: noSpace(), torn: 300 });
  await assert.rejects(append(opened, 'refused'), TrailUnavailable);
  rmSync(segmentPath(around.directory, 1));
  Object.assign(around.faults, { write: undefined, torn: undefined });
  await worksAgain(opened);
  await opened.close();
  const { problems, lastSigned } = await around.verify();
  assert.deepEqual([problems.map(({ place, what }) => `${place}: ${what}`), lastSigned], [['segment 1: it is missing'], 2]);
  assert.match(String(around.reports), /segment 1 of the audit journal is gone/);
});

test('stopped, or killed, while the disk fails', async (t) => {
  for (const end of [(opened: OpenTrail) => opened.close(), abandon]) {
    const around = await surroundings(t);
    const opened = await around.open();
    await append(opened, 'before');
    Object.assign(around.faults, { write: noSpace(), torn: 200 });
    await assert.rejects(append(opened, 'lost'), TrailUnavailable);
    await end(opened);
    Object.assign(around.faults, { write: undefined, torn: undefined });
    const again = await around.open();
    await append(again, 'after');
    assert.deepEqual(textsOf(await eventsOf(again.journal)), ['before', 'after']);
    await again.close();
    assert.deepEqual((await around.verify()).problems, []);
  }
});

test('a signer that cannot sign holds up nobody, and signs later', async (t) => {
  const { signer } = await import('./support.ts');
  const around = await surroundings(t);
  const opened = await around.open({ segmentBytesMax: 1 });
  signer.failure = new Error('the key cannot be opened');
  for (const text of ['a', 'b', 'c']) await append(opened, text);
  await opened.close();
  assert.ok(around.reports.length > 0);
  const unsigned = await around.verify();
  assert.deepEqual([unsigned.problems, unsigned.lastSigned, unsigned.notes.length], [[], undefined, 2]);
  signer.failure = undefined;
  const again = await around.open();
  assert.deepEqual(textsOf(await eventsOf(again.journal)), ['a', 'b', 'c']);
  await again.close();
  const signed = await around.verify();
  assert.deepEqual([signed.problems, signed.notes, signed.lastSigned], [[], [], 3]);
});
