/** Opens the audit trail: recovers its journal, settles what a crash left open, and goes on. */
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type Clock, MINUTE_MS } from '../base/clock.ts';
import type { DueWork, Flushable } from '../base/server-work.ts';
import { randomUuid } from '../crypto/random.ts';
import type { Store } from '../store/contract.ts';
import { type Durability, DurableTrail } from './durable-trail.ts';
import { Changes } from './journal/changes.ts';
import type { DigestSigner } from './journal/digest-signer.ts';
import { Digests } from './journal/digests.ts';
import { makeDirectory, type SegmentFiles, segmentFiles } from './journal/files.ts';
import type { Position } from './journal/format.ts';
import { IntentRows } from './journal/intent-rows.ts';
import { type ClosedSegment, Journal, type JournalStart } from './journal/journal.ts';
import { type Recovered, recoverJournal } from './journal/recover.ts';
import { applyRetention, type RetentionRules } from './journal/retention.ts';
import type { AuditHeadRow, AuditTables } from './journal/tables.ts';

export interface TrailOptions {
  /** `undefined`: a temporary one, removed at the end. */
  readonly directory: string | undefined;
  readonly durability: Durability;
  readonly store: Store<AuditTables>;
  readonly signer: DigestSigner;
  readonly retention: RetentionRules;
  readonly clock: Clock;
  readonly report: (error: unknown) => void;
  /** Keeps others out of the directory. @returns what gives it free again @throws UsageError */
  readonly lock?: ((directory: string) => () => void) | undefined;
  /** For tests. */
  readonly files?: SegmentFiles | undefined;
  readonly segmentBytesMax?: number | undefined;
}

/** The trail of a running server, with what is to be done for it besides appending. */
export class OpenTrail implements DueWork, Flushable {
  readonly trail: DurableTrail;
  readonly journal: Journal;
  readonly #parts: TrailParts;
  readonly #readers: (() => Position | undefined)[] = [];
  #retainedAt: number;

  constructor(parts: TrailParts) {
    const { journal, changes, store, durability, clock } = parts;
    this.trail = new DurableTrail({ journal, changes, store, durability });
    this.journal = journal;
    this.#parts = parts;
    this.#retainedAt = clock.now() - RETENTION_EVERY_MS + MINUTE_MS;
  }

  /** Retention keeps what lies after this position, whatever its rules are; `undefined`: no wish now. */
  keepFor(reader: () => Position | undefined): void {
    this.#readers.push(reader);
  }

  /** When the segment is to end. */
  async nextDue(): Promise<number | undefined> {
    return this.journal.dueAt;
  }

  /** Ends a segment that is old enough, and drops now and then what retention says. */
  async runDue(report: (error: unknown) => void): Promise<void> {
    const { clock, files, signer, retention: rules } = this.#parts;
    try {
      await this.journal.rollWhenDue();
      if (clock.now() - this.#retainedAt < RETENTION_EVERY_MS) return;
      this.#retainedAt = clock.now();
      await applyRetention({ journal: this.journal, files, signer, clock, rules, readers: this.#readers });
    } catch (error) {
      report(error);
    }
  }

  async flush(): Promise<void> {
    this.trail.writeUnrecorded();
    await this.#parts.changes.flush();
  }

  /** When the segments that have ended are signed, or cannot be. */
  signed(): Promise<void> {
    return this.#parts.digests.idle();
  }

  /** Emulator: begins a new, empty journal. */
  async reset(): Promise<void> {
    const next = randomUuid();
    await this.#parts.digests.reset(next);
    await this.journal.reset(next);
  }

  /** Signs and closes; nothing is appended any more. */
  async close(): Promise<void> {
    const { changes, digests, report, temporary } = this.#parts;
    this.trail.writeUnrecorded();
    changes.close();
    await this.journal.close();
    await digests.close();
    await changes.flush().catch(report);
    if (temporary) await rm(this.journal.directory, { recursive: true, force: true });
    this.#parts.unlock?.();
  }
}

interface TrailParts extends TrailOptions {
  readonly files: SegmentFiles;
  readonly journal: Journal;
  readonly changes: Changes;
  readonly digests: Digests;
  readonly temporary: boolean;
  readonly unlock: (() => void) | undefined;
}

const RETENTION_EVERY_MS = 10 * MINUTE_MS;

/** @throws when the directory cannot be used */
export async function openTrail(options: TrailOptions): Promise<OpenTrail> {
  const temporary = options.directory === undefined;
  const directory = options.directory ?? (await mkdtemp(join(tmpdir(), 'trent-audit-')));
  await makeDirectory(directory, options.durability === 'sync');
  const unlock = options.lock?.(directory);
  try {
    return new OpenTrail({ ...options, ...(await openParts(directory, options)), temporary, unlock });
  } catch (error) {
    unlock?.();
    throw error;
  }
}

async function openParts(directory: string, options: TrailOptions): Promise<Pick<TrailParts, 'files' | 'journal' | 'changes' | 'digests'>> {
  const { store, clock, report, durability, signer, segmentBytesMax } = options;
  const files = options.files ?? segmentFiles(durability === 'sync');
  const heads = await store.db.selectFrom('audit_heads').selectAll().execute();
  const found = await recoverJournal(directory, files, heads);
  const start = startAfterHead(found, heads, options);
  const digests = new Digests({ directory, files, store, signer, report }, start.journal, found.lastSignature);
  // Of a temporary journal nobody will ever verify anything.
  const closed = (segment: ClosedSegment): void => (durability === 'none' ? undefined : digests.add(segment));
  found.unsigned.forEach(closed);
  const hooks = { closed, openIntents: () => changes.openLines(), resumed: () => changes.resumed() };
  const journal = new Journal({ directory, files, clock, report, segmentBytesMax, ...hooks }, start);
  const changes = new Changes(journal, new IntentRows(store), report);
  await changes.settle(found.intents);
  return { files, journal, changes, digests };
}

/** What is not as it was left is told to the operator; the numbers of segments that are missing are not used again. */
function startAfterHead({ start, cut, changed }: Recovered, heads: readonly AuditHeadRow[], { report, directory }: TrailOptions): JournalStart {
  const say = (what: string): void => report(`the audit journal in ${directory} ${what}`);
  if (cut > 0) say(`ended in ${cut} bytes of an unfinished write, which were cut off`);
  if (changed.length > 0) say(`was changed by somebody else in segment ${changed.join(', ')}: see trent audit verify`);
  const head = heads.find(({ journal }) => journal === start.journal);
  if (head === undefined || head.segment <= start.end.segment) return start;
  say(`ends with segment ${start.end.segment}, but ${head.segment} was signed already: see trent audit verify`);
  return { ...start, segment: Math.max(start.segment, head.segment + 1) };
}
