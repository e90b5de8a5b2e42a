/** Where the lines of a block's events are: in this node's journal, or, of other nodes, in the database. */
import { closeSync, openSync, readSync } from 'node:fs';
import { gunzipSync, gzipSync } from 'node:zlib';
import type { AuditRecord } from '../../base/audit.ts';
import { LruMap } from '../../base/lru.ts';
import { Unit } from '../../base/unit.ts';
import type { Store } from '../../store/contract.ts';
import { readLine, segmentPath } from '../journal/files.ts';
import { LINE_FEED, parseEventLine } from '../journal/format.ts';
import { FullLines, type LineAt } from '../journal/short-lines.ts';
import { type BlockEvents, type BlockHead, packEvents, unpackEvents } from './block.ts';
import type { AuditLinesTable, AuditNodesTable, IndexTables } from './tables.ts';

export interface BlockView {
  readonly head: BlockHead;
  readonly events: BlockEvents;
}

export interface Lines {
  /** In full, without its line feed; `undefined` when it has been dropped. */
  line(block: BlockView, number: number): Promise<Buffer | undefined> | Buffer | undefined;
  /** Numbers of the events in whose lines a text stands: ASCII without quotation marks. */
  holding(block: BlockView, text: string): Promise<number[]> | number[];
}

const FILES_MAX = 8;
/** Of what one page is read from, in the database. */
const KEPT_MAX = 64;

export class JournalLines implements Lines {
  readonly #directory: string;
  readonly #files = new LruMap<number>(FILES_MAX, (file) => closeSync(file));
  #uses = 0;

  constructor(directory: string) {
    this.#directory = directory;
  }

  line({ head: { segment }, events }: BlockView, number: number): Buffer | undefined {
    const lineAt: LineAt = (offset) => {
      const file = this.#file(segment);
      return file === undefined ? undefined : readLine(file, offset);
    };
    const start = events.offsets[number]!;
    const line = lineAt(start);
    return line && new FullLines(lineAt).full(line, start);
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

/** @param lines of the events, with their line feeds */
export function packRun(
  name: Pick<AuditLinesTable, 'node' | 'block' | 'segment' | 'first'>,
  events: BlockEvents,
  lines: Buffer,
): AuditLinesTable {
  const start = events.offsets[0]!;
  return { ...name, start_offset: start, packed_events: packEvents(start, events), lines: gzipSync(lines, { level: 1 }) };
}

/** Lines that a node has put into the database, a run of them a row. */
export class StoredLines implements Lines {
  readonly #store: Store<IndexTables>;
  /** By block: numbers of the events that its runs begin with. */
  readonly #firsts = new Map<string, Promise<readonly number[]>>();
  readonly #runs = new Map<string, Promise<readonly StoredLine[]>>();

  constructor(store: Store<IndexTables>) {
    this.#store = store;
  }

  /** All of them, or none. */
  async add(runs: readonly AuditLinesTable[]): Promise<void> {
    const unit = new Unit();
    unit.write(this.#store.db.insertInto('audit_lines').values(runs), runs.length);
    await this.#store.commit(unit);
  }

  async line({ head: { node, block }, events }: BlockView, number: number): Promise<Buffer | undefined> {
    const firsts = await this.#once(this.#firsts, `${node} ${block} ${events.offsets.length}`, () => this.#firstsOf(node, block));
    const first = firsts.findLast((run) => run <= number);
    if (first === undefined) return undefined;
    const run = await this.#once(this.#runs, `${node} ${block} ${first}`, () => this.#runOf(node, block, first));
    return run[number - first]?.line;
  }

  /** Forgets what was read for the last page. */
  clear(): void {
    this.#firsts.clear();
    this.#runs.clear();
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

  /** Events of one page often lie in the same runs, and all are asked for at once. */
  #once<T>(known: Map<string, Promise<T>>, name: string, read: () => Promise<T>): Promise<T> {
    let reading = known.get(name);
    if (reading === undefined) {
      if (known.size >= KEPT_MAX) known.clear();
      known.set(name, (reading = read()));
    }
    return reading;
  }

  async #firstsOf(node: string, block: number): Promise<readonly number[]> {
    const rows = this.#store.db.selectFrom('audit_lines').select('first').where('node', '=', node).where('block', '=', block);
    return (await rows.orderBy('first').execute()).map(({ first }) => first);
  }

  async #runOf(node: string, block: number, first: number): Promise<readonly StoredLine[]> {
    const row = await this.#rows(node, block).where('first', '=', first).executeTakeFirst();
    return row === undefined ? [] : linesOf(row);
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
