/** Files that hold anything at all: verifying says so, and a server starts and goes on beside them. */
import assert from 'node:assert/strict';
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { test } from 'node:test';
import fc from 'fast-check';
import { listSegments, segmentPath } from '../../../src/audit/journal/files.ts';
import { Unit } from '../../../src/base/unit.ts';
import { eventsUpTo } from './events.ts';
import { abandon, alikeRecord, record, surroundings, textsOf } from './support.ts';

/** Parts of the format, and anything. */
const piece = fc.oneof(
  fc.uint8Array({ maxLength: 60 }).map((bytes) => Buffer.from(bytes)),
  fc
    .constantFrom(
      '{"x":"open","version":1}', '{"x":"open",', '{"x":"seal","n":1}', '{"x":"seal",', '{"i":[]', '{"as":', '{"as":40,"time":1,"id":"a","requestID":"b"}', '{"i":["a"],"e":{}}', '{"x":"intent","id":"a","chars":[9],"records":[',
      '{"x":"done","id":"a"}', '{"x":"dropped","through":"x","signature":5}', '{"x":"digest","journal":"","segment":1,"fingerprint":"","signature":"ab"}', '{"x":null}', '[]', '',
    )
    .map((text) => Buffer.from(`${text}\n`)),
);

test('any bytes for a segment', async (t) => {
  await fc.assert(
    fc.asyncProperty(fc.array(piece, { maxLength: 12 }), async (pieces) => {
      const around = await surroundings(t);
      mkdirSync(around.directory);
      writeFileSync(segmentPath(around.directory, 1), Buffer.concat(pieces));
      // Without a batch it may be what a crash has left.
      const { problems, notes } = await around.verify();
      assert.ok(problems.length + notes.length > 0);
      const opened = await around.open();
      await opened.trail.append([record('on')]);
      assert.deepEqual(textsOf(await eventsUpTo(around.directory, opened.journal.end, { segment: opened.journal.end.segment, offset: 0 })), ['on']);
      await opened.close();
    }),
    { numRuns: 60 },
  );
});

test('anything done to a journal that was left by a crash', async (t) => {
  const damage = fc.record({ segment: fc.nat(), at: fc.nat(), remove: fc.nat({ max: 400 }), insert: piece });
  await fc.assert(
    fc.asyncProperty(fc.array(damage, { minLength: 1, maxLength: 3 }), async (damages) => {
      const around = await surroundings(t);
      for (let start = 0; start < 3; start++) {
        const opened = await around.open();
        await Promise.all([opened.trail.append([alikeRecord(`${start}`)]), opened.trail.append([alikeRecord(`another ${start}`)])]);
        const unit = new Unit();
        unit.write(around.store.db.deleteFrom('audit_heads').where('journal', '=', 'none'));
        await opened.trail.commit(unit, [record(`changed ${start}`)]);
        if (start < 2) await opened.close();
        else await abandon(opened);
      }
      const segments = await listSegments(around.directory);
      for (const { segment, at, remove, insert } of damages) {
        const path = segmentPath(around.directory, segments[segment % segments.length]!);
        const bytes = readFileSync(path);
        const from = at % (bytes.length + 1);
        writeFileSync(path, Buffer.concat([bytes.subarray(0, from), insert, bytes.subarray(from + remove)]));
      }
      const opened = await around.open();
      await opened.trail.append([record('on')]);
      await opened.close();
      const again = await around.open();
      await again.trail.append([record('and on')]);
      const { segment } = again.journal.end;
      assert.deepEqual(textsOf(await eventsUpTo(around.directory, again.journal.end, { segment, offset: 0 })).at(-1), 'and on');
      await again.close();
      await around.verify();
    }),
    { numRuns: 60 },
  );
});

test('what a crash cannot have done stays for verifying, and is told of', async (t) => {
  const around = await surroundings(t);
  const opened = await around.open();
  for (const text of ['a', 'b', 'c']) await opened.trail.append([record(text)]);
  await abandon(opened);
  const path = segmentPath(around.directory, 1);
  const changed = readFileSync(path, 'utf8').replaceAll('alice', 'mallo');
  writeFileSync(path, changed);
  const again = await around.open();
  assert.match(String(around.reports), /was changed by somebody else in segment 1/);
  await again.close();
  assert.equal(readFileSync(path, 'utf8').slice(0, changed.length), changed);
  const { problems } = await around.verify();
  assert.deepEqual(problems.map(({ what }) => what), Array(3).fill('it was changed after it was sealed'));
});
