/** `trent audit verify`: a journal that nobody touched is whole; whatever is done to it is found, where it was done. */
import assert from 'node:assert/strict';
import { cpSync, mkdirSync, readdirSync, readFileSync, renameSync, rmSync, truncateSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { after, before, describe, test, type TestContext } from 'node:test';
import fc from 'fast-check';
import { Batch, type ChainEnd } from '../../../src/audit/journal/batch.ts';
import { segmentName } from '../../../src/audit/journal/format.ts';
import { type Evidence, type Verdict, verifyJournal } from '../../../src/audit/journal/verify.ts';
import { Unit } from '../../../src/base/unit.ts';
import { temporaryDirectory } from '../../support/temporary.ts';
import { alikeRecord, record, signer, surroundings } from './support.ts';

const SEGMENTS = 4;

/** A few segments with events and changes, all signed. */
async function wholeJournal(t: TestContext): Promise<Evidence> {
  const around = await surroundings(t);
  for (let start = 0; start < SEGMENTS; start++) {
    const opened = await around.open();
    for (let i = 0; i < 4; i++) {
      await Promise.all([opened.trail.append([alikeRecord(`${start} ${i}`)]), opened.trail.append([alikeRecord(`another ${start} ${i}`)])]);
      const unit = new Unit();
      unit.write(around.store.db.deleteFrom('audit_heads').where('journal', '=', 'none'));
      await opened.trail.commit(unit, [record(`changed ${start} ${i}`, { readOnly: false })]);
    }
    await opened.close();
  }
  const heads = await around.store.db.selectFrom('audit_heads').selectAll().execute();
  return { directory: around.directory, keys: signer.publicKeys(), heads, shared: false, running: false };
}

/** With all seals made anew, as somebody with write access could. */
function resealed(lines: readonly string[]): { readonly text: string; readonly hash: string } {
  const batch = new Batch();
  const opening = JSON.parse(lines[0]!) as { batch: number; previous: string };
  let chain: ChainEnd = { batch: opening.batch - 1, hash: opening.previous, time: 0 };
  let text = '';
  for (const line of lines) {
    if (!line.startsWith('{"x":"seal"')) {
      batch.add(`${line}\n`, /^\{"(?:i|as)":/.test(line) ? 1 : 0);
      continue;
    }
    const sealed = batch.seal(chain, (JSON.parse(line) as { time: number }).time);
    chain = sealed.chain;
    text += sealed.bytes.toString('utf8');
    batch.clear();
  }
  return { text, hash: chain.hash };
}

describe('a journal of several segments', () => {
  let whole: Evidence;
  let untouched: ReadonlyMap<string, Buffer>;

  const cleanups: (() => unknown)[] = [];
  after(async () => {
    for (const clean of cleanups.reverse()) await clean();
  });
  before(async () => {
    whole = await wholeJournal({ after: (clean: () => unknown) => cleanups.push(clean) } as Pick<TestContext, 'after'> as TestContext);
    untouched = new Map(readdirSync(whole.directory).map((name) => [name, readFileSync(join(whole.directory, name))]));
  });

  /** Verifies a copy to which something was done. */
  async function done(t: TestContext, act: (directory: string) => void): Promise<Verdict> {
    const directory = join(temporaryDirectory(t), 'copy');
    mkdirSync(directory);
    for (const [name, bytes] of untouched) writeFileSync(join(directory, name), bytes);
    act(directory);
    return verifyJournal({ ...whole, directory });
  }

  const file = (directory: string, segment: number): string => join(directory, segmentName(segment));
  const linesOf = (segment: number): string[] => untouched.get(segmentName(segment))!.toString('utf8').split('\n').slice(0, -1);
  const write = (directory: string, segment: number, lines: readonly string[]): void => writeFileSync(file(directory, segment), lines.map((line) => `${line}\n`).join(''));
  const places = ({ problems }: Verdict): string[] => problems.map(({ place, where }) => `${place} ${where ?? ''}`.trim());

  test('is whole', async (t) => {
    const verdict = await done(t, () => undefined);
    assert.deepEqual([verdict.problems, verdict.notes], [[], []]);
    assert.deepEqual([verdict.first, verdict.last, verdict.lastSigned, verdict.records], [1, SEGMENTS, SEGMENTS, SEGMENTS * 12]);
  });

  test('any byte changed is found, in its file', async (t) => {
    const directory = join(temporaryDirectory(t), 'copy');
    mkdirSync(directory);
    for (const [name, bytes] of untouched) writeFileSync(join(directory, name), bytes);
    const spot = fc.record({ segment: fc.integer({ min: 1, max: SEGMENTS }), at: fc.nat(), bits: fc.integer({ min: 1, max: 255 }) });
    await fc.assert(
      fc.asyncProperty(spot, async ({ segment, at, bits }) => {
        const bytes = Buffer.from(untouched.get(segmentName(segment))!);
        const offset = at % bytes.length;
        bytes[offset] = bytes[offset]! ^ bits;
        writeFileSync(file(directory, segment), bytes);
        const verdict = await verifyJournal({ ...whole, directory });
        writeFileSync(file(directory, segment), untouched.get(segmentName(segment))!);
        assert.ok(places(verdict).some((place) => place.startsWith(segmentName(segment))), `byte ${offset} of ${segment}: ${places(verdict)}`);
      }),
      { numRuns: 300 },
    );
  });

  test('a seal that is no JSON any more', async (t) => {
    const verdict = await done(t, (directory) => {
      const text = untouched.get(segmentName(2))!.toString('utf8');
      writeFileSync(file(directory, 2), text.replace(/(?<="x":"seal","n":)\d\d/, '07'));
    });
    assert.match(places(verdict).join(), /0000000002.log batch/);
  });

  test('any line taken out, put in twice, or exchanged with the next is found, in its file', async (t) => {
    for (let line = 0; line < linesOf(2).length; line++) {
      const changes: readonly ((lines: string[]) => void)[] = [
        (lines) => lines.splice(line, 1),
        (lines) => lines.splice(line, 0, lines[line]!),
        (lines) => lines.splice(line, 2, ...lines.slice(line, line + 2).reverse()),
      ];
      for (const [index, change] of changes.entries()) {
        const lines = linesOf(2);
        change(lines);
        if (lines.join() === linesOf(2).join()) continue;
        const verdict = await done(t, (directory) => write(directory, 2, lines));
        assert.ok(places(verdict).some((place) => place.startsWith(segmentName(2))), `line ${line + 1}, change ${index}: ${places(verdict)}`);
      }
    }
  });

  test('a changed event is named with its batch and its lines', async (t) => {
    const lines = linesOf(3);
    const at = lines.findIndex((line) => line.startsWith('{"i":'));
    lines[at] = lines[at]!.replace('alice', 'alicf');
    const { problems } = await done(t, (directory) => write(directory, 3, lines));
    const n = /"n":(\d+)/.exec(lines.slice(at).find((line) => line.startsWith('{"x":"seal"'))!)![1];
    assert.equal(problems.length, 1);
    assert.deepEqual([problems[0]!.place, problems[0]!.what], [segmentName(3), 'it was changed after it was sealed']);
    assert.match(problems[0]!.where!, new RegExp(`^batch ${n} \\(lines \\d+ to \\d+\\)$`));
  });

  test('a batch that was sealed anew is found by what follows, and at the end by the signature', async (t) => {
    const lines = linesOf(SEGMENTS);
    const digest = lines.pop()!;
    const { text, hash } = resealed(lines.map((line) => line.replace('alice', 'clara')));
    const forge = (end: string) => done(t, (directory) => writeFileSync(file(directory, SEGMENTS), text + end));
    assert.deepEqual(places(await forge(`${digest}\n`)), [`${segmentName(SEGMENTS)} the digest`]);
    assert.deepEqual(places(await forge('')), [segmentName(SEGMENTS)], 'the store knows that it was signed');
    const adapted = digest.replace(/"hash":"\w+"/, `"hash":"${hash}"`).replace(/"bytes":\d+/, `"bytes":${Buffer.byteLength(text)}`);
    const { problems } = await forge(`${adapted}\n`);
    assert.deepEqual(problems.map(({ what }) => what), ['its signature is not right', 'it is not the one that the store knows as the newest']);
  });

  for (let segment = 1; segment <= SEGMENTS; segment++) {
    test(`segment ${segment} removed is named`, async (t) => {
      const verdict = await done(t, (directory) => rmSync(file(directory, segment)));
      assert.ok(places(verdict).includes(`segment ${segment}`), places(verdict).join());
    });

    test(`segment ${segment} cut anywhere is named`, async (t) => {
      const { length } = untouched.get(segmentName(segment))!;
      for (let cut = 1; cut < length; cut += 97) {
        const verdict = await done(t, (directory) => truncateSync(file(directory, segment), length - cut));
        assert.ok(places(verdict).some((place) => place.startsWith(segmentName(segment))), `${cut} bytes: ${places(verdict)}`);
      }
    });
  }

  test('the last segments removed, and all of them, are missed', async (t) => {
    const last = await done(t, (directory) => [SEGMENTS - 1, SEGMENTS].forEach((segment) => rmSync(file(directory, segment))));
    assert.deepEqual(places(last), [`segments ${SEGMENTS - 1} to ${SEGMENTS}`]);
    const all = await done(t, (directory) => rmSync(directory, { recursive: true }));
    assert.deepEqual(places(all), [`journal ${whole.heads[0]!.journal}`]);
  });

  test('two segments exchanged, or one put in the place of another', async (t) => {
    const exchanged = await done(t, (directory) => {
      renameSync(file(directory, 2), join(directory, 'x'));
      renameSync(file(directory, 3), file(directory, 2));
      renameSync(join(directory, 'x'), file(directory, 3));
    });
    assert.ok([2, 3].every((segment) => places(exchanged).includes(`${segmentName(segment)} line 1`)), places(exchanged).join());
    const copied = await done(t, (directory) => cpSync(file(directory, 2), file(directory, 3)));
    assert.ok(places(copied).includes(`${segmentName(3)} line 1`));
  });

  test('a journal of another server in its place', async (t) => {
    const other = await wholeJournal(t);
    const verdict = await verifyJournal({ ...whole, directory: other.directory });
    assert.ok(places(verdict).includes(`journal ${whole.heads[0]!.journal}`));
  });

  test('a signature under another key', async (t) => {
    const verdict = await verifyJournal({ ...whole, keys: [] });
    assert.equal(verdict.problems.filter(({ what }) => what === 'its signature is not right').length, SEGMENTS);
    assert.deepEqual((await done(t, () => undefined)).problems, []);
  });
});

describe('the segment that a server writes', () => {
  test('cut anywhere, or sealed anew, is not what the server has written', async (t) => {
    const around = await surroundings(t);
    const opened = await around.open();
    const { trail, journal } = opened;
    for (let i = 0; i < 4; i++) await trail.append([record(`event ${i}`)]);
    const { segment } = journal.end;
    const end = { journal: journal.id, segment, batch: journal.chain.batch, hash: journal.chain.hash };
    const path = join(around.directory, segmentName(segment));
    const bytes = readFileSync(path);
    const verify = () => verifyJournal({ directory: around.directory, keys: [], heads: [], shared: false, running: true, end });
    assert.deepEqual((await verify()).problems, []);
    for (let cut = 1; cut < bytes.length; cut += 41) {
      truncateSync(path, bytes.length - cut);
      const { problems } = await verify();
      assert.equal(problems.length, 1, `${cut} bytes`);
      writeFileSync(path, bytes);
    }
    const lines = bytes.toString('utf8').trimEnd().split('\n');
    writeFileSync(path, resealed(lines.map((line) => line.replace('event 3', 'event 4'))).text);
    assert.deepEqual((await verify()).problems.map(({ what }) => what), ['it is not what the server has written']);
    writeFileSync(path, bytes);
    await opened.close();
  });
});
