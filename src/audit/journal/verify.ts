/**
 * Whether a journal is whole: every segment from the first, or from where retention has dropped properly, to the last
 * that the store knows of. Needs the files, the public keys and the heads; asks no server.
 */
import { readFile } from 'node:fs/promises';
import { isSignedBy } from '../../crypto/digest-signature.ts';
import type { DigestPublicKey } from './digest-signer.ts';
import { listSegments, segmentPath, unlessAbsent } from './files.ts';
import { FIRST_HASH, segmentName, signedPart } from './format.ts';
import { withoutRoom } from './room-ahead.ts';
import type { AuditHeadRow } from './tables.ts';
import { type Chain, type CheckedSegment, checkSegment, type Problem, type SealedEnd } from './verify-segment.ts';

/** What a journal is verified by. It must not come from the journal's own directory. */
export interface Evidence {
  readonly directory: string;
  readonly keys: readonly Pick<DigestPublicKey, 'fingerprint' | 'pkcs1'>[];
  readonly heads: readonly AuditHeadRow[];
  /** Whether other nodes keep journals elsewhere, so that heads without files are theirs. */
  readonly shared: boolean;
  /** Whether a server writes on meanwhile. */
  readonly running: boolean;
  /** What that server has written last. */
  readonly end?: WrittenEnd | undefined;
}

/** A batch, and where it stands. */
export interface WrittenEnd extends SealedEnd {
  readonly journal: string;
  readonly segment: number;
}

export interface Verdict {
  readonly problems: readonly Problem[];
  /** Not wrong, but good to know. */
  readonly notes: readonly string[];
  readonly journal: string | undefined;
  readonly first: number | undefined;
  readonly last: number | undefined;
  readonly lastSigned: number | undefined;
  readonly batches: number;
  readonly records: number;
  readonly startTime: number | undefined;
  readonly endTime: number | undefined;
}

export async function verifyJournal(evidence: Evidence): Promise<Verdict> {
  const verification = new Verification(evidence);
  const segments = (await listSegments(evidence.directory).catch(unlessAbsent)) ?? [];
  for (const segment of segments) await verification.segment(segment, segment === segments.at(-1));
  return verification.verdict();
}

class Verification {
  readonly #evidence: Evidence;
  readonly #problems: Problem[] = [];
  readonly #notes: string[] = [];
  readonly #segments: Omit<CheckedSegment, 'dropped' | 'problems'>[] = [];
  readonly #dropped: CheckedSegment['dropped'][number][] = [];
  #first: CheckedSegment | undefined;
  #journal: string | undefined;
  #chain: Chain | undefined;
  #signature: string | null | undefined;
  #batches = 0;
  #records = 0;

  constructor(evidence: Evidence) {
    this.#evidence = evidence;
  }

  async segment(segment: number, isLast: boolean): Promise<void> {
    const whole = await readFile(segmentPath(this.#evidence.directory, segment)).catch(unlessAbsent);
    // Retention may drop segments meanwhile; others that go are missed by the next one.
    if (whole === undefined) return;
    const bytes = isLast ? withoutRoom(whole) : whole;
    const last = this.#segments.at(-1)?.segment;
    if (last !== undefined && segment !== last + 1) this.#missing(last + 1, segment - 1);
    const follows = last === segment - 1;
    const checked = checkSegment(segment, bytes, follows ? this.#chain : undefined, this.#evidence.end);
    if (isLast && checked.batches === 0 && !this.#wasSigned(segment)) return this.#looseEnd(checked, true);
    for (const problem of checked.problems) this.#problems.push({ place: segmentName(segment), ...problem });
    this.#sameJournal(checked);
    this.#checkDigest(checked, this.#signatureBefore(checked, follows));
    this.#first ??= checked;
    this.#chain = checked.chain;
    this.#batches += checked.batches;
    this.#records += checked.records;
    this.#dropped.push(...checked.dropped);
    this.#segments.push(checked);
  }

  verdict(): Verdict {
    this.#checkBeginning();
    this.#checkUnsigned();
    this.#checkHeads();
    this.#checkEnd();
    const first = this.#first;
    return {
      problems: this.#problems,
      notes: this.#notes,
      journal: this.#journal,
      first: first?.segment,
      last: this.#segments.at(-1)?.segment,
      lastSigned: this.#segments.findLast(({ digest }) => digest)?.segment,
      batches: this.#batches,
      records: this.#records,
      startTime: first?.opening?.time,
      endTime: this.#chain?.time,
    };
  }

  #missing(from: number, to: number): void {
    const place = from === to ? `segment ${from}` : `segments ${from} to ${to}`;
    this.#problems.push({ place, where: undefined, what: from === to ? 'it is missing' : 'they are missing' });
  }

  #found(segment: number, where: string | undefined, what: string): void {
    this.#problems.push({ place: segmentName(segment), where, what });
  }

  #sameJournal({ segment, opening }: CheckedSegment): void {
    if (opening === undefined) return;
    this.#journal ??= opening.journal;
    if (opening.journal !== this.#journal) this.#found(segment, 'line 1', `it belongs to another journal, ${opening.journal}`);
  }

  #signatureBefore({ opening }: CheckedSegment, follows: boolean): string | null | undefined {
    if (opening?.batch === 1) return null;
    return follows ? this.#signature : undefined;
  }

  /** @param before the signature of the digest before; `undefined` when it is not known */
  #checkDigest({ segment, digest }: CheckedSegment, before: string | null | undefined): void {
    this.#signature = digest?.line.signature;
    if (digest === undefined) return;
    if (before !== undefined && digest.line.previousSignature !== before) {
      this.#found(segment, 'the digest', 'it does not follow the digest of the segment before');
    }
    if (!this.#isSigned(digest)) this.#found(segment, 'the digest', 'its signature is not right');
  }

  #isSigned({ line, text }: { line: { fingerprint: string; signature: string }; text: string }): boolean {
    const key = this.#evidence.keys.find(({ fingerprint }) => fingerprint === line.fingerprint);
    return key !== undefined && isSignedBy(key.pkcs1, Buffer.from(signedPart(text)), Buffer.from(String(line.signature), 'hex'));
  }

