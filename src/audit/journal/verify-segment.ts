/** What is wrong with one segment, given the chain before it: nothing in the file is believed before it was checked. */
import { FORMAT_VERSION, type DigestLine, type DroppedLine, type OpenLine } from './format.ts';
import { digestOf, isUnfinishedDigest, linesIn, openingOf, parseLine, type ScannedBatch, type ScannedSegment, scanSegment } from './scan.ts';
import { FullLines, isEvent, isFull, isShort } from './short-lines.ts';

export interface Problem {
  /** The file's name, or what is missing. */
  readonly place: string;
  /** Where in it: `batch 12 (lines 30 to 61)`. */
  readonly where: string | undefined;
  readonly what: string;
}

/** The chain at the end of a segment. `undefined`: not known, as after what is missing. */
export interface Chain {
  readonly batch: number;
  readonly hash: string;
  readonly time: number;
}

export interface CheckedSegment {
  readonly segment: number;
  readonly opening: OpenLine | undefined;
  readonly batches: number;
  readonly records: number;
  readonly chain: Chain | undefined;
  readonly digest: { readonly line: DigestLine; readonly text: string } | undefined;
  /** Lines of retention in it, with their texts. */
  readonly dropped: readonly { readonly line: DroppedLine; readonly text: string }[];
  /** Bytes after the last seal that are no digest. */
  readonly loose: number;
  /** Which are the beginning of one. */
  readonly isDigestUnfinished: boolean;
  readonly problems: readonly Omit<Problem, 'place'>[];
}

/** A batch that is known from elsewhere. */
export type SealedEnd = Pick<Chain, 'batch' | 'hash'>;

/** @param before `undefined`: what the segment itself says of it is taken */
export function checkSegment(segment: number, bytes: Buffer, before: Chain | undefined, known?: SealedEnd): CheckedSegment {
  const check = new SegmentCheck(segment, scanSegment(bytes), known);
  return check.run(before);
}

class SegmentCheck {
  readonly #segment: number;
  readonly #scanned: ScannedSegment;
  readonly #known: SealedEnd | undefined;
  readonly #problems: Omit<Problem, 'place'>[] = [];
  readonly #dropped: { line: DroppedLine; text: string }[] = [];
  #line = 1;
  #records = 0;

  constructor(segment: number, scanned: ScannedSegment, known: SealedEnd | undefined) {
    this.#segment = segment;
    this.#scanned = scanned;
    this.#known = known;
  }

  run(before: Chain | undefined): CheckedSegment {
    const { batches, bytes, tail } = this.#scanned;
    const opening = this.#opening(before);
    let chain = before ?? (opening && { batch: opening.batch - 1, hash: opening.previous, time: opening.time });
    for (const batch of batches) chain = this.#batch(batch, chain);
    const found = digestOf(this.#scanned);
    const digest = found && { line: found.digest, text: found.text };
    if (digest && opening && chain) this.#digest(digest.line, opening, chain);
    const loose = digest ? 0 : bytes.length - tail;
    const counts = { batches: batches.length, records: this.#records, loose, isDigestUnfinished: isUnfinishedDigest(this.#scanned) };
    return { segment: this.#segment, opening, ...counts, chain, digest, dropped: this.#dropped, problems: this.#problems };
  }

  #opening(before: Chain | undefined): OpenLine | undefined {
    const opening = openingOf(this.#scanned.bytes);
    if (opening === undefined) {
      this.#found('line 1', 'it does not begin as a segment does');
      return undefined;
    }
    const { version, segment, batch, previous } = opening;
    if (version < 1 || version > FORMAT_VERSION) this.#found('line 1', `it is of version ${version}, which this program does not know`);
    if (segment !== this.#segment) this.#found('line 1', `it is segment ${segment} under another name`);
    if (before && (previous !== before.hash || batch !== before.batch + 1)) {
      this.#found('line 1', `it does not follow what stands before it: it goes on after batch ${batch - 1}, and before it is batch ${before.batch}`);
    }
    return opening;
  }

  /** Goes on from what the seal says, so that one change is one problem. */
  #batch(batch: ScannedBatch, before: Chain | undefined): Chain | undefined {
    const { bytes } = this.#scanned;
    const [first, events] = [this.#line, this.#countLines(batch)];
    const where = (n: number | undefined): string => `${n === undefined ? 'a batch' : `batch ${n}`} (lines ${first} to ${this.#line - 1})`;
    const { seal } = batch;
    if (seal === undefined) {
      this.#found(where(before && before.batch + 1), 'its seal was changed');
      return undefined;
    }
    if (!batch.sound) this.#found(where(seal.n), 'it was changed after it was sealed');
    else if (seal.records !== events || seal.bytes !== batch.sealStart - batch.start) this.#found(where(seal.n), 'it is not what its seal says');
    if (before && (seal.previous !== before.hash || seal.n !== before.batch + 1)) {
      this.#found(where(seal.n), `it does not follow batch ${before.batch}, which stands before it: something is missing, was put in, or was moved`);
    } else if (before && seal.time < before.time) this.#found(where(seal.n), 'its time is before that of the batch before');
    if (seal.n === this.#known?.batch && seal.hash !== this.#known.hash) this.#found(where(seal.n), 'it is not what the server has written');
    if (batch.sound) this.#collectDropped(bytes, batch);
    if (batch.sound && this.#hasLoneLine(bytes, batch)) this.#found(where(seal.n), 'it has an event like one that it has not');
    return { batch: seal.n, hash: seal.hash, time: seal.time };
  }

  #countLines({ start, end }: ScannedBatch): number {
    let events = 0;
    for (const [from] of linesIn(this.#scanned.bytes, start, end)) {
      this.#line++;
      if (isEvent(this.#scanned.bytes, from)) events++;
    }
    this.#records += events;
    return events;
  }

  /** Whether there is a short line without a full one. */
  #hasLoneLine(bytes: Buffer, { start, sealStart }: ScannedBatch): boolean {
    const full = new Map<number, Buffer>();
    const lines = new FullLines((at) => full.get(at));
    for (const [from, to] of linesIn(bytes, start, sealStart)) {
      const line = bytes.subarray(from, to);
      if (isFull(bytes, from)) full.set(from, line);
      else if (isShort(bytes, from) && lines.full(line, from) === undefined) return true;
    }
    return false;
  }

  #collectDropped(bytes: Buffer, { start, sealStart }: ScannedBatch): void {
    for (const [from, to] of linesIn(bytes, start, sealStart)) {
      if (isEvent(bytes, from)) continue;
      const text = bytes.toString('utf8', from, to);
      const line = parseLine<DroppedLine>(text, 'dropped');
      if (line) this.#dropped.push({ line, text });
    }
  }

  #digest(digest: DigestLine, opening: OpenLine, chain: Chain): void {
    const facts = { journal: opening.journal, segment: this.#segment, firstBatch: opening.batch, lastBatch: chain.batch };
    const sums = { records: this.#records, bytes: this.#scanned.tail, startTime: opening.time, endTime: chain.time, hash: chain.hash };
    const wrong = Object.entries({ ...facts, ...sums }).filter(([name, value]) => digest[name as keyof DigestLine] !== value);
    if (wrong.length > 0) this.#found('the digest', `it is not of what stands before it (${wrong.map(([name]) => name).join(', ')})`);
  }

  #found(where: string, what: string): void {
    this.#problems.push({ where, what });
  }
}
