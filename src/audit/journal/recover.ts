/**
 * What a journal's directory tells when it is opened: where to go on, which intents are open, which segments have no
 * digest yet. What a crash left after the last good seal was never answered for, and is cut off.
 *
 * A segment that was signed once, as the store knows, that does not begin as a segment does, or in which more was changed
 * than the last batch, was not left so by a crash: it stays as it is, for `trent audit verify` to find, and is not signed.
 */
import { open, readFile } from 'node:fs/promises';
import { randomUuid } from '../../crypto/random.ts';
import { type ChainEnd, NO_CHAIN } from './batch.ts';
import { listSegments, segmentBytes, type SegmentFiles, segmentPath } from './files.ts';
import { BEGINNING, type DigestLine, type Position } from './format.ts';
import type { ClosedSegment, JournalStart } from './journal.ts';
import { type OpenIntent, openIntents } from './open-intents.ts';
import { digestOf, openingOf, parseDigest, type ScannedSegment, scanSegment } from './scan.ts';
import { withoutRoom } from './room-ahead.ts';
import type { AuditHeadRow } from './tables.ts';

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
  /** Segments that somebody else has changed. */
  readonly changed: readonly number[];
}

type Heads = readonly AuditHeadRow[];
/** What the last segment that can be gone on from tells. */
type Continued = Omit<Recovered, 'cut' | 'changed'>;

/** Longer than any digest. */
const TAIL_BYTES = 4_096;

export async function recoverJournal(directory: string, files: SegmentFiles, heads: Heads): Promise<Recovered> {
  const segments = await listSegments(directory);
  const changed: number[] = [];
  let cut = 0;
  for (let last = segments.at(-1); last !== undefined; last = segments.at(-1)) {
    const digest = await lastDigest(directory, last);
    if (digest?.intents === 0) return afterChanged({ ...(await afterDigest(directory, last, digest)), cut, changed });
    const found = await recoverSegment(directory, files, last, heads);
    cut += found.cut;
    if (found.isChanged) changed.unshift(last);
    if (found.segment) return afterChanged({ ...(await afterCrash(directory, segments, found.segment, heads)), cut, changed });
    segments.pop();
  }
  return afterChanged({ ...newJournal(randomUuid(), 1), cut, changed });
}

export function newJournal(journal: string, segment: number): Continued {
  const start = { journal, segment, chain: NO_CHAIN, end: { ...BEGINNING, segment } };
  return { start, intents: [], unsigned: [], lastSignature: null };
}

/** The numbers of files that stay are not used again. */
const afterChanged = (found: Recovered): Recovered => ({
  ...found,
  start: { ...found.start, segment: Math.max(found.start.segment, (found.changed.at(-1) ?? 0) + 1) },
});

/** It was stopped in order, so the last line tells all. */
async function afterDigest(directory: string, segment: number, digest: DigestLine): Promise<Continued> {
  const { journal, lastBatch: batch, hash, endTime: time, signature } = digest;
  const end = { segment, offset: await segmentBytes(directory, segment) };
  return { start: startAfter(journal, { batch, hash, time }, end), intents: [], unsigned: [], lastSignature: signature };
}

const startAfter = (journal: string, chain: ChainEnd, end: Position): JournalStart => ({ journal, segment: end.segment + 1, chain, end });

interface FoundSegment {
  readonly journal: string;
  readonly closed: ClosedSegment;
  readonly intents: readonly OpenIntent[];
  readonly digest: DigestLine | undefined;
  /** Some of it was changed after it was sealed. */
  readonly damaged: boolean;
}

interface RecoveredSegment {
  /** `undefined`: nothing in it can be gone on from. */
  readonly segment?: FoundSegment | undefined;
  readonly cut: number;
  readonly isChanged: boolean;
}

