/** Where the lines of a block's events are: in this node's journal, or, of other nodes, in the database. */
import { closeSync, openSync, readSync } from 'node:fs';
import { gunzipSync, gzipSync } from 'node:zlib';
import type { AuditRecord } from '../../base/audit.ts';
import { LruMap } from '../../base/lru.ts';
import { Unit } from '../../base/unit.ts';
import type { Store } from '../../store/contract.ts';
import { segmentPath } from '../journal/files.ts';
import { LINE_FEED, parseEventLine } from '../journal/format.ts';
import { type BlockEvents, type BlockHead, packEvents, unpackEvents } from './block.ts';
import type { AuditLinesTable, AuditNodesTable, IndexTables } from './tables.ts';

export interface BlockView {
  readonly head: BlockHead;
  readonly events: BlockEvents;
}

export interface Lines {
  /** With or without its line feed; `undefined` when it has been dropped. */
  line(block: BlockView, number: number): Promise<Buffer | undefined> | Buffer | undefined;
  /** Numbers of the events in whose lines a text stands: ASCII without quotation marks. */
  holding(block: BlockView, text: string): Promise<number[]> | number[];
}

/** Lines of other kinds may follow an event's own; only where a line is longer is more read. */
const READ_BYTES = 16_384;
const FILES_MAX = 8;

export class JournalLines implements Lines {
  readonly #directory: string;
  readonly #files = new LruMap<number>(FILES_MAX, (file) => closeSync(file));
  #uses = 0;

  constructor(directory: string) {
    this.#directory = directory;
  }

  line({ head, events }: BlockView, number: number): Buffer | undefined {
    const start = events.offsets[number]!;
    const room = (events.offsets[number + 1] ?? head.end) - start;
    const bytes = this.#read(head.segment, start, Math.min(room, READ_BYTES));
    if (bytes === undefined || bytes.includes(LINE_FEED) || room <= READ_BYTES) return bytes && lineIn(bytes);
    return lineIn(this.#read(head.segment, start, room) ?? bytes);
  }

  holding({ head, events }: BlockView, text: string): number[] {
    const bytes = this.#read(head.segment, head.start, head.end - head.start);
    return bytes === undefined ? [] : linesHolding(bytes, text).flatMap((start) => numberAt(events.offsets, head.start + start) ?? []);
  }

  close(): void {
    this.#files.clear();
  }

  #read(segment: number, start: number, length: number): Buffer | undefined {
    const file = this.#file(segment);
    if (file === undefined) return undefined;
    const bytes = Buffer.allocUnsafe(length);
    return bytes.subarray(0, readSync(file, bytes, 0, length, start));
  }

  #file(segment: number): number | undefined {
    const known = this.#files.get(String(segment), ++this.#uses);
    if (known !== undefined) return known;
    try {
      const file = openSync(segmentPath(this.#directory, segment), 'r');
      this.#files.set(String(segment), file, this.#uses);
      return file;
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code === 'ENOENT') return undefined;
      throw error;
    }
  }
}

/** Lines of a block that follow each other. */
export interface LineRun {
  readonly node: string;
  readonly block: number;
  readonly segment: number;
  /** Number of the first event. */
  readonly first: number;
  readonly offsets: number[];
  readonly times: number[];
  /** With their line feeds. */
  readonly lines: Buffer[];
}

/** Lines that a node has put into the database, a run of them a row. */
export class StoredLines implements Lines {
  readonly #store: Store<IndexTables>;
  /** Read last: one look-up's events often follow each other. */
  #run: (Pick<AuditLinesTable, 'node' | 'block' | 'first'> & { readonly lines: readonly StoredLine[] }) | undefined;

  constructor(store: Store<IndexTables>) {
    this.#store = store;
  }

