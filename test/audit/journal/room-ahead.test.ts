/** Room ahead of what is written: zeros never come down on bytes, and whoever finds them later knows them for what they are. */
import assert from 'node:assert/strict';
import { appendFile, readFile, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { test } from 'node:test';
import { segmentFiles, segmentPath } from '../../../src/audit/journal/files.ts';
import { type OpenFile, RoomAhead, withoutRoom } from '../../../src/audit/journal/room-ahead.ts';
import { Chance, printedSeed } from '../../support/random.ts';
import { temporaryDirectory } from '../../support/temporary.ts';
import { eventsOf } from './events.ts';
import { record, surroundings, textsOf } from './support.ts';

const KB = 1 << 10;
const MB = KB << 10;

/** In memory. Writes take effect some turns of the loop later. */
class SlowFile implements OpenFile {
  readonly #chance: Chance;
  bytes = Buffer.alloc(0);
  failsOnZeros = false;
  zeros = 0;
  closed = false;

  constructor(chance: Chance) {
    this.#chance = chance;
  }

  async write(bytes: Buffer, position: number): Promise<void> {
    const isRoom = bytes.every((byte) => byte === 0);
    for (let turns = this.#chance.below(isRoom ? 40 : 4); turns > 0; turns--) await new Promise(setImmediate);
    assert.ok(!this.closed);
    if (isRoom && this.failsOnZeros) throw new Error('ENOSPC');
    if (isRoom) this.zeros++;
    const end = position + bytes.length;
    if (end > this.bytes.length) this.bytes = Buffer.concat([this.bytes, Buffer.alloc(end - this.bytes.length)]);
    bytes.copy(this.bytes, position);
  }

  async truncate(bytes: number): Promise<void> {
    this.bytes = this.bytes.subarray(0, bytes);
  }

  async close(): Promise<void> {
    this.closed = true;
  }
}

async function fill(file: SlowFile, chance: Chance, bytesMax: number): Promise<Buffer> {
  const segment = new RoomAhead(file);
  const written: Buffer[] = [];
  let end = 0;
  while (end < bytesMax) {
    const bytes = Buffer.alloc(1 + chance.below(100_000), 1 + chance.below(255));
    await segment.write(bytes, end);
    written.push(bytes);
    end += bytes.length;
  }
  await segment.close();
  return Buffer.concat(written);
}

test('what is written stays, whenever the zeros arrive, and the file ends with it', async () => {
  const chance = new Chance(printedSeed());
  for (let run = 0; run < 10; run++) {
    const file = new SlowFile(chance);
    const written = await fill(file, chance, 5 * MB);
    assert.ok(file.bytes.equals(written));
    assert.ok(file.zeros > 0);
    assert.ok(file.closed);
  }
});

test('a small segment has no room, and one that can get none goes on without', async () => {
  const chance = new Chance(printedSeed());
  const small = new SlowFile(chance);
  const written = await fill(small, chance, 100 * KB);
  assert.ok(small.bytes.equals(written));
  assert.equal(small.zeros, 0);
  const poor = new SlowFile(chance);
  poor.failsOnZeros = true;
  assert.ok((await fill(poor, chance, 3 * MB)).equals(poor.bytes));
});

test('on a disk: the file is longer than what was written, until it is closed', async (t) => {
  const path = join(temporaryDirectory(t), '0000000001.log');
  const file = await segmentFiles(true).create(path);
  const bytes = Buffer.alloc(MB, 'x');
  await file.write(bytes, 0);
  const more = Buffer.from('more');
  await file.write(more, MB);
  while ((await stat(path)).size < MB + 256 * KB) await new Promise(setImmediate);
  assert.ok(withoutRoom(await readFile(path)).equals(Buffer.concat([bytes, more])));
  await file.close();
  assert.equal((await stat(path)).size, MB + more.length);
});

test('zeros that a crash left are no damage, and no bytes that are missed', async (t) => {
  const around = await surroundings(t);
  const first = await around.open();
  await first.trail.append([record('one')]);
  const { segment, offset } = first.journal.end;
  const path = segmentPath(around.directory, segment);
  await appendFile(path, Buffer.alloc(MB));
  assert.deepEqual((await around.verify()).problems, []);
  const again = await around.open();
  assert.equal((await stat(path)).size, offset);
  await again.trail.append([record('two')]);
  assert.deepEqual(textsOf(await eventsOf(again.journal)), ['one', 'two']);
  await again.close();
  assert.deepEqual((await around.verify()).problems, []);
  assert.deepEqual(around.reports, []);
});

test('an unfinished write before zeros is cut off, and its bytes are counted without them', async (t) => {
  const around = await surroundings(t);
  const first = await around.open();
  await first.trail.append([record('one')]);
  const path = segmentPath(around.directory, first.journal.end.segment);
  await appendFile(path, Buffer.concat([Buffer.from('{"i":["1111'), Buffer.alloc(MB)]));
  const again = await around.open();
  assert.match(String(around.reports[0]), /ended in 11 bytes of an unfinished write/);
  assert.deepEqual(textsOf(await eventsOf(again.journal)), ['one']);
  await again.close();
});