/** Cuts the segment after its last good batch, and removes it when it has none: unless that is no crash's doing. */
async function recoverSegment(directory: string, files: SegmentFiles, segment: number, heads: Heads): Promise<RecoveredSegment> {
  const path = segmentPath(directory, segment);
  const whole = await readFile(path);
  const bytes = withoutRoom(whole);
  const scanned = withoutTorn(scanSegment(bytes));
  const digest = digestOf(scanned)?.digest;
  const found = foundIn(scanned, segment, digest);
  const damaged = scanned.batches.some(({ sound }) => !sound);
  const isChanged = damaged || (digest === undefined && (found ? isSigned(found, heads) : scanned.batches.length > 0));
  const end = digest || isChanged ? bytes.length : scanned.tail;
  if (end === 0) await files.remove(path);
  else if (end < whole.length) await files.truncate(path, end);
  return { segment: found && { ...found, damaged }, cut: bytes.length - end, isChanged };
}

function foundIn(scanned: ScannedSegment, segment: number, digest: DigestLine | undefined): Omit<FoundSegment, 'damaged'> | undefined {
  const intents = openIntents(scanned);
  const summary = summaryOf(scanned, segment, intents.length);
  return summary && { ...summary, intents, digest };
}

const isSigned = ({ journal, closed }: Pick<FoundSegment, 'journal' | 'closed'>, heads: Heads): boolean =>
  heads.some((head) => head.journal === journal && closed.segment <= head.segment);

/** One batch is written at a time, so a crash tears one at most. Where several are not right something else was at work. */
function withoutTorn(scanned: ScannedSegment): ScannedSegment {
  const [last, before] = scanned.batches.toReversed();
  const torn = last?.sound === false && before?.sound !== false;
  const batches = torn ? scanned.batches.slice(0, -1) : scanned.batches;
  return { ...scanned, batches, tail: batches.at(-1)?.end ?? 0 };
}

/** `undefined`: it has no batches, or does not begin as a segment does. */
function summaryOf(scanned: ScannedSegment, segment: number, intents: number): Pick<FoundSegment, 'journal' | 'closed'> | undefined {
  const opening = openingOf(scanned.bytes);
  const seals = scanned.batches.flatMap(({ seal }) => seal ?? []);
  const last = seals.at(-1);
  if (opening === undefined || last === undefined) return undefined;
  const closed = {
    segment,
    firstBatch: opening.batch,
    lastBatch: last.n,
    records: seals.reduce((sum, { records }) => sum + records, 0),
    bytes: scanned.tail,
    intents,
    startTime: opening.time,
    endTime: last.time,
    hash: last.hash,
  };
  return { journal: opening.journal, closed };
}

async function afterCrash(directory: string, segments: readonly number[], found: FoundSegment, heads: Heads): Promise<Continued> {
  const { journal, closed, intents, digest, damaged } = found;
  const chain = { batch: closed.lastBatch, hash: closed.hash, time: closed.endTime };
  const end = { segment: closed.segment, offset: await segmentBytes(directory, closed.segment) };
  const start = startAfter(journal, chain, end);
  if (digest) return { start, intents, unsigned: [], lastSignature: digest.signature };
  const head = heads.find((one) => one.journal === journal);
  if (head && isSigned(found, heads)) return { start, intents, unsigned: [], lastSignature: head.signature };
  const { unsigned, lastSignature } = await unsignedBefore(directory, segments.slice(0, -1), head);
  return { start, intents, unsigned: damaged ? unsigned : [...unsigned, closed], lastSignature };
}

/** The segments from the newest back to one that has a digest, or had one. */
async function unsignedBefore(
  directory: string,
  segments: readonly number[],
  head: AuditHeadRow | undefined,
): Promise<Pick<Recovered, 'unsigned' | 'lastSignature'>> {
  const unsigned: ClosedSegment[] = [];
  for (const segment of segments.toReversed()) {
    const digest = await lastDigest(directory, segment);
    if (digest) return { unsigned, lastSignature: digest.signature };
    if (head && segment <= head.segment) return { unsigned, lastSignature: head.signature };
    const scanned = scanSegment(await readFile(segmentPath(directory, segment)));
    const summary = summaryOf(scanned, segment, openIntents(scanned).length);
    if (summary) unsigned.unshift(summary.closed);
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
