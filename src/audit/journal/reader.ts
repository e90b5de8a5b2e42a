/**
 * Reads event lines out of the journal, a piece at a time, from a position that the reader remembers to an end that the
 * journal names: up to there all is durable and chained, so the lines are taken as they are. Works in any thread: all it
 * needs is the directory.
 */
import { type FileHandle, open } from 'node:fs/promises';
import { listSegments, readLine, segmentPath } from './files.ts';
import { LINE_FEED, type Position } from './format.ts';
import { isEvent, type LineAt } from './short-lines.ts';

/** The longest line is one event of 256 KB with what it is found by, or an intent of several of those. */
const PIECE_BYTES = 1 << 20;

export interface EventPiece {
  /** Of the first byte of `bytes`. */
  readonly start: Position;
  /** Where to read on. */
  readonly next: Position;
  /** Whole lines, of all kinds. */
  readonly bytes: Buffer;
  /** Of the event lines alone, full and short ones, from and to (without the line feed) in turn. */
  readonly events: readonly number[];
  /** Any line of the segment, by its distance from the first byte of `bytes`: short lines may refer to one before the piece. */
  readonly lineAt: LineAt;
  /** Segments before this piece that retention has dropped, with the events that were still to be read in them. */
  readonly dropped: number;
}

export class EventReader {
  readonly #directory: string;
  readonly #memory: Buffer | undefined;
  #position: Position;
  #file: { readonly segment: number; readonly handle: FileHandle } | undefined;
  #dropped = 0;

  /** @param once a piece's bytes are valid until the next one is read: a third of what reading costs is new memory */
  constructor(directory: string, from: Position, once = false) {
    this.#directory = directory;
    this.#memory = once ? Buffer.allocUnsafeSlow(PIECE_BYTES) : undefined;
    this.#position = from;
  }

  get position(): Position {
    return this.#position;
  }

  /**
   * @param end of what is durable, as the journal tells it (`Journal.end`)
   * @returns `undefined` when everything before `end` has been read
   */
  async read(end: Position): Promise<EventPiece | undefined> {
    while (isBefore(this.#position, end)) {
      const file = await this.#open(end);
      if (file === undefined) continue;
      const piece = await this.#piece(file, end);
      if (piece !== undefined) return piece;
      await this.#goTo({ segment: this.#position.segment + 1, offset: 0 });
    }
    return undefined;
  }

  async close(): Promise<void> {
    const file = this.#file;
    this.#file = undefined;
    await file?.handle.close();
  }

  /** `undefined`: the segment is gone, and the position is at the beginning of the next one that is there. */
  async #open(end: Position): Promise<FileHandle | undefined> {
    const { segment } = this.#position;
    if (this.#file?.segment === segment) return this.#file.handle;
    try {
      const handle = await open(segmentPath(this.#directory, segment));
      this.#file = { segment, handle };
      return handle;
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== 'ENOENT') throw error;
      await this.#skipDropped(end);
      return undefined;
    }
  }

  async #skipDropped(end: Position): Promise<void> {
    const { segment } = this.#position;
    const there = (await listSegments(this.#directory)).find((number) => number >= segment && number <= end.segment);
    const next = there ?? end.segment;
    this.#dropped += next - segment;
    // Nothing there at all: the end itself is in a segment that was not made yet, or has just been dropped.
    await this.#goTo(there === undefined ? end : { segment: next, offset: 0 });
  }

  async #goTo(position: Position): Promise<void> {
    await this.close();
    this.#position = position;
  }

  /** `undefined` at the end of the segment. */
  async #piece(file: FileHandle, end: Position): Promise<EventPiece | undefined> {
    const start = this.#position;
    const limit = start.segment === end.segment ? end.offset - start.offset : Number.POSITIVE_INFINITY;
    const bytes = await readLines(file, start.offset, limit, this.#memory);
    if (bytes.length === 0) return undefined;
    const next = { segment: start.segment, offset: start.offset + bytes.length };
    this.#position = next;
    const dropped = this.#dropped;
    this.#dropped = 0;
    const lineAt: LineAt = (at) => (at < 0 ? readLine(file.fd, start.offset + at) : lineIn(bytes, at));
    return { start, next, bytes, events: eventsIn(bytes), lineAt, dropped };
  }
}

export const isBefore = (a: Position, b: Position): boolean => a.segment < b.segment || (a.segment === b.segment && a.offset < b.offset);

/** Whole lines from `offset` on, at most `limit` bytes; more than a piece when a single line is longer. */
async function readLines(file: FileHandle, offset: number, limit: number, kept: Buffer | undefined): Promise<Buffer> {
  for (let size = Math.min(PIECE_BYTES, limit); ; size = Math.min(size * 2, limit)) {
    const memory = kept && size <= kept.length ? kept.subarray(0, size) : Buffer.allocUnsafe(Number.isFinite(size) ? size : PIECE_BYTES);
    const { bytesRead } = await file.read(memory, 0, memory.length, offset);
    const whole = memory.subarray(0, bytesRead).lastIndexOf(LINE_FEED) + 1;
    if (whole > 0 || bytesRead < memory.length || size >= limit) return memory.subarray(0, whole);
  }
}

function eventsIn(bytes: Buffer): number[] {
  const events: number[] = [];
  for (let start = 0; start < bytes.length; ) {
    const end = bytes.indexOf(LINE_FEED, start);
    if (isEvent(bytes, start)) events.push(start, end);
    start = end + 1;
  }
  return events;
}

function lineIn(bytes: Buffer, at: number): Buffer | undefined {
  const end = bytes.indexOf(LINE_FEED, at);
  return end < 0 ? undefined : bytes.subarray(at, end);
}
