/**
 * What a journal's directory tells when it is opened: where to go on, which intents are open, which segments have no
 * digest yet. What a crash left after the last good seal was never answered for, and is cut off.
 */
import { open, readFile } from 'node:fs/promises';
import { randomUuid } from '../../crypto/random.ts';
import { type ChainEnd, NO_CHAIN } from './batch.ts';
import { listSegments, segmentBytes, type SegmentFiles, segmentPath } from './files.ts';
import { BEGINNING, type DigestLine, type OpenLine, type Position } from './format.ts';
import type { ClosedSegment, JournalStart } from './journal.ts';
import { type OpenIntent, openIntents } from './open-intents.ts';
import { digestOf, linesIn, parseDigest, type ScannedSegment, scanSegment } from './scan.ts';

export interface Recovered {
  readonly start: JournalStart;
  /** Neither done nor void. */
  readonly intents: readonly OpenIntent[];
  /** Without a digest, oldest first. */
  readonly unsigned: readonly ClosedSegment[];
  /** Of the newest digest before those. */
  readonly lastSignature: string | null;
  /** Bytes that a crash had left, for the operator to know of. */
  readonly cut: number;
}

/** Longer than any digest. */
const TAIL_BYTES = 4_096;

export async function recoverJournal(directory: string, files: SegmentFiles): Promise<Recovered> {
  const segments = await listSegments(directory);
  let cut = 0;
  for (let last = segments.at(-1); last !== undefined; last = segments.at(-1)) {
    const digest = await lastDigest(directory, last);
    if (digest?.intents === 0) return { ...(await afterDigest(directory, digest)), unsigned: [], cut };
    const found = await recoverSegment(directory, files, last);
    cut += found.cut;
    if (found.segment) return { ...(await afterCrash(directory, segments, found.segment)), cut };
    segments.pop();
  }
  return { ...newJournal(randomUuid(), 1), cut };
}

export function newJournal(journal: string, segment: number): Omit<Recovered, 'cut'> {
  const start = { journal, segment, chain: NO_CHAIN, end: { ...BEGINNING, segment } };
  return { start, intents: [], unsigned: [], lastSignature: null };
}

/** It was stopped in order, so the last line tells all. */
async function afterDigest(directory: string, digest: DigestLine): Promise<Omit<Recovered, 'cut' | 'unsigned'>> {
  const { journal, segment, lastBatch: batch, hash, endTime: time, signature } = digest;
  const end = { segment, offset: await segmentBytes(directory, segment) };
  return { start: startAfter(journal, { batch, hash, time }, end), intents: [], lastSignature: signature };
}

const startAfter = (journal: string, chain: ChainEnd, end: Position): JournalStart => ({ journal, segment: end.segment + 1, chain, end });

interface FoundSegment {
  readonly journal: string;
  readonly closed: ClosedSegment;
  readonly intents: readonly OpenIntent[];
  readonly digest: DigestLine | undefined;
}

/** Cuts the segment after its last good batch; `undefined` when it has none, and was removed. */
async function recoverSegment(directory: string, files: SegmentFiles, segment: number): Promise<{ segment?: FoundSegment; cut: number }> {
  const path = segmentPath(directory, segment);
  const bytes = await readFile(path);
  const scanned = soundPart(scanSegment(bytes));
  const last = scanned.batches.at(-1);
  if (last === undefined) {
    await files.remove(path);
    return { cut: bytes.length };
  }
  const digest = digestOf(scanned)?.digest;
  const end = digest ? bytes.length : last.end;
  if (end < bytes.length) await files.truncate(path, end);
  const intents = openIntents(scanned);
  const found = { ...summaryOf(scanned, segment, intents.length), intents, digest };
  return { segment: found, cut: bytes.length - end };
}

/** Without what stands after the last batch whose hash is right. */
function soundPart(scanned: ScannedSegment): ScannedSegment {
  const batches = scanned.batches.slice(0, scanned.batches.findLastIndex(({ sound }) => sound) + 1);
  return { ...scanned, batches, tail: batches.at(-1)?.end ?? 0 };
}

function summaryOf({ bytes, batches }: ScannedSegment, segment: number, intents: number): { journal: string; closed: ClosedSegment } {
  const [from, to] = linesIn(bytes, 0, bytes.length).next().value ?? [0, 0];
  const opening = JSON.parse(bytes.toString('utf8', from, to)) as OpenLine;
  const seals = batches.flatMap(({ seal }) => seal ?? []);
  const last = seals.at(-1)!;
  const closed = {
    segment,
    firstBatch: opening.batch,
    lastBatch: last.n,
    records: seals.reduce((sum, { records }) => sum + records, 0),
    bytes: batches.at(-1)!.end,
    intents,
    startTime: opening.time,
    endTime: last.time,
    hash: last.hash,
  };
  return { journal: opening.journal, closed };
}

async function afterCrash(directory: string, segments: readonly number[], found: FoundSegment): Promise<Omit<Recovered, 'cut'>> {
  const { journal, closed, intents, digest } = found;
  const chain = { batch: closed.lastBatch, hash: closed.hash, time: closed.endTime };
  const end = { segment: closed.segment, offset: await segmentBytes(directory, closed.segment) };
  const start = startAfter(journal, chain, end);
  if (digest) return { start, intents, unsigned: [], lastSignature: digest.signature };
  const { unsigned, lastSignature } = await unsignedBefore(directory, segments.slice(0, -1));
  return { start, intents, unsigned: [...unsigned, closed], lastSignature };
}

/** The segments from the newest back to one that has a digest. */
async function unsignedBefore(directory: string, segments: readonly number[]): Promise<Pick<Recovered, 'unsigned' | 'lastSignature'>> {
  const unsigned: ClosedSegment[] = [];
  for (const segment of segments.toReversed()) {
    const digest = await lastDigest(directory, segment);
    if (digest) return { unsigned, lastSignature: digest.signature };
    const scanned = scanSegment(await readFile(segmentPath(directory, segment)));
    if (scanned.batches.at(-1)?.seal) unsigned.unshift(summaryOf(scanned, segment, openIntents(scanned).length).closed);
  }
  return { unsigned, lastSignature: null };
}

/** By the last line alone. */
export async function lastDigest(directory: string, segment: number): Promise<DigestLine | undefined> {
  const file = await open(segmentPath(directory, segment));
  try {
    const { size } = await file.stat();
    const { buffer, bytesRead } = await file.read(Buffer.alloc(TAIL_BYTES), 0, TAIL_BYTES, Math.max(0, size - TAIL_BYTES));
    const lines = buffer.toString('utf8', 0, bytesRead).split('\n');
    return lines.length > 1 && lines.at(-1) === '' ? parseDigest(lines.at(-2)!) : undefined;
  } finally {
    await file.close();
  }
}
