/** What somebody did to a journal while no server ran is still found after the next server has run on it. */
import assert from 'node:assert/strict';
import { readdirSync, readFileSync, rmSync, truncateSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { test, type TestContext } from 'node:test';
import fc from 'fast-check';
import { segmentPath } from '../../../src/audit/journal/files.ts';
import { Unit } from '../../../src/base/unit.ts';
import { abandon, record, type Surroundings, surroundings } from './support.ts';

/** Three segments, all signed; on request a fourth, which a process left that was killed. */
async function journal(t: TestContext, killed = false): Promise<Surroundings> {
  const around = await surroundings(t);
  for (let start = 0; start < 3; start++) {
    const opened = await around.open();
    for (let i = 0; i < 3; i++) await opened.trail.append([record(`${start} ${i}`)]);
    await opened.close();
  }
  if (!killed) return around;
  const opened = await around.open();
  for (let i = 0; i < 6; i++) await opened.trail.append([record(`3 ${i}`)]);
  await abandon(opened);
  return around;
}

/** A server starts, records something, and is stopped. */
async function run(around: Surroundings): Promise<void> {
  const opened = await around.open();
  await opened.trail.append([record('on')]);
  await opened.close();
}

const sealsOf = (text: string): number[] => [...text.matchAll(/\{"x":"seal",.*\n/g)].map((match) => match.index + match[0].length);

const problemsOf = async (around: Surroundings): Promise<string[]> => (await around.verify()).problems.map(({ place, what }) => `${place}: ${what}`);

for (const [what, left] of [['its digest', -1], ['its digest and its last batches', -2]] as const) {
  test(`a signed segment without ${what} is not signed anew`, async (t) => {
    const around = await journal(t);
    const path = segmentPath(around.directory, 3);
    const end = sealsOf(readFileSync(path, 'utf8')).at(left)!;
    truncateSync(path, end);
    await run(around);
    await run(around);
    assert.deepEqual(await problemsOf(around), ['0000000003.log: its digest is missing or was changed']);
    assert.equal(readFileSync(path).length, end);
    assert.match(String(around.reports), /was changed by somebody else in segment 3/);
  });
}

test('what was added behind a digest stays to be found', async (t) => {
  const around = await journal(t);
  const path = segmentPath(around.directory, 3);
  writeFileSync(path, `${readFileSync(path, 'utf8')}{"i":["one more"]}\n`);
  await run(around);
  assert.deepEqual(await problemsOf(around), ['0000000003.log: its digest is missing or was changed']);
});

test('an older segment without its digest is not signed anew with what a killed process left', async (t) => {
  const around = await journal(t, true);
  const path = segmentPath(around.directory, 3);
  truncateSync(path, sealsOf(readFileSync(path, 'utf8')).at(-1)!);
  await run(around);
  assert.deepEqual(await problemsOf(around), ['0000000003.log: its digest is missing or was changed']);
});

test('a server starts and goes on, whichever byte of the last segment was changed', async (t) => {
  const around = await journal(t, true);
  const { directory } = around;
  const path = segmentPath(directory, 4);
  const files = new Map(readdirSync(directory).map((name) => [join(directory, name), readFileSync(join(directory, name))]));
  const bytes = files.get(path)!;
  const heads = await around.store.db.selectFrom('audit_heads').selectAll().execute();
  // Behind this nothing follows by which a change could be told from an unfinished write.
  const end = sealsOf(bytes.toString('utf8')).at(-3)!;
  await fc.assert(
    fc.asyncProperty(fc.nat(bytes.length - 1), fc.integer({ min: 1, max: 255 }), async (at, flip) => {
      for (const name of readdirSync(directory)) rmSync(join(directory, name));
      for (const [name, content] of files) writeFileSync(name, content);
      const unit = new Unit();
      unit.write(around.store.db.deleteFrom('audit_heads'));
      unit.write(around.store.db.insertInto('audit_heads').values(heads));
      await around.store.commit(unit);
      writeFileSync(path, bytes.with(at, bytes[at]! ^ flip));
      await run(around);
      await run(around);
      if (at < end) assert.ok((await problemsOf(around)).some((problem) => problem.startsWith('0000000004.log')), `byte ${at}`);
    }),
    { numRuns: 60 },
  );
});

test('what a crash or a full disk leaves of a first batch, or of a digest, is no problem', async (t) => {
  const around = await journal(t, true);
  const unfinished = [segmentPath(around.directory, 4), segmentPath(around.directory, 5)] as const;
  writeFileSync(unfinished[0], Buffer.concat([readFileSync(unfinished[0]), Buffer.from('{"x":"digest","journal":"')]));
  for (const left of ['', '{"x":"open","ver', '{"x":"open","version":1}\n{"i":']) {
    writeFileSync(unfinished[1], left);
    assert.deepEqual(await problemsOf(around), []);
    assert.deepEqual((await around.verify(true)).problems, []);
  }
  await run(around);
  assert.deepEqual([await problemsOf(around), (await around.verify()).lastSigned], [[], 5]);
});
