/** A segment's bytes taken apart into its batches, for recovery and verification: nothing in them is believed. */
import { sha256Hex } from '../../crypto/hash.ts';
import { type DigestLine, HASH_MEMBER, LINE_FEED, type OpenLine, type SealLine } from './format.ts';

export interface ScannedBatch {
  /** Of its first byte in the segment, and of the one after its seal. */
  readonly start: number;
  readonly end: number;
  /** Of the seal line. */
  readonly sealStart: number;
  /** `undefined`: not in the form in which seals are written. */
  readonly seal: SealLine | undefined;
  /** Whether the hash is that of the batch after the hash that the seal names as previous. */
  readonly sound: boolean;
}

export interface ScannedSegment {
  readonly bytes: Buffer;
  readonly batches: readonly ScannedBatch[];
  /** After the last seal: the digest, or nothing, or what a crash left. */
  readonly tail: number;
}

const SEAL_START = Buffer.from('{"x":"seal",');
/** Numbers as JSON has them, without zeros in front. */
const SEAL =
  /^\{"x":"seal","n":[1-9]\d{0,15},"records":(?:0|[1-9]\d{0,15}),"bytes":(?:0|[1-9]\d{0,15}),"time":(?:0|[1-9]\d{0,15}),"previous":"[\da-f]{64}","hash":"[\da-f]{64}"\}$/;

export function scanSegment(bytes: Buffer): ScannedSegment {
  const batches: ScannedBatch[] = [];
  let start = 0;
  for (const [from, to] of linesIn(bytes, 0, bytes.length)) {
    if (!startsWith(bytes, from, SEAL_START)) continue;
    batches.push(scanBatch(bytes, start, from, to));
    start = to + 1;
  }
  return { bytes, batches, tail: start };
}

function scanBatch(bytes: Buffer, start: number, sealStart: number, sealEnd: number): ScannedBatch {
  const text = bytes.toString('latin1', sealStart, sealEnd);
  const seal = SEAL.test(text) ? (JSON.parse(text) as SealLine) : undefined;
  const sound = seal !== undefined && seal.hash === hashOf(bytes, start, sealStart + text.lastIndexOf(HASH_MEMBER), seal.previous);
  return { start, end: sealEnd + 1, sealStart, seal, sound };
}

const hashOf = (bytes: Buffer, start: number, end: number, previous: string): string =>
  sha256Hex(Buffer.concat([Buffer.from(previous, 'hex'), bytes.subarray(start, end)]));

/** From and to (without the line feed) of each whole line. */
export function* linesIn(bytes: Buffer, start: number, end: number): Generator<readonly [from: number, to: number]> {
  for (let from = start; from < end; ) {
    const to = bytes.indexOf(LINE_FEED, from);
    if (to < 0 || to >= end) return;
    yield [from, to];
    from = to + 1;
  }
}

const startsWith = (bytes: Buffer, at: number, start: Buffer): boolean =>
  bytes.length >= at + start.length && bytes.compare(start, 0, start.length, at, at + start.length) === 0;

/** The line that the segment begins with; `undefined` when it is not one. */
export function openingOf(bytes: Buffer): OpenLine | undefined {
  const [from, to] = linesIn(bytes, 0, bytes.length).next().value ?? [0, 0];
  const opening = parseLine<OpenLine>(bytes.toString('utf8', from, to), 'open');
  return opening && isOpening(opening) ? opening : undefined;
}

const isOpening = ({ version, journal, segment, batch, time, previous }: OpenLine): boolean =>
  [version, segment, batch, time].every(Number.isSafeInteger) && typeof journal === 'string' && /^[\da-f]{64}$/.test(String(previous));

export function parseLine<Line extends { x: string }>(text: string, kind: Line['x']): Line | undefined {
  if (!text.startsWith(`{"x":"${kind}",`)) return undefined;
  try {
    return JSON.parse(text) as Line;
  } catch {
    return undefined;
  }
}

/** The digest line that the segment ends in: whole, and with nothing between it and the last seal, or after it. */
export function digestOf({ bytes, tail }: ScannedSegment): { readonly digest: DigestLine; readonly text: string } | undefined {
  if (bytes.length === tail || bytes.at(-1) !== LINE_FEED) return undefined;
  const text = bytes.toString('utf8', tail, bytes.length - 1);
  const digest = parseDigest(text);
  return digest && { digest, text };
}

/** Whether what stands after the last seal is the beginning of a digest, as a crash or a full disk leaves it. */
export function isUnfinishedDigest({ bytes, tail }: ScannedSegment): boolean {
  return startsWith(bytes, tail, DIGEST_START) && !bytes.includes(LINE_FEED, tail);
}

const DIGEST_START = Buffer.from('{"x":"digest",');
const DIGEST = /^\{"x":"digest","journal":"[\da-f-]{36}","segment":\d+,[^\n]*,"fingerprint":"[\da-f]*","signature":"[\da-f]+"\}$/;

export function parseDigest(text: string): DigestLine | undefined {
  if (!DIGEST.test(text)) return undefined;
  try {
    return JSON.parse(text) as DigestLine;
  } catch {
    return undefined;
  }
}