  /** All of them, or none. */
  async add(runs: readonly LineRun[]): Promise<void> {
    const rows = runs.map(({ node, block, segment, first, offsets, times, lines }): AuditLinesTable => {
      const start = offsets[0]!;
      const packed = gzipSync(Buffer.concat(lines), { level: 1 });
      return { node, block, first, segment, start_offset: start, packed_events: packEvents(start, { offsets, times }), lines: packed };
    });
    const unit = new Unit();
    unit.write(this.#store.db.insertInto('audit_lines').values(rows), rows.length);
    await this.#store.commit(unit);
  }

  async line({ head: { node, block } }: BlockView, number: number): Promise<Buffer | undefined> {
    let run = this.#run;
    if (run?.node !== node || run.block !== block || number < run.first || number >= run.first + run.lines.length) {
      const rows = this.#rows(node, block).where('first', '<=', number).orderBy('first', 'desc').limit(1);
      const row = await rows.executeTakeFirst();
      if (row === undefined) return undefined;
      this.#run = run = { node, block, first: row.first, lines: linesOf(row) };
    }
    return run.lines[number - run.first]?.line;
  }

  async holding({ head: { node, block } }: BlockView, text: string): Promise<number[]> {
    const rows = await this.#rows(node, block).orderBy('first').execute();
    return rows.flatMap((row) => linesOf(row).flatMap(({ line }, i) => (line.includes(text) ? row.first + i : [])));
  }

  /** Removes those of the node's blocks that are not closed. */
  async forgetUnclosed(node: string, closed: number): Promise<void> {
    const unit = new Unit();
    unit.write(this.#store.db.deleteFrom('audit_lines').where('node', '=', node).where('block', '>', closed));
    await this.#store.commit(unit);
  }

  /** The other nodes, with the last block that each has closed. */
  otherNodes(own: string): Promise<AuditNodesTable[]> {
    return this.#store.db.selectFrom('audit_nodes').selectAll().where('node', '<>', own).execute();
  }

  /** Rows of a node's block that is not closed yet, from an event on. */
  after(node: string, block: number, events: number): Promise<AuditLinesTable[]> {
    return this.#rows(node, block).where('first', '>=', events).orderBy('first').execute();
  }

  #rows(node: string, block: number) {
    return this.#store.db.selectFrom('audit_lines').selectAll().where('node', '=', node).where('block', '=', block);
  }
}

/** `undefined` for what is no event line: a journal whose writes did not wait for the disk may have lost its end. */
export function recordIn(line: Buffer): AuditRecord | undefined {
  try {
    return parseEventLine(line.toString('utf8'));
  } catch {
    return undefined;
  }
}

/** A line, and where it is in its segment. */
export interface StoredLine {
  readonly line: Buffer;
  readonly offset: number;
}

export function linesOf(row: Pick<AuditLinesTable, 'start_offset' | 'packed_events' | 'lines'>): StoredLine[] {
  const bytes = gunzipSync(row.lines);
  let start = 0;
  return unpackEvents(row.start_offset, row.packed_events).offsets.map((offset) => {
    const end = bytes.indexOf(LINE_FEED, start);
    const line = bytes.subarray(start, end);
    start = end + 1;
    return { line, offset };
  });
}

function lineIn(bytes: Buffer): Buffer {
  const end = bytes.indexOf(LINE_FEED);
  return end < 0 ? bytes : bytes.subarray(0, end);
}

/** Where the lines begin in which the text stands. */
function linesHolding(bytes: Buffer, text: string): number[] {
  const starts: number[] = [];
  for (let at = bytes.indexOf(text); at >= 0; ) {
    starts.push(bytes.lastIndexOf(LINE_FEED, at) + 1);
    const end = bytes.indexOf(LINE_FEED, at);
    at = end < 0 ? -1 : bytes.indexOf(text, end);
  }
  return starts;
}

/** `undefined` where a line of another kind begins. */
function numberAt(offsets: readonly number[], offset: number): number | undefined {
  let [low, high] = [0, offsets.length];
  while (low < high) {
    const middle = (low + high) >>> 1;
    if (offsets[middle]! < offset) low = middle + 1;
    else high = middle;
  }
  return offsets[low] === offset ? low : undefined;
}