  /** A journal begins with its first batch, or where retention says, signed, that it has dropped what was before. */
  #checkBeginning(): void {
    const opening = this.#first?.opening;
    if (opening === undefined || (opening.batch === 1 && opening.previous === FIRST_HASH.toString('hex'))) return;
    for (const dropped of this.#dropped) {
      if (!this.#isSigned(dropped)) this.#problems.push({ place: 'a line of retention', where: dropped.text.slice(0, 100), what: 'its signature is not right' });
    }
    const { segment } = this.#first!;
    const { line } = this.#dropped.findLast((one) => one.line.journal === opening.journal && this.#isSigned(one)) ?? {};
    const through = line?.through ?? 0;
    if (through < segment - 1) this.#missing(through + 1, segment - 1);
    else if (through === segment - 1 && line?.hash !== opening.previous) this.#found(segment, 'line 1', 'it does not follow what retention has dropped');
  }

  /** All segments but the last have a digest; younger ones than the head may be waiting for theirs. */
  #checkUnsigned(): void {
    const head = this.#head()?.segment ?? 0;
    const last = this.#segments.at(-1)?.segment;
    for (const checked of this.#segments) {
      const { segment, digest, loose } = checked;
      if (digest) continue;
      if (segment <= head) this.#found(segment, undefined, 'its digest is missing or was changed');
      else if (segment !== last) this.#notes.push(`${segmentName(segment)} is chained, and waits for its digest`);
      if (loose > 0 && segment > head) this.#looseEnd(checked, segment === last);
    }
  }

  /** A crash, or a full disk, may leave some of what was being written. */
  #looseEnd({ segment, loose, isDigestUnfinished }: Pick<CheckedSegment, 'segment' | 'loose' | 'isDigestUnfinished'>, isLast: boolean): void {
    if (isLast && this.#evidence.running) return;
    if (isLast) this.#notes.push(`${segmentName(segment)} ends in ${loose} bytes of a write that was not finished; the next start cuts them off`);
    else if (!isDigestUnfinished) this.#found(segment, 'its end', `${loose} bytes stand after its last seal`);
  }

  #wasSigned(segment: number): boolean {
    return this.#evidence.heads.some((head) => segment <= head.segment && (this.#journal ?? head.journal) === head.journal);
  }

  #head(): AuditHeadRow | undefined {
    return this.#evidence.heads.find(({ journal }) => journal === this.#journal);
  }

  #checkHeads(): void {
    for (const head of this.#evidence.heads) {
      if (head.journal === this.#journal) this.#checkHead(head);
      else this.#checkForeign(head);
    }
  }

  /** No digest knows yet of what was written since the last one; the server does. */
  #checkEnd(): void {
    const { end, heads } = this.#evidence;
    if (end === undefined || end.batch === 0) return;
    const last = this.#segments.at(-1)?.segment ?? 0;
    // Missed already, by the head.
    const missed = heads.find(({ journal }) => journal === end.journal)?.segment ?? 0;
    const known = Math.max(last, missed);
    if (known < end.segment) this.#missing(known + 1, end.segment);
    else if (last >= end.segment && this.#chain && this.#chain.batch < end.batch) {
      this.#found(last, 'its end', `it ends with batch ${this.#chain.batch}, and the server has written up to batch ${end.batch}`);
    }
  }

  #checkForeign({ journal, segment }: AuditHeadRow): void {
    if (this.#evidence.shared && this.#journal !== undefined) this.#notes.push(`the journal ${journal}, signed up to segment ${segment}, is kept elsewhere`);
    else this.#problems.push({ place: `journal ${journal}`, where: undefined, what: `it is not there; it was signed up to segment ${segment}` });
  }

  #checkHead({ segment, hash, signature }: AuditHeadRow): void {
    const last = this.#segments.at(-1)!.segment;
    if (last < segment) return this.#missing(last + 1, segment);
    const digest = this.#segments.find((one) => one.segment === segment)?.digest?.line;
    if (digest && (digest.hash !== hash || digest.signature !== signature)) {
      this.#found(segment, 'the digest', 'it is not the one that the store knows as the newest');
    }
  }
}
