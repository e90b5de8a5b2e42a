/** The journal's files, as little of them as it needs: so that tests can put failing ones in their place. */
import { close, constants, fdatasync, fsync, ftruncate, open, readSync, write } from 'node:fs';
import { mkdir, readdir, stat, unlink } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { promisify } from 'node:util';
import { LINE_FEED, segmentName, segmentOf } from './format.ts';
import { type OpenFile, RoomAhead } from './room-ahead.ts';

/** A segment that is being written. */
export interface SegmentFile {
  /** All of the bytes; durable when it resolves. */
  write(bytes: Buffer, position: number): Promise<void>;
  close(): Promise<void>;
}

export interface SegmentFiles {
  /** @throws when it exists, or cannot be made; then there is none that was not there before */
  create(path: string): Promise<SegmentFile>;
  /** One that has ended, to be written on: when that is durable, so is all before it, however it was written. */
  reopen(path: string): Promise<SegmentFile>;
  truncate(path: string, bytes: number): Promise<void>;
  remove(path: string): Promise<void>;
}

/**
 * Linux: a write returns when its bytes, and what is needed to read them, are on the disk, as with fdatasync after it (open(2)).
 * It is one errand to the thread pool less for each batch, and waking a thread is what costs most of one.
 */
const DURABLE_WRITES = process.platform === 'linux' ? constants.O_DSYNC : 0;

const openFile = promisify(open);
const closeFile = promisify(close);
const truncateFile = promisify(ftruncate);
const syncFile = promisify(fsync);

/** `durable` false: what is written is the operating system's to keep. */
export const segmentFiles = (durable: boolean): SegmentFiles => ({
  async create(path) {
    const flags = constants.O_WRONLY | constants.O_CREAT | constants.O_EXCL | (durable ? DURABLE_WRITES : 0);
    const file = new OsSegmentFile(await openFile(path, flags, 0o600), durable && DURABLE_WRITES === 0);
    if (!durable) return file;
    await syncDirectory(dirname(path)).catch((error: unknown) => removeAgain(path, file, error));
    return new RoomAhead(file);
  },
  reopen: async (path) => new OsSegmentFile(await openFile(path, constants.O_WRONLY), true),
  async truncate(path, bytes) {
    const descriptor = await openFile(path, constants.O_WRONLY);
    try {
      await truncateFile(descriptor, bytes);
      if (durable) await syncFile(descriptor);
    } finally {
      await closeFile(descriptor);
    }
  },
  async remove(path) {
    await unlink(path);
    if (durable) await syncDirectory(dirname(path));
  },
});

class OsSegmentFile implements OpenFile {
  readonly #descriptor: number;
  /** After each write. */
  readonly #syncs: boolean;
  #closed = false;

  constructor(descriptor: number, syncs: boolean) {
    this.#descriptor = descriptor;
    this.#syncs = syncs;
  }

  /** With callbacks: promises of `fs` cost a handle object and a few turns of the loop more, once a batch. */
  write(bytes: Buffer, position: number): Promise<void> {
    return new Promise((resolve, reject) => this.#writeFrom(bytes, position, (error) => (error ? reject(error) : resolve())));
  }

  #writeFrom(bytes: Buffer, position: number, done: (error: Error | null) => void): void {
    write(this.#descriptor, bytes, 0, bytes.length, position, (error, written) => {
      if (error) done(error);
      else if (written < bytes.length) this.#writeFrom(bytes.subarray(written), position + written, done);
      else if (this.#syncs) fdatasync(this.#descriptor, done);
      else done(null);
    });
  }

  async truncate(bytes: number): Promise<void> {
    await truncateFile(this.#descriptor, bytes);
    await syncFile(this.#descriptor);
  }

  /** Once: the number of a closed descriptor is soon another file's. */
  async close(): Promise<void> {
    if (this.#closed) return;
    this.#closed = true;
    await closeFile(this.#descriptor);
  }
}

async function removeAgain(path: string, file: SegmentFile, error: unknown): Promise<never> {
  await file.close();
  await unlink(path);
  throw error;
}

/** A new name is safe from a power cut only when its directory is. Windows cannot open one for that. */
async function syncDirectory(directory: string): Promise<void> {
  if (process.platform === 'win32') return;
  const descriptor = await openFile(directory, constants.O_RDONLY);
  try {
    await syncFile(descriptor);
  } finally {
    await closeFile(descriptor);
  }
}

/** Only the owner gets in. What is made on the way is durable, too. */
export async function makeDirectory(directory: string, durable: boolean): Promise<void> {
  const first = await mkdir(directory, { recursive: true, mode: 0o700 });
  if (first === undefined || !durable) return;
  for (let made = directory; made.length >= first.length; made = dirname(made)) await syncDirectory(dirname(made));
}

/** Numbers of the segments that are there, in their order. */
export async function listSegments(directory: string): Promise<number[]> {
  const names = await readdir(directory);
  return names.flatMap((name) => segmentOf(name) ?? []).sort((a, b) => a - b);
}

export const segmentPath = (directory: string, segment: number): string => join(directory, segmentName(segment));

export const segmentBytes = async (directory: string, segment: number): Promise<number> => (await stat(segmentPath(directory, segment))).size;

/** For `catch`: what is not there is `undefined`. */
export function unlessAbsent(error: NodeJS.ErrnoException): undefined {
  if (error.code !== 'ENOENT') throw error;
  return undefined;
}

/** Of nearly every line. */
const LINE_BYTES = 16_384;

/** The line that begins at an offset, without its line feed; `undefined` where there is none that ends in one. */
export function readLine(descriptor: number, offset: number): Buffer | undefined {
  for (let size = LINE_BYTES; offset >= 0; size *= 4) {
    const bytes = Buffer.allocUnsafe(size);
    const read = readSync(descriptor, bytes, 0, size, offset);
    const end = bytes.subarray(0, read).indexOf(LINE_FEED);
    if (end >= 0) return bytes.subarray(0, end);
    if (read < size) break;
  }
  return undefined;
}
