/**
 * Signs segments that have ended, one after the other, each digest with the signature of the one before; and keeps the
 * head, the newest signed segment, in the store as well. Appending goes on meanwhile: a segment without its digest is
 * chained all the same, and gets it when the signer can.
 */
import { Unit } from '../../base/unit.ts';
import type { Store } from '../../store/contract.ts';
import type { DigestSigner } from './digest-signer.ts';
import { type SegmentFiles, segmentPath, unlessAbsent } from './files.ts';
import { signedLine, toBeSigned } from './format.ts';
import type { ClosedSegment } from './journal.ts';
import type { AuditTables } from './tables.ts';

const RETRY_MS = 5_000;

export interface DigestsParts {
  readonly directory: string;
  readonly files: SegmentFiles;
  readonly store: Store<AuditTables>;
  readonly signer: DigestSigner;
  readonly report: (error: unknown) => void;
}

export class Digests {
  readonly #parts: DigestsParts;
  #journal: string;
  readonly #waiting: ClosedSegment[] = [];
  #lastSignature: string | null;
  #working: Promise<void> | undefined;
  #retry: NodeJS.Timeout | undefined;

  constructor(parts: DigestsParts, journal: string, lastSignature: string | null) {
    this.#parts = parts;
    this.#journal = journal;
    this.#lastSignature = lastSignature;
  }

  /** In the order of the segments. */
  add(segment: ClosedSegment): void {
    this.#waiting.push(segment);
    this.#start();
  }

  /** When nothing is being signed. */
  async idle(): Promise<void> {
    await this.#working;
  }

  /** Goes over to another, empty journal, and forgets the one before. */
  async reset(journal: string): Promise<void> {
    this.#waiting.length = 0;
    await this.idle();
    this.#journal = journal;
    this.#lastSignature = null;
    const unit = new Unit();
    unit.write(this.#parts.store.db.deleteFrom('audit_heads'));
    await this.#parts.store.commit(unit);
  }

  /** A last try for what waits. */
  async close(): Promise<void> {
    clearTimeout(this.#retry);
    await this.idle();
    clearTimeout(this.#retry);
    await this.#signAll().catch(this.#parts.report);
  }

  #start(): void {
    this.#working ??= this.#signAll()
      .catch((error: unknown) => {
        this.#parts.report(error);
        this.#retry = setTimeout(() => this.#start(), RETRY_MS);
        this.#retry.unref();
      })
      .finally(() => {
        this.#working = undefined;
      });
  }

  async #signAll(): Promise<void> {
    for (let next = this.#waiting.shift(); next !== undefined; next = this.#waiting.shift()) {
      try {
        await this.#sign(next);
      } catch (error) {
        this.#waiting.unshift(next);
        throw error;
      }
    }
  }

  async #sign(closed: ClosedSegment): Promise<void> {
    const { directory, files, signer, report } = this.#parts;
    const facts = { x: 'digest', journal: this.#journal, ...closed, previousSignature: this.#lastSignature };
    const { signature, fingerprint } = await signer.sign(Buffer.from(toBeSigned(facts)));
    const hex = signature.toString('hex');
    const path = segmentPath(directory, closed.segment);
    // Parts of a digest that was not finished may be left, and need not be of this one.
    const cut = files.truncate(path, closed.bytes);
    const file = await cut.then(() => files.reopen(path)).catch(unlessAbsent);
    if (file === undefined) return report(`segment ${closed.segment} of the audit journal is gone: see trent audit verify`);
    try {
      await file.write(Buffer.from(signedLine(facts, fingerprint, hex)), closed.bytes);
    } finally {
      await file.close();
    }
    await this.#keepHead(closed, hex);
    this.#lastSignature = hex;
  }

  async #keepHead({ segment, hash }: ClosedSegment, signature: string): Promise<void> {
    const unit = new Unit();
    const head = { segment, hash, signature };
    const insert = this.#parts.store.db.insertInto('audit_heads').values({ journal: this.#journal, ...head });
    unit.write(insert.onConflict((conflict) => conflict.column('journal').doUpdateSet(head)));
    await this.#parts.store.commit(unit);
  }
}
