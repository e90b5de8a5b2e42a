/**
 * Machines that die at any moment, many times over: in a write, of which any part may have reached the disk, or around a
 * commit. Whatever was answered is there once; changes and their events agree; the journal verifies.
 */
import assert from 'node:assert/strict';
import { test, type TestContext } from 'node:test';
import { type SegmentFile, type SegmentFiles, segmentFiles } from '../../../src/audit/journal/files.ts';
import { type OpenFile, RoomAhead } from '../../../src/audit/journal/room-ahead.ts';
import type { AuditTables } from '../../../src/audit/journal/tables.ts';
import type { AuditRecord } from '../../../src/base/audit.ts';
import { WriteConflict } from '../../../src/base/errors.ts';
import { Unit } from '../../../src/base/unit.ts';
import type { Store } from '../../../src/store/contract.ts';
import { Chance, printedSeed } from '../../support/random.ts';
import { eventsOf } from './events.ts';
import { alikeRecord, record, type Surroundings, surroundings, textsOf } from './support.ts';

const MACHINES = 25;
const LIVES = 8;
const PAGE_BYTES = 512;
/** Room ahead, of a size that these small segments reach. */
const ZEROS = Buffer.alloc(700);
const never = new Promise<never>(() => undefined);

/** One life of a machine: it dies at one of the steps to come, and nothing that it began ends afterwards. */
class Life {
  readonly #chance: Chance;
  #steps: number;
  #running = 0;
  dead = false;

  constructor(chance: Chance, steps: number) {
    this.#chance = chance;
    this.#steps = steps;
  }

