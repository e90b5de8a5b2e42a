/**
 * Drops the oldest segments when they are too old or too many. Only signed ones; none that somebody still has to read;
 * and first it is written down, signed, what is dropped: so that nobody else can remove a file and call it retention.
 */
import type { Clock } from '../../base/clock.ts';
import type { DigestSigner } from './digest-signer.ts';
import { listSegments, segmentBytes, type SegmentFiles, segmentPath } from './files.ts';
import { type DigestLine, type Position, signedLine, toBeSigned } from './format.ts';
import type { Journal } from './journal.ts';
import { lastDigest } from './recover.ts';

export interface RetentionRules {
  /** After its last event, a segment is kept for so long. */
  readonly ageMs: number;
  /** Of all segments together. */
  readonly bytes: number;
}

export interface RetentionParts {
  readonly journal: Journal;
  readonly files: SegmentFiles;
  readonly signer: DigestSigner;
  readonly clock: Clock;
  readonly rules: RetentionRules;
  /** Each tells up to where it has read; `undefined` when it has no wish. */
  readonly readers: readonly (() => Position | undefined)[];
}

/** @returns the segments that were dropped, oldest first */
export async function applyRetention(parts: RetentionParts): Promise<number[]> {
  const digests = await droppable(parts);
  const newest = digests.at(-1);
  if (newest === undefined) return [];
  await parts.journal.append(await droppedLine(parts, newest), 0);
  for (const { segment } of digests) await parts.files.remove(segmentPath(parts.journal.directory, segment));
  return digests.map(({ segment }) => segment);
}

/** From the oldest on, up to the first one that has to stay. */
async function droppable({ journal, clock, rules, readers }: RetentionParts): Promise<DigestLine[]> {
  const { directory } = journal;
  const segments = await listSegments(directory);
  let kept = 0;
  for (const segment of segments) kept += await segmentBytes(directory, segment);
  const found: DigestLine[] = [];
  for (const segment of segments) {
    const digest = segment < journal.end.segment ? await lastDigest(directory, segment) : undefined;
    if (digest === undefined || readers.some((reader) => isNeeded(segment, reader()))) break;
    if (kept <= rules.bytes && clock.now() - digest.endTime <= rules.ageMs) break;
    kept -= digest.bytes;
    found.push(digest);
  }
  return found;
}

const isNeeded = (segment: number, readUpTo: Position | undefined): boolean => readUpTo !== undefined && readUpTo.segment <= segment;

async function droppedLine({ journal, signer, clock }: RetentionParts, digest: DigestLine): Promise<string> {
  const facts = { x: 'dropped', journal: journal.id, through: digest.segment, hash: digest.hash, digest: digest.signature, time: clock.now() };
  const { signature, fingerprint } = await signer.sign(Buffer.from(toBeSigned(facts)));
  return signedLine(facts, fingerprint, signature.toString('hex'));
}