  /** Does the step, or dies: before it, after it, or in it. */
  async step<T>(whole: () => Promise<T>, part: () => Promise<unknown> = async () => undefined): Promise<T> {
    if (this.#steps <= 0) return never;
    const isLast = --this.#steps === 0;
    this.#running++;
    try {
      if (!isLast) return await whole();
      await [async () => undefined, whole, part][this.#chance.below(3)]!();
    } finally {
      this.#ended();
    }
    return never;
  }

  /** The next life must not begin before all that this one has begun is over. */
  #ended(): void {
    if (--this.#running === 0 && this.#steps <= 0) this.dead = true;
  }

  files(): SegmentFiles {
    const files = segmentFiles(false);
    const living = (file: SegmentFile, path: string): OpenFile => ({
      write: (bytes, position) => this.step(() => file.write(bytes, position), () => this.#torn(file, bytes, position)),
      truncate: (bytes) => this.step(() => files.truncate(path, bytes)),
      close: () => (this.dead ? never : file.close()),
    });
    return {
      create: (path) => this.step(async () => new RoomAhead(living(await files.create(path), path), ZEROS)),
      reopen: (path) => this.step(async () => living(await files.reopen(path), path)),
      truncate: (path, bytes) => this.step(() => files.truncate(path, bytes)),
      remove: (path) => this.step(() => files.remove(path)),
    };
  }

  store(store: Store<AuditTables>): Store<AuditTables> {
    return { db: store.db, commit: (unit) => this.step(() => store.commit(unit)), tables: <Other>() => store.tables<Other>(), close: () => store.close() };
  }

  /** Some of the pages, in any order: the others are zeros, or beyond the end. */
  async #torn(file: SegmentFile, bytes: Buffer, position: number): Promise<void> {
    for (let start = 0; start < bytes.length; start += PAGE_BYTES) {
      if (this.#chance.below(3) > 0) await file.write(bytes.subarray(start, start + PAGE_BYTES), position + start);
    }
  }
}

class Machine {
  readonly #around: Surroundings;
  readonly #chance: Chance;
  readonly #answered = new Set<string>();
  readonly #asked = new Set<string>();
  readonly #conflicts = new Set<string>();
  #count = 0;

  constructor(around: Surroundings, chance: Chance) {
    this.#around = around;
    this.#chance = chance;
  }

  async live(steps: number): Promise<void> {
    const life = new Life(this.#chance, steps);
    const opening = this.#around.open({ files: life.files(), store: life.store(this.#around.store), segmentBytesMax: 3_000 });
    const opened = await Promise.race([opening, dies(life)]);
    while (opened && !life.dead) {
      const burst = Array.from({ length: 1 + this.#chance.below(5) }, () => this.#request(opened.trail));
      await Promise.race([Promise.all(burst), dies(life)]);
    }
    // Answers that were given before are on their way.
    for (let turn = 0; turn < 5; turn++) await new Promise(setImmediate);
  }

  async #request(trail: { append: (records: AuditRecord[]) => Promise<void> | undefined; commit: (unit: Unit, records: AuditRecord[]) => Promise<void> }): Promise<void> {
    const name = `${++this.#count}`;
    const kind = this.#chance.below(3);
    const text = kind === 0 ? `read ${name}` : `change ${name}`;
    this.#asked.add(text);
    if (kind === 0) await trail.append([alikeRecord(text)]);
    else if (kind === 1) await trail.commit(this.#marker(name), [record(text), record(`copy of ${text}`)]);
    else return this.#lose(trail.commit(this.#twice(name), [record(text)]), text);
    this.#answered.add(text);
  }

  async #lose(commit: Promise<void>, text: string): Promise<void> {
    await assert.rejects(commit, WriteConflict);
    this.#conflicts.add(text);
  }

  #marker(name: string): Unit {
    const unit = new Unit();
    unit.write(this.#around.store.db.insertInto('audit_heads').values({ journal: name, segment: 0, hash: '', signature: '' }), 1);
    return unit;
  }

  #twice(name: string): Unit {
    const unit = this.#marker(name);
    unit.writes.push(...this.#marker(name).writes);
    return unit;
  }

  async check(): Promise<void> {
    const opened = await this.#around.open();
    const texts = textsOf(await eventsOf(opened.journal));
    await opened.close();
    assert.equal(new Set(texts).size, texts.length, 'nothing twice');
    const there = new Set(texts);
    assert.deepEqual([...this.#answered].filter((text) => !there.has(text)), [], 'all that was answered');
    assert.deepEqual([...this.#conflicts].filter((text) => there.has(text)), [], 'nothing of what was lost');
    assert.deepEqual(texts.filter((text) => !this.#asked.has(text.replace('copy of ', ''))), [], 'nothing else');
    await this.#checkChanges(texts);
  }

  async #checkChanges(texts: readonly string[]): Promise<void> {
    const { db } = this.#around.store;
    const rows = await db.selectFrom('audit_heads').select('journal').where('segment', '=', 0).execute();
    const changed = rows.map(({ journal }) => `change ${journal}`).sort();
    for (const prefix of ['', 'copy of ']) {
      const events = texts.filter((text) => text.startsWith(`${prefix}change`)).map((text) => text.replace('copy of ', ''));
      assert.deepEqual(events.sort(), changed, 'changes and events agree');
    }
    assert.deepEqual(await db.selectFrom('audit_intents').selectAll().execute(), []);
    const unit = new Unit();
    unit.write(db.deleteFrom('audit_heads').where('segment', '=', 0));
    await this.#around.store.commit(unit);
    const { problems, notes } = await this.#around.verify();
    assert.deepEqual([problems, notes], [[], []]);
  }

  get answers(): number {
    return this.#answered.size;
  }
}

async function dies(life: Life): Promise<undefined> {
  while (!life.dead) await new Promise(setImmediate);
  return undefined;
}

test(`${MACHINES} machines die ${LIVES} times each`, async (t: TestContext) => {
  const chance = new Chance(printedSeed());
  let answers = 0;
  for (let i = 0; i < MACHINES; i++) {
    const around = await surroundings(t);
    const machine = new Machine(around, chance);
    for (let life = 0; life < LIVES; life++) await machine.live(1 + chance.below(40));
    await machine.check();
    answers += machine.answers;
  }
  assert.ok(answers > MACHINES * LIVES, `${answers} answers`);
});
